"""Everything that is kept about a person, opened."""

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import LargeBinary, inspect
from sqlmodel import func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.about_people import ABOUT, LOG, About, about
from storage.audit import noted
from storage.keys import Keys
from storage.sealing import Place, Sealer
from storage.tables import PersonRow
from storage.team_tables import ReleaseRow, TeamRow, ThemeRow

Record = dict[str, Any]


async def everything(session: AsyncSession, keys: Keys, person: str) -> dict[str, list[Record]]:
    """A list of records for each kind of thing, under the names of `about_people.ABOUT`, and the audit log.
    Values are as stored: moments aware, sealed words opened, sealed JSON read."""
    sealer, kinds = await keys.of(person), (one for one in ABOUT if one.exported)
    found = {one.name: [_record(sealer, one, row) for row in await _rows(session, one, person)] for one in kinds}
    found["log"] = [{name: getattr(row, name) for name in LOG} for row in await noted(session, keys.house, person)]
    await _name_teams(session, found)
    return found


async def counts(session: AsyncSession, sealer: Sealer, person: str) -> dict[str, int]:
    """How many records of each kind there are. Nothing is opened."""
    found = {}
    for one in (one for one in ABOUT if one.exported):
        query = select(func.count()).select_from(one.row).where(owned(one, person))
        found[one.name] = (await session.exec(query)).one()
    found["log"] = len(await noted(session, sealer, person))
    return found


def owned(one: About, person: str) -> Any:
    """Whether a row of the table is about the person, straight or by the row it hangs on."""
    link: Any = getattr(one.row, one.by)
    if one.owner is PersonRow:
        return link == person
    owner: Any = one.owner
    return link.in_(select(owner.id).where(owned(about(one.owner), person)))


async def _rows(session: AsyncSession, one: About, person: str) -> list[Any]:
    order = [getattr(one.row, key.name) for key in inspect(one.row).primary_key]
    return list((await session.exec(select(one.row).where(owned(one, person)).order_by(*order))).all())


def _record(sealer: Sealer, one: About, row: Any) -> Record:
    return {name: _value(sealer, one, row, name) for name in one.exported}


def _value(sealer: Sealer, one: About, row: Any, name: str) -> Any:
    value = getattr(row, name)
    table = inspect(one.row)
    if value is None or not isinstance(table.columns[name].type, LargeBinary):
        return value
    words = sealer.open(Place(one.table, name, "|".join(_key(row, table))), value)
    return json.loads(words) if name in one.structured else words


def _key(row: Any, table: Any) -> Iterator[str]:
    return (getattr(row, key.name) for key in table.primary_key)


async def _name_teams(session: AsyncSession, found: dict[str, list[Record]]) -> None:
    """A team by its name, a theme by its area, an overview by its week: ids of ours mean nothing to anybody."""
    names = dict((await session.exec(select(TeamRow.id, TeamRow.name))).all())
    weeks = dict((await session.exec(select(ReleaseRow.id, ReleaseRow.week))).all())
    areas = dict((await session.exec(select(ThemeRow.id, ThemeRow.area))).all())
    for record in (one for records in found.values() for one in records):
        for column, name in (("team_id", "team"), ("unit_id", "unit")):
            if column in record:
                record[name] = names.get(record.pop(column))
        if "theme_id" in record:
            record["theme"] = areas.get(record.pop("theme_id"))
        if "released_in" in record:
            record["released_in"] = weeks.get(record["released_in"])
