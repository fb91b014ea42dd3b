"""The outbox: replies on their way, and what became of them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, update
from sqlmodel import col, select

from dialogs.replies import Reply
from dialogs.state import State
from storage.sealing import Place
from storage.tables import ConversationRow, OutboxRow, SeenRow
from storage.unit import Store

BODY_LIFE: Final = timedelta(days=7)
SEEN_LIFE: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Posted:
    """A reply to show, and where."""

    id: str
    channel: str
    conversation: str
    details: dict[str, str]
    reply: Reply
    attempts: int


async def waiting(store: Store) -> Sequence[str]:
    """Conversations with replies to show, after a restart."""
    async with store.engine.connect() as connection:
        query = select(OutboxRow.conversation_id).where(OutboxRow.status == "pending").distinct()
        return (await connection.execute(query)).scalars().all()


async def claim_next(store: Store, conversation: str) -> Posted | None:
    """The oldest reply of a conversation, marked as being sent."""
    async with store.unit() as unit:
        session = unit.session
        query = (
            select(OutboxRow, ConversationRow)
            .join(ConversationRow)
            .where(OutboxRow.conversation_id == conversation, OutboxRow.status == "pending")
            .order_by(col(OutboxRow.id))
            .limit(1)
        )
        found = (await session.exec(query)).one_or_none()
        if found is None:
            return None
        row, owner = found
        row.status = "sending"
        row.attempts += 1
        address = json.loads(store.sealer.open(Place("conversation", "address", owner.id), owner.address))
        body = store.sealer.open(Place("outbox", "body", row.id), row.body or b"")
        reply = Reply.model_validate_json(body)
        return Posted(row.id, owner.channel, address["conversation"], address["details"], reply, row.attempts)


async def settle(store: Store, posted: str, status: str, now: datetime) -> None:
    """Write down what became of a reply."""
    async with store.unit() as unit:
        sent = now if status == "sent" else None
        await unit.session.exec(
            update(OutboxRow).where(col(OutboxRow.id) == posted).values(status=status, sent_at=sent)
        )


async def mark_interrupted(store: Store) -> None:
    """What was being sent when the process died may have been shown: it is not sent again."""
    async with store.unit() as unit:
        await unit.session.exec(update(OutboxRow).where(col(OutboxRow.status) == "sending").values(status="ambiguous"))


async def tidy(store: Store, now: datetime) -> None:
    """Let go of what has had its time: drafts after seven days, bodies after seven, message ids after thirty."""
    async with store.unit() as unit:
        session = unit.session
        expired = select(ConversationRow).where(col(ConversationRow.draft_until) <= now)
        for row in (await session.exec(expired)).all():
            place = Place("conversation", "state", row.id)
            state = State.model_validate_json(store.sealer.open(place, row.state))
            gone = {"draft": None, "undo": None, "held": "", "before": "", "step": "rest", "turn": state.turn + 1}
            emptied = state.model_copy(update=gone)
            row.state = store.sealer.seal(place, emptied.model_dump_json())
            row.version, row.draft_until = emptied.turn, None
        old = (col(OutboxRow.created_at) <= now - BODY_LIFE, col(OutboxRow.status) != "pending")
        await session.exec(update(OutboxRow).where(*old).values(body=None))
        await session.exec(delete(SeenRow).where(col(SeenRow.seen_at) <= now - SEEN_LIFE))
