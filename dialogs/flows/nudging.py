"""What the coach says of its own accord: a prompt, a plan's follow-up, one reminder, and that it goes quiet.

It may be read on a lock screen by anybody: no topic, no plan and no word of the person's stands in it.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from dialogs.choosing import choose
from dialogs.course import plan_due
from dialogs.effects import RemindOfDraft
from dialogs.events import Nudged
from dialogs.facts import Heard
from dialogs.flows.belonging import told_of_team
from dialogs.flows.leaving import answer_resume
from dialogs.flows.opening import answer_offer, hear_offer
from dialogs.flows.pacing import pace, postponed, silence, stored
from dialogs.flows.team import can_stop_here
from dialogs.openers import begin
from dialogs.replies import choice, line
from dialogs.rhythm import next_window
from dialogs.state import DRAFT_LIFE, State
from dialogs.talk import Answer, Move, Prompt, Step, Talk

REST: Final = timedelta(hours=20)
"""A reflection is left alone for so long before the reminder."""
WORDINGS: Final = 3
PATIENCE: Final = 3
"""Prompts in a row that may go without an answer; instead of the next one the coach says that it goes quiet."""


def nudge(talk: Talk, event: Nudged) -> Move | None:
    """What to say, or None: there is nothing to say, and nothing changes."""
    state = talk.state
    if not state.greeted or state.left:
        return None
    match event.kind:
        case "reminder":
            return _remind(talk)
        case "follow_up":
            known = any(plan.id == event.plan for plan in talk.facts.plans)
            return _about_plan(talk, event.plan) if known and state.draft is None else None
        case "team":
            return told_of_team(talk) if can_stop_here(talk) else None
        case "prompt":
            return _remind(talk) if state.draft is not None else _prompt(talk)


def reminders(talk: Talk, after: State) -> tuple[RemindOfDraft, ...]:
    """A reflection that was begun in this turn gets one reminder, in an own window of the person, if it is left."""
    draft, before, facts = after.draft, talk.state.draft, talk.facts
    if draft is None or (before is not None and before.started == draft.started) or facts.rhythm.quiet:
        return ()
    at = next_window(facts.rhythm, facts.wall + REST, facts.closed)
    return (RemindOfDraft(at),) if at is not None and at < facts.wall + DRAFT_LIFE else ()


def _prompt(talk: Talk) -> Move | None:
    state = talk.state
    if state.ignored >= PATIENCE:
        quiet = silence(talk, quiet=True)
        return Move(talk.to("gone-quiet", quiet=True, ignored=0, before="", held=""), effects=(quiet,))
    plan = plan_due(talk)
    if plan is not None:
        return _counted(talk, _about_plan(talk, plan.id))
    chosen = choose(talk)
    if chosen is None:
        return None
    offer = {"offered": chosen.code, "why": chosen.why, "brief": chosen.brief, "later": None}
    return _counted(talk, Move(talk.to("prompt", before="", held="", **offer)))


def _counted(talk: Talk, move: Move) -> Move:
    counted = {"prompts": talk.state.prompts + 1, "ignored": talk.state.ignored + 1}
    return replace(move, state=move.state.model_copy(update=counted))


def _about_plan(talk: Talk, plan: str) -> Move:
    return Move(talk.to("ask-plan", following=plan, before="", held=""))


def _remind(talk: Talk) -> Move | None:
    if talk.state.draft is None or talk.draft.reminded:
        return None
    return Move(talk.drafted(reminded=True).turns_aside("reminder"))


def _ask_prompt(talk: Talk) -> Prompt:
    number = talk.state.prompts % WORDINGS + 1
    wording = line(f"prompt-brief-{number}") if talk.state.brief else line(f"prompt-{number}")
    choices = ("yes", "later", "other-topic", "why-now", "change-pace")
    return Prompt((wording,), tuple(choice(one) for one in choices), layout="buttons")


def _hear_prompt(state: State, answer: Answer) -> Heard | None:
    return hear_offer(state, answer)


def _answer_prompt(talk: Talk, answer: Answer) -> Move:
    match answer.choice:
        case "yes":
            begun = Talk(begin(talk, talk.state.offered, short=talk.state.brief), talk.facts)
            return Move(begun.state, (line("topic-chosen", name=talk.title(talk.state.offered)),))
        case "why-now":
            return Move(talk.state, (line(f"why-{talk.state.why}", name=talk.title(talk.state.offered)),))
        case "change-pace":
            return pace(talk)
        case _:
            return answer_offer(talk, answer)


def _ask_plan(_talk: Talk) -> Prompt:
    return Prompt((line("ask-plan"),), tuple(choice(one) for one in ("yes", "later", "change-pace")), layout="buttons")


def _answer_plan(talk: Talk, answer: Answer) -> Move:
    match answer.choice:
        case "later":
            effect = postponed(talk)
            return Move(talk.to("rest"), (line("plan-waits"),), (effect,) if effect else ())
        case "change-pace":
            return pace(talk)
        case _:
            return Move(talk.to("follow-up"))


def _ask_reminder(_talk: Talk) -> Prompt:
    return Prompt(
        (line("reminder"),), tuple(choice(one) for one in ("continue", "drop", "change-pace")), layout="buttons"
    )


def _answer_reminder(talk: Talk, answer: Answer) -> Move:
    return pace(talk) if answer.choice == "change-pace" else answer_resume(talk, answer)


def _ask_quiet(_talk: Talk) -> Prompt:
    return Prompt((line("gone-quiet"),), (choice("write-again"), choice("menu")), layout="buttons")


def _answer_quiet(talk: Talk, answer: Answer) -> Move:
    if answer.choice == "write-again":
        return stored(talk, talk.facts.rhythm.model_copy(update={"quiet": False}))
    return Move(talk.to("menu"))


_OFFERED = ("episode", "rest", "topic", "offer", "prompt", "pace", "judgement", "match", "choose", "open-topic",
            "episode-smaller")  # fmt: skip
PROMPT = Step("prompt", _ask_prompt, _answer_prompt, leads_to=_OFFERED, free=True, hears=_hear_prompt)
PLAN = Step(
    "ask-plan", _ask_plan, _answer_plan, leads_to=("follow-up", "rest", "pace"), skippable=True, otherwise="rest"
)
QUIET = Step("gone-quiet", _ask_quiet, _answer_quiet, leads_to=("rest", "menu"), skippable=True, otherwise="rest")
REMINDER = Step("reminder", _ask_reminder, _answer_reminder, leads_to=("pace", "deleted", "resume"), free=True)
STEPS = (PROMPT, PLAN, QUIET, REMINDER)
