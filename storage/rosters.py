"""Teams made in their channel: who is in them by the channel's roster, who was told, and who declined.

They are teams of the directory like any other, by the same rule of who may see what. Nobody is taken out of
a team of the municipality's own list, and whoever is in one contributes there.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.contributing import set_sharing
from storage.directory import employee_index, name_key, tie
from storage.due import Due, schedule
from storage.sealing import Place, Sealer
from storage.tables import IdentityRow
from storage.team_tables import (
    ContributionRow,
    EmployeeRow,
    ManagingRow,
    MembershipRow,
    RosterMemberRow,
    RosterTeamRow,
    TeamRow,
)

TELLING: Final = "team"
"""The calendar's kind for "a member is to be told of a team"."""
RECOUNTING: Final = "teams_recounted"
"""The same for "somebody declined, so it is to be worked out anew where teams publish"."""


AT_ONCE: Final = 500
"""Rows looked up at a time."""


@dataclass(frozen=True, slots=True)
class ChannelTeam:
    """A team as its channel has it."""

    channel: str
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a team by its roster. `user` is the channel's id of them, `directory` the municipality's."""

    user: str
    directory: str
    email: str = ""
    owner: bool = False


@dataclass(frozen=True, slots=True)
class Rosters:
    """They within one transaction. `share_at_first`: whether people count until they say otherwise."""

    session: AsyncSession
    sealer: Sealer
    share_at_first: bool = False

    async def found(self, team: ChannelTeam) -> TeamRow | None:
        """The coached team it is, closed or open."""
        query = select(TeamRow).join(RosterTeamRow).where(RosterTeamRow.external_index == self._index(team))
        return (await self.session.exec(query)).first()

    async def made(self, team: ChannelTeam) -> TeamRow:
        """Make it one, or open it again."""
        row = await self.found(team)
        if row is not None:
            row.closed_at = None
            return row
        name = await self._free_name(team.name)
        row = TeamRow(key=name_key(name), name=name)
        self.session.add(row)
        await self.session.flush()
        self.session.add(RosterTeamRow(team_id=row.id, channel=team.channel, external_index=self._index(team)))
        await self.session.flush()
        return row

    async def employees(self, members: Sequence[Member]) -> list[EmployeeRow]:
        """Their rows in the directory, in their order: by id, else by e-mail address, else a new one by id."""
        named = [tuple(employee_index(self.sealer, one) for one in its if one) for its in map(_addresses, members)]
        wanted = sorted({index for its in named for index in its})
        rows: dict[str, EmployeeRow] = {}
        for chunk in batched(wanted):
            query = select(EmployeeRow).where(col(EmployeeRow.address_index).in_(chunk))
            rows |= {row.address_index: row for row in (await self.session.exec(query)).all()}
        for member, its in zip(members, named, strict=True):
            if not any(index in rows for index in its):
                rows[its[0]] = self._new(member, its[0])
        await self.session.flush()
        return [next(rows[index] for index in its if index in rows) for its in named]

    async def manages_already(self, member: Member) -> bool:
        """Whether the municipality's own list names them as a manager."""
        indexes = [employee_index(self.sealer, one) for one in _addresses(member) if one]
        query = (
            select(ManagingRow.team_id)
            .join(EmployeeRow)
            .where(
                col(EmployeeRow.address_index).in_(indexes),
                col(ManagingRow.team_id).not_in(select(RosterTeamRow.team_id)),
            )
        )
        return (await self.session.exec(query)).first() is not None

    async def managed_by(self, row: TeamRow, members: Sequence[Member]) -> bool:
        """Whether somebody who is still in the roster manages it."""
        manager = await self._manager(row)
        index = (await self.session.get_one(EmployeeRow, manager)).address_index if manager else ""
        return index in {employee_index(self.sealer, one) for its in map(_addresses, members) for one in its if one}

    async def set_manager(self, row: TeamRow, employee: EmployeeRow) -> None:
        self.session.add(ManagingRow(team_id=row.id, employee_id=employee.id))
        await self.session.flush()

    async def keep(self, row: TeamRow, channel: str, members: Sequence[Member], now: datetime) -> None:
        """Have in the team whoever is in the roster, is not its manager and has not declined. Whoever is new is
        to be told."""
        rows = await self.employees(members)
        await self._tie_all(list(zip(rows, members, strict=True)), channel, now)
        employees = {one.id: one for one in rows}
        await self._let_the_manager_go(row, employees)
        manager, standings = await self._manager(row), await self._standings(row)
        wanted = [one for one in employees.values() if one.id != manager and standings.get(one.id) != "declined"]
        await self._place(row, wanted, now)
        for employee in wanted:
            if employee.id not in standings:
                self.session.add(RosterMemberRow(team_id=row.id, employee_id=employee.id, since=now))
        await self.session.flush()

    async def close(self, row: TeamRow, now: datetime) -> None:
        """Its members leave it, and it publishes no more. Nothing is deleted."""
        await self._place(row, (), now)
        row.closed_at = row.closed_at or now
        await self.session.flush()

    async def untold(self, row: TeamRow) -> Sequence[str]:
        """Members who talk with the coach and do not know of it yet, by our own ids."""
        query = (
            select(EmployeeRow.person_id)
            .join(RosterMemberRow)
            .where(RosterMemberRow.team_id == row.id, RosterMemberRow.standing == "untold")
        )
        return sorted(person for person in (await self.session.exec(query)).all() if person)

    async def _let_the_manager_go(self, row: TeamRow, employees: Collection[str]) -> None:
        """Who is no longer in the roster manages it no more."""
        query = select(ManagingRow).where(ManagingRow.team_id == row.id)
        for one in (await self.session.exec(query)).all():
            if one.employee_id not in employees:
                await self.session.delete(one)
        await self.session.flush()

    async def _standings(self, row: TeamRow) -> dict[str, str]:
        query = select(RosterMemberRow).where(RosterMemberRow.team_id == row.id)
        return {one.employee_id: one.standing for one in (await self.session.exec(query)).all()}

    async def _place(self, row: TeamRow, wanted: Iterable[EmployeeRow], now: datetime) -> None:
        query = select(MembershipRow).where(MembershipRow.team_id == row.id, col(MembershipRow.until).is_(None))
        places = {one.employee_id: one for one in (await self.session.exec(query)).all()}
        ids = {one.id for one in wanted}
        for employee, place in places.items():
            if employee not in ids:
                await leave(self.session, place, now)
        new = sorted(ids - places.keys())
        held: Counter[str] = Counter()
        for chunk in batched(new):
            further = select(MembershipRow.employee_id).where(
                col(MembershipRow.employee_id).in_(chunk), col(MembershipRow.until).is_(None)
            )
            held.update((await self.session.exec(further)).all())
        self.session.add_all(
            MembershipRow(employee_id=one, team_id=row.id, since=now, position=held[one]) for one in new
        )
        await self.session.flush()

    async def _tie_all(self, people: Sequence[tuple[EmployeeRow, Member]], channel: str, now: datetime) -> None:
        """Who has talked with the coach before the directory knew them is known from now on."""
        waiting = {self.sealer.index("user", channel, one.user): row for row, one in people if row.person_id is None}
        for chunk in batched(sorted(waiting)):
            query = select(IdentityRow).where(IdentityRow.channel == channel, col(IdentityRow.user_index).in_(chunk))
            for identity in (await self.session.exec(query)).all():
                row = waiting[identity.user_index]
                address = self.sealer.open(Place("employee", "address", row.id), row.address)
                if await tie(self.session, self.sealer, identity.person_id, address):
                    await set_sharing(self.session, identity.person_id, now, on=self.share_at_first)

    async def _manager(self, row: TeamRow) -> str | None:
        query = select(ManagingRow.employee_id).where(ManagingRow.team_id == row.id)
        return (await self.session.exec(query)).first()

    def _new(self, member: Member, index: str) -> EmployeeRow:
        row = EmployeeRow(address_index=index)
        row.address = self.sealer.seal(Place("employee", "address", row.id), member.directory.casefold())
        self.session.add(row)
        return row

    async def _free_name(self, name: str) -> str:
        keys = set((await self.session.exec(select(TeamRow.key))).all())
        name, number = " ".join(name.split()) or "Teams", 1
        free = name
        while name_key(free) in keys:
            number += 1
            free = f"{name} ({number})"
        return free

    def _index(self, team: ChannelTeam) -> str:
        return self.sealer.index("team", team.channel, team.id)


def batched(values: Sequence[str]) -> Iterator[Sequence[str]]:
    """As many at a time as a statement takes on every database."""
    return (values[start : start + AT_ONCE] for start in range(0, len(values), AT_ONCE))


def _addresses(member: Member) -> tuple[str, str]:
    return member.directory, member.email


async def leave(session: AsyncSession, place: MembershipRow, now: datetime) -> None:
    """Somebody's place in a team ends. Their further teams move up, so that they contribute to one of them."""
    place.until = now
    await session.flush()
    for position, further in enumerate(await _places(session, place.employee_id)):
        further.position = position
    await session.flush()


async def note_told(session: AsyncSession, person: str, team: str, now: datetime) -> None:
    """The person knows of the team."""
    for row in await _mine(session, person, team):
        if row.standing == "untold":
            row.standing, row.since = "told", now
    await session.flush()


async def decline(session: AsyncSession, person: str, team: str, now: datetime) -> None:
    """The person is no part of the team from now on. What they did there and nobody was shown counts no more."""
    for row in await _mine(session, person, team):
        row.standing, row.since = "declined", now
        place = (MembershipRow.employee_id == row.employee_id, MembershipRow.team_id == team)
        for one in (await session.exec(select(MembershipRow).where(*place, col(MembershipRow.until).is_(None)))).all():
            await leave(session, one, now)
        waiting = (col(ContributionRow.unit_id) == team, col(ContributionRow.released_in).is_(None))
        await session.exec(delete(ContributionRow).where(col(ContributionRow.person_id) == person, *waiting))
        wall = now.replace(tzinfo=None, second=0, microsecond=0)
        await schedule(session, Due(RECOUNTING, team, now.isoformat(), wall, str(now.tzinfo)))


async def _mine(session: AsyncSession, person: str, team: str) -> Sequence[RosterMemberRow]:
    query = (
        select(RosterMemberRow)
        .join(EmployeeRow)
        .where(EmployeeRow.person_id == person, RosterMemberRow.team_id == team)
    )
    return (await session.exec(query)).all()


async def _places(session: AsyncSession, employee: str) -> Sequence[MembershipRow]:
    query = select(MembershipRow).where(MembershipRow.employee_id == employee, col(MembershipRow.until).is_(None))
    return (await session.exec(query.order_by(col(MembershipRow.position)))).all()
