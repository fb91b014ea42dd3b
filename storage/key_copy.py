"""A copy of the wrapped keys, apart from the backups: so that a backup opens for those who have not been erased since.

There is one such copy, written over each time. Kept with every backup, it would keep alive what people erased.
"""

import base64
import binascii
import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from sqlalchemy import delete, exists, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.key_tables import HouseKeyRow, PersonKeyRow
from storage.refusal import DatabaseRefused
from storage.resealing import with_a_persons_key
from storage.tables import IdentityRow, PersonRow

_tables: Final = PersonRow.metadata.tables
_person: Final = _tables["person"]
_identity: Final = _tables[IdentityRow.__tablename__]
_key: Final = _tables[PersonKeyRow.__tablename__]
_house: Final = _tables[HouseKeyRow.__tablename__]
_THEIRS: Final = exists(select(_key.c.person_id).where(_key.c.person_id == _person.c.id))
_NEEDS_ONE: Final = exists(
    select(_identity.c.id).where(_identity.c.person_id == _person.c.id, with_a_persons_key(_identity.c.user))
)
_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class KeyCopy:
    """Wrapped keys: of people by their ids, of the house by purpose."""

    people: Mapping[str, bytes] = field(default_factory=dict)
    house: Mapping[str, bytes] = field(default_factory=dict)

    def with_missing_of(self, other: "KeyCopy") -> "KeyCopy":
        return KeyCopy({**other.people, **self.people}, {**other.house, **self.house})


async def copied(connection: AsyncConnection) -> KeyCopy:
    """The keys of a database."""
    people = (await connection.execute(select(_key.c.person_id, _key.c.wrapped))).all()
    house = (await connection.execute(select(_house.c.purpose, _house.c.wrapped))).all()
    return KeyCopy(dict(people), dict(house))


async def put_back(connection: AsyncConnection, copy: KeyCopy) -> int:
    """Give a restored database the keys it lacks. Whoever has none any more was erased: they go. Returns how many
    did. Raises DatabaseRefused where that would be everybody."""
    there = await copied(connection)
    people = set((await connection.execute(select(_person.c.id))).scalars())
    new = [
        {"person_id": one, "wrapped": key} for one, key in copy.people.items() if one in people - there.people.keys()
    ]
    house = [{"purpose": one, "wrapped": key} for one, key in copy.house.items() if one not in there.house]
    for table, rows in ((_key, new), (_house, house)):
        if rows:
            await connection.execute(insert(table), rows)
    without = (_NEEDS_ONE, ~_THEIRS)
    gone = list((await connection.execute(select(_person.c.id).where(*without))).scalars())
    if gone and not new and not there.people:
        raise DatabaseRefused(
            "none of these people's keys is at hand; name the copy of the keys that was kept with them"
        )
    for first in range(0, len(gone), _AT_ONCE):
        await connection.execute(delete(_person).where(_person.c.id.in_(gone[first : first + _AT_ONCE])))
    return len(gone)


def write_copy(path: Path, copy: KeyCopy) -> None:
    """Write over the copy that is there: the new one is whole, or the old one is. Only its owner may read it."""
    handle, draft = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            json.dump({"people": _encoded(copy.people), "house": _encoded(copy.house)}, file, indent=0)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise


def read_copy(path: Path) -> KeyCopy:
    """Raises DatabaseRefused."""
    try:
        found = json.loads(path.read_text(encoding="ascii"))
        return KeyCopy(_decoded(found["people"]), _decoded(found["house"]))
    except OSError as fault:
        raise DatabaseRefused(f"the copy of the keys {path} cannot be read: {fault}") from None
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error):
        raise DatabaseRefused(f"{path} is no copy of the keys") from None


def _encoded(keys: Mapping[str, bytes]) -> dict[str, str]:
    return {name: base64.b64encode(key).decode() for name, key in keys.items()}


def _decoded(keys: Mapping[str, Any]) -> dict[str, bytes]:
    return {name: base64.b64decode(key, validate=True) for name, key in keys.items()}
