"""What was taken before: messages by the channel's id, buttons by their question and choice."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.sealing import Place, Sealer
from storage.statements import NOTE_AGAIN, NOTE_TAKEN


@dataclass(frozen=True, slots=True)
class Taken:
    """When something was taken first, and what was answered to it in the request, if anything."""

    at: datetime
    answer: str | None


def taken(sealer: Sealer, conversation: str, index: str, at: datetime | None, answer: bytes | None) -> Taken | None:
    """What a row says, if there is one."""
    if at is None:
        return None
    return Taken(at, None if answer is None else sealer.open(_place(conversation, index), answer))


async def note_taken(
    connection: AsyncConnection, sealer: Sealer, conversation: str, what: str, now: datetime, *, answer: str | None
) -> None:
    """Note for the first time what tells one message, or one button, from all others of its conversation."""
    index = index_of(sealer, conversation, what)
    await connection.execute(
        NOTE_TAKEN,
        {
            "conversation_id": conversation,
            "message": index,
            "seen_at": now,
            "answer": _sealed(sealer, conversation, index, answer),
        },
    )


async def note_again(
    connection: AsyncConnection, sealer: Sealer, conversation: str, what: str, now: datetime, *, answer: str | None
) -> None:
    """An old button is tapped, harmlessly, time and again. Without an answer the one given before stays."""
    index = index_of(sealer, conversation, what)
    again = {"new_answer": _sealed(sealer, conversation, index, answer), "now": now}
    await connection.execute(NOTE_AGAIN, {**again, "conversation": conversation, "index": index})


def index_of(sealer: Sealer, conversation: str, what: str) -> str:
    """Its blind index; nothing has none."""
    return sealer.index("message", conversation, what) if what else ""


def _sealed(sealer: Sealer, conversation: str, index: str, answer: str | None) -> bytes | None:
    return None if answer is None else sealer.seal(_place(conversation, index), answer)


def _place(conversation: str, index: str) -> Place:
    return Place("seen", "answer", f"{conversation}|{index}")
