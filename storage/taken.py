"""What was taken before: messages by the channel's id, buttons by their question and choice."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from storage.sealing import Place, Sealer
from storage.tables import SeenRow


@dataclass(frozen=True, slots=True)
class Taken:
    """When something was taken first, and what was answered to it in the request, if anything."""

    at: datetime
    answer: str | None


async def find_taken(session: AsyncSession, sealer: Sealer, conversation: str, what: str) -> Taken | None:
    """`what` is what tells one message, or one button, from all others of its conversation."""
    row = await session.get(SeenRow, (conversation, _index(sealer, conversation, what)))
    if row is None:
        return None
    answer = None if row.answer is None else sealer.open(_place(row), row.answer)
    return Taken(row.seen_at, answer)


async def note_taken(
    session: AsyncSession, sealer: Sealer, conversation: str, what: str, now: datetime, *, answer: str | None = None
) -> None:
    """Note it, with what was answered in the request, for whoever asks again."""
    index = _index(sealer, conversation, what)
    row = await session.get(SeenRow, (conversation, index))
    if row is None:
        row = SeenRow(conversation_id=conversation, message=index, seen_at=now)
        session.add(row)
    row.seen_at = now  # an old button is tapped, harmlessly, time and again
    if answer is not None:
        row.answer = sealer.seal(_place(row), answer)
    await session.flush()


def _index(sealer: Sealer, conversation: str, what: str) -> str:
    return sealer.index("message", conversation, what)


def _place(row: SeenRow) -> Place:
    return Place("seen", "answer", f"{row.conversation_id}|{row.message}")
