"""A unit's theme, remembered: what runs, what there was, and who picked it."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from catalog_data.model import Catalogue, is_personal
from dialogs.facts import TeamTheme
from storage.team_tables import EmployeeRow, ManagingRow, TeamRow, ThemeRow
from summaries.themes import LASTS, Picker, monday_of, proposals


async def running_theme(session: AsyncSession, unit: str, day: date) -> TeamTheme | None:
    """The theme a unit works with on this day."""
    row = await _running(session, unit, day)
    if row is None:
        return None
    last = row.ends - timedelta(days=1)
    return TeamTheme(row.id, row.area, last, picked_by_manager=row.picked_by == "manager")


async def proposed(session: AsyncSession, unit: str, catalogue: Catalogue) -> tuple[str, ...]:
    """Areas its managers may pick from."""
    name = (await session.get_one(TeamRow, unit)).key
    return proposals(name, catalogue, await _had(session, unit))


async def pick_theme(session: AsyncSession, person: str, unit: str, area: str, day: date) -> None:
    """A manager picks the theme. Who is no manager of the unit changes nothing, whatever they send, and
    what a manager picked lasts its four weeks."""
    running = await _running(session, unit, day)
    picked = running is not None and running.picked_by == "manager"
    if picked or is_personal(area) or not await _manages(session, person, unit):
        return
    if running is not None:
        running.ends = monday_of(day)
        if running.ends <= running.begins:
            await session.delete(running)
    _begin(session, unit, area, day, "manager")
    await session.flush()


async def rotate(session: AsyncSession, unit: str, catalogue: Catalogue, day: date) -> None:
    """Where no theme runs on this day, the next one in rotation begins: without one there is little to show."""
    if await _running(session, unit, day) is None:
        area = (await proposed(session, unit, catalogue))[0]
        _begin(session, unit, area, day, "rotation")
        await session.flush()


def _begin(session: AsyncSession, unit: str, area: str, day: date, picker: Picker) -> None:
    begins = monday_of(day)
    session.add(ThemeRow(unit_id=unit, area=area, begins=begins, ends=begins + LASTS, picked_by=picker))


async def _running(session: AsyncSession, unit: str, day: date) -> ThemeRow | None:
    query = select(ThemeRow).where(ThemeRow.unit_id == unit, ThemeRow.begins <= day, ThemeRow.ends > day)
    return (await session.exec(query.order_by(col(ThemeRow.begins).desc()))).first()


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
