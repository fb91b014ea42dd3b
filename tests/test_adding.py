"""Rule 11, as transcripts: what is written before our answer was sent is added to the answer before
it; afterwards it answers the question on screen. A line that begins with "+" comes before."""

from datetime import timedelta

import pytest

from catalog_data.model import Catalogue
from dialogs.effects import CorrectAnswer, KeepReflection
from dialogs.events import Pressed
from dialogs.state import State
from tests.coaching import Conversation, verify

EPISODE = "jeg ringede til hende i stedet for at skrive"


@pytest.fixture
def talk(catalogue: Catalogue) -> Conversation:
    conversation = Conversation(catalogue).greeted()
    conversation.says("[Bare fortæl]")
    return conversation


def draft_of(talk: Conversation) -> dict[str, object]:
    assert talk.state.draft is not None
    return talk.state.draft.model_dump()


def test_an_episode_in_three_messages_is_one_episode(talk: Conversation) -> None:
    talk.says("jeg ringede til hende")
    talk.adds("i stedet for at skrive")
    shown = talk.adds("og det gik hurtigt")
    assert draft_of(talk)["episode"] == "jeg ringede til hende i stedet for at skrive og det gik hurtigt"
    assert talk.state.step == "judgement"
    assert shown.startswith("Du ringede til hende")
    assert talk.turns[-1].withdraws
    assert draft_of(talk)["answers"] == 1
    assert talk.matcher.heard[-1].text.endswith("og det gik hurtigt")


def test_the_same_words_afterwards_answer_the_question_on_screen(talk: Conversation) -> None:
    """The negative control of the test above: without the fact, the second message is the judgement."""
    talk.says("jeg ringede til hende i går eftermiddag")
    talk.says("i stedet for at skrive")
    assert draft_of(talk)["episode"] == "jeg ringede til hende i går eftermiddag"
    assert draft_of(talk)["judgement"] == "i stedet for at skrive"
    assert not talk.turns[-1].withdraws


def test_a_probe_nobody_saw_is_not_asked(talk: Conversation) -> None:
    assert "Hvad gjorde du helt konkret?" in talk.says("telefon")
    assert "Hvad gjorde du helt konkret?" not in talk.adds(EPISODE)
    assert draft_of(talk)["episode"] == f"telefon {EPISODE}"
    assert not draft_of(talk)["probed"]


def test_a_judgement_that_goes_on_is_matched_as_a_whole(talk: Conversation) -> None:
    talk.says(EPISODE)
    talk.says("fint hun kunne spørge")
    talk.adds("men det tog lang tid")
    assert talk.state.step == "match"
    assert draft_of(talk)["judgement"] == "fint hun kunne spørge men det tog lang tid"
    assert talk.matcher.heard[-1].text == f"{EPISODE} fint hun kunne spørge men det tog lang tid"
    assert draft_of(talk)["rejected"] == ()


def test_words_after_a_tap_stand_beside_it(talk: Conversation) -> None:
    talk.says(EPISODE)
    talk.says("[Det gik godt]")
    shown = talk.adds("hun blev glad for det")
    assert (draft_of(talk)["outcome"], draft_of(talk)["judgement"]) == ("good", "hun blev glad for det")
    assert (talk.state.step, draft_of(talk)["rejected"]) == ("match", ())
    assert "passer det?" in shown
    talk.adds("og jeg nåede det hele")
    assert draft_of(talk)["judgement"] == "hun blev glad for det og jeg nåede det hele"
    verify(talk, [("[Ja]", "…")])
    talk.adds("det var en god dag")
    assert talk.state.step == "learning"
    assert draft_of(talk)["judgement"] == "hun blev glad for det og jeg nåede det hele det var en god dag"
    talk.says("[Spring over]")
    talk.adds("jeg vil spørge hende først")
    assert draft_of(talk)["learning"] == "jeg vil spørge hende først"


def test_a_tap_that_asks_for_the_episode_is_answered_by_it(talk: Conversation) -> None:
    talk.says("menu")
    talk.says("[Start forfra]")
    talk.says("[Bare fortæl]")
    talk.adds(EPISODE)
    assert (draft_of(talk)["episode"], talk.state.step) == (EPISODE, "judgement")
    talk.says("stop")
    talk.says("[Slet]")
    talk.says("[Menu]")
    talk.says("[Bare fortæl]")
    talk.says("[Giv et eksempel]")
    talk.adds(EPISODE)
    assert (draft_of(talk)["episode"], talk.state.step) == (EPISODE, "judgement")


def test_the_name_of_a_topic_can_follow_the_tap(talk: Conversation) -> None:
    talk.says("stop")
    talk.says("[Slet]")
    talk.says("[Menu]")
    talk.says("[Vælg emne]")
    talk.matcher.names = ("3.2.1",)
    talk.adds("kanaler")
    assert talk.state.step == "topic-found"


def test_a_command_is_never_added(talk: Conversation) -> None:
    talk.says(EPISODE)
    assert "Stoppet." in talk.adds("stop")
    assert not talk.turns[-1].withdraws
    assert "Så er vi tilbage ved" in talk.adds("fortryd")


def test_after_help_words_answer_the_question_that_was_seen(talk: Conversation) -> None:
    talk.says(EPISODE)
    talk.says("hjælp")
    talk.adds("det gik fint for os begge to")
    assert (draft_of(talk)["episode"], draft_of(talk)["judgement"]) == (EPISODE, "det gik fint for os begge to")


def test_words_of_distress_are_never_added(talk: Conversation) -> None:
    talk.says(EPISODE)
    before = talk.state
    assert "112" in talk.adds("min kollega mobber mig, og jeg græder hver dag")
    assert talk.turns[-1].private
    assert talk.state == before
    verify(talk, [("[Fortsæt]", "Vi var ved:")])


def test_personal_data_in_the_second_half_is_caught_in_the_whole(talk: Conversation) -> None:
    talk.says("jeg ringede til hende")
    assert "»jeg ringede til hende og skrev [telefonnummer] ned«" in talk.adds("og skrev 86 12 34 56 ned")
    assert "86" not in talk.state.model_dump_json()
    talk.says("[Brug forslaget]")
    assert draft_of(talk)["episode"] == "jeg ringede til hende og skrev [telefonnummer] ned"


def test_what_is_held_back_grows_too(talk: Conversation) -> None:
    talk.says("jeg ringede på 86 12 34 56 og spurgte efter hende")
    assert "[telefonnummer] og spurgte efter hende og skrev det ned" in talk.adds("og skrev det ned")
    talk.says("[Brug forslaget]")
    talk.adds("bagefter")
    assert (
        draft_of(talk)["episode"] == "jeg ringede på [telefonnummer] og spurgte efter hende og skrev det ned bagefter"
    )
    talk.now += timedelta(hours=1)
    talk.says("det gik fint")
    assert talk.adds("for os begge to").startswith("Du var midt i en samtale.")
    talk.says("[Fortsæt]")
    assert draft_of(talk)["judgement"] == "det gik fint for os begge to"


def test_a_correction_that_goes_on_corrects_again(talk: Conversation) -> None:
    for said in (EPISODE, "[Det gik godt]", "ja", "[Spring over]", "[Spring over]", "[Spring over]", "[Gem]", "ret"):
        talk.says(said)
    talk.says("1")
    talk.says("jeg skrev en besked")
    talk.adds("til hende")
    assert talk.effects[-1] == CorrectAnswer("1", "episode", "jeg skrev en besked til hende")


def test_what_was_kept_is_not_kept_again(talk: Conversation) -> None:
    for said in (EPISODE, "[Det gik godt]", "ja", "[Spring over]", "[Spring over]", "[Spring over]", "[Gem]"):
        talk.says(said)
    talk.adds("det var alt for i dag tror jeg")
    assert sum(isinstance(effect, KeepReflection) for effect in talk.effects) == 1
    assert talk.state.draft is not None, "between reflections, words begin the next one"


def test_nothing_is_added_before_the_notice_is_answered(catalogue: Catalogue) -> None:
    talk = Conversation(catalogue)
    talk.says("i går ringede jeg til en borger")
    talk.adds("og skrev det ned")
    assert "ringede" not in talk.state.model_dump_json()
    assert talk.state.step == "welcome"


def test_words_that_wait_for_more_are_gone_after_seven_days(talk: Conversation) -> None:
    talk.says(EPISODE)
    assert EPISODE in talk.state.model_dump_json()
    later = talk.state.at(talk.now + timedelta(days=8))
    assert EPISODE not in later.model_dump_json()
    assert State(touched=talk.now).at(talk.now + timedelta(days=8)) == State(touched=talk.now)


def test_an_old_tap_gets_no_answer_while_ours_is_on_its_way(talk: Conversation) -> None:
    asked = talk.state.question
    talk.says(EPISODE)
    before = talk.state
    talk.now += timedelta(minutes=1)
    turn = talk.take(Pressed(asked, "example"), unseen=True)
    assert (talk.state, turn.replies) == (before, ())
    talk.take(Pressed(asked, "example"))
    assert "Det spørgsmål er lukket" in talk.shown()
