"""A question's id is used once: over every kind of state and every button, a tap that was taken,
an old one and a made-up one change nothing more (rule 22). And rule 11 over the same walk."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from catalog_data.loader import load_catalogue
from dialogs.events import Pressed, Said
from dialogs.hearing import hears
from dialogs.replies import asked_again, paragraphs, text_of
from dialogs.settling import Turn
from dialogs.state import State
from dialogs.turn import take_turn
from tests.explorer import Visit, explored, facts_for
from texts.say import LANGUAGES, say


@pytest.fixture(scope="module", params=LANGUAGES)
def visits(request: pytest.FixtureRequest) -> list[Visit]:
    return explored(request.param)


def taps(visits: list[Visit]) -> list[tuple[Visit, Pressed]]:
    """Every tap on the question on screen."""
    return [
        (visit, visit.event)
        for visit in visits
        if isinstance(visit.event, Pressed) and visit.event.question == f"{visit.before.turn}.{visit.before.step}"
    ]


def test_every_turn_that_changes_anything_asks_under_a_new_id(visits: list[Visit]) -> None:
    for visit in visits:
        after = visit.turn.state
        changed = after.model_dump() != visit.before.model_dump()
        if not visit.turn.private and isinstance(visit.event, Pressed | Said) and visit.turn.replies and changed:
            assert after.question != visit.before.question or visit.event == Pressed("0.gone", "yes"), visit.event


def test_a_tap_that_was_taken_changes_nothing_again(visits: list[Visit]) -> None:
    found = taps(visits)
    assert len(found) > 200
    for visit, tap in found:
        if visit.turn.private:
            continue
        after, later = visit.turn.state, visit.facts.now + timedelta(minutes=1)
        again = take_turn(after, tap, replace(visit.facts, now=later))
        assert (again.state, again.effects) == (after, ()), (visit.before.step, tap)


def test_a_tap_on_any_other_question_changes_nothing(visits: list[Visit]) -> None:
    """Whatever the choice is: one of this step, of another, or of the card shown in distress."""
    choices = sorted({tap.choice for _, tap in taps(visits)} | {"distress-close", "distress-continue"})
    for before in {visit.before.step: visit.before for visit in visits if visit.before.greeted}.values():
        facts = facts_for(load_catalogue(), (before.touched or facts_now()) + timedelta(minutes=1), rich=True)
        for choice in choices:
            for question in ("", "1.menu", f"{before.turn + 1}.{before.step}", f"{before.turn}.elsewhere"):
                turn = take_turn(before, Pressed(question, choice), facts)
                assert (turn.state, turn.effects, turn.private) == (before, (), False), (before.step, question, choice)


def test_with_an_id_that_comes_back_the_same_tap_is_taken_twice(
    visits: list[Visit], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: were a question known by its step alone, replays would do something."""
    monkeypatch.setattr(State, "question", property(lambda state: state.step))
    twice = 0
    for visit, tap in taps(visits):
        after, later = visit.turn.state, visit.facts.now + timedelta(minutes=1)
        if not visit.turn.private and after.step == visit.before.step:
            again = take_turn(after, Pressed(after.step, tap.choice), replace(visit.facts, now=later))
            twice += again.state.turn != after.turn
    assert twice


def facts_now():
    from tests.explorer import START

    return START


def test_counting_anew_never_brings_an_id_back() -> None:
    """After an erasure or a restore the turns are counted from a lower number again."""
    catalogue = load_catalogue()
    before, after = (
        take_turn(State(), Said("hej"), replace(facts_for(catalogue, facts_now(), rich=False), nonce=nonce)).state
        for nonce in ("k3", "x9")
    )
    assert before.turn == after.turn
    assert before.question != after.question
    assert before.model_copy(update={"nonce": ""}).question == after.model_copy(update={"nonce": ""}).question


def test_a_question_asked_again_keeps_its_id_and_stays_short(visits: list[Visit]) -> None:
    for visit in visits:
        for reply in visit.turn.replies[-1:]:
            again = asked_again(reply)
            assert (again.question, again.choices) == (reply.question, reply.choices)
            shown = " ".join(paragraphs(again))
            assert shown.startswith(say("current-question", reply.language, {}))
            if reply.layout == "buttons":
                assert len(shown) <= 280 + len(say("current-question", reply.language, {})), shown


ANSWERED = {
    "pace-unclear-1",
    "pace-unclear-2",
    "pace-unclear-3",
    "unclear-1",
    "unclear-2",
    "unclear-3",
    "topic-not-found",
    "match-corrected",
    "topic-left-open",
    "unclear-3-stop",
    "match-unmatched",
}


def added(visit: Visit, text: str) -> Turn:
    facts = replace(visit.facts, now=visit.facts.now + timedelta(seconds=2), unseen=True, hearing=None)
    assert hears(visit.turn.state, Said(text), unseen=True) is None or visit.turn.state.greeted
    return take_turn(visit.turn.state, Said(text), facts)


def test_rule_11_in_every_state_words_that_come_early_are_never_lost(visits: list[Visit]) -> None:
    """Within a reflection they end up in the draft, held or kept, or are answered as what they are:
    a correction of the match, the name of a topic, or unclear."""
    text = "tranebær og hyldeblomst og havtorn"
    for visit in visits[::3]:
        if visit.turn.private or not visit.turn.state.greeted or visit.turn.state.step == "welcome":
            continue
        turn = added(visit, text)
        assert turn.replies
        answered = visit.turn.state.answered
        if visit.turn.state.draft is not None and answered is not None:
            keys = {one.key for reply in turn.replies for one in reply.lines}
            kept = text in turn.state.model_dump_json(exclude={"answered"}) + repr(turn.effects)
            assert kept or keys & ANSWERED, (visit.event, turn.state.step)


def test_rule_11_in_every_state_the_answer_still_follows_the_rules(visits: list[Visit]) -> None:
    for visit in visits[::5]:
        if visit.turn.private:
            continue
        turn = added(visit, "og så skrev jeg det ned")
        assert turn.state.draft is None or turn.state.draft.answers <= 6
        for reply in turn.replies:
            assert not re.search(r"\{|\}|None", " ".join(paragraphs(reply)))
            assert all(len(text_of(one.label, reply.language)) <= 20 for one in reply.choices if one.label.key != "plain"
                       and one.label.key.startswith("choice-"))  # fmt: skip
