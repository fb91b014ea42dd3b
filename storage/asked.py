"""Finds a question that was asked among the replies of a conversation."""

from typing import Final

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from dialogs.replies import Reply
from storage.sealing import Place, Sealer
from storage.tables import OutboxRow

RECENT: Final = 50
"""Replies looked through, newest first: some four reflections. What lies further up in the chat
stays as it was shown, and a tap on it stays harmless."""


async def find_asked(session: AsyncSession, sealer: Sealer, conversation: str, question: str) -> Reply | None:
    """The reply that asked `question`, or None when it is no longer kept."""
    found = await _find(session, sealer, conversation, question)
    return found[1] if found else None


async def write_answer(session: AsyncSession, sealer: Sealer, conversation: str, question: str, choice: str) -> None:
    """Note on the question which of its choices answered it."""
    found = await _find(session, sealer, conversation, question)
    if found is not None:
        row, reply = found
        answered = reply.model_copy(update={"answered": choice})
        row.body = sealer.seal(Place("outbox", "body", row.id), answered.model_dump_json())
        await session.flush()


async def _find(
    session: AsyncSession, sealer: Sealer, conversation: str, question: str
) -> tuple[OutboxRow, Reply] | None:
    if not question:
        return None
    query = (
        select(OutboxRow)
        .where(OutboxRow.conversation_id == conversation, col(OutboxRow.body).is_not(None))
        .order_by(col(OutboxRow.id).desc())
        .limit(RECENT)
        .execution_options(populate_existing=True)  # chats that were joined meanwhile are sealed anew
    )
    for row in (await session.exec(query)).all():
        reply = Reply.model_validate_json(sealer.open(Place("outbox", "body", row.id), row.body or b""))
        if reply.question == question:
            return row, reply
    return None
