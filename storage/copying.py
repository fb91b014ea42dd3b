"""Copies of a SQLite file: made while the coach works, and brought back."""

import sqlite3
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from sqlmodel import select

from storage.database import ready_database
from storage.holding import hold
from storage.house_keys import furnish, settle
from storage.key_copy import KeyCopy, put_back, read_copy, write_copy
from storage.key_file import read_keys
from storage.refusal import DatabaseRefused
from storage.sealing import Place, Sealer, SealError
from storage.service_lock import only_service
from storage.sqlite import PATIENCE, file_of
from storage.tables import ConversationRow
from storage.unit import Store


def back_up(url: str, backup: Path, keys: Path) -> None:
    """Copy the database of `url` as it is at one moment, whoever writes meanwhile, into one file that only its owner
    may read. Its keys are not in it: they are written over those in `keys`.

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
        taken = _keys_of(draft, and_take_them_out=True)
        write_copy(keys, taken)
        draft.rename(backup)


async def restore(backup: Path, url: str, key_file: Path, now: datetime, sources: Sequence[Path] = ()) -> int:
    """Put the backup in the place of the database of `url`, brought to this release's schema, and held. Returns how
    many people are left out, because they have been erased since.

    Keys come from the database that is there, and from copies of the keys (`sources`), the first that has one.
    All of it is prepared and checked first; then it replaces what was there in one transaction.
    Raises DatabaseRefused and KeyFileError; then what was there is there still.
    """
    database, keys = _file(url), KeyCopy()
    with _said_plainly(backup), only_service(url), _draft(database.parent) as draft:
        _copy(backup, draft)
        _check(draft)
        for source in (_keys_there(database), *(read_copy(one) for one in sources)):
            keys = keys.with_missing_of(source)
        gone = await _prepare(draft, read_keys(key_file), keys, now)
        _remove_unless_readable(database)
        _copy(draft, database)
    return gone


async def _prepare(draft: Path, masters: Mapping[str, bytes], keys: KeyCopy, now: datetime) -> int:
    engine = await ready_database(f"sqlite+aiosqlite:///{draft}")
    try:
        current = next(iter(masters))
        store = Store(engine, Sealer(masters, current))
        async with store.unit() as unit:
            gone = await put_back(unit.connection, keys)
        await _refuse_another_key(store, masters[current])
        await settle(store)
        await hold(store, now)
    finally:
        await engine.dispose()
    return gone


async def _refuse_another_key(store: Store, master: bytes) -> None:
    try:
        await furnish(store, master)
        async with store.unit() as unit:
            row = (await unit.session.exec(select(ConversationRow).limit(1))).first()
            if row is not None:
                sealer = await unit.keys.of(row.person_id)
                sealer.open(Place("conversation", "state", row.id), row.state)
    except SealError:
        raise DatabaseRefused("the key file does not open this backup; put back the one it was made with") from None


def knows_people(database: Path) -> bool:
    """Whether this is a database with people in it, which tells who has been erased."""
    return bool(_keys_there(database).people)


def _keys_there(database: Path) -> KeyCopy:
    """Those of the database that is to be replaced, if it is one."""
    try:
        return _keys_of(database) if database.exists() else KeyCopy()
    except sqlite3.DatabaseError:
        return KeyCopy()


def _keys_of(file: Path, *, and_take_them_out: bool = False) -> KeyCopy:
    """Of a database from before there were keys, none."""
    with closing(sqlite3.connect(file)) as its:
        its.execute("PRAGMA secure_delete=ON")  # what is deleted is overwritten
        there = {name for (name,) in its.execute("SELECT name FROM sqlite_master WHERE name LIKE '%_key'")}
        if not there >= {"person_key", "house_key"}:
            return KeyCopy()
        people = dict(its.execute("SELECT person_id, wrapped FROM person_key").fetchall())
        house = dict(its.execute("SELECT purpose, wrapped FROM house_key").fetchall())
        if and_take_them_out:
            its.execute("DELETE FROM person_key")
            its.execute("DELETE FROM house_key")
            its.commit()
    return KeyCopy(people, house)


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
