"""Everything the coach says of its own accord goes out here, through one gate and at most once a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final, Protocol

import structlog

from dialogs.effects import SawOverview, SetRhythm
from dialogs.gate import RANKS, Standing, held
from dialogs.replies import Reply
from dialogs.rhythm import Closed, Rhythm, next_window
from dialogs.settling import Turn
from service.calendar import Done, NotNow
from service.weekly import PATIENCE, monday_of
from storage.due import Due, claim, more_due, was_claimed
from storage.reaching import Reach, reaches, write_state
from storage.rhythms import rhythm_of
from storage.unit import UnitOfWork
from texts.say import Language

DAILY: Final = "message"
"""The ledger's kind for "this person had a message today": its key holds over all features and replicas."""
NOTICE: Final = RANKS[0]

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Approach:
    """A person about to be written to: where, and what the gate knows."""

    reach: Reach
    rhythm: Rhythm
    now: datetime


class Saying(Protocol):
    """What there is to say to somebody about something that is due."""

    async def turn(self, unit: UnitOfWork, approach: Approach, due: Due) -> Turn | None:
        """The replies, effects and state; None: there is nothing to say (any more)."""
        ...

    def following(self, due: Due, rhythm: Rhythm, now: datetime) -> datetime | None:
        """The wall time of the next one, once this one was said; None: there is none."""
        ...

    def left_out(self, due: Due, rhythm: Rhythm, now: datetime) -> datetime | None:
        """The same, where it was too late for it or there was nothing to say."""
        ...

    def instead(self, due: Due, rhythm: Rhythm, now: datetime) -> datetime | None:
        """The wall time to try again where the gate was closed."""
        ...


class Proactive:
    """The errand of anything that is said to a person."""

    def __init__(self, saying: Saying, patience: timedelta) -> None:
        self._saying = saying
        self._patience = patience

    @property
    def patience(self) -> timedelta:
        return self._patience

    async def carry_out(self, unit: UnitOfWork, due: Due, now: datetime) -> Done | NotNow:
        person = due.person or due.scope
        found = await reaches(unit.session, unit.keys, person)
        rhythm = await self._rhythm(unit, person)
        if rhythm is None and due.kind == NOTICE:
            rhythm = Rhythm()  # a pace from before paces were kept, or none yet: a notice needs none
        if not found or rhythm is None:
            return NotNow()
        open_ones = [one for one in found if not one.gone and one.conversation.state.greeted]
        standing = await self._standing(unit, due, found, rhythm, now, reachable=bool(open_ones))
        hold = held(standing, now)
        if hold is not None:
            log.info("proactive.held", kind=due.kind, hold=hold)
            return NotNow(None if hold == "quiet" else self._moved(due, self._saying.instead(due, rhythm, now)))
        turn = await self._saying.turn(unit, Approach(open_ones[0], rhythm, now), due)
        if turn is None or not turn.replies:
            return NotNow(self._moved(due, self._saying.left_out(due, rhythm, now)))
        return await self._said(unit, open_ones[0], turn, due, now)

    async def following(self, unit: UnitOfWork, due: Due, now: datetime) -> Due | None:
        rhythm = await self._rhythm(unit, due.person or due.scope)
        return None if rhythm is None else self._moved(due, self._saying.left_out(due, rhythm, now))

    async def _rhythm(self, unit: UnitOfWork, person: str) -> Rhythm | None:
        return await rhythm_of(unit.session, await unit.keys.of(person), person)

    async def _standing(
        self, unit: UnitOfWork, due: Due, found: Sequence[Reach], rhythm: Rhythm, now: datetime, *, reachable: bool
    ) -> Standing:
        person, midnight = due.person or due.scope, datetime.combine(now.date(), time(), now.tzinfo)
        before = RANKS[: RANKS.index(due.kind)]
        states = [one.conversation.state for one in found]
        return Standing(
            rhythm=rhythm,
            reachable=reachable,
            touched=[state.touched for state in states if state.touched is not None],
            told_today=await was_claimed(unit.session, DAILY, person, now.date().isoformat()),
            more_due=await more_due(unit.session, person, before, midnight + timedelta(days=1)),
            owed=due.kind == NOTICE,
        )

    async def _said(self, unit: UnitOfWork, reach: Reach, turn: Turn, due: Due, now: datetime) -> Done:
        loaded, person = reach.conversation, due.person or due.scope
        if turn.state != loaded.state:
            await write_state(unit.session, await unit.keys.of(person), loaded, turn.state)
        for effect in turn.effects:
            await unit.apply(effect, loaded.person, now)
        await unit.post(loaded.id, turn.replies, now, bulk=True)
        await claim(unit.session, DAILY, person, now.date().isoformat(), now=now, person=person)
        set_by_turn = next((one for one in turn.effects if isinstance(one, SetRhythm)), None)
        rhythm = set_by_turn.rhythm if set_by_turn else await self._rhythm(unit, person)
        upcoming = None if rhythm is None else self._saying.following(due, rhythm, now)
        return Done(self._moved(due, upcoming), [(loaded.id, reach.channel)])

    def _moved(self, due: Due, wall: datetime | None) -> Due | None:
        """The same thing at another time: of what comes again and again, a new occurrence."""
        if wall is None:
            return None
        occurrence = wall.date().isoformat() if due.kind == "prompt" else due.occurrence
        return Due(due.kind, due.scope, occurrence, wall, due.zone, due.person)


def next_day(wall: datetime, rhythm: Rhythm, now: datetime, closed: Closed) -> datetime:
    """The same hour on the next day that is open, and on which the person is not away."""
    day = now.date() + timedelta(days=1)
    while closed(day) or (rhythm.is_away(day) and day < now.date() + 10 * timedelta(days=365)):
        day += timedelta(days=1)
    return datetime.combine(day, wall.time())


def own_window(rhythm: Rhythm, now: datetime, closed: Closed) -> datetime | None:
    """The next of the person's own windows that is still to begin."""
    return next_window(rhythm, now.replace(tzinfo=None) + timedelta(minutes=1), closed)


class Summaries(Protocol):
    """The stored summary of a team's week as somebody may read it; None: there is none, or not for them."""

    async def message(
        self, unit: UnitOfWork, person: str, team: str, week: str, language: Language
    ) -> Reply | None: ...


class TellingSummary:
    """Says the stored summary. Its scope is team/week/person; it comes once, however often it is moved."""

    patience = PATIENCE

    def __init__(self, summaries: Summaries, closed: Closed) -> None:
        self._summaries = summaries
        self._closed = closed

    async def turn(self, unit: UnitOfWork, approach: Approach, due: Due) -> Turn | None:
        team, state = due.scope.split("/", 1)[0], approach.reach.conversation.state
        reply = await self._summaries.message(unit, due.person or "", team, due.occurrence, state.language)
        return None if reply is None else Turn(state, (reply,), (SawOverview((team,), asked=False),))

    def following(self, due: Due, rhythm: Rhythm, now: datetime) -> datetime | None:
        return None

    def left_out(self, due: Due, rhythm: Rhythm, now: datetime) -> datetime | None:
        return None

    def instead(self, due: Due, rhythm: Rhythm, now: datetime) -> datetime | None:
        """The next day, as long as it is still news; later they find it by asking for it."""
        day = next_day(due.wall, rhythm, now, self._closed)
        came = monday_of(due.occurrence) + timedelta(weeks=1)
        return day if day.date() <= came + PATIENCE else None
