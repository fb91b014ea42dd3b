"""What a person may read of overviews, by what the directory says of them: never by what they claim."""

from collections.abc import Sequence

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from dialogs.facts import Overview, TeamFacts
from storage.contributing import shares
from storage.directory import name_key
from storage.team_tables import EmployeeRow, ManagingRow, MembershipRow, ReleaseRow, TeamRow


async def team_facts(session: AsyncSession, person: str) -> TeamFacts:
    """Nothing for somebody the directory does not name."""
    employee = (await session.exec(select(EmployeeRow.id).where(EmployeeRow.person_id == person))).first()
    if employee is None:
        return TeamFacts()
    own = await _own_unit(session, employee)
    managed = await _managed_units(session, employee)
    return TeamFacts(
        known=True,
        sharing=await shares(session, person),
        unit=own.name if own else "",
        overview=await last_overview(session, own) if own else None,
        manager=await _manages(session, employee),
        manages=tuple(unit.name for unit in managed),
        overviews=tuple([one for unit in managed if (one := await last_overview(session, unit))]),
    )


async def last_overview(session: AsyncSession, unit: TeamRow) -> Overview | None:
    """The latest stored overview of a unit, word for word."""
    query = select(ReleaseRow).where(ReleaseRow.unit_id == unit.id).order_by(col(ReleaseRow.week).desc()).limit(1)
    row = (await session.exec(query)).first()
    if row is None:
        return None
    return Overview({"da": tuple(row.text_da.splitlines()), "en": tuple(row.text_en.splitlines())})


async def overview_of_team(session: AsyncSession, name: str) -> tuple[bool, Overview | None]:
    """Whether there is a team with this name, and the last overview of the unit it publishes in."""
    team = (await session.exec(select(TeamRow).where(TeamRow.key == name_key(name)))).first()
    if team is None or team.unit_id is None:
        return team is not None, None
    return True, await last_overview(session, await session.get_one(TeamRow, team.unit_id))


async def _own_unit(session: AsyncSession, employee: str) -> TeamRow | None:
    team = (
        select(TeamRow.unit_id)
        .join(MembershipRow, col(MembershipRow.team_id) == TeamRow.id)
        .where(MembershipRow.employee_id == employee, col(MembershipRow.until).is_(None), MembershipRow.position == 0)
    )
    return (await session.exec(select(TeamRow).where(col(TeamRow.id).in_(team)))).first()


async def _manages(session: AsyncSession, employee: str) -> bool:
    query = select(ManagingRow.team_id).where(ManagingRow.employee_id == employee)
    return (await session.exec(query)).first() is not None


async def _managed_units(session: AsyncSession, employee: str) -> Sequence[TeamRow]:
    """Where the teams this employee manages publish."""
    units = (
        select(TeamRow.unit_id)
        .join(ManagingRow, col(ManagingRow.team_id) == TeamRow.id)
        .where(ManagingRow.employee_id == employee)
    )
    return (await session.exec(select(TeamRow).where(col(TeamRow.id).in_(units)).order_by(TeamRow.key))).all()
