"""What a person did becomes a contribution to their team's overview, if they share. Only that it was
done, in which area, and how they tapped that it went: never a word."""

from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from catalog_data.model import area_of, is_personal
from storage.tables import ReflectionRow
from storage.team_tables import ContributionRow, EmployeeRow, MembershipRow, SharingRow, TeamRow
from summaries.facts import Kind


async def contribute(session: AsyncSession, reflection: ReflectionRow, kind: Kind, now: datetime) -> None:
    """Note it, unless nobody is to see it: no area, dimension 5, no unit, or the person does not share."""
    if reflection.code is None or is_personal(reflection.code):
        return
    unit = await _unit_of(session, reflection.person_id)
    if unit is None or not await shares(session, reflection.person_id):
        return
    row = ContributionRow(
        person_id=reflection.person_id,
        reflection_id=reflection.id,
        unit_id=unit,
        area=area_of(reflection.code),
        kind=kind,
        outcome=reflection.outcome if kind == "reflection" else None,
        finished_at=now,
    )
    session.add(row)


async def shares(session: AsyncSession, person: str) -> bool:
    row = await session.get(SharingRow, person)
    return row is not None and row.shares


async def set_sharing(session: AsyncSession, person: str, now: datetime, *, on: bool) -> None:
    """The person's own switch. What was released stays; what waits counts only while it is on."""
    row = await session.get(SharingRow, person)
    if row is None:
        session.add(SharingRow(person_id=person, shares=on, since=now))
    elif row.shares != on:
        row.shares, row.since = on, now


async def _unit_of(session: AsyncSession, person: str) -> str | None:
    """Where the person's first team publishes now."""
    query = (
        select(TeamRow.unit_id)
        .join(MembershipRow, col(MembershipRow.team_id) == TeamRow.id)
        .join(EmployeeRow, col(EmployeeRow.id) == MembershipRow.employee_id)
        .where(EmployeeRow.person_id == person, col(MembershipRow.until).is_(None), MembershipRow.position == 0)
    )
    return (await session.exec(query)).first()
