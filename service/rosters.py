"""Makes a team of the channel into a coached one, and keeps it in step with its roster.

Who may do so is read from the roster the channel answers with and from the directory: never from what a tap says.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from dialogs.rhythm import Closed
from service.door import NotStored
from service.proactive import own_window
from service.weekly import keep_weekly
from storage.directory import DirectoryStore
from storage.due import Due, schedule
from storage.rhythms import rhythm_of
from storage.rosters import TELLING, ChannelTeam, Member, Rosters
from storage.team_tables import TeamRow
from storage.unit import FAULTS, LostRace, Store, UnitOfWork
from summaries.bands import K, least_members

Outcome = Literal["made", "made-small", "already", "not-yours", "list-alone"]
"""made-small: it has too few members for an overview of its own · already: it is one, and has a manager ·
list-alone: the municipality has its list alone make teams."""
ATTEMPTS: Final = 3


@asynccontextmanager
async def stored() -> AsyncIterator[None]:
    """What comes of a database that cannot be used, in the words the doors know."""
    try:
        yield
    except (LostRace, *FAULTS):
        raise NotStored from None


@dataclass(frozen=True, slots=True)
class Permission:
    """Who may make a team beside the owners the roster names: e-mail addresses or directory ids, in lower case."""

    also: frozenset[str] = frozenset()

    def of(self, member: Member) -> bool:
        return member.owner or bool({member.directory.casefold(), member.email.casefold()} & self.also)


class TeamMaking:
    """One per process. `k`: people behind each figure. `changed`: something new stands in the calendar. Not
    `allowed`, it makes no new team, and keeps those there are."""

    def __init__(
        self,
        store: Store,
        clock: Callable[[], datetime],
        closed: Closed,
        *,
        permission: Permission,
        changed: Callable[[], None],
        allowed: bool = True,
        k: int = K,
    ) -> None:
        self._store = store
        self._clock = clock
        self._closed = closed
        self._permission = permission
        self._changed = changed
        self.allowed = allowed
        self._k = k

    async def make(self, team: ChannelTeam, roster: Sequence[Member], by: str) -> Outcome:
        """Whoever has the directory id `by` makes it one, and manages it. Raises NotStored."""
        if not self.allowed:
            return "list-alone"
        async with stored():
            for _ in range(ATTEMPTS - 1):
                with suppress(LostRace):
                    return await self._make(team, roster, by)
            return await self._make(team, roster, by)

    async def knows(self, team: ChannelTeam) -> bool:
        """Whether it is a coached team now. Raises NotStored."""
        async with stored(), self._store.unit() as unit:
            row = await self._rosters(unit).found(team)
            return row is not None and row.closed_at is None

    async def keep(self, team: ChannelTeam, roster: Sequence[Member]) -> None:
        """Members came or went. Raises NotStored."""
        async with stored(), self._store.unit() as unit:
            row = await self._rosters(unit).found(team)
            if row is not None and row.closed_at is None:
                await self._kept(unit, row, team, roster)
        self._changed()

    async def close(self, team: ChannelTeam) -> None:
        """The coach was taken out of the team. Raises NotStored."""
        async with stored(), self._store.unit() as unit:
            row = await self._rosters(unit).found(team)
            if row is not None:
                await self._rosters(unit).close(row, self._clock())
                await self._recounted(unit)

    async def _make(self, team: ChannelTeam, roster: Sequence[Member], by: str) -> Outcome:
        member = next((one for one in roster if by and one.directory.casefold() == by.casefold()), None)
        async with self._store.unit() as unit:
            rosters = self._rosters(unit)
            if member is None or not await self._may(rosters, member):
                return "not-yours"
            row = await rosters.found(team)
            if row is not None and row.closed_at is None and await rosters.managed_by(row, roster):
                return "already"
            row = await rosters.made(team)
            if not await rosters.managed_by(row, roster):
                (manager,) = await rosters.employees([member])
                await rosters.set_manager(row, manager)
            await self._kept(unit, row, team, roster)
            small = row.unit_id is None
        self._changed()
        return "made-small" if small else "made"

    async def _may(self, rosters: Rosters, member: Member) -> bool:
        return self._permission.of(member) or await rosters.manages_already(member)

    async def _kept(self, unit: UnitOfWork, row: TeamRow, team: ChannelTeam, roster: Sequence[Member]) -> None:
        now, rosters = self._clock(), self._rosters(unit)
        await rosters.keep(row, team.channel, roster, now)
        await self._recounted(unit)
        for person in await rosters.untold(row):
            rhythm = await rhythm_of(unit.session, await unit.keys.of(person), person)
            wall = own_window(rhythm, now - timedelta(minutes=1), self._closed) if rhythm else None
            if wall is not None:
                occurrence = f"{now.date()}/{row.id}"
                await schedule(unit.session, Due(TELLING, person, occurrence, wall, str(now.tzinfo), person))

    async def _recounted(self, unit: UnitOfWork) -> None:
        now = self._clock()
        await DirectoryStore(unit.session, unit.keys.house).republish(now, self._k)
        await keep_weekly(unit.session, now, self._closed)

    @property
    def least(self) -> int:
        """Members beside the manager before a team has an overview of its own."""
        return least_members(self._k)

    def _rosters(self, unit: UnitOfWork) -> Rosters:
        return Rosters(unit.session, unit.keys.house, self._store.share_at_first)
