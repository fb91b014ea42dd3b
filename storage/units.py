"""Which units a person belongs to: their own team, and what lies above it."""

from collections.abc import Mapping

from sqlalchemy.orm import aliased
from sqlmodel import col, literal, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.team_tables import EmployeeRow, MembershipRow, TeamRow

DEEPEST = 20
"""Levels of a municipality, generously; a directory that leads in a circle ends here too."""


async def units_of(session: AsyncSession, person: str) -> tuple[str, ...]:
    """Keys of the team the person contributes to and of those above it, nearest first, in one statement.
    Empty for somebody the directory does not name."""
    own = (
        select(TeamRow.key, TeamRow.parent_id, literal(0).label("height"))
        .join(MembershipRow, col(MembershipRow.team_id) == TeamRow.id)
        .join(EmployeeRow, col(EmployeeRow.id) == MembershipRow.employee_id)
        .where(EmployeeRow.person_id == person, col(MembershipRow.until).is_(None), MembershipRow.position == 0)
    )
    above = own.cte("above", recursive=True)
    parent = aliased(TeamRow)
    above = above.union_all(
        select(parent.key, parent.parent_id, above.c.height + 1)
        .join(above, col(parent.id) == above.c.parent_id)
        .where(above.c.height < DEEPEST)
    )
    rows = await session.exec(select(above.c.key).order_by(above.c.height))
    return tuple(rows.all())


async def units_and_above(session: AsyncSession) -> Mapping[str, tuple[str, ...]]:
    """Every open team by its name, with its key and the keys of those above it."""
    rows = (await session.exec(select(TeamRow).where(col(TeamRow.closed_at).is_(None)))).all()
    by_id = {row.id: row for row in rows}
    return {row.name: _chain(row, by_id) for row in sorted(rows, key=lambda row: row.key)}


def _chain(row: TeamRow, by_id: Mapping[str, TeamRow]) -> tuple[str, ...]:
    keys: list[str] = []
    while row.key not in keys:
        keys.append(row.key)
        row = by_id.get(row.parent_id or "", row)
    return tuple(keys)
