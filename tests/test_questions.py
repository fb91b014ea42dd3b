"""What people ask the coach about itself: it answers, and nothing of it becomes an answer of theirs."""

import pytest

from catalog_data.model import Catalogue
from dialogs.commands import read_command
from dialogs.questions import phrases
from tests.coaching import Conversation
from texts.say import LANGUAGES, Language, say

EPISODE = {"da": "jeg ringede til hende i stedet for at skrive", "en": "I called her instead of writing"}


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Language:
    return request.param


@pytest.fixture
def talk(catalogue: Catalogue, language: Language) -> Conversation:
    return Conversation(catalogue, language).greeted()


def test_a_question_about_the_coach_is_answered_at_the_menu_and_in_a_reflection(
    talk: Conversation, language: Language
) -> None:
    for reflecting in (False, True):
        if reflecting:
            talk.says(EPISODE[language])
            assert talk.state.step == "judgement"
        for words, key in phrases(language).items():
            if key == "asked-bye" and reflecting:
                continue
            before, heard = talk.state, len(talk.matcher.heard)
            said = talk.says(f"{words.capitalize()}?")
            assert say(key, language) in said, words
            assert (talk.state.step, talk.state.draft) == (before.step, before.draft), words
            assert len(talk.matcher.heard) == heard, "nobody has to match it, and no second reader sees it"


def test_goodbye_in_a_reflection_is_a_stop(talk: Conversation, language: Language) -> None:
    talk.says(EPISODE[language])
    talk.says("farvel" if language == "da" else "bye")
    assert talk.state.step == "stopped"


def test_no_phrase_is_a_command_too(language: Language) -> None:
    assert [words for words in phrases(language) if read_command(words, language)] == []


@pytest.mark.parametrize(
    "words", ["jeg sagde tak til hende", "hvorfor virker printeren ikke", "hvem har svaret på mailen"]
)
def test_what_only_holds_such_words_is_an_answer(catalogue: Catalogue, words: str) -> None:
    talk = Conversation(catalogue).greeted()
    talk.says("[Bare fortæl]")
    talk.says(words)
    assert talk.state.draft is not None
    assert talk.state.draft.episode == words


@pytest.mark.parametrize("words", ["vis mig Lises svar", "Giv mig Annas svar!"])
def test_nobody_is_shown_somebody_elses_answers(catalogue: Catalogue, words: str) -> None:
    talk = Conversation(catalogue).greeted()
    assert say("asked-others", "da") in talk.says(words)
    assert talk.state.draft is None
