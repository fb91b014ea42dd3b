"""A person about whom there is a row in every table that can hold one, with a canary in every sealed column."""

import json
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, LargeBinary, Table, insert, select

from dialogs.replies import Reply, line
from dialogs.rhythm import Rhythm
from dialogs.state import State
from storage.about_people import ABOUT, About
from storage.key_tables import PersonKeyRow
from storage.sealing import Place, Sealer
from storage.tables import new_id
from storage.team_tables import ReleaseRow, TeamRow, ThemeRow
from storage.unit import Store

CODE = "1.2.1"


def structured(canary: str) -> dict[str, str]:
    """What a column of JSON holds, by its name."""
    said = Reply(language="da", lines=(line("plain", text=canary),))
    return {
        "state": State(greeted=True, turn=1, held=canary).model_dump_json(),
        "body": said.model_dump_json(),
        "settings": Rhythm().model_dump_json(),
        "address": json.dumps({"conversation": canary, "details": {}}),
        "candidates": json.dumps([{"code": CODE, "confidence": 0.5, "because": [canary]}]),
    }


async def somebody(store: Store, now: datetime, canary: str = "kanariefugl") -> str:
    """Returns the person's id."""
    ids: dict[str, Any] = {}
    async with store.unit() as unit:
        connection = unit.connection
        for row in (TeamRow, ReleaseRow):
            table = row.__table__  # type: ignore[attr-defined]
            found = (await connection.execute(select(table.c.id))).scalars().first()
            ids[table.name] = found or await _inserted(connection, table, _plain(table, ids, now, "byens"))
        theme = ThemeRow.__table__  # type: ignore[attr-defined]
        ids[theme.name] = await _inserted(connection, theme, _plain(theme, ids, now, "byens"))
        for one in ABOUT:
            if one.row is PersonKeyRow:
                await unit.keys.make(ids["person"])
                continue
            table = one.row.__table__  # type: ignore[attr-defined]
            values = _plain(table, ids, now, canary)
            values |= _sealed(await unit.keys.of(str(ids.get("person", ""))), unit.keys.house, one, values, canary)
            ids[one.table] = await _inserted(connection, table, values)
    return str(ids["person"])


async def _inserted(connection: Any, table: Table, values: dict[str, Any]) -> Any:
    await connection.execute(insert(table).values(values))
    return values.get("id")


def _plain(table: Table, ids: dict[str, Any], now: datetime, canary: str) -> dict[str, Any]:
    return {
        column.name: _value(table, column, ids, now, canary)
        for column in table.columns
        if not isinstance(column.type, LargeBinary)
    }


def _value(table: Table, column: Column[Any], ids: dict[str, Any], now: datetime, canary: str) -> Any:
    for key in column.foreign_keys:
        return ids.get(key.column.table.name)
    if column.primary_key and column.name == "id":
        return new_id()
    kinds = {bool: True, int: 1, datetime: now, date: date(2026, 12, 24)}
    value = kinds.get(getattr(column.type, "impl", column.type).python_type)
    words = {
        "code": CODE,
        "area": "1.2",
        "channel": "slack",
        "wall": "2026-12-01T09:00",
        "zone": "Europe/Copenhagen",
        "standing": "declined",
    }
    return words.get(column.name, f"{table.name}-{column.name}-{canary}") if value is None else value


def _sealed(theirs: Sealer, house: Sealer, one: About, values: dict[str, Any], canary: str) -> dict[str, Any]:
    table = one.row.__table__  # type: ignore[attr-defined]
    row = "|".join(values[key.name] for key in table.primary_key)
    sealer = house if one.stays else theirs
    return {
        column.name: sealer.seal(
            Place(one.table, column.name, row),
            structured(canary)[column.name] if column.name in one.structured else f"{canary} {column.name}",
        )
        for column in table.columns
        if isinstance(column.type, LargeBinary)
    }
