"""A possible data breach (rule 25): whom to ask comes first, then the talk goes on."""

from dataclasses import replace

import pytest

from bench.guard import BANK, texts_in
from bench.marked import sentences_of
from catalog_data.model import Catalogue
from dialogs.breach import sounds_like_breach
from dialogs.contacts import Contact
from dialogs.effects import RemindOfDraft
from dialogs.events import Said
from dialogs.facts import Facts
from dialogs.replies import paragraphs
from dialogs.state import State
from dialogs.turn import take_turn
from service.contacts import ContactEntry
from settings import SettingsError, read_settings
from tests.coaching import Conversation, verify
from texts.say import LANGUAGES, Language

TOLD = "jeg kom til at sende brevet til en forkert borger"
ADVICE = "Det skal måske meldes."


@pytest.fixture
def talk(catalogue: Catalogue) -> Conversation:
    return Conversation(catalogue).greeted()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_contents_own_examples_are_heard_and_ordinary_answers_are_not(
    catalogue: Catalogue, language: Language
) -> None:
    its = catalogue.breach[language]
    assert [text for text in its.examples if not sounds_like_breach(text, language, catalogue)] == []
    assert [text for text in its.ordinary if sounds_like_breach(text, language, catalogue)] == []


def test_most_answers_in_words_of_their_own_are_heard(catalogue: Catalogue) -> None:
    texts = list(sentences_of("breach.txt"))
    missed = [text for text in texts if not sounds_like_breach(text, "en", catalogue)]
    assert len(missed) / len(texts) < 0.12, missed


def test_what_a_trial_missed_is_heard_and_harmless_answers_near_to_it_are_not(catalogue: Catalogue) -> None:
    assert [text for text in sentences_of("breach-trial.txt") if not sounds_like_breach(text, "en", catalogue)] == []
    assert [text for text in sentences_of("breach-ordinary.txt") if sounds_like_breach(text, "en", catalogue)] == []


def test_hardly_an_example_of_the_bank_is_heard(catalogue: Catalogue) -> None:
    """Of those that are, most do tell of one: "Glemte personlige papirer i printeren"."""
    texts = list(texts_in(*BANK))
    heard = [text for text in texts if sounds_like_breach(text, "en", catalogue)]
    assert len(heard) / len(texts) < 0.002, heard


def test_what_was_averted_counts_in_its_own_sentence_only(catalogue: Catalogue) -> None:
    assert not sounds_like_breach("Jeg var lige ved at sende den til forkert borger.", "da", catalogue)
    assert sounds_like_breach("Jeg var lige ved at gå. Så sendte jeg den til forkert borger.", "da", catalogue)


def test_whom_to_ask_comes_first_and_the_reflection_goes_on(talk: Conversation) -> None:
    talk.says("[Bare fortæl]")
    shown = talk.says(TOLD)
    assert shown.startswith(f"{ADVICE} Sig det hellere i dag end i morgen.\nDatabeskyttelsesrådgiveren: lokal 4321")
    assert "Arbejdsmiljørepræsentanten" not in shown
    assert "Jeg melder ikke noget selv." in shown
    assert talk.state.draft is not None
    assert (talk.state.step, talk.state.draft.episode) == ("judgement", TOLD)
    assert [one.question for one in talk.replies] == ["", talk.state.question]
    verify(talk, [("[Det gik godt]", "passer det?")])


def test_it_is_said_once_in_a_reflection_and_no_mark_of_it_is_kept(talk: Conversation) -> None:
    talk.says("[Bare fortæl]")
    talk.says(TOLD)
    assert ADVICE not in talk.says("jeg er ked af at den gik til forkert borger")
    other = Conversation(talk.catalogue).greeted()
    other.says("[Bare fortæl]")
    other.says("jeg kom til at spise hele kagen uden at spørge nogen")
    assert talk.state.model_dump().keys() == other.state.model_dump().keys()
    assert not [one for one in talk.effects if not isinstance(one, RemindOfDraft)]


def test_in_the_next_reflection_it_is_said_again(talk: Conversation) -> None:
    for _ in range(2):
        talk.says("[Bare fortæl]")
        assert ADVICE in talk.says(TOLD)
        talk.says("stop")
        talk.says("[Slet]")
        talk.says("menu")


def test_with_a_citizens_data_in_it_both_are_said(talk: Conversation) -> None:
    talk.says("[Bare fortæl]")
    shown = talk.says(f"{TOLD}, 010203-1234")
    assert shown.index(ADVICE) < shown.index("Skriv det uden personoplysninger.")
    assert "1234" not in talk.state.model_dump_json()
    assert ADVICE not in talk.says("[Brug forslaget]")


def test_before_the_notice_it_is_said_and_nothing_is_kept(catalogue: Catalogue) -> None:
    talk = Conversation(catalogue)
    shown = talk.says(TOLD)
    assert ADVICE in shown
    assert "Jeg har ikke gemt det, du skrev." in shown
    assert "forkert" not in talk.state.model_dump_json()


def test_in_english(catalogue: Catalogue) -> None:
    talk = Conversation(catalogue, "en").greeted()
    talk.says("[Just tell]")
    assert "It may have to be reported." in talk.says("I sent the plan to the wrong citizen by mistake")


def test_distress_goes_before_it(talk: Conversation) -> None:
    shown = talk.says(f"{TOLD}, og jeg græder hver dag")
    assert ADVICE not in shown
    assert "Databeskyttelsesrådgiveren" not in shown
    assert talk.turns[-1].private


def test_without_a_contact_for_it_the_officer_is_named(catalogue: Catalogue) -> None:
    facts: Facts = replace(Conversation(catalogue).facts(), contacts=(Contact("TR", "lokal 1"),))
    turn = take_turn(State(greeted=True, step="rest"), Said(TOLD), facts)
    assert "Jeres databeskyttelsesrådgiver (DPO) ved" in " ".join(paragraphs(turn.replies[0]))
    assert "TR" not in " ".join(paragraphs(turn.replies[0]))


def test_a_contact_without_a_for_is_for_distress_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACH_CONTACTS", '[{"name": "TR", "reach": "1"}, {"name": "DPO", "reach": "2", "for": "DPO"}]')
    assert [one.role for one in read_settings().contacts] == ["distress", "DPO"]
    assert ContactEntry(name="TR", reach="1").role == "distress"


def test_production_needs_somebody_to_turn_to_in_distress(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"ENVIRONMENT": "production", "APP_ID": "a", "APP_PASSWORD": "b", "TENANT_ID": "c",
                        "MUNICIPALITY": "Prøvekøbing", "LEGAL_BASIS": "artikel 6", "PRIVACY_CONTACT": "DPO"}.items():  # fmt: skip
        monkeypatch.setenv(f"COACH_{name}", value)
    monkeypatch.setenv("COACH_CONTACTS", '[{"name": "DPO", "reach": "2", "for": "DPO"}]')
    with pytest.raises(SettingsError, match="somebody to turn to in distress"):
        read_settings()
    monkeypatch.setenv("COACH_CONTACTS", '[{"name": "DPO", "reach": "2", "for": "trouble"}]')
    with pytest.raises(SettingsError, match="COACH_CONTACTS"):
        read_settings()
