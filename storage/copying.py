"""Copies of a SQLite file: made while the coach works, and brought back."""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from sqlmodel import select

from storage.database import ready_database
from storage.holding import hold
from storage.refusal import DatabaseRefused
from storage.sealing import Place, Sealer, SealError
from storage.service_lock import only_service
from storage.sqlite import PATIENCE, file_of
from storage.tables import ConversationRow
from storage.unit import Store


def back_up(url: str, backup: Path) -> None:
    """Copy the database of `url` as it is at one moment, whoever writes meanwhile, into one file that only its owner
    may read.

    Raises DatabaseRefused; then there is no file called `backup`.
    """
    database = _file(url)
    if backup.exists():
        raise DatabaseRefused(f"{backup} is there already; give the backup another name")
    with _said_plainly(database), _draft(backup.parent) as draft:
        _copy(database, draft)
        with closing(sqlite3.connect(draft)) as copy:
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, with nothing beside it
        _check(draft)
        draft.rename(backup)


async def restore(backup: Path, url: str, sealer: Sealer, now: datetime) -> None:
    """Put the backup in the place of the database of `url`, brought to this release's schema, and held.

    All of it is prepared and checked first; then it replaces what was there in one transaction.
    Raises DatabaseRefused; then what was there is there still.
    """
    database = _file(url)
    with _said_plainly(backup), only_service(url), _draft(database.parent) as draft:
        _copy(backup, draft)
        _check(draft)
        await _prepare(draft, sealer, now)
        _remove_unless_readable(database)
        _copy(draft, database)


async def _prepare(draft: Path, sealer: Sealer, now: datetime) -> None:
    engine = await ready_database(f"sqlite+aiosqlite:///{draft}")
    try:
        store = Store(engine, sealer)
        await _refuse_another_key(store)
        await hold(store, now)
    finally:
        await engine.dispose()


async def _refuse_another_key(store: Store) -> None:
    try:
        async with store.unit() as unit:
            row = (await unit.session.exec(select(ConversationRow).limit(1))).first()
            if row is not None:
                sealer = await unit.keys.of(row.person_id)
                sealer.open(Place("conversation", "state", row.id), row.state)
    except SealError:
        raise DatabaseRefused("the key file does not open this backup; put back the one it was made with") from None


def _copy(source: Path, target: Path) -> None:
    """All pages of one moment, in one transaction of the target."""
    opened = sqlite3.connect(f"{source.resolve().as_uri()}?mode=rw", uri=True, timeout=PATIENCE)
    with closing(opened) as its, closing(sqlite3.connect(target, timeout=PATIENCE)) as copy:
        its.backup(copy)


def _check(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as its:
        found = its.execute("PRAGMA integrity_check").fetchone()[0]
        if found != "ok":
            raise DatabaseRefused(f"the copy is damaged: {found}")
        if not its.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone():
            raise DatabaseRefused("this is a database, but not one of the coach")


def _remove_unless_readable(database: Path) -> None:
    """A file that is no database any more cannot be overwritten as one."""
    try:
        with closing(sqlite3.connect(database)) as its:
            its.execute("PRAGMA schema_version")
    except sqlite3.DatabaseError as fault:
        if fault.sqlite_errorcode not in {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}:
            raise
        for suffix in ("", "-wal", "-shm"):
            database.with_name(database.name + suffix).unlink(missing_ok=True)


@contextmanager
def _draft(folder: Path) -> Iterator[Path]:
    """A file to work on, on the same disk as where it will go. Only its owner may read it."""
    with tempfile.TemporaryDirectory(prefix=".copy-", dir=folder) as place:
        draft = Path(place) / "coach.db"
        draft.touch(mode=0o600)
        yield draft


@contextmanager
def _said_plainly(source: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as fault:
        raise DatabaseRefused(f"{source} cannot be copied: {fault}") from fault


def _file(url: str) -> Path:
    file = file_of(url)
    if file is None:
        raise DatabaseRefused(
            "this is for SQLite files; PostgreSQL has pg_dump and pg_restore, see docs/how-to/backup.md"
        )
    return file
