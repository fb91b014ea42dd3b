"""Every sealed value of a person, and how it comes under another key.

Whoever adds a column of bytes says here whose it is; a test sees to it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Table, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.calendar_tables import RhythmRow
from storage.sealing import Place, Sealer, name_of
from storage.tables import PersonRow

_tables: Final = PersonRow.metadata.tables


@dataclass(frozen=True, slots=True)
class Sealed:
    """Columns of one table. `through`: the table that says whose they are, where they do not say so themselves."""

    table: str
    columns: tuple[str, ...]
    through: str = ""
    row: Callable[[Any], str] = lambda row: str(row.id)
    """What its place calls the row."""


THEIRS: Final = (
    Sealed("conversation", ("address", "state")),
    Sealed("identity", ("user",)),
    Sealed("reflection", ("episode", "judgement", "learning")),
    Sealed("match", ("candidates",), "reflection"),
    Sealed("plan", ("text",)),
    Sealed("seen", ("answer",), "conversation", lambda row: f"{row.conversation_id}|{row.message}"),
    Sealed("outbox", ("body",), "conversation"),
    Sealed("theme_picker", ("picker",), row=lambda row: str(row.theme_id)),
    Sealed(RhythmRow.__tablename__, ("settings",), row=lambda row: str(row.person_id)),
)
"""Conversations first: whoever takes a turn waits for them before anything else."""


async def reseal(connection: AsyncConnection, person: str, opener: Sealer, sealer: Sealer) -> None:
    """Whatever is this person's and opens with `opener` is sealed with `sealer` from now on. Rows are locked,
    so that no turn writes meanwhile. Raises SealError."""
    for one in THEIRS:
        table = _tables[one.table]
        keys = list(table.primary_key.columns)
        query = select(*keys, *(table.c[name] for name in one.columns)).where(_owned(table, one.through, person))
        rows = (await connection.execute(query.order_by(*keys).with_for_update())).all()
        changed = [_again(one, row, keys, opener, sealer) for row in rows if _is_due(one, row, sealer)]
        if changed:
            mine = [key == bindparam(f"key_{key.name}") for key in keys]
            values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in one.columns}
            await connection.execute(update(table).where(*mine).values(values), changed)


def with_a_persons_key(column: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether it is sealed with somebody's own key, as its envelope says."""
    return column.between(b"\x01\x09p", b"\x01\x09q")


def with_a_master_key(column: ColumnElement[Any]) -> ColumnElement[bool]:
    """The same of a master key."""
    return column.between(b"\x01\x09m", b"\x01\x09n")


def _owned(table: Table, through: str, person: str) -> Any:
    if not through:
        return table.c.person_id == person
    owner = _tables[through]
    return table.c[f"{through}_id"].in_(select(owner.c.id).where(owner.c.person_id == person))


def _is_due(one: Sealed, row: Any, sealer: Sealer) -> bool:
    values = (getattr(row, name) for name in one.columns)
    return any(value is not None and name_of(value) != sealer.sealing for value in values)


def _again(one: Sealed, row: Any, keys: list[Any], opener: Sealer, sealer: Sealer) -> dict[str, Any]:
    def resealed(name: str) -> bytes | None:
        sealed = getattr(row, name)
        place = Place(one.table, name, one.row(row))
        return None if sealed is None else sealer.seal(place, opener.open(place, sealed))

    its = {f"key_{key.name}": getattr(row, key.name) for key in keys}
    return its | {f"new_{name}": resealed(name) for name in one.columns}
