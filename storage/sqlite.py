"""SQLite, set up so that a committed turn survives a power cut."""

from pathlib import Path
from typing import Any, Final

from sqlalchemy import event
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from storage.one_hop import connect_one_hop

PATIENCE: Final = 5.0
"""Seconds a turn waits for another turn of this process, and then for another process's write."""


def open_sqlite(url: str, patience: float = PATIENCE) -> AsyncEngine:
    """One connection for the whole process: its turns stand in line for it.

    SQLite has one writer at a time in any case. With more connections, writers would try again and
    again until it is their turn, and the unluckiest of 16 was seen to try for five seconds in vain.
    """
    line: dict[str, Any] = {"poolclass": AsyncAdaptedQueuePool, "pool_size": 1, "max_overflow": 0}
    arguments = {"timeout": patience, "async_creator_fn": connect_one_hop}
    engine = create_async_engine(url, pool_timeout=patience, connect_args=arguments, **line)
    event.listen(engine.sync_engine, "connect", _on_connect)
    event.listen(engine.sync_engine, "begin", _on_begin)
    return engine


def file_of(url: str) -> Path | None:
    """The SQLite file that `url` names; None for a database in memory and for PostgreSQL."""
    parts = make_url(url)
    if parts.get_backend_name() != "sqlite" or parts.database in (None, "", ":memory:"):
        return None
    return Path(str(parts.database)).resolve()


def _on_connect(connection: Any, _record: Any) -> None:
    # The driver must not begin transactions on its own: it would begin them deferred,
    # and two readers that both want to write would then fail instead of waiting.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _on_begin(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
