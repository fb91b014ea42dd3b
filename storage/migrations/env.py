"""Alembic runs on the connection it is handed, in that connection's transaction."""

from alembic import context
from sqlmodel import SQLModel

import storage.audit_tables
import storage.calendar_tables
import storage.joining_tables
import storage.key_tables
import storage.tables
import storage.team_tables  # noqa: F401 - importing is what declares the tables

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    transactional_ddl=True,
    render_as_batch=True,
)
context.run_migrations()
