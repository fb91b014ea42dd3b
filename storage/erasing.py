"""Takes away everything about a person, at once."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.audit import Actor, Deed, note
from storage.sealing import Sealer
from storage.tables import PersonRow


async def erase(
    session: AsyncSession, sealer: Sealer, person: str, now: datetime, *, by: Actor, deed: Deed = "erased"
) -> None:
    """In the unit of work it is called in: all of it goes, or nothing has happened. Again it changes nothing.

    Every row about a person hangs on this one and goes with it. The municipality's own list of employees
    loses its tie to the person; published overviews stay.
    """
    gone = await session.get(PersonRow, person)
    if gone is None:
        return
    await note(session, sealer, by, deed, now, person=person)
    await session.exec(delete(PersonRow).where(col(PersonRow.id) == person))
    session.expunge_all()


async def scrub(engine: AsyncEngine) -> None:
    """Leave nothing of deleted rows in SQLite's files: its pages are overwritten as rows go (secure_delete), and
    this empties the log that still holds their old images. Whoever reads at that moment keeps it from being
    done; the next round does it. PostgreSQL's vacuum does the same in its own time."""
    if engine.dialect.name != "sqlite":
        return
    async with engine.connect() as connection:
        sqlite: Any = (await connection.get_raw_connection()).driver_connection
        await sqlite.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")  # not within a transaction
