"""The weekly summary of each team: made on Monday morning, and then told to those who may read it.

Two errands: making it happens once for each team and week, whoever can be reached; telling somebody
of it passes the gate of everything the coach says of its own accord.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Final, Protocol

from sqlmodel.ext.asyncio.session import AsyncSession

from dialogs.rhythm import Closed
from service.calendar import Done
from storage.due import Due, schedule
from storage.unit import UnitOfWork

MAKING: Final = "weekly_summary"
TELLING: Final = "summary"
PATIENCE: Final = timedelta(days=7)
"""A summary up to so late is still made and told, once (limits.md)."""
EIGHT: Final = time(8)


class Publishing(Protocol):
    """Makes the summary of a team's week and stores it. `week` is like 2026-W48."""

    async def publish(self, unit: UnitOfWork, team: str, week: str, now: datetime) -> Sequence[str]:
        """Returns the people who are to be told, by our own ids."""
        ...


class WeeklySummary:
    """Makes the summary of a team's last week, in the unit of work it is given."""

    patience = PATIENCE

    def __init__(self, publishing: Publishing, closed: Closed) -> None:
        self._publishing = publishing
        self._closed = closed

    async def carry_out(self, unit: UnitOfWork, due: Due, now: datetime) -> Done:
        told = await self._publishing.publish(unit, due.scope, due.occurrence, now)
        for person in told:
            scope = f"{due.scope}/{due.occurrence}/{person}"
            await schedule(unit.session, Due(TELLING, scope, due.occurrence, due.wall, due.zone, person))
        return Done(await self.following(unit, due, now))

    async def following(self, _unit: UnitOfWork, due: Due, _now: datetime) -> Due:
        """The week after, whatever day this one was moved to."""
        return summary_of(
            due.scope, monday_of(due.occurrence) + timedelta(weeks=1), due.wall.time(), due.zone, self._closed
        )


async def begin_weekly(session: AsyncSession, team: str, now: datetime, closed: Closed, at: time = EIGHT) -> None:
    """Have a team's summaries made from now on, on Mondays `at` that local time. `now` is in its time zone."""
    monday = now.date() - timedelta(days=now.weekday())
    due = summary_of(team, monday - timedelta(weeks=1), at, str(now.tzinfo), closed)
    if due.moment <= now:
        due = summary_of(team, monday, at, str(now.tzinfo), closed)
    await schedule(session, due)


def summary_of(team: str, week: date, at: time, zone: str, closed: Closed) -> Due:
    """The summary of the week that begins on the Monday `week`: made on the Monday after, or the next open day."""
    day = week + timedelta(weeks=1)
    while closed(day):
        day += timedelta(days=1)
    return Due(MAKING, team, f"{week:%G-W%V}", datetime.combine(day, at), zone)


def monday_of(week: str) -> date:
    """The Monday of a week like 2026-W48."""
    return date.fromisocalendar(int(week[:4]), int(week[6:]), 1)
