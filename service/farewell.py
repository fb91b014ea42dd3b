"""Whoever has not been here for long is told, and then forgotten. Whoever comes back stays."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

import structlog

from dialogs.dates import day_in_words
from dialogs.effects import NoteWarning
from dialogs.replies import Reply, line
from dialogs.rhythm import Closed, Rhythm
from dialogs.settling import Turn
from service.proactive import NOTICE, Approach, next_day
from storage.due import Due, schedule, scheduled
from storage.erasing import erase
from storage.inactivity import away_since, last_here
from storage.reaching import reaches
from storage.retention import Lives
from storage.rhythms import rhythm_of
from storage.tables import PersonRow
from storage.unit import LostRace, Store, UnitOfWork

TEN: Final = time(10)
"""When a notice comes, on the clock on the wall: neither early nor late, whatever one works."""

log = structlog.get_logger()


class Farewell:
    """Says when all of it goes. Its scope is the person."""

    def __init__(self, lives: Lives, closed: Closed) -> None:
        self._lives = lives
        self._closed = closed

    async def turn(self, unit: UnitOfWork, approach: Approach, due: Due) -> Turn | None:
        """None for whoever came back meanwhile."""
        state, now = approach.reach.conversation.state, approach.now
        here = await last_here(unit.session, await unit.session.get_one(PersonRow, due.scope))
        if now - here < self._lives.person - self._lives.warning:
            return None
        said = line("farewell", day=day_in_words(day_of_removal(here, now, self._lives), state.language))
        return Turn(state, (Reply(language=state.language, lines=(said,)),), (NoteWarning(),))

    def following(self, due: Due, rhythm: Rhythm, now: datetime) -> datetime | None:
        return None

    def left_out(self, due: Due, rhythm: Rhythm, now: datetime) -> datetime | None:
        return None

    def instead(self, due: Due, rhythm: Rhythm, now: datetime) -> datetime | None:
        return next_day(due.wall, rhythm, now, self._closed)


def day_of_removal(here: datetime, told: datetime, lives: Lives) -> date:
    """The first whole day after both have passed: never sooner than is promised, whatever was late. `told` is in
    the municipality's time zone."""
    last = max(here + lives.person, told + lives.warning)
    return (last.astimezone(told.tzinfo) + timedelta(days=1)).date()


async def say_farewell(store: Store, now: datetime, lives: Lives, closed: Closed) -> None:
    """Have those told who are to be told, and let go of those who were and did not come back. `now` is in the
    municipality's time zone. Again it changes nothing."""
    gone = 0
    for person in await _all_away(store, now - (lives.person - lives.warning)):
        try:
            gone += await _consider(store, person, now, lives, closed)
        except LostRace:
            continue  # they are here at this very moment
    if gone:
        log.info("farewell.removed", people=gone)


async def _all_away(store: Store, moment: datetime) -> Sequence[str]:
    found: list[str] = []
    while True:
        async with store.unit() as unit:
            more = await away_since(unit.session, moment, found[-1] if found else "")
        if not more:
            return found
        found += more


async def _consider(store: Store, person: str, now: datetime, lives: Lives, closed: Closed) -> bool:
    """Whether the person was removed."""
    async with store.unit() as unit:
        found = await reaches(unit.session, unit.keys, person)  # locked: nobody comes back in between
        row = await unit.session.get(PersonRow, person)
        if row is None:
            return False
        here = await last_here(unit.session, row)
        warned = row.warned_at is not None and row.warned_at > here
        can_be_told = any(not one.gone and one.conversation.state.greeted for one in found)
        if can_be_told and not warned:
            await _have_told(unit, person, now, closed)
            return False
        told = row.warned_at if can_be_told and row.warned_at else here
        if now.date() < day_of_removal(here, told.astimezone(now.tzinfo), lives):
            return False
        await erase(unit.session, unit.keys, person, now, by="system", deed="removed")
        return True


async def _have_told(unit: UnitOfWork, person: str, now: datetime, closed: Closed) -> None:
    if await scheduled(unit.session, NOTICE, person) is not None:
        return
    rhythm = await rhythm_of(unit.session, await unit.keys.of(person), person) or Rhythm()
    wall = next_day(datetime.combine(now.date(), TEN), rhythm, now, closed)
    await schedule(unit.session, Due(NOTICE, person, wall.date().isoformat(), wall, str(now.tzinfo), person))
