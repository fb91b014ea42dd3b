"""The outbox as its operator sees it: what waits, what nobody can tell, what will never be shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import col, select

from dialogs.replies import Reply
from storage.audit import note
from storage.posting import locked
from storage.sealing import Place
from storage.tables import ConversationRow, OutboxRow
from storage.unit import Store

OPEN: Final = ("pending", "sending", "ambiguous", "dead")
"""Statuses of what was not shown for certain."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One message, without its words."""

    id: str
    channel: str
    conversation: str
    status: str
    kind: str
    """reply, repeat (a question asked again) or bulk (prompts and summaries)."""
    attempts: int
    reason: str
    created_at: datetime
    due_at: datetime | None
    readable: bool
    """Its body is still kept: seven days, unless it still waits."""


class NotPossible(ValueError):
    """What the operator asked for cannot be done. The message is for them."""


async def count_open(engine: AsyncEngine) -> Mapping[str, int]:
    """How many messages of each status were not shown for certain. Those that were are too many to count each time."""
    count = func.count().label("messages")
    query = select(OutboxRow.status, count).where(col(OutboxRow.status).in_(OPEN)).group_by(OutboxRow.status)
    async with engine.connect() as connection:
        found = (await connection.execute(query)).all()
    return dict.fromkeys(OPEN, 0) | {one.status: one.messages for one in found}


async def list_open(store: Store, statuses: Sequence[str] = OPEN, most: int = 100) -> list[Entry]:
    """What was not shown for certain, oldest first."""
    query = (
        select(OutboxRow, ConversationRow)
        .join(ConversationRow)
        .where(col(OutboxRow.status).in_(statuses))
        .order_by(col(OutboxRow.id))
        .limit(most)
    )
    async with store.unit() as unit:
        return [_entry(row, owner) for row, owner in (await unit.session.exec(query)).all()]


async def find(store: Store, message: str) -> Entry:
    """One message by its id. Raises NotPossible."""
    async with store.unit() as unit:
        found = await locked(unit.session, message)
        if found is None:
            raise NotPossible(f"there is no message {message} in the outbox")
        return _entry(*found)


async def words_of(store: Store, message: str, now: datetime) -> Reply:
    """What a message says; that an operator read it stands in the log. Raises NotPossible."""
    async with store.unit() as unit:
        row = await unit.session.get(OutboxRow, message)
        if row is None or row.body is None:
            raise NotPossible(f"the words of message {message} are not kept any more")
        sealer = await unit.keys.of_conversation(row.conversation_id)
        owner = await unit.session.get_one(ConversationRow, row.conversation_id)
        await note(unit.session, unit.keys.house, "operator", "shown", now, person=owner.person_id)
        return Reply.model_validate_json(sealer.open(Place("outbox", "body", row.id), row.body))


async def release(store: Store, message: str) -> None:
    """Have an ambiguous or dead message sent, whatever may have been shown, and take up a conversation
    that refused. Raises NotPossible."""
    async with store.unit() as unit:
        found = await locked(unit.session, message)
        if found is None or found[0].status not in {"ambiguous", "dead"}:
            raise NotPossible(f"{message} is not an ambiguous or dead message")
        row, owner = found
        if row.body is None:
            raise NotPossible(f"the words of message {message} are not kept any more")
        row.status, row.attempts, row.due_at, row.reason = "pending", 0, None, ""
        owner.refused_at = None


async def drop(store: Store, message: str) -> None:
    """Take a message out of the outbox for good. Raises NotPossible while it is being sent, or when it was."""
    async with store.unit() as unit:
        found = await locked(unit.session, message)
        if found is None or found[0].status not in {"pending", "ambiguous", "dead"}:
            raise NotPossible(f"{message} is not a message that waits, is ambiguous or is dead")
        await unit.session.delete(found[0])


def _entry(row: OutboxRow, owner: ConversationRow) -> Entry:
    kind = "bulk" if row.bulk else "repeat" if row.repeats else "reply"
    return Entry(
        id=row.id,
        channel=owner.channel,
        conversation=owner.id,
        status=row.status,
        kind=kind,
        attempts=row.attempts,
        reason=row.reason,
        created_at=row.created_at,
        due_at=row.due_at,
        readable=row.body is not None,
    )
