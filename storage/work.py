"""What somebody's work brings with it, by the directory: what is relevant in it, and what their team works with."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from catalog_data.model import Catalogue
from storage.keys import Keys
from storage.overviews import own_unit
from storage.team_tables import EmployeeRow
from storage.themes import running_theme


@dataclass(frozen=True, slots=True)
class Work:
    """`profile`: the codes that are relevant, empty where all are. `theme`: an area, empty where there is none."""

    profile: frozenset[str] = frozenset()
    theme: str = ""


async def work_of(session: AsyncSession, keys: Keys, person: str, catalogue: Catalogue, today: date) -> Work:
    """Nothing in particular for somebody the directory does not name."""
    employee = (await session.exec(select(EmployeeRow).where(EmployeeRow.person_id == person))).first()
    if employee is None:
        return Work()
    unit = await own_unit(session, employee.id)
    theme = await running_theme(session, keys, unit.id, today) if unit else None
    return Work(profile_codes(employee.profile or "", catalogue), theme.area if theme else "")


def profile_codes(profile: str, catalogue: Catalogue) -> frozenset[str]:
    """The codes that a profile such as "1.2 3 5.1.4" names: dimensions, areas and sub-competences.

    None, which means all, where it is a mere name: the catalogue has no named profiles.
    """
    named = tuple(f"{part}." for part in profile.replace(",", " ").split())
    return frozenset(code for code in catalogue.codes if f"{code}.".startswith(named))
