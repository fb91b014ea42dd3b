"""A fresh database for each test: SQLite in memory, SQLite in a file, or PostgreSQL where there is one."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine

POSTGRES = os.environ.get("COACH_TEST_POSTGRES", "")
"""Where an administrator can make databases; `tools/postgres.sh` sets it."""
needs_postgres = pytest.mark.skipif(not POSTGRES, reason="COACH_TEST_POSTGRES is not set")
EMPTY = "template0"


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
