"""What a turn says: put into the outbox with the turn, and taken back while it waits there."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from dialogs.replies import Reply
from storage.sealing import Place, Sealer
from storage.statements import FALL_SILENT, POST, TAKE_BACK
from storage.tables import ConversationRow, OutboxRow, new_id


async def post(
    connection: AsyncConnection,
    sealer: Sealer,
    conversation: str,
    replies: Sequence[Reply],
    now: datetime,
    *,
    turn: int = 0,
    bulk: bool = False,
    repeats: bool = False,
) -> None:
    """Put replies in the outbox, in order."""
    marks = {"conversation_id": conversation, "turn": turn, "bulk": bulk, "repeats": repeats, "created_at": now}
    rows = [{**_WAITING, **marks, **_body(sealer, reply)} for reply in replies]
    if rows:
        await connection.execute(POST, rows if len(rows) > 1 else rows[0])


async def take_back(connection: AsyncConnection, conversation: str, turn: int) -> bool:
    """Drop what this turn said and what is still to be sent. False: there was nothing left to drop."""
    result = await connection.execute(TAKE_BACK, {"conversation": conversation, "turn": turn})
    return result.rowcount > 0


async def fall_silent(connection: AsyncConnection, conversation: str) -> None:
    """Drop whatever waits to be said: the person has removed the coach."""
    await connection.execute(FALL_SILENT, {"conversation": conversation})


async def locked(session: AsyncSession, message: str) -> tuple[OutboxRow, ConversationRow] | None:
    """A message of the outbox with its conversation locked, which is always locked first: no two can
    wait for each other."""
    query = select(OutboxRow.conversation_id).where(OutboxRow.id == message)
    conversation = (await session.exec(query)).first()
    owner = None if conversation is None else await session.get(ConversationRow, conversation, with_for_update=True)
    row = await session.get(OutboxRow, message, populate_existing=True)
    return None if owner is None or row is None else (row, owner)


_WAITING: dict[str, Any] = {"status": "pending", "attempts": 0, "reason": "", "due_at": None, "sent_at": None}


def _body(sealer: Sealer, reply: Reply) -> dict[str, Any]:
    row = new_id()
    return {"id": row, "body": sealer.seal(Place("outbox", "body", row), reply.model_dump_json())}
