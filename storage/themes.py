"""A unit's theme, remembered: what runs, what there was, and who picked it."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from catalog_data.model import Catalogue, is_personal
from dialogs.effects import PickTheme
from dialogs.facts import TeamTheme
from storage.due import Due, schedule
from storage.keys import Keys
from storage.sealing import Place
from storage.team_tables import EmployeeRow, ManagingRow, MembershipRow, TeamRow, ThemePickerRow, ThemeRow
from summaries.themes import LASTS, Picker, monday_of, proposals

BEGINS: Final = "theme_begins"
"""The calendar's kind for "a unit has a new theme"."""
TELLING: Final = "theme"
"""The same for "a member is to be told of it"."""


async def running_theme(session: AsyncSession, keys: Keys, unit: str, day: date) -> TeamTheme | None:
    """The theme a unit works with on this day."""
    query = select(ThemeRow, ThemePickerRow).join(ThemePickerRow, isouter=True).where(*_runs(unit, day))
    found = (await session.exec(query.order_by(col(ThemeRow.begins).desc()))).first()
    if found is None:
        return None
    row, by = found
    picker = await _name(keys, by) if by else ""
    last = row.ends - timedelta(days=1)
    return TeamTheme(row.id, row.area, last, picked_by_manager=row.picked_by == "manager", picker=picker)


async def proposed(session: AsyncSession, unit: str, catalogue: Catalogue) -> tuple[str, ...]:
    """Areas its managers may pick from."""
    name = (await session.get_one(TeamRow, unit)).key
    return proposals(name, catalogue, await _had(session, unit))


async def pick_theme(session: AsyncSession, keys: Keys, person: str, pick: PickTheme, now: datetime) -> None:
    """A manager picks the theme. Who is no manager of the unit changes nothing, whatever they send, and
    what a manager picked lasts its four weeks."""
    unit, area, day = pick.unit, pick.area, now.date()
    running = await _running(session, unit, day)
    picked = running is not None and running.picked_by == "manager"
    if picked or is_personal(area) or not await _manages(session, person, unit):
        return
    if running is not None:
        running.ends = monday_of(day)
        if running.ends <= running.begins:
            await session.delete(running)
    row = await _begin(session, unit, area, now, "manager")
    if pick.picker:
        name = (await keys.of(person)).seal(_place(row.id), pick.picker)
        session.add(ThemePickerRow(theme_id=row.id, person_id=person, picker=name))
        await session.flush()


async def rotate(session: AsyncSession, unit: str, catalogue: Catalogue, now: datetime) -> None:
    """Where no theme runs, the next one in rotation begins: without one there is little to show. `now` is in
    the municipality's time zone."""
    if await _running(session, unit, now.date()) is None:
        area = (await proposed(session, unit, catalogue))[0]
        await _begin(session, unit, area, now, "rotation")


async def members_of(session: AsyncSession, unit: str) -> Sequence[str]:
    """Everybody whose team publishes there and who has met the coach, by our own ids."""
    query = (
        select(EmployeeRow.person_id)
        .join(MembershipRow, col(MembershipRow.employee_id) == EmployeeRow.id)
        .join(TeamRow, col(TeamRow.id) == MembershipRow.team_id)
        .where(TeamRow.unit_id == unit, col(MembershipRow.until).is_(None), MembershipRow.position == 0)
    )
    return sorted(person for person in (await session.exec(query)).all() if person)


async def _begin(session: AsyncSession, unit: str, area: str, now: datetime, picker: Picker) -> ThemeRow:
    """It runs from now on, and its members are to be told."""
    begins = monday_of(now.date())
    row = ThemeRow(unit_id=unit, area=area, begins=begins, ends=begins + LASTS, picked_by=picker)
    session.add(row)
    await session.flush()
    wall = now.replace(tzinfo=None, second=0, microsecond=0)
    await schedule(session, Due(BEGINS, unit, row.id, wall, str(now.tzinfo)))
    return row


async def _running(session: AsyncSession, unit: str, day: date) -> ThemeRow | None:
    query = select(ThemeRow).where(*_runs(unit, day))
    return (await session.exec(query.order_by(col(ThemeRow.begins).desc()))).first()


async def _name(keys: Keys, by: ThemePickerRow) -> str:
    return (await keys.of(by.person_id)).open(_place(by.theme_id), by.picker)


def _place(theme: str) -> Place:
    return Place("theme_picker", "picker", theme)


def _runs(unit: str, day: date) -> tuple[ColumnElement[bool], ...]:
    return (col(ThemeRow.unit_id) == unit, col(ThemeRow.begins) <= day, col(ThemeRow.ends) > day)


async def _had(session: AsyncSession, unit: str) -> Sequence[str]:
    query = select(ThemeRow.area).where(ThemeRow.unit_id == unit).order_by(col(ThemeRow.begins), col(ThemeRow.id))
    return (await session.exec(query)).all()


async def _manages(session: AsyncSession, person: str, unit: str) -> bool:
    query = (
        select(TeamRow.id)
        .join(ManagingRow, col(ManagingRow.team_id) == TeamRow.id)
        .join(EmployeeRow, col(EmployeeRow.id) == ManagingRow.employee_id)
        .where(EmployeeRow.person_id == person, TeamRow.unit_id == unit)
    )
    return (await session.exec(query)).first() is not None
