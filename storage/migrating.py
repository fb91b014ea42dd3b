"""Brings a database to the schema this release knows."""

from pathlib import Path
from typing import Any, Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.refusal import DatabaseRefused

FOLDER: Final = Path(__file__).parent / "migrations"
TURN: Final = 4_113_407_129
"""Any number that nothing else on the server locks: whoever holds it migrates."""


class NewerSchema(DatabaseRefused):
    """The database was written by a newer release; an older one would not understand it."""


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    return config


async def migrate(engine: AsyncEngine, revision: str = "head") -> None:
    """Apply what is missing up to `revision`. Raises NewerSchema rather than touch a newer database."""
    async with engine.begin() as connection:
        await connection.run_sync(_upgrade, revision)


async def is_current(engine: AsyncEngine) -> bool:
    """Whether the database has exactly this release's schema."""
    async with engine.connect() as connection:
        return bool(await connection.run_sync(_revision) == _head())


def revisions() -> list[str]:
    """Every schema this release knows, oldest first."""
    return [one.revision for one in ScriptDirectory.from_config(_config()).walk_revisions()][::-1]


def _upgrade(connection: Connection, to: str) -> None:
    if connection.dialect.name == "postgresql":
        # Replicas start together: one migrates, the others wait until it has committed. SQLite has one writer anyhow.
        connection.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": TURN})
    revision = _revision(connection)
    if revision is not None and revision not in revisions():
        raise NewerSchema(f"the database has schema {revision}, which this release does not know")
    command.upgrade(_config(connection), to)


def _revision(connection: Connection) -> Any:
    return MigrationContext.configure(connection).get_current_revision()


def _head() -> Any:
    return ScriptDirectory.from_config(_config()).get_current_head()
