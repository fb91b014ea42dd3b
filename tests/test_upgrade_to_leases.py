"""Migrations: the tables are what the code believes, and what an earlier release wrote survives."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import SQLModel

from storage.database import open_database
from storage.migrating import _config, is_current, migrate

WRITTEN = """
INSERT INTO person VALUES ('p', '2026-11-24 09:00:00.000000');
INSERT INTO conversation (id, person_id, channel, external_index, address, version, state)
    VALUES ('c', 'p', 'web', 'i', x'01', 7, x'02');
INSERT INTO seen VALUES ('c', 'm', '2026-11-24 09:00:00.000000');
INSERT INTO outbox (id, conversation_id, body, status, attempts, created_at) VALUES
    ('1', 'c', x'03', 'sent', 1, '2026-11-24 09:00:00.000000'),
    ('2', 'c', x'03', 'sending', 1, '2026-11-24 09:00:00.000000'),
    ('3', 'c', x'03', 'pending', 0, '2026-11-24 09:00:00.000000')
"""


@pytest.fixture
async def engine() -> AsyncIterator[AsyncEngine]:
    opened = open_database("sqlite+aiosqlite://")
    yield opened
    await opened.dispose()


def _to(revision: str, *, up: bool = True) -> Any:
    def run(connection: Connection) -> None:
        config = _config()
        config.attributes["connection"] = connection
        (command.upgrade if up else command.downgrade)(config, revision)

    return run


async def test_the_tables_are_what_the_code_believes(engine: AsyncEngine) -> None:
    await migrate(engine)
    async with engine.connect() as connection:
        found = await connection.run_sync(
            lambda sync: compare_metadata(MigrationContext.configure(sync), SQLModel.metadata)
        )
    assert found == []


async def test_what_the_first_release_wrote_survives_the_second(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.run_sync(_to("0001"))
        for statement in WRITTEN.split(";"):
            await connection.execute(text(statement))
    await migrate(engine)
    assert await is_current(engine)
    async with engine.connect() as connection:
        rows = (
            await connection.execute(text("SELECT status, turn, bulk, repeats, reason, due_at FROM outbox ORDER BY id"))
        ).all()
        kept = (await connection.execute(text("SELECT version, refused_at FROM conversation"))).one()
        answers = (await connection.execute(text("SELECT message, answer FROM seen"))).one()
    # What was being sent has no lease that could run out: nobody can tell whether it was shown.
    assert [row[0] for row in rows] == ["sent", "ambiguous", "pending"]
    assert all(tuple(row[1:]) == (0, 0, 0, "", None) for row in rows)
    assert (tuple(kept), tuple(answers)) == ((7, None), ("m", None))


async def test_the_second_can_be_taken_back(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.run_sync(_to("0002"))
        await connection.run_sync(_to("0001", up=False))
        columns = (await connection.execute(text("SELECT name FROM pragma_table_info('outbox')"))).scalars().all()
        await connection.run_sync(_to("0002"))
    assert "due_at" not in columns
