"""PostgreSQL 14 or newer, directly or behind PgBouncer in transaction mode."""

from typing import Any, Final

from sqlalchemy import AdaptedConnection, Connection, event, text
from sqlalchemy.engine import Dialect, ExceptionContext
from sqlalchemy.exc import DBAPIError, DisconnectionError, OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from storage.refusal import DatabaseRefused

CONNECTIONS: Final = 10
WAITING: Final = 5.0
"""Seconds to wait for a free connection, and to make one."""
ANSWERING: Final = 7.0
"""Seconds a statement may take, waiting for a lock included. Hanging up on a server that has gone silent takes two
more; Teams sends a message again after 15."""
OLDEST: Final = 14
"""Major version. What came before gets no security fixes any more."""


def is_postgresql(url: str) -> bool:
    return url.startswith("postgresql")


def open_postgresql(url: str, connections: int = CONNECTIONS, answering: float | None = ANSWERING) -> AsyncEngine:
    """At most `connections` at a time; each statement is given up after `answering` seconds."""
    engine = create_async_engine(
        url,
        isolation_level="READ COMMITTED",
        pool_size=connections,
        max_overflow=0,
        pool_timeout=WAITING,
        connect_args={"timeout": WAITING, "command_timeout": answering, **_UNNAMED},
    )
    event.listen(engine.sync_engine, "do_connect", _connect)
    event.listen(engine.sync_engine, "checkout", _still_open)
    event.listen(engine.sync_engine, "handle_error", _lost)
    return engine


# PgBouncer in transaction mode may hand each transaction to another process of the server, which
# knows nothing of statements prepared on the last one: none is kept, and none has a name.
_UNNAMED: Final = {
    "statement_cache_size": 0,
    "prepared_statement_cache_size": 0,
    "prepared_statement_name_func": lambda: "",
}


def check_server(connection: Connection) -> None:
    """Refuse a server we cannot rely on. Raises DatabaseRefused."""
    version = int(connection.execute(text("SHOW server_version_num")).scalar_one()) // 10_000
    if version < OLDEST:
        raise DatabaseRefused(f"the database is PostgreSQL {version}; the coach needs {OLDEST} or newer")
    if not connection.execute(text(_SORTS_IDS)).scalar_one():
        raise DatabaseRefused(
            "the database sorts text by the rules of a language that puts »aa« after »z«, as Danish does, and would"
            " mix up the order of messages; make one with CREATE DATABASE … TEMPLATE template0 LOCALE 'C.UTF-8'"
        )


# Ids are in order of time as long as they are sorted by their bytes.
_SORTS_IDS: Final = """
    SELECT array_agg(hex ORDER BY hex) = array_agg(hex ORDER BY hex COLLATE "C")
    FROM (SELECT to_hex(number) AS hex FROM generate_series(256, 4095) AS number) AS numbers
"""


def lost_to_another(fault: DBAPIError) -> bool:
    """Whether PostgreSQL undid this transaction for the sake of another: deadlock or serialization failure."""
    return getattr(fault.orig, "sqlstate", None) in {"40001", "40P01"}


def _connect(dialect: Dialect, _entry: ConnectionPoolEntry, arguments: Any, parameters: Any) -> Any:
    # The driver lets errors of the network through as they are; they are the database's to us.
    try:
        return dialect.connect(*arguments, **parameters)
    except OSError as unreachable:
        raise dialect.loaded_dbapi.OperationalError(str(unreachable), unreachable) from unreachable


def _still_open(connection: AdaptedConnection, _entry: ConnectionPoolEntry, _proxy: Any) -> None:
    # The driver knows when the server hung up, so finding out costs no question to the server.
    if connection.driver_connection.is_closed():
        raise DisconnectionError


def _lost(context: ExceptionContext) -> Exception | None:
    # A statement given up leaves a connection of which nobody knows what it will say next.
    fault = context.original_exception
    if not isinstance(fault, OSError):
        return None
    context.is_disconnect = True
    context.invalidate_pool_on_disconnect = False
    return OperationalError(context.statement, None, fault, connection_invalidated=True)
