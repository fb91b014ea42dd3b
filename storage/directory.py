"""The municipality's directory of teams: who is in which, and who manages it.

Roles come from here and from nowhere else.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from sqlalchemy import update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.sealing import Place, Sealer
from storage.team_tables import (
    EmployeeRow,
    ManagingRow,
    MembershipRow,
    RosterMemberRow,
    RosterTeamRow,
    TeamRow,
    UnitSizeRow,
)
from summaries.bands import K
from summaries.units import Team, publishing_units

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class TeamEntry:
    """A team: its parent by name, its managers by address."""

    parent: str | None = None
    managers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class EmployeeEntry:
    """The teams of an employee by name; they contribute to the first."""

    teams: tuple[str, ...] = ()
    profile: str | None = None


@dataclass(frozen=True, slots=True)
class Directory:
    """Teams by name, employees by address (e-mail or directory id, in lower case)."""

    teams: Mapping[str, TeamEntry] = field(default_factory=dict)
    employees: Mapping[str, EmployeeEntry] = field(default_factory=dict)

    def everybody(self) -> frozenset[str]:
        """Employees and managers; a manager need not be in a team."""
        return frozenset(self.employees).union(*(team.managers for team in self.teams.values()))


def name_key(name: str) -> str:
    """Names that differ in case or spaces are one team."""
    return " ".join(name.casefold().split())


def grouped(pairs: Iterable[tuple[str, T]]) -> dict[str, list[T]]:
    """Values by key, in order."""
    found: dict[str, list[T]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found


@dataclass(frozen=True, slots=True)
class DirectoryStore:
    """The directory within one transaction. Teams that were made in their channel stand in it too, and what the
    municipality's list says of its own leaves them alone."""

    session: AsyncSession
    sealer: Sealer

    async def load(self, *, listed: bool = True) -> Directory:
        """The directory as it stands: open teams, and people who are in one or manage one. `listed`: only what
        the municipality's list may change."""
        apart = await self.made_in_channels() if listed else frozenset[str]()
        teams = {team.id: team for team in await self._open_teams() if team.id not in apart}
        addresses = await self.addresses()
        managing = [row for row in (await self.session.exec(select(ManagingRow))).all() if row.team_id in teams]
        managers = grouped((row.team_id, addresses[row.employee_id]) for row in managing)
        memberships = [row for row in await self._open_memberships() if row.team_id in teams]
        places = grouped((row.employee_id, teams[row.team_id].name) for row in memberships)
        return Directory(
            teams={
                team.name: TeamEntry(
                    teams[team.parent_id].name if team.parent_id in teams else None,
                    frozenset(managers.get(team.id, ())),
                )
                for team in teams.values()
            },
            employees={
                addresses[row.id]: EmployeeEntry(tuple(places[row.id]), row.profile)
                for row in (await self.session.exec(select(EmployeeRow))).all()
                if row.id in places
            },
        )

    async def addresses(self) -> dict[str, str]:
        """Everybody's address by the id of their row, whoever has left included."""
        rows = (await self.session.exec(select(EmployeeRow))).all()
        return {row.id: self.sealer.open(Place("employee", "address", row.id), row.address) for row in rows}

    async def save(self, wanted: Directory, now: datetime, k: int = K) -> None:
        """Make the directory what is wanted. Nothing is deleted: teams close, people leave."""
        apart = await self.made_in_channels()
        teams = await self._save_teams(wanted, now, apart)
        employees = await self._save_employees(wanted)
        await self._save_managers(wanted, teams, employees, apart)
        places = grouped((row.employee_id, row) for row in await self._open_memberships())
        for address, employee in employees.items():
            names = wanted.employees.get(address, EmployeeEntry()).teams
            mine = places.get(employee.id, ())
            further = [row.team_id for row in mine if row.team_id in apart]
            self._save_places(employee, mine, [*(teams[name_key(name)].id for name in names), *further], now)
        await self.republish(now, k)

    async def made_in_channels(self) -> frozenset[str]:
        """The teams that are none of the municipality's list."""
        return frozenset((await self.session.exec(select(RosterTeamRow.team_id))).all())

    async def taken_names(self, wanted: Directory) -> list[str]:
        """Teams of a list whose names belong to teams made in their channel."""
        apart = await self.made_in_channels()
        rows = (await self.session.exec(select(TeamRow))).all()
        taken = {row.key for row in rows if row.id in apart}
        return sorted(name for name in wanted.teams if name_key(name) in taken)

    async def republish(self, now: datetime, k: int = K) -> None:
        """Work out anew where each team publishes, after anything about teams or their members changed."""
        await self.session.flush()
        await self._publish((await self.session.exec(select(TeamRow))).all(), now, k)

    async def _open_teams(self) -> Sequence[TeamRow]:
        return (
            await self.session.exec(select(TeamRow).where(col(TeamRow.closed_at).is_(None)).order_by(TeamRow.key))
        ).all()

    async def _open_memberships(self) -> Sequence[MembershipRow]:
        query = select(MembershipRow).where(col(MembershipRow.until).is_(None))
        return (await self.session.exec(query.order_by(col(MembershipRow.position)))).all()

    async def _save_teams(self, wanted: Directory, now: datetime, apart: frozenset[str]) -> dict[str, TeamRow]:
        """The list's own teams by key, closed ones too."""
        rows = {row.key: row for row in (await self.session.exec(select(TeamRow))).all() if row.id not in apart}
        for name in wanted.teams:
            row = rows.setdefault(name_key(name), TeamRow(key=name_key(name), name=name))
            row.name, row.closed_at = name, None
            self.session.add(row)
        await self.session.flush()
        keys = {name_key(name) for name in wanted.teams}
        for key, row in rows.items():
            if key not in keys:
                row.closed_at = row.closed_at or now
                row.parent_id = None
        for name, entry in wanted.teams.items():
            rows[name_key(name)].parent_id = rows[name_key(entry.parent)].id if entry.parent else None
        return rows

    async def _save_employees(self, wanted: Directory) -> dict[str, EmployeeRow]:
        """Rows by address, of everybody the directory ever named."""
        known = await self.addresses()
        rows = {known[row.id]: row for row in (await self.session.exec(select(EmployeeRow))).all()}
        for address in sorted(wanted.everybody() - rows.keys()):
            row = EmployeeRow(address_index=employee_index(self.sealer, address))
            row.address = self.sealer.seal(Place("employee", "address", row.id), address)
            rows[address] = row
            self.session.add(row)
        for address, entry in wanted.employees.items():
            rows[address].profile = entry.profile
        await self.session.flush()
        return rows

    async def _save_managers(
        self,
        wanted: Directory,
        teams: Mapping[str, TeamRow],
        employees: Mapping[str, EmployeeRow],
        apart: frozenset[str],
    ) -> None:
        managing = (await self.session.exec(select(ManagingRow))).all()
        rows = {(row.team_id, row.employee_id): row for row in managing if row.team_id not in apart}
        asked = {
            (teams[name_key(name)].id, employees[address].id)
            for name, entry in wanted.teams.items()
            for address in entry.managers
        }
        for key in rows.keys() - asked:
            await self.session.delete(rows[key])
        self.session.add_all(ManagingRow(team_id=team, employee_id=one) for team, one in asked - rows.keys())

    def _save_places(
        self, employee: EmployeeRow, open_now: Sequence[MembershipRow], wanted: Sequence[str], now: datetime
    ) -> None:
        rows = {row.team_id: row for row in open_now}
        for team, row in rows.items():
            if team not in wanted:
                row.until = now
        for position, team in enumerate(wanted):
            row = rows.get(team) or MembershipRow(employee_id=employee.id, team_id=team, since=now)
            row.position = position
            self.session.add(row)

    async def _publish(self, teams: Sequence[TeamRow], now: datetime, k: int) -> None:
        """Say where each team publishes, and count the units whose size changed."""
        units = publishing_units(await self._for_publishing(), k)
        place = {team: unit.id for unit in units for team in unit.teams}
        before = {row.unit_id for row in teams if row.unit_id}
        for row in teams:
            row.unit_id = place.get(row.id)
        sizes = dict.fromkeys(before, 0) | {unit.id: len(unit.members) for unit in units}
        for unit, members in sizes.items():
            if members != await self._last_size(unit):
                self.session.add(UnitSizeRow(unit_id=unit, members=members, counted_at=now))
        await self.session.flush()

    async def _for_publishing(self) -> list[Team]:
        first = (row for row in await self._open_memberships() if row.position == 0)
        members = grouped((row.team_id, row.employee_id) for row in first)
        rows = (await self.session.exec(select(ManagingRow))).all()
        managers = grouped((row.team_id, row.employee_id) for row in rows)
        return [
            Team(team.id, team.parent_id, frozenset(members.get(team.id, ())), frozenset(managers.get(team.id, ())))
            for team in await self._open_teams()
        ]

    async def _last_size(self, unit: str) -> int | None:
        query = select(UnitSizeRow.members).where(UnitSizeRow.unit_id == unit)
        return (await self.session.exec(query.order_by(col(UnitSizeRow.counted_at).desc()).limit(1))).first()


def employee_index(sealer: Sealer, address: str) -> str:
    return sealer.index("employee", address.casefold())


async def tie(session: AsyncSession, sealer: Sealer, person: str, address: str) -> bool:
    """Tie a person to the employee with this address, unless either is tied already. Whether that happened now."""
    index = employee_index(sealer, address)
    row = (await session.exec(select(EmployeeRow).where(EmployeeRow.address_index == index))).first()
    if row is None or row.person_id is not None:
        return False
    if (await session.exec(select(EmployeeRow.id).where(EmployeeRow.person_id == person))).first() is not None:
        return False
    row.person_id = person
    # Whoever erased all and comes back has not been told of their teams.
    told = (col(RosterMemberRow.employee_id) == row.id, col(RosterMemberRow.standing) == "told")
    await session.exec(update(RosterMemberRow).where(*told).values(standing="untold"))
    await session.flush()
    return True
