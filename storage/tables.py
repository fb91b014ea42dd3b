"""What is remembered. Columns of bytes are sealed; everything else says nothing in a person's words.

Ids of rows about people are UUIDv7 made by us, so that a row's words can be sealed to its
place before it is written.
"""

from datetime import date, datetime, timezone
from typing import Any

from sqlalchemy import Column, DateTime, ForeignKey, Index, LargeBinary, TypeDecorator, UniqueConstraint
from sqlalchemy.engine import Dialect
from sqlmodel import Field, SQLModel
from uuid_utils import uuid7


def new_id() -> str:
    """A UUIDv7: unique, and in order of time."""
    return str(uuid7())


class Moment(TypeDecorator[datetime]):
    """An aware UTC moment on every database; SQLite would forget the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(timezone.utc)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=timezone.utc) if value.tzinfo is None else value


def _moment(*, nullable: bool = False, index: bool = False) -> Any:
    return Field(default=None, sa_column=Column(Moment, nullable=nullable, index=index))


def _sealed(*, nullable: bool = False) -> Any:
    return Field(default=None, sa_column=Column(LargeBinary, nullable=nullable))


def _owner(table: str, *, nullable: bool = False) -> Any:
    """Rows about a person go with the person, whoever deletes them."""
    return Field(
        default=None,
        sa_column=Column(ForeignKey(f"{table}.id", ondelete="CASCADE"), nullable=nullable, index=True),
    )


class PersonRow(SQLModel, table=True):
    """One employee, whatever channels they use."""

    __tablename__ = "person"
    id: str = Field(default_factory=new_id, primary_key=True)
    created_at: datetime = _moment()
    warned_at: datetime | None = _moment(nullable=True)
    """When they were told that all of it goes unless they come back."""


class IdentityRow(SQLModel, table=True):
    """Who a person is in one channel: one identity per channel."""

    __tablename__ = "identity"
    __table_args__ = (UniqueConstraint("channel", "user_index"), UniqueConstraint("person_id", "channel"))
    id: str = Field(default_factory=new_id, primary_key=True)
    person_id: str = _owner("person")
    channel: str
    user_index: str
    """Blind index of the channel's id of the person."""
    user: bytes = _sealed()


class ConversationRow(SQLModel, table=True):
    """Where we got to. `version` fences lost races."""

    __tablename__ = "conversation"
    __table_args__ = (UniqueConstraint("channel", "external_index"),)
    id: str = Field(default_factory=new_id, primary_key=True)
    person_id: str = _owner("person")
    channel: str
    external_index: str
    address: bytes = _sealed()
    version: int = 0
    state: bytes = _sealed()
    draft_until: datetime | None = _moment(nullable=True, index=True)
    """When an unfinished reflection in the state must be gone."""
    refused_at: datetime | None = _moment(nullable=True)
    """Since when the channel takes nothing for it any more; whatever the person does next lifts it."""
    left_at: datetime | None = _moment(nullable=True, index=True)
    """When the person removed the coach; None while they have it."""
    touched_at: datetime | None = _moment(nullable=True, index=True)
    """When the person was last here. None: not since this is written down."""


class ReflectionRow(SQLModel, table=True):
    """A reflection the person chose to keep."""

    __tablename__ = "reflection"
    __table_args__ = (Index("ix_reflection_person_finished", "person_id", "finished_at"),)
    id: str = Field(default_factory=new_id, primary_key=True)
    person_id: str = _owner("person")
    code: str | None = None
    topic: str | None = None
    perspective: str
    outcome: str | None = None
    episode: bytes = _sealed()
    judgement: bytes = _sealed()
    learning: bytes = _sealed()
    started_at: datetime = _moment()
    finished_at: datetime = _moment()
    emptied_at: datetime | None = _moment(nullable=True)
    """When its words had had their time, and those of its match and plan. That it was, and when, stays."""


class MatchRow(SQLModel, table=True):
    """What the coach heard, and what the person made of it."""

    __tablename__ = "match"
    id: str = Field(default_factory=new_id, primary_key=True)
    reflection_id: str = _owner("reflection")
    candidates: bytes = _sealed()
    """JSON of code, confidence and the person's words that spoke for it."""
    chosen: str | None = None
    corrected: bool = False


class LevelRow(SQLModel, table=True):
    """A behaviour sentence the person chose, and the reflection it came from."""

    __tablename__ = "level"
    __table_args__ = (Index("ix_level_person_code", "person_id", "code"),)
    id: str = Field(default_factory=new_id, primary_key=True)
    person_id: str = _owner("person")
    reflection_id: str = _owner("reflection")
    code: str
    level: int
    chosen_at: datetime = _moment()


class PlanRow(SQLModel, table=True):
    """An if–then plan, open until it is done or dropped."""

    __tablename__ = "plan"
    id: str = Field(default_factory=new_id, primary_key=True)
    person_id: str = _owner("person")
    reflection_id: str = _owner("reflection")
    text: bytes = _sealed()
    follow_up: date | None = None
    asked: int = 0
    outcome: str | None = None
    closed_at: datetime | None = _moment(nullable=True)


class SeenRow(SQLModel, table=True):
    """A message, or a button of a question, that was taken: the same one again changes nothing."""

    __tablename__ = "seen"
    conversation_id: str = Field(
        sa_column=Column(ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True),
    )
    message: str = Field(primary_key=True)
    """Blind index of the channel's id of the message, or of question and choice."""
    seen_at: datetime = _moment(index=True)
    answer: bytes | None = _sealed(nullable=True)
    """What was answered in the request itself, to be answered again word for word."""


class OutboxRow(SQLModel, table=True):
    """A message on its way. In order per conversation by id, replies before bulk."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_conversation_status", "conversation_id", "status"),
        Index("ix_outbox_status_due", "status", "due_at"),
    )
    id: str = Field(default_factory=new_id, primary_key=True)
    conversation_id: str = _owner("conversation")
    turn: int = 0
    """Version of the conversation that says this; 0 for what is no answer to a message."""
    bulk: bool = False
    """A prompt or a summary: replies overtake it, and it is never sent again by itself."""
    repeats: bool = False
    """Asks a question again that may not have been shown."""
    body: bytes | None = _sealed(nullable=True)
    status: str = "pending"
    """pending | sending | sent | ambiguous | dead"""
    attempts: int = 0
    reason: str = ""
    """Why the last attempt failed, as the channel's status and code."""
    created_at: datetime = _moment(index=True)
    due_at: datetime | None = _moment(nullable=True)
    """When something is due: a pending one's next try, the end of a sender's lease on a sending one,
    the question asked again after an ambiguous one."""
    sent_at: datetime | None = _moment(nullable=True)


class HoldRow(SQLModel, table=True):
    """While there is one, nothing is sent: the database is a restored copy, and may have said it all before."""

    __tablename__ = "outbox_hold"
    id: str = Field(default_factory=new_id, primary_key=True)
    since: datetime = _moment()
