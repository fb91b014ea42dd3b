"""Which chats of a person were joined, and what each brought, so that they can be parted again."""

from datetime import datetime

from sqlalchemy import Column, ForeignKey
from sqlmodel import Field, SQLModel

from storage.tables import _moment, _owner, new_id


class JoinedRow(SQLModel, table=True):
    """A channel that was joined to a person, and what it had that a person has but once."""

    __tablename__ = "joined"
    id: str = Field(default_factory=new_id, primary_key=True)
    person_id: str = _owner("person")
    identity_id: str = Field(
        sa_column=Column(ForeignKey("identity.id", ondelete="CASCADE"), nullable=False, unique=True)
    )
    employee_id: str | None = Field(
        default=None, sa_column=Column(ForeignKey("employee.id", ondelete="SET NULL"), nullable=True)
    )
    """Whom the directory tied it to."""
    shares: bool | None = None
    """What it had said about sharing with the team."""
    created_at: datetime = _moment()
    """When its person first came."""
    joined_at: datetime = _moment()


class BroughtRow(SQLModel, table=True):
    """A reflection that came with the channel; its levels, plans and contributions follow it."""

    __tablename__ = "brought"
    reflection_id: str = Field(sa_column=Column(ForeignKey("reflection.id", ondelete="CASCADE"), primary_key=True))
    joined_id: str = _owner("joined")


class CodeRow(SQLModel, table=True):
    """The one code of a person that can be used, while it can."""

    __tablename__ = "joining_code"
    person_id: str = Field(sa_column=Column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True))
    code_index: str = Field(unique=True)
    """Blind index: the code itself is nowhere."""
    until: datetime = _moment()


class GuessRow(SQLModel, table=True):
    """Wrong codes a person has tried since a moment."""

    __tablename__ = "joining_guess"
    person_id: str = Field(sa_column=Column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True))
    guesses: int = 0
    since: datetime = _moment()
