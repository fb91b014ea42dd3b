"""Forgets a person: their rows, their key, and what the files still hold of it."""

import sqlite3
from datetime import datetime
from typing import Final

from sqlalchemy import delete, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.audit import Actor, Deed, note
from storage.keys import Keys
from storage.tables import PersonRow

ERASING: Final = "erase"
"""The calendar's kind for somebody who asked for a day to think it over."""


async def erase(
    session: AsyncSession, keys: Keys, person: str, now: datetime, *, by: Actor, deed: Deed = "erased"
) -> None:
    """Everything about a person hangs on one row and goes with it, their key included: what it sealed is lost
    in every copy there is. `Store.unit` scrubs the files once it is committed.

    All of it goes, or nothing has happened; again it changes nothing. The municipality's own list of employees
    loses its tie to the person; published overviews stay.
    """
    if await session.get(PersonRow, person) is None:
        return
    await note(session, keys.house, by, deed, now, person=person)
    await session.exec(delete(PersonRow).where(col(PersonRow.id) == person))
    await session.flush()
    session.expunge_all()
    keys.destroyed = True
    keys.forget()


async def scrub(engine: AsyncEngine) -> bool:
    """Take what was deleted out of the files too. False: not now, somebody is reading them; it is for later.

    SQLite overwrites what it deletes (`secure_delete`), but its log still holds the page from before:
    the log is emptied. PostgreSQL clears dead rows out of the table of keys; what remains of them in its
    own log is wrapped, and opens no more once the master key has been rotated.
    """
    try:
        return await _scrub(engine)
    except (SQLAlchemyError, OSError, sqlite3.Error):
        return False


async def _scrub(engine: AsyncEngine) -> bool:
    async with engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            raw = await connection.get_raw_connection()  # no transaction: a log is not emptied within one
            cursor = await raw.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]
            rows = await cursor.fetchall()
            return not rows or rows[0][0] == 0
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        await connection.execute(text("VACUUM person_key"))
        return True
