"""Forgets a person: their rows, their key, and what the files still hold of it."""

import sqlite3
from datetime import datetime
from typing import Final

import structlog
from sqlalchemy import delete, func, text, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.audit import Actor, Deed, note
from storage.keys import Keys
from storage.tables import PersonRow
from storage.team_tables import EmployeeRow, MembershipRow, RosterMemberRow

log = structlog.get_logger()

ERASING: Final = "erase"
"""The calendar's kind for somebody who asked for a day to think it over."""


async def erase(
    session: AsyncSession, keys: Keys, person: str, now: datetime, *, by: Actor, deed: Deed = "erased"
) -> None:
    """Everything about a person hangs on one row and goes with it, their key included: what it sealed is lost
    in every copy there is. `Store.unit` scrubs the files once it is committed.

    All of it goes, or nothing has happened; again it changes nothing. The municipality's own list of employees
    loses its tie to the person; published overviews stay. So does a no to a team made in its channel, or the
    next reading of its roster would take them in again.
    """
    if await session.get(PersonRow, person) is None:
        return
    await note(session, keys.house, by, deed, now, person=person)
    await _untell(session, person)
    await session.exec(delete(PersonRow).where(col(PersonRow.id) == person))
    await session.flush()
    session.expunge_all()
    keys.destroyed = True
    keys.forget()


async def _untell(session: AsyncSession, person: str) -> None:
    """That they were told of a team shows that they were here. They are to be told again if they come back."""
    theirs = select(EmployeeRow.id).where(col(EmployeeRow.person_id) == person)
    told = col(RosterMemberRow.employee_id).in_(theirs), col(RosterMemberRow.standing) == "told"
    joined = (
        select(func.min(MembershipRow.since))
        .where(
            col(MembershipRow.employee_id) == col(RosterMemberRow.employee_id),
            col(MembershipRow.team_id) == col(RosterMemberRow.team_id),
        )
        .scalar_subquery()
    )
    as_others = {"standing": "untold", "since": func.coalesce(joined, col(RosterMemberRow.since))}
    await session.exec(update(RosterMemberRow).where(*told).values(as_others))


async def scrub(engine: AsyncEngine) -> bool:
    """Take what was deleted out of the files too. False: not now, somebody is reading them; it is for later.

    SQLite overwrites what it deletes (`secure_delete`), but its log still holds the page from before:
    the log is emptied. PostgreSQL clears dead rows out of the table of keys; what remains of them in its
    own log is wrapped, and opens no more once the master key has been rotated.
    """
    try:
        done = await _scrub(engine)
    except (SQLAlchemyError, OSError, sqlite3.Error) as fault:
        log.warning("erasing.not_scrubbed", fault=type(fault).__name__)
        return False
    if not done:
        log.info("erasing.not_scrubbed", fault="busy")
    return done


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
