"""Opens the database a setting names: SQLite in a file, or PostgreSQL."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.migrating import migrate
from storage.mounts import refuse_network
from storage.postgresql import CONNECTIONS, check_server, is_postgresql, open_postgresql
from storage.refusal import DatabaseRefused
from storage.sqlite import file_of, open_sqlite


def open_database(url: str, connections: int = CONNECTIONS) -> AsyncEngine:
    """The engine for `url`, e.g. `sqlite+aiosqlite:///data/coach.db`. Touches nothing yet.

    `connections`: the most at a time to PostgreSQL; SQLite has one.
    """
    return open_postgresql(url, connections) if is_postgresql(url) else open_sqlite(url)


async def ready_database(url: str, connections: int = CONNECTIONS) -> AsyncEngine:
    """The engine of a database that was found fit and has this release's schema.

    Raises DatabaseRefused, whose message is for the operator.
    """
    engine = open_database(url, connections)
    try:
        _make_room(url)
        async with _unhurried(url, engine) as unhurried:
            await migrate(unhurried)
    except (DBAPIError, OSError, DatabaseRefused) as fault:
        await engine.dispose()
        if isinstance(fault, DatabaseRefused):
            raise
        reason = fault.orig if isinstance(fault, DBAPIError) else fault
        raise DatabaseRefused(f"the database {engine.url!r} cannot be opened: {reason}") from fault
    return engine


def _make_room(url: str) -> None:
    file = file_of(url)
    if file is not None:
        refuse_network(file)
        file.parent.mkdir(parents=True, exist_ok=True)


@asynccontextmanager
async def _unhurried(url: str, engine: AsyncEngine) -> AsyncIterator[AsyncEngine]:
    """An engine to migrate with: a migration takes longer than the statements of a turn may."""
    if not is_postgresql(url):
        yield engine
        return
    own = open_postgresql(url, 1, answering=None)
    try:
        async with own.connect() as connection:
            await connection.run_sync(check_server)
        yield own
    finally:
        await own.dispose()
