"""How a team stands, for the operator: who is in it, where it publishes, whom the coach cannot reach."""

from dataclasses import dataclass

from sqlmodel import col, select

from storage.directory import DirectoryStore, grouped, name_key
from storage.team_tables import EmployeeRow, TeamRow


@dataclass(frozen=True, slots=True)
class Standing:
    """A team as it is now. `unreachable` are members and managers who have not met the coach."""

    team: str
    parent: str | None
    managers: tuple[str, ...]
    members: int
    publishes_in: str | None
    unreachable: tuple[str, ...]


async def standing(store: DirectoryStore, only: str = "") -> list[Standing]:
    """Every open team, or the one with this name."""
    directory, met = await store.load(), await _met(store)
    rows = (await store.session.exec(select(TeamRow))).all()
    names = {row.id: row.name for row in rows}
    publishes = {row.name: names.get(row.unit_id or "") for row in rows}
    members = grouped((team, one) for one, employee in directory.employees.items() for team in employee.teams)
    return [
        Standing(
            team=name,
            parent=entry.parent,
            managers=tuple(sorted(entry.managers)),
            members=len(members.get(name, ())),
            publishes_in=publishes[name],
            unreachable=tuple(sorted(entry.managers.union(members.get(name, ())) - met)),
        )
        for name, entry in directory.teams.items()
        if not only or name_key(only) == name_key(name)
    ]


async def _met(store: DirectoryStore) -> frozenset[str]:
    addresses = await store.addresses()
    rows = await store.session.exec(select(EmployeeRow.id).where(col(EmployeeRow.person_id).is_not(None)))
    return frozenset(addresses[employee] for employee in rows.all())
