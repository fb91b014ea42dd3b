"""The course of a reflection: which row comes next, within the budget of six turns (rule 1).

When the budget runs short, the level goes first, then the plan, then the learning question.
"""

from datetime import date, datetime, time, timedelta
from typing import Final

from catalog_data.model import is_personal
from dialogs.effects import KeepReflection
from dialogs.facts import OpenPlan
from dialogs.replies import Line, line
from dialogs.rhythm import next_window
from dialogs.state import State
from dialogs.talk import Move, Talk

BUDGET: Final = 6
OPEN_PLANS: Final = 2
"""A new plan is not offered while so many are open (rule 18)."""
LEVEL_AGAIN: Final = timedelta(days=91)
"""Three months before the same sub-competence's behaviour sentences are shown again."""
FOLLOW_UP: Final = timedelta(days=14)
"""When a plan is asked about if the person did not choose a day."""
SHORT_AFTER: Final = 5
"""Reflections kept before the short form is offered."""
ASK_PLAN_EVERY: Final = 4
"""Every fourth reflection asks about a plan nobody asked about."""


def left(talk: Talk) -> int:
    """Turns left of the budget."""
    return BUDGET - talk.draft.answers


def after_match(talk: Talk, lines: tuple[Line, ...] = ()) -> Move:
    """The topic is settled, or left open: on to the learning question, or straight to keeping it."""
    if talk.draft.short:
        return keep(talk)
    if left(talk) < 1:
        return Move(talk.to("rehearse"), lines)
    return Move(talk.to("learning"), lines or (line("thanks"),))


def after_learning(talk: Talk, lines: tuple[Line, ...] = ()) -> Move:
    """Level only if a plan still fits after it."""
    plan = _wants_plan(talk)
    if _wants_level(talk) and left(talk) >= (2 if plan else 1):
        return Move(talk.to("level"), lines)
    return after_level(talk, lines)


def after_level(talk: Talk, lines: tuple[Line, ...] = ()) -> Move:
    if _wants_plan(talk) and left(talk) >= 1:
        return Move(talk.to("plan"), lines)
    return Move(talk.to("rehearse"), lines)


def after_plan(talk: Talk, lines: tuple[Line, ...] = ()) -> Move:
    """The day is asked for if there is a turn left; otherwise two weeks, shown and correctable."""
    if left(talk) >= 1:
        return Move(talk.to("follow-up-day"), lines)
    day = (talk.facts.now + FOLLOW_UP).date()
    return Move(talk.drafted(follow_up=day).to("rehearse"), lines)


def keep(talk: Talk) -> Move:
    """Gem: the draft becomes a reflection."""
    ask = not (talk.state.work_offered or talk.state.work or talk.facts.picked)
    state = talk.to("work-offer" if ask else "rest", draft=None, undo=None, work_offered=True)
    return Move(state, (line("kept"),), (KeepReflection(talk.draft, asked_at(talk, talk.draft.follow_up)),))


def asked_at(talk: Talk, day: date | None) -> datetime | None:
    """When a plan is followed up that is to be asked about on a day: in the first of the person's own windows
    from then on. None: when they write, because they want no messages."""
    facts = talk.facts
    if day is None or facts.rhythm.quiet:
        return None
    return next_window(facts.rhythm, datetime.combine(day, time()), facts.closed)


def plan_to_ask_about(state: State, talk: Talk) -> OpenPlan | None:
    """A plan whose day has come; every fourth reflection one that nobody asked about."""
    due = plan_due(talk)
    if due is not None:
        return due
    unasked = [plan for plan in talk.facts.plans if plan.asked == 0]
    turn = state.sessions % ASK_PLAN_EVERY == ASK_PLAN_EVERY - 1
    return unasked[0] if unasked and turn else None


def plan_due(talk: Talk) -> OpenPlan | None:
    """The plan whose day came first."""
    today = talk.facts.now.date()
    return next((plan for plan in talk.facts.plans if plan.follow_up is not None and plan.follow_up <= today), None)


def _wants_level(talk: Talk) -> bool:
    code = talk.draft.code
    if code is None or is_personal(code):
        return False
    last = talk.facts.levelled.get(code)
    return last is None or talk.facts.now - last >= LEVEL_AGAIN


def _wants_plan(talk: Talk) -> bool:
    return len(talk.facts.plans) < OPEN_PLANS
