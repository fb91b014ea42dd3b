"""What a person may read of overviews, by what the directory says of them: never by what they claim."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import exists
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from catalog_data.model import Catalogue
from dialogs.facts import MadeTeam, ManagedUnit, Overview, TeamFacts
from storage.contributing import shares
from storage.directory import name_key
from storage.keys import Keys
from storage.team_tables import EmployeeRow, ManagingRow, MembershipRow, ReleaseRow, RosterMemberRow, TeamRow
from storage.themes import proposed, running_theme
from texts.say import Language

READABLE: Final = 12
"""The latest overviews of a unit that its managers can read again."""


async def team_facts(session: AsyncSession, keys: Keys, person: str, catalogue: Catalogue, today: date) -> TeamFacts:
    """Nothing for somebody the directory does not name."""
    found = (await session.exec(_employee_and_team_made(person))).first()
    if found is None:
        return TeamFacts()
    employee, profile, made, standing, name = found
    own = await own_unit(session, employee)
    managed = await _managed_units(session, employee)
    return TeamFacts(
        known=True,
        profile=profile or "",
        sharing=await shares(session, person),
        unit=own.name if own else "",
        overview=await last_overview(session, own) if own else None,
        theme=await running_theme(session, keys, own.id, today) if own else None,
        manager=await _manages(session, employee),
        made=MadeTeam(made, name or "", standing == "told") if made else None,
        manages=tuple([await _managed(session, keys, unit, catalogue, today) for unit in managed]),
    )


def _employee_and_team_made(person: str) -> Any:
    """In one statement, as every turn of somebody in the directory asks it."""
    asked: Any = (EmployeeRow.id, EmployeeRow.profile, RosterMemberRow.team_id, RosterMemberRow.standing, TeamRow.name)
    query = select(*asked).select_from(EmployeeRow)
    of_theirs = (
        (col(RosterMemberRow.employee_id) == EmployeeRow.id) & (RosterMemberRow.standing != "declined")
        & exists().where(
            col(MembershipRow.employee_id) == EmployeeRow.id,
            col(MembershipRow.team_id) == RosterMemberRow.team_id,
            col(MembershipRow.until).is_(None),
        ).correlate(EmployeeRow, RosterMemberRow)
    )  # fmt: skip
    joined = query.outerjoin(RosterMemberRow, of_theirs).outerjoin(TeamRow, col(TeamRow.id) == RosterMemberRow.team_id)
    first = (col(RosterMemberRow.standing).desc(), col(RosterMemberRow.since).desc())  # untold before told
    return joined.where(EmployeeRow.person_id == person).order_by(*first).limit(1)


async def _managed(session: AsyncSession, keys: Keys, unit: TeamRow, catalogue: Catalogue, today: date) -> ManagedUnit:
    return ManagedUnit(
        id=unit.id,
        name=unit.name,
        overviews=await overviews(session, unit.id, READABLE),
        theme=await running_theme(session, keys, unit.id, today),
        proposals=await proposed(session, unit.id, catalogue),
    )


async def overviews(session: AsyncSession, unit: str, most: int) -> tuple[Overview, ...]:
    """The latest stored overviews of a unit, word for word, newest first."""
    query = select(ReleaseRow).where(ReleaseRow.unit_id == unit).order_by(col(ReleaseRow.week).desc()).limit(most)
    return tuple(stored_overview(row) for row in (await session.exec(query)).all())


def stored_overview(row: ReleaseRow) -> Overview:
    """An overview as it was sent. Whoever is shown one, manager or employee, is shown what this returns."""
    text: dict[Language, tuple[str, ...]] = {
        "da": tuple(row.text_da.splitlines()),
        "en": tuple(row.text_en.splitlines()),
    }
    return Overview(text, tuple(int(bar) for bar in row.bars.split()), row.id)


async def last_overview(session: AsyncSession, unit: TeamRow) -> Overview | None:
    """The latest stored overview of a unit, word for word."""
    return next(iter(await overviews(session, unit.id, 1)), None)


async def overview_of_team(session: AsyncSession, name: str) -> tuple[bool, Overview | None]:
    """Whether there is a team with this name, and the last overview of the unit it publishes in."""
    team = (await session.exec(select(TeamRow).where(TeamRow.key == name_key(name)))).first()
    if team is None or team.unit_id is None:
        return team is not None, None
    return True, await last_overview(session, await session.get_one(TeamRow, team.unit_id))


async def own_unit(session: AsyncSession, employee: str) -> TeamRow | None:
    """Where the team an employee contributes to publishes."""
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
