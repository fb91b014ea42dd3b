"""Row 5b: "Når …, så vil jeg …", and the day the person wants to be asked about it."""

from datetime import timedelta
from typing import Final

from dialogs.course import after_plan
from dialogs.replies import Choice, Line, choice, line
from dialogs.talk import SKIP, Answer, Move, Prompt, Step, Talk
from texts.say import say

_DAYS: Final = {"week": 7, "two-weeks": 14, "month": 28}


def _starters(talk: Talk) -> tuple[Line, ...]:
    code = talk.draft.code
    if code is None:
        return (line("plan-neutral-1"), line("plan-neutral-2"))
    return tuple(line("plan-frame", when=one.when, then=one.then) for one in talk.prose(code).plans)


def _ask(talk: Talk) -> Prompt:
    rows = tuple(Choice(value=str(n), label=starter) for n, starter in enumerate(_starters(talk)))
    return Prompt((line("plan"),), (*rows, choice(SKIP)), layout="list")


def _answer(talk: Talk, answer: Answer) -> Move:
    if answer.choice == SKIP or answer.unsure:
        return Move(talk.to("rehearse"), (line("thanks"),))
    if answer.choice:
        starter = _starters(talk)[int(answer.choice)]
        return after_plan(talk.drafted(plan=say(starter.key, talk.state.language, starter.slots)))
    return after_plan(talk.drafted(plan=answer.text), (line("thanks"),))


def _ask_day(_talk: Talk) -> Prompt:
    return Prompt((line("follow-up-day"),), (*(choice(day) for day in _DAYS), choice("no-day")), layout="buttons")


def _answer_day(talk: Talk, answer: Answer) -> Move:
    days = _DAYS.get(answer.choice)
    day = (talk.facts.now + timedelta(days=days)).date() if days else None
    return Move(talk.drafted(follow_up=day).to("rehearse"))


PLAN = Step(
    "plan", _ask, _answer, leads_to=("follow-up-day", "rehearse"),
    free=True, reflecting=True, counts=True, skippable=True,
)  # fmt: skip
DAY = Step("follow-up-day", _ask_day, _answer_day, leads_to=("rehearse",), reflecting=True, counts=True, skippable=True)
STEPS = (PLAN, DAY)
