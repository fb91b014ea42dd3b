"""SQLite in a thread of its own, reached by one hop a statement.

aiosqlite crosses to its thread and back for every call: to open a cursor, execute, fetch and close it.
Four crossings cost more than the statement between them. Here a statement crosses once, and brings its
rows along.
"""

import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Self

import aiosqlite

Rows = list[Any]


class OneHopCursor(aiosqlite.Cursor):
    """A cursor as SQLAlchemy uses it: executes, fetches everything, is closed. `_execute` of the connection
    is aiosqlite's own way into the thread; it has no public one for work of ours."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._conn = connection
        self._cursor: Any = None
        self._rows: Rows = []

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, sql: str, parameters: Iterable[Any] | None = None) -> Self:
        self._cursor, self._rows = await self._hop(_executed, sql, parameters or ())
        return self

    async def executemany(self, sql: str, parameters: Iterable[Iterable[Any]]) -> Self:
        self._cursor = await self._hop(sqlite3.Connection.executemany, sql, parameters)
        return self

    async def fetchall(self) -> Rows:
        return self._rows

    async def close(self) -> None:
        """It has given up everything already."""

    async def _hop(self, work: Callable[..., Any], *arguments: Any) -> Any:
        return await self._conn._execute(work, self._conn._conn, *arguments)  # type: ignore[no-untyped-call]  # noqa: SLF001


class OneHopConnection(aiosqlite.Connection):
    """Opens such cursors without a hop of their own."""

    def cursor(self) -> OneHopCursor:  # type: ignore[override] # SQLAlchemy enters it; aiosqlite's can be awaited too
        return OneHopCursor(self)


def connect_one_hop(database: str | Path, **settings: Any) -> OneHopConnection:
    """As aiosqlite.connect. Its thread never keeps the process from ending."""
    connection = OneHopConnection(lambda: sqlite3.connect(database, **settings), iter_chunk_size=64)
    connection._thread.daemon = True  # noqa: SLF001 - as SQLAlchemy does to connections it makes itself
    return connection


def _executed(connection: sqlite3.Connection, sql: str, parameters: Iterable[Any]) -> tuple[sqlite3.Cursor, Rows]:
    cursor = connection.execute(sql, parameters)  # type: ignore[arg-type] # a sequence or a mapping
    return cursor, cursor.fetchall() if cursor.description else []
