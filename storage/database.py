"""The engine: SQLite set up so that a committed turn survives a power cut."""

from typing import Any, Final

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

BUSY: Final = 5000
"""Milliseconds SQLite waits for another process's write."""


def open_database(url: str) -> AsyncEngine:
    """The engine for `url`, e.g. `sqlite+aiosqlite:///data/coach.db`."""
    if not url.startswith("sqlite"):
        return create_async_engine(url)
    # A database in memory lives as long as its one connection; others wait for it.
    memory = url.endswith(("://", ":memory:"))
    single: dict[str, Any] = {"poolclass": AsyncAdaptedQueuePool, "pool_size": 1, "max_overflow": 0} if memory else {}
    engine = create_async_engine(url, **single)
    event.listen(engine.sync_engine, "connect", _on_connect)
    event.listen(engine.sync_engine, "begin", _on_begin)
    return engine


def _on_connect(connection: Any, _record: Any) -> None:
    # The driver must not begin transactions on its own: it would begin them deferred,
    # and two readers that both want to write would then fail instead of waiting.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        f"busy_timeout={BUSY}",
        "foreign_keys=ON",
        "secure_delete=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _on_begin(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
