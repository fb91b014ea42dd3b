"""Questions nobody can tell whether they were shown: asked once more after a silence."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from dialogs.replies import Reply, asked_again
from dialogs.state import State
from storage.posting import locked, post
from storage.sealing import Place, Sealer
from storage.tables import ConversationRow, OutboxRow
from storage.unit import Store

ACTIVE: Final = timedelta(minutes=30)
"""A dialogue counts as active for so long; afterwards the question waits for the person."""
AT_ONCE: Final = 200


async def due_to_ask_again(store: Store, now: datetime) -> Sequence[str]:
    """Ids of ambiguous replies whose silence has lasted long enough."""
    query = select(OutboxRow.id).where(OutboxRow.status == "ambiguous", col(OutboxRow.due_at) <= now).limit(AT_ONCE)
    async with store.unit() as unit:
        return (await unit.session.exec(query)).all()


async def ask_again(store: Store, posted: str, now: datetime) -> tuple[str, str] | None:
    """Post the question of an ambiguous reply again, once, under the same id, if it is still the one on
    screen and the person has been silent. Returns conversation and channel to wake, or None."""
    async with store.unit() as unit:
        found = await locked(unit.session, posted)
        if found is None or found[0].status != "ambiguous" or found[0].due_at is None:
            return None
        row, owner = found
        row.due_at = None
        sealer = await unit.keys.of(owner.person_id)
        reply = _unanswered(sealer, row, owner)
        if reply is None or now - row.created_at >= ACTIVE or await _said_since(unit.session, row):
            return None
        again = [asked_again(reply)]
        await post(unit.connection, sealer, owner.id, again, now, turn=row.turn, repeats=True)
        return owner.id, owner.channel


def _unanswered(sealer: Sealer, row: OutboxRow, owner: ConversationRow) -> Reply | None:
    """The reply, if what it asks is still to be answered."""
    if row.body is None:
        return None
    reply = Reply.model_validate_json(sealer.open(Place("outbox", "body", row.id), row.body))
    state = State.model_validate_json(sealer.open(Place("conversation", "state", owner.id), owner.state))
    return reply if reply.question and reply.question == state.question else None


async def _said_since(session: AsyncSession, row: OutboxRow) -> bool:
    """Whether the coach has said something after it, to whatever the person did."""
    later = (col(OutboxRow.turn) > row.turn) | ((col(OutboxRow.turn) == row.turn) & (col(OutboxRow.id) > row.id))
    query = select(OutboxRow.id).where(OutboxRow.conversation_id == row.conversation_id, ~col(OutboxRow.bulk), later)
    return (await session.exec(query.limit(1))).first() is not None
