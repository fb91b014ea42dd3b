"""A message changed or taken back in the chat: its answer follows, wherever it is kept, and nothing else does."""

from datetime import timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from catalog_data.model import Catalogue
from dialogs.amending import amended
from dialogs.effects import CorrectAnswer
from dialogs.events import Deleted, Edited, Event, Joined, Left, Nudged, Pressed, Said
from dialogs.facts import Facts
from dialogs.settling import Turn
from dialogs.state import Draft, State
from dialogs.talk import Talk
from dialogs.written import LATEST, noted
from tests.coaching import Conversation

EPISODE = "i går ringede jeg til en borger i stedet for at skrive"


@pytest.fixture
def coach(catalogue: Catalogue) -> Conversation:
    return Conversation(catalogue).greeted()


def says(coach: Conversation, text: str, message: str) -> Turn:
    return coach.take(Said(text, message))


def taps(coach: Conversation, *choices: str) -> Turn:
    """The first of the choices that is on screen."""
    on_screen = [one.value for one in coach.replies[-1].choices]
    return coach.take(Pressed(coach.state.question, next(one for one in choices if one in on_screen)))


def draft_of(coach: Conversation) -> Draft:
    assert coach.state.draft is not None
    return coach.state.draft


def kept(coach: Conversation) -> None:
    """A whole reflection, from its episode in `e` to its plan in `p`, put away."""
    says(coach, EPISODE, "e")
    says(coach, "det gik fint med kanariefuglen", "j")
    taps(coach, "yes")
    says(coach, "jeg spørger først en anden gang", "l")
    while coach.state.step != "plan":
        taps(coach, "skip")
    says(coach, "når det ringer, så tager jeg den", "p")
    taps(coach, "no-day")
    taps(coach, "keep")


def is_ignored(coach: Conversation, event: Event) -> bool:
    before = coach.state
    turn = coach.take(event)
    return (turn.replies, turn.effects, turn.state) == ((), (), before)


def test_an_edited_episode_is_corrected_and_the_question_stands(coach: Conversation) -> None:
    says(coach, EPISODE, "e")
    answers, step = draft_of(coach).answers, coach.state.step
    coach.take(Edited("e", f"{EPISODE} et <b>brev</b>"))
    assert draft_of(coach).episode == f"{EPISODE} et brev"
    assert (draft_of(coach).answers, coach.state.step) == (answers, step)
    assert "Det er rettet" in coach.shown()
    assert coach.replies[-1].question == coach.state.question


def test_a_deleted_episode_is_gone_and_asked_for_anew(coach: Conversation) -> None:
    says(coach, EPISODE, "e")
    taps(coach, "good")
    assert coach.state.step == "match"
    coach.take(Deleted("e"))
    assert "Det er slettet her også" in coach.shown()
    assert (coach.state.step, draft_of(coach).episode, draft_of(coach).candidates) == ("episode", "", ())
    assert "ringede" not in coach.state.model_dump_json()
    says(coach, EPISODE, "e2")
    assert coach.state.step == "judgement"


def test_reasons_for_a_match_are_only_quoted_while_they_stand_there(coach: Conversation) -> None:
    says(coach, EPISODE, "e")
    taps(coach, "good")
    assert "fordi du skrev »ringede«" in coach.shown()
    coach.take(Edited("e", "i går skrev jeg til en borger om hendes hjælp"))
    assert "ringede" not in coach.shown()


def test_each_part_of_an_answer_in_two_messages_has_its_own_place(coach: Conversation) -> None:
    says(coach, "start", "0")
    while coach.state.step != "episode":
        taps(coach, "yes", "own-words")
    says(coach, "telefonen", "a")
    says(coach, "jeg ringede til en borger", "b")
    assert draft_of(coach).episode == "telefonen jeg ringede til en borger"
    coach.take(Edited("a", "mobilen på bordet"))
    assert draft_of(coach).episode == "mobilen på bordet jeg ringede til en borger"
    coach.take(Edited("b", "jeg skrev"))
    assert draft_of(coach).episode == "mobilen på bordet jeg skrev"
    coach.take(Deleted("a"))
    assert draft_of(coach).episode == "jeg skrev"
    coach.take(Edited("a", "mobilen"))
    assert draft_of(coach).episode == "mobilen jeg skrev"


def test_a_permission_before_the_episode_is_no_part_of_it(coach: Conversation) -> None:
    says(coach, "start", "0")
    says(coach, f"Ja, {EPISODE}", "e")
    assert draft_of(coach).episode == EPISODE
    coach.take(Deleted("e"))
    assert draft_of(coach).episode == ""


@pytest.mark.parametrize(("message", "field"), [("e", "episode"), ("j", "judgement"), ("l", "learning"), ("p", "plan")])
def test_what_is_kept_for_good_is_corrected_by_an_effect(coach: Conversation, message: str, field: str) -> None:
    kept(coach)
    turn = coach.take(Edited(message, "noget helt andet"))
    assert turn.effects == (CorrectAnswer("1", field, "noget helt andet"),)  # type: ignore[arg-type]
    assert coach.take(Deleted(message)).effects == (CorrectAnswer("1", field, ""),)  # type: ignore[arg-type]
    assert is_ignored(coach, Deleted(message))


def test_what_is_kept_for_good_leaves_no_word_in_the_state(coach: Conversation) -> None:
    kept(coach)
    assert coach.state.written
    for word in ("ringede", "kanariefuglen", "anden gang", "tager jeg"):
        assert word not in coach.state.model_dump_json()


def test_a_stopped_reflection_is_corrected_where_it_waits(coach: Conversation) -> None:
    says(coach, EPISODE, "e")
    taps(coach, "good")
    says(coach, "stop", "0")
    coach.take(Deleted("e"))
    assert coach.state.step == "stopped"
    assert "ringede" not in coach.state.model_dump_json()
    taps(coach, "undo")
    assert (coach.state.step, draft_of(coach).episode) == ("episode", "")


def test_a_message_that_is_held_back_is_corrected_before_it_is_used(coach: Conversation) -> None:
    says(coach, EPISODE, "e")
    coach.now += timedelta(hours=1)
    says(coach, "det gik fint til sidst", "j")
    assert coach.state.step == "resume"
    coach.take(Edited("j", "det gik galt til sidst"))
    assert coach.state.step == "resume"
    taps(coach, "continue")
    assert draft_of(coach).judgement == "det gik galt til sidst"
    coach.take(Edited("j", "det gik an til sidst"))
    assert draft_of(coach).judgement == "det gik an til sidst"


def test_a_deleted_plan_is_no_plan(coach: Conversation) -> None:
    kept(coach)
    coach.past, coach.plans = [], []
    says(coach, EPISODE, "e2")
    taps(coach, "good")
    taps(coach, "yes")
    while coach.state.step != "plan":
        taps(coach, "skip")
    says(coach, "når det ringer, så tager jeg den", "p2")
    coach.take(Deleted("p2"))
    assert (coach.state.step, draft_of(coach).plan) == ("rehearse", "")


def test_an_answer_put_right_by_ret_no_longer_follows_its_first_message(coach: Conversation) -> None:
    says(coach, EPISODE, "e")
    says(coach, "ret", "0")
    taps(coach, "draft|episode")
    says(coach, "jeg skrev til en borger", "r")
    assert draft_of(coach).episode == "jeg skrev til en borger"
    assert is_ignored(coach, Edited("e", "noget andet"))
    coach.take(Edited("r", "jeg skrev et brev"))
    assert draft_of(coach).episode == "jeg skrev et brev"


def test_an_answer_that_was_changed_elsewhere_is_left_alone(coach: Conversation) -> None:
    kept(coach)
    coach.take(Edited("l", "først"))
    coach._correct(CorrectAnswer("1", "learning", "rettet fra en anden chat"))
    assert is_ignored(coach, Edited("l", "sidst"))
    assert is_ignored(coach, Deleted("l"))


@pytest.mark.parametrize(
    "event", [Edited("unknown", "x"), Deleted("unknown"), Edited("", "x"), Deleted(""), Edited("e", EPISODE)]
)
def test_what_cannot_be_found_or_says_the_same_is_ignored(coach: Conversation, event: Event) -> None:
    says(coach, EPISODE, "e")
    coach.take(Said("uden id"))
    assert is_ignored(coach, event)


def test_commands_and_choices_in_words_are_no_answers(coach: Conversation) -> None:
    says(coach, EPISODE, "e")
    says(coach, "hjælp", "h")
    says(coach, "det gik godt", "g")
    assert is_ignored(coach, Edited("h", "noget"))
    assert is_ignored(coach, Deleted("g"))


def test_nothing_is_known_of_a_message_from_before_the_notice(catalogue: Catalogue) -> None:
    coach = Conversation(catalogue)
    says(coach, EPISODE, "e")
    assert coach.state.written == ()
    assert is_ignored(coach, Edited("e", "noget andet"))


def test_personal_data_is_not_edited_in(coach: Conversation) -> None:
    says(coach, EPISODE, "e")
    coach.take(Edited("e", f"{EPISODE} på 86 12 34 56"))
    assert draft_of(coach).episode == EPISODE
    assert "Rettelsen er ikke gemt" in coach.shown()
    assert "86 12" not in coach.state.model_dump_json()


def test_a_suggestion_one_agreed_to_outlives_the_message_one_was_asked_to_delete(coach: Conversation) -> None:
    says(coach, f"{EPISODE} på 86 12 34 56", "e")
    taps(coach, "use-suggestion")
    agreed = draft_of(coach).episode
    assert is_ignored(coach, Deleted("e"))
    assert draft_of(coach).episode == agreed != ""


def test_distress_is_heard_in_an_edit_too(coach: Conversation) -> None:
    says(coach, EPISODE, "e")
    before = coach.state
    turn = coach.take(Edited("e", "jeg bliver mobbet, og jeg græder hver dag"))
    assert turn.private
    assert coach.state == before
    assert "112" in coach.shown()


def test_only_the_latest_messages_are_remembered(coach: Conversation) -> None:
    state = State(greeted=True, turn=1)
    for n in range(LATEST + 5):
        draft = Draft(started=coach.now + timedelta(days=n), perspective="use", opener="", episode=f"ord {n}")
        state = noted(state, Said(f"ord {n}", f"m{n}"), state.model_copy(update={"draft": draft}))
    assert [one.message for one in state.written] == [f"m{n}" for n in range(5, LATEST + 5)]


WORDS = st.text("abcæ", min_size=1, max_size=5)
CHANGES = st.lists(st.tuples(st.integers(0, 3), st.just("") | WORDS), max_size=8)


@example(["a", "a", "a", "aa"], [(1, ""), (0, ""), (1, "a")])
@given(st.lists(WORDS, min_size=4, max_size=4), CHANGES)
def test_an_answer_is_always_its_messages_as_they_stand_now(
    catalogue: Catalogue, parts: list[str], changes: list[tuple[int, str]]
) -> None:
    coach = Conversation(catalogue)
    state, facts = State(greeted=True, turn=1, step="learning"), Facts(now=coach.now, catalogue=catalogue)
    draft = Draft(started=coach.now, perspective="use", opener="")
    for n, part in enumerate(parts):
        draft = draft.model_copy(update={"learning": f"{draft.learning} {part}".strip()})
        state = noted(state, Said(part, f"m{n}"), state.model_copy(update={"draft": draft}))
    for n, text in changes:
        move = amended(Talk(state, facts), f"m{n}", text)
        assert (move is None) == (parts[n] == text)
        parts[n], state = text, move.state if move else state
        assert state.draft is not None
        assert state.draft.learning == " ".join(filter(None, parts))


def test_leaving_is_noted_once_and_ends_with_the_next_word(coach: Conversation) -> None:
    says(coach, EPISODE, "e")
    turn = coach.take(Left())
    assert (turn.replies, coach.state.left) == ((), coach.now)
    assert coach.state.touched == coach.now  # what is kept has its time from now on
    assert is_ignored(coach, Left())
    coach.take(Joined())
    assert coach.state.left is None
    assert draft_of(coach).episode == EPISODE


def test_the_coachs_own_reminder_gives_a_draft_no_more_days(coach: Conversation) -> None:
    """Its seven days run from when the person last wrote in it."""
    says(coach, EPISODE, "e")
    until = coach.state.lasts_until
    coach.now += timedelta(days=5)
    coach.take(Nudged("reminder"))
    assert coach.state.draft is not None
    assert coach.state.draft.reminded
    assert coach.state.lasts_until == until is not None


def test_of_somebody_who_left_without_a_word_nothing_is_kept(catalogue: Catalogue) -> None:
    assert Conversation(catalogue).take(Left()).private


def test_an_answer_that_grew_is_corrected_in_either_of_its_messages(coach: Conversation) -> None:
    """Rule 11: the second message came before our answer to the first was shown."""
    says(coach, EPISODE, "e")
    coach.take(Said("og hun blev glad for det", "e2"), unseen=True)
    assert draft_of(coach).episode == f"{EPISODE} og hun blev glad for det"
    coach.take(Edited("e2", "og hun takkede"))
    assert draft_of(coach).episode == f"{EPISODE} og hun takkede"
    coach.take(Deleted("e"))
    assert draft_of(coach).episode == "og hun takkede"
    assert "ringede" not in coach.state.model_dump_json()


def test_an_edit_ends_the_waiting_for_more(coach: Conversation) -> None:
    """What waits for more is a second copy of the answer: it must not keep what was taken back."""
    says(coach, EPISODE, "e")
    coach.take(Deleted("e"), unseen=True)
    assert coach.state.answered is None
    assert "ringede" not in coach.state.model_dump_json()
