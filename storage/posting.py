"""What a turn says: put into the outbox with the turn, and taken back while it waits there."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from dialogs.replies import Reply
from storage.sealing import Place, Sealer
from storage.tables import ConversationRow, OutboxRow


async def post(
    session: AsyncSession, sealer: Sealer, conversation: str, replies: Sequence[Reply], now: datetime, **marks: Any
) -> None:
    """Put replies in the outbox, in order. `marks` are further columns of theirs."""
    for reply in replies:
        row = OutboxRow(conversation_id=conversation, created_at=now, **marks)
        row.body = sealer.seal(Place("outbox", "body", row.id), reply.model_dump_json())
        session.add(row)
    await session.flush()


async def waits(session: AsyncSession, conversation: str, turn: int) -> bool:
    """Whether what this turn said last is still to be sent, so that nobody can have seen it."""
    query = select(OutboxRow.id).where(*_waiting(conversation, turn)).limit(1)
    return (await session.exec(query)).first() is not None


async def take_back(session: AsyncSession, conversation: str, turn: int) -> bool:
    """Drop what this turn said and what is still to be sent. False: there was nothing left to drop."""
    result = await session.exec(delete(OutboxRow).where(*_waiting(conversation, turn)))
    return cast("CursorResult[Any]", result).rowcount > 0


async def fall_silent(session: AsyncSession, conversation: str) -> None:
    """Drop whatever waits to be said: the person has removed the coach."""
    waiting = (col(OutboxRow.conversation_id) == conversation, col(OutboxRow.status) == "pending")
    await session.exec(delete(OutboxRow).where(*waiting))


async def locked(session: AsyncSession, message: str) -> tuple[OutboxRow, ConversationRow] | None:
    """A message of the outbox with its conversation locked, which is always locked first: no two can
    wait for each other."""
    query = select(OutboxRow.conversation_id).where(OutboxRow.id == message)
    conversation = (await session.exec(query)).first()
    owner = None if conversation is None else await session.get(ConversationRow, conversation, with_for_update=True)
    row = await session.get(OutboxRow, message, populate_existing=True)
    return None if owner is None or row is None else (row, owner)


def _waiting(conversation: str, turn: int) -> tuple[ColumnElement[bool], ...]:
    # In order within a turn: while any of its replies waits, its last one does.
    return (
        col(OutboxRow.conversation_id) == conversation,
        col(OutboxRow.status) == "pending",
        col(OutboxRow.turn) == turn,
        col(OutboxRow.bulk).is_(False),
    )
