"""What somebody's work brings with it, by the directory: what is relevant in it, and what their team works with."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.keys import Keys
from storage.overviews import own_unit
from storage.team_tables import EmployeeRow
from storage.themes import running_theme


@dataclass(frozen=True, slots=True)
class Work:
    """`profile`: as the directory has it, empty where it has none. `theme`: an area, empty where there is none."""

    profile: str = ""
    theme: str = ""


async def work_of(session: AsyncSession, keys: Keys, person: str, today: date) -> Work:
    """Nothing in particular for somebody the directory does not name."""
    employee = (await session.exec(select(EmployeeRow).where(EmployeeRow.person_id == person))).first()
    if employee is None:
        return Work()
    unit = await own_unit(session, employee.id)
    theme = await running_theme(session, keys, unit.id, today) if unit else None
    return Work(employee.profile or "", theme.area if theme else "")
