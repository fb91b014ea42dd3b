"""A fresh database for each test: SQLite in memory, SQLite in a file, or PostgreSQL where there is one.

The migrations run once for a whole run of the suite, and each test begins with what they left: running
them for each took a third of its time. `tests/test_migrations.py` and whoever opens an empty database run
them in full.
"""

import os
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.database import ready_database

POSTGRES = os.environ.get("COACH_TEST_POSTGRES", "")
"""Where an administrator can make databases; `tools/postgres.sh` sets it."""
needs_postgres = pytest.mark.skipif(not POSTGRES, reason="COACH_TEST_POSTGRES is not set")
EMPTY = "template0"
needs_files = pytest.mark.skipif(
    not os.environ.get("COACH_TEST_FILES"), reason="COACH_TEST_FILES is not set, as it is by `make test-both`"
)
"""What is said of SQLite in memory is said of it in a file: same engine, same one connection. CI sees to it."""


@asynccontextmanager
async def postgres_database(template: str = EMPTY, options: str = "") -> AsyncIterator[str]:
    """The address of a database of its own, dropped at the end."""
    name = f"test_{uuid4().hex}"
    await administer(f'CREATE DATABASE "{name}" TEMPLATE "{template}" {options}')
    try:
        yield make_url(POSTGRES).set(database=name).render_as_string(hide_password=False)
    finally:
        await administer(f'DROP DATABASE "{name}" WITH (FORCE)')


async def administer(statement: str) -> None:
    """Have the server's administrator do something."""
    engine = create_async_engine(POSTGRES, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text(statement))
    await engine.dispose()


async def sqlite_schema(folder: Path) -> tuple[str, ...]:
    """The statements that make what the migrations make."""
    file = folder / "migrated.db"
    await (await ready_database(f"sqlite+aiosqlite:///{file}")).dispose()
    with closing(sqlite3.connect(file)) as made:
        tables = made.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid").fetchall()
        (revision,) = made.execute("SELECT version_num FROM alembic_version").fetchone()
    return (*(sql for (sql,) in tables), f"INSERT INTO alembic_version VALUES ('{revision}')")


async def make_schema(engine: AsyncEngine, statements: tuple[str, ...]) -> None:
    async with engine.begin() as connection:
        for statement in statements:
            await connection.exec_driver_sql(statement)
