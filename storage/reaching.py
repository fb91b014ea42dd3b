"""What the coach must know to say something of its own accord, and how it is written down."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, func, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from dialogs.state import State
from storage.keys import Keys
from storage.sealing import Place, Sealer
from storage.tables import ConversationRow, ReflectionRow
from storage.unit import Conversation, LostRace


@dataclass(frozen=True, slots=True)
class Reach:
    """A conversation with a person. `gone`: they left it, or the channel takes nothing for it any more."""

    conversation: Conversation
    channel: str
    gone: bool


async def reaches(session: AsyncSession, keys: Keys, person: str) -> Sequence[Reach]:
    """The person's conversations, the one they used last first, locked until the unit ends.

    Raises LostRace while a turn of theirs is under way: waiting for it, we could wait for each other.
    """
    mine = ConversationRow.person_id == person
    ids = (await session.exec(select(ConversationRow.id).where(mine))).all()
    rows = (await session.exec(select(ConversationRow).where(mine).with_for_update(skip_locked=True))).all()
    if len(rows) < len(ids):
        raise LostRace
    sealer = await keys.of(person)
    found = [_reach(row, sealer) for row in rows]
    return sorted(found, key=lambda one: (one.conversation.state.touched is None, _since(one)), reverse=True)


async def last_reflected(session: AsyncSession, person: str) -> dict[str, datetime]:
    """When the person last kept a reflection on each code."""
    latest = func.max(ReflectionRow.finished_at)
    query = select(ReflectionRow.code, latest).where(ReflectionRow.person_id == person)
    rows = await session.exec(query.where(col(ReflectionRow.code).is_not(None)).group_by(ReflectionRow.code))
    return {str(code): moment for code, moment in rows.all()}


async def write_state(session: AsyncSession, sealer: Sealer, loaded: Conversation, state: State) -> None:
    """Save what the coach did by itself; where the person can be reached stays as it was. Raises LostRace."""
    fence = (col(ConversationRow.id) == loaded.id, col(ConversationRow.version) == loaded.state.turn)
    sealed = sealer.seal(Place("conversation", "state", loaded.id), state.model_dump_json())
    values = {"version": state.turn, "state": sealed, "draft_until": state.lasts_until}
    result = await session.exec(update(ConversationRow).where(*fence).values(**values))
    if cast("CursorResult[Any]", result).rowcount != 1:
        raise LostRace


def _reach(row: ConversationRow, sealer: Sealer) -> Reach:
    state = State.model_validate_json(sealer.open(Place("conversation", "state", row.id), row.state))
    return Reach(Conversation(row.id, row.person_id, state, known=True), row.channel, row.refused_at is not None)


def _since(reach: Reach) -> float:
    touched = reach.conversation.state.touched
    return touched.timestamp() if touched else 0.0
