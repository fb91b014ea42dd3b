"""Every schema there ever was becomes today's, and nothing it held is lost on the way.

A new revision is tested without a word here, unless it means to drop something.
"""

from collections.abc import AsyncIterator
from datetime import date, datetime, timezone
from itertools import pairwise
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Column, Connection, MetaData, Table, insert, select, text
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 - importing is what declares the tables
from storage.database import open_database
from storage.migrating import _config, migrate, revisions

Contents = dict[str, list[dict[str, Any]]]

DROPPED: dict[str, set[str]] = {}
"""What a revision means to drop: table, or table.column, by revision."""
SAMPLES: dict[type, Any] = {
    int: 7,
    bool: True,
    bytes: b"\x00\xffsealed",
    date: date(2026, 12, 24),
    datetime: datetime(2026, 11, 24, 10, 0, tzinfo=timezone.utc),
}


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    its = open_database(database_url)
    yield its
    await its.dispose()


@pytest.mark.parametrize(("before", "revision"), list(pairwise(revisions())))
async def test_what_the_revision_before_held_survives(engine: AsyncEngine, before: str, revision: str) -> None:
    await migrate(engine, before)
    async with engine.begin() as connection:
        await connection.run_sync(_fill)
        held = await connection.run_sync(_contents)
    assert all(held.values())  # a row in every table
    await migrate(engine, revision)
    async with engine.connect() as connection:
        after = await connection.run_sync(_contents)
    lost = {f"{table}.{name}" for table in held.keys() & after for name in _names(held, table) - _names(after, table)}
    assert lost | (held.keys() - after) == DROPPED.get(revision, set())
    for table in held.keys() & after:
        kept = _names(held, table) & _names(after, table)
        assert _only(kept, after[table]) == _only(kept, held[table]), table


async def test_what_was_being_sent_when_leases_came_is_ambiguous(engine: AsyncEngine) -> None:
    """It has no lease that could run out, and nobody can tell whether it was shown."""
    await migrate(engine, "0001")
    async with engine.begin() as connection:
        await connection.run_sync(_fill)
        await connection.execute(text("UPDATE outbox SET status = 'sending'"))
    await migrate(engine, "0002")
    async with engine.connect() as connection:
        assert (await connection.execute(text("SELECT status FROM outbox"))).scalar_one() == "ambiguous"


@pytest.mark.parametrize(("before", "revision"), list(pairwise(revisions())))
async def test_a_revision_can_be_taken_back(engine: AsyncEngine, before: str, revision: str) -> None:
    await migrate(engine, before)
    async with engine.connect() as connection:
        held = await connection.run_sync(_columns)
    await migrate(engine, revision)
    async with engine.begin() as connection:
        assert await connection.run_sync(_columns) != held
        await connection.run_sync(lambda its: command.downgrade(_config(its), before))
        assert await connection.run_sync(_columns) == held


async def test_the_last_revision_is_what_the_code_knows(engine: AsyncEngine) -> None:
    await migrate(engine)
    async with engine.connect() as connection:
        differences = await connection.run_sync(
            lambda its: compare_metadata(MigrationContext.configure(its), SQLModel.metadata)
        )
    assert differences == []


def _tables(connection: Connection) -> list[Table]:
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name != "alembic_version"]


def _columns(connection: Connection) -> set[str]:
    return {str(column) for table in _tables(connection) for column in table.columns}


def _fill(connection: Connection) -> None:
    """A row in every table, with something in every column."""
    rows: dict[str, dict[str, Any]] = {}
    for table in _tables(connection):
        rows[table.name] = {column.name: _sample(column, rows) for column in table.columns}
        connection.execute(insert(table).values(rows[table.name]))


def _sample(column: Column[Any], rows: dict[str, dict[str, Any]]) -> Any:
    for owner in column.foreign_keys:
        if owner.column.table is not column.table:
            return rows[owner.column.table.name][owner.column.name]
        return _sample(owner.column, rows)  # itself: nothing else stands there
    kind = column.type.python_type
    return f"{column.table.name}.{column.name}" if kind is str else SAMPLES[kind]


def _contents(connection: Connection) -> Contents:
    return {
        table.name: [dict(row) for row in connection.execute(select(table)).mappings()] for table in _tables(connection)
    }


def _names(contents: Contents, table: str) -> set[str]:
    return set().union(*contents[table])


def _only(names: set[str], rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{name: row[name] for name in names} for row in rows]
