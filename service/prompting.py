"""Prompts, follow-ups of plans and reminders of what was begun: all are turns that the coach begins."""

import secrets
from datetime import datetime, timedelta
from typing import Final, Literal

from dialogs.events import Nudged
from dialogs.facts import Facts
from dialogs.rhythm import LATE, Closed, Rhythm, next_prompt, too_late
from dialogs.settling import Turn
from dialogs.turn import take_turn
from service.calendar import Errand
from service.proactive import Approach, Proactive, next_day, own_window
from service.turns import NONCE, Knowledge
from storage.due import Due
from storage.reaching import last_reflected
from storage.unit import UnitOfWork
from storage.work import work_of

FOLLOWING_UP: Final = timedelta(days=7)
"""A follow-up is worth saying so late: the person chose the day, not the hour."""


Kind = Literal["prompt", "reminder", "follow_up"]


class Nudging:
    """Begins a turn of one kind: prompt, follow_up or reminder."""

    def __init__(self, kind: Kind, knowledge: Knowledge) -> None:
        self._kind = kind
        self._knowledge = knowledge

    async def turn(self, unit: UnitOfWork, approach: Approach, due: Due) -> Turn | None:
        if self._kind == "prompt" and approach.now.replace(tzinfo=None) > too_late(approach.rhythm, due.wall):
            return None  # their window is over
        loaded = approach.reach.conversation
        event = Nudged(self._kind, due.scope if self._kind == "follow_up" else "")
        return take_turn(loaded.state, event, await self._facts(unit, approach))

    def following(self, due: Due, rhythm: Rhythm, now: datetime) -> datetime | None:
        if self._kind != "prompt":
            return None
        return next_prompt(rhythm, now.date(), now.replace(tzinfo=None), self._closed)

    def instead(self, due: Due, rhythm: Rhythm, now: datetime) -> datetime | None:
        """A follow-up moves to the next day; prompts and reminders to the person's next own window."""
        if self._kind == "follow_up":
            return next_day(due.wall, rhythm, now, self._closed)
        return own_window(rhythm, now, self._closed)

    def left_out(self, due: Due, rhythm: Rhythm, now: datetime) -> datetime | None:
        return own_window(rhythm, now, self._closed) if self._kind == "prompt" and not rhythm.quiet else None

    @property
    def _closed(self) -> Closed:
        return self._knowledge.closed

    async def _facts(self, unit: UnitOfWork, approach: Approach) -> Facts:
        person = approach.reach.conversation.person
        history, known = await unit.history(person), self._knowledge.catalogue
        work = await work_of(unit.session, person, known, approach.now.date())
        return Facts(
            now=approach.now,
            catalogue=known,
            nonce=secrets.token_hex(NONCE),
            past=history.past,
            completed=history.completed,
            levelled=history.levelled,
            plans=history.plans,
            rhythm=approach.rhythm,
            closed=self._closed,
            touched=await last_reflected(unit.session, person),
            profile=work.profile,
            theme=work.theme,
            municipality=self._knowledge.municipality,
        )


def nudges(knowledge: Knowledge) -> dict[str, Errand]:
    """The errands of all that the coach asks of its own accord, by kind."""
    patience: dict[Kind, timedelta] = {"prompt": LATE, "reminder": LATE, "follow_up": FOLLOWING_UP}
    return {kind: Proactive(Nudging(kind, knowledge), late) for kind, late in patience.items()}
