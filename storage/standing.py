"""How a team stands, for the operator: who is in it, where it publishes, whom the coach cannot reach."""

from dataclasses import dataclass
from datetime import time

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.directory import DirectoryStore, grouped, name_key
from storage.tables import ConversationRow
from storage.team_tables import EmployeeRow, TeamRow


@dataclass(frozen=True, slots=True)
class Standing:
    """A team as it is now. `unreachable` are members and managers who have not met the coach, or removed it."""

    team: str
    parent: str | None
    managers: tuple[str, ...]
    members: int
    publishes_in: str | None
    at: str
    """When an overview comes on Monday, where this team publishes for itself."""
    unreachable: tuple[str, ...]


async def standing(store: DirectoryStore, only: str = "") -> list[Standing]:
    """Every open team, or the one with this name."""
    directory, met = await store.load(listed=False), await _met(store)
    rows = (await store.session.exec(select(TeamRow))).all()
    names = {row.id: row.name for row in rows}
    publishes = {row.name: names.get(row.unit_id or "") for row in rows}
    times = {row.name: row.overview_at for row in rows}
    members = grouped((team, one) for one, employee in directory.employees.items() for team in employee.teams)
    return [
        Standing(
            team=name,
            parent=entry.parent,
            managers=tuple(sorted(entry.managers)),
            members=len(members.get(name, ())),
            publishes_in=publishes[name],
            at=times[name],
            unreachable=tuple(sorted(entry.managers.union(members.get(name, ())) - met)),
        )
        for name, entry in directory.teams.items()
        if not only or name_key(only) == name_key(name)
    ]


async def _met(store: DirectoryStore) -> frozenset[str]:
    addresses = await store.addresses()
    query = (
        select(EmployeeRow.id)
        .join(ConversationRow, col(ConversationRow.person_id) == EmployeeRow.person_id)
        .where(col(ConversationRow.refused_at).is_(None))
    )
    rows = await store.session.exec(query)
    return frozenset(addresses[employee] for employee in rows.all())


async def set_overview_time(session: AsyncSession, team: str, at: time) -> bool:
    """When a team's own overview comes on Monday. False where there is no such team."""
    row = (await session.exec(select(TeamRow).where(TeamRow.key == name_key(team)))).first()
    if row is not None:
        row.overview_at = f"{at:%H:%M}"
    return row is not None


async def overview_time(session: AsyncSession, unit: str) -> time:
    """When a publishing unit's overview comes on Monday, on the clock on the wall."""
    return time.fromisoformat((await session.get_one(TeamRow, unit)).overview_at)
