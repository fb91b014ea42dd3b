"""What is due and when, what was done about it, and each person's rhythm.

A wall time is local and naive, written as 2026-11-26T09:00: clocks that are turned, and laws about
turning them, change the moment it stands for, not the row.
"""

from datetime import datetime

from sqlalchemy import Column, ForeignKey
from sqlmodel import Field, SQLModel

from storage.tables import _moment, _owner, _sealed


class DueRow(SQLModel, table=True):
    """The next time something is due: one row for each kind of thing and whom or what it is about."""

    __tablename__ = "due"
    kind: str = Field(primary_key=True)
    scope: str = Field(primary_key=True)
    """A person, a team, a plan …"""
    person_id: str | None = _owner("person", nullable=True)
    """Whoever it goes with, where it is about one person."""
    occurrence: str
    """Which time this is, e.g. 2026-W48: the same however often it is moved."""
    wall: str
    zone: str
    due_at: datetime = _moment(index=True)
    """The moment of `wall` in `zone`, to be found by."""


class ClaimRow(SQLModel, table=True):
    """The ledger: an occurrence that was carried out. Its key is what makes it happen once."""

    __tablename__ = "claim"
    kind: str = Field(primary_key=True)
    scope: str = Field(primary_key=True)
    occurrence: str = Field(primary_key=True)
    person_id: str | None = _owner("person", nullable=True)
    claimed_at: datetime = _moment(index=True)


class RhythmRow(SQLModel, table=True):
    """How often, and when, a person wants to hear from the coach. Sealed: it tells when somebody works."""

    __tablename__ = "rhythm"
    person_id: str = Field(sa_column=Column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True))
    settings: bytes = _sealed()
