"""A restored copy may have said it all before: it sends nothing until an operator says so."""

from datetime import datetime

from sqlalchemy import delete
from sqlmodel import select

from storage.tables import HoldRow
from storage.unit import Store


async def hold(store: Store, now: datetime) -> None:
    """Send nothing from this database until it is released."""
    async with store.unit() as unit:
        unit.session.add(HoldRow(since=now))


async def is_held(store: Store) -> bool:
    """Whether nothing may be sent."""
    async with store.unit() as unit:
        return (await unit.session.exec(select(HoldRow.id).limit(1))).first() is not None


async def release(store: Store) -> None:
    """Send again what waits in the outbox."""
    async with store.unit() as unit:
        await unit.session.exec(delete(HoldRow))
