"""A new master key, while everybody works.

The master key only wraps keys, so that there is little to do anew however much is stored. The key file says
how far it has come: more than one key in it, and the others are to be wrapped by the first and dropped. Each
step can be done again, so it may be stopped at any point and begun anew.
"""

from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Table, bindparam, func, select, update

from storage.house_keys import place_of, settle
from storage.key_file import KeyFileError, fresh_key, read_keys, write_keys
from storage.resealing import THEIRS, with_a_master_key
from storage.sealing import Place, SealError, key_place, name_of
from storage.tables import PersonRow
from storage.unit import Store, UnitOfWork

AT_ONCE: Final = 200
"""Keys wrapped anew in one transaction."""
LABEL: Final = 11
"""Bytes that say with which key something is sealed: format, length, name."""

_tables: Final = PersonRow.metadata.tables
_WRAPPED: Final = ("person_key", "house_key")
_SEALED: Final = (*((one.table, column) for one in THEIRS for column in one.columns), ("employee", "address"))


@dataclass(frozen=True, slots=True)
class Status:
    """How many keys each master key wraps, and how many values it seals, which should be none."""

    current: str
    wraps: Mapping[str, int]
    seals: Mapping[str, int]

    def uses(self, name: str) -> int:
        return self.wraps.get(name, 0) + self.seals.get(name, 0)


@dataclass(frozen=True, slots=True)
class Rotated:
    """`dropped`: the old keys that are out of the file. `kept`: those that something still needs, with how much.
    `refusal`: why the others could not be taken out; then somebody does it by hand."""

    current: str
    dropped: list[str]
    kept: Mapping[str, int]
    refusal: str = ""


async def status(store: Store) -> Status:
    """Which master keys are in use."""
    async with store.unit() as unit:
        return await _status(unit)


async def rotate(store: Store, key_file: Path) -> Rotated:
    """Put a new key first in the file, unless one is there that was not finished with; wrap everything with it;
    and drop what nothing needs any more. Raises KeyFileError."""
    keys = read_keys(key_file)
    if len(keys) == 1:
        write_keys(key_file, [fresh_key(), *keys.values()])
    await settle(store)
    await _wrap_people(store)
    async with store.unit() as unit:
        house = _tables["house_key"]
        rows = (await unit.connection.execute(select(house.c.purpose, house.c.wrapped))).all()
        await _wrap(unit, house, rows, {one.purpose: place_of(one.purpose) for one in rows})
    return await _drop(store, key_file)


async def _wrap_people(store: Store) -> None:
    table, last = _tables["person_key"], ""
    while True:
        query = select(table.c.person_id, table.c.wrapped).where(table.c.person_id > last)
        async with store.unit() as unit:
            rows = (await unit.connection.execute(query.order_by(table.c.person_id).limit(AT_ONCE))).all()
            await _wrap(unit, table, rows, {one.person_id: key_place(one.person_id) for one in rows})
        if not rows:
            return
        last = rows[-1].person_id


async def _wrap(unit: UnitOfWork, table: Table, rows: Any, places: Mapping[str, Place]) -> None:
    """Those that are wrapped with another key than the current one, unless somebody has changed them meanwhile."""
    house, again = unit.keys.house, []
    await unit.keys.hold()
    (owner,) = table.primary_key.columns
    for one, old in rows:
        if name_of(old) != house.current:
            with suppress(SealError):  # it is counted, and keeps its key from being dropped
                new = house.wrap(places[one], house.unwrap(places[one], old))
                again.append({"owner": one, "before": old, "after": new})
    mine = (owner == bindparam("owner"), table.c.wrapped == bindparam("before"))
    if again:
        await unit.connection.execute(update(table).where(*mine).values(wrapped=bindparam("after")), again)


async def _drop(store: Store, key_file: Path) -> Rotated:
    """Take the old keys that nothing needs out of the file; nobody wraps anything meanwhile."""
    async with store.unit() as unit:
        await unit.keys.hold(alone=True)
        found, keys = await _status(unit), read_keys(key_file)
        current = next(iter(keys))
        old = [name for name in keys if name != current]
        kept = {name: found.uses(name) for name in old if found.uses(name)}
        dropped = [name for name in old if name not in kept]
        try:
            if dropped:
                write_keys(key_file, [key for name, key in keys.items() if name not in dropped])
        except KeyFileError as refusal:  # a mounted secret is somebody else's to change
            return Rotated(current, dropped, kept, str(refusal))
    return Rotated(current, dropped, kept)


async def _status(unit: UnitOfWork) -> Status:
    wraps, seals = Counter[str](), Counter[str]()
    for name in _WRAPPED:
        wraps += await _counted(unit, name, "wrapped")
    for name, column in _SEALED:
        seals += await _counted(unit, name, column)
    return Status(unit.keys.house.current, wraps, seals)


async def _counted(unit: UnitOfWork, table: str, column: str) -> Counter[str]:
    """How often a column names each master key."""
    values = _tables[table].c[column]
    label = func.substr(values, 1, LABEL).label("label")
    query = select(label, func.count().label("times")).where(with_a_master_key(values))
    rows = await unit.connection.execute(query.group_by(label))
    return Counter({name_of(bytes(one.label)): one.times for one in rows})
