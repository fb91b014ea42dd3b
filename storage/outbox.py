"""The outbox: what waits in it, whose lease is over, and what has had its time.

How a message is claimed and settled is in `errands.py`.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from sqlalchemy import delete, update
from sqlmodel import col, select

from dialogs.replies import Reply
from dialogs.state import State
from storage.sealing import Place
from storage.statements import Found, held
from storage.tables import ConversationRow, OutboxRow, SeenRow
from storage.unit import Store

BODY_LIFE: Final = timedelta(days=7)
SEEN_LIFE: Final = timedelta(days=30)
AT_ONCE: Final = 200
"""Conversations looked up at a time."""

Status = Literal["pending", "sent", "ambiguous", "dead"]


@dataclass(frozen=True, slots=True)
class Posted:
    """A message to show, and where."""

    id: str
    owner: str
    """Our own id of the conversation."""
    channel: str
    conversation: str
    details: dict[str, str]
    reply: Reply
    attempts: int
    once: bool = False
    """Bulk, or asked again already: not to be asked again."""


@dataclass(frozen=True, slots=True)
class Idle:
    """Nothing to send now. `until`: ask again then. `bulk`: only prompts and summaries are left."""

    until: datetime | None = None
    bulk: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of an attempt. `due`: the next try, or when the question is asked again.
    `gone`: the channel takes nothing for this conversation any more."""

    status: Status
    due: datetime | None = None
    reason: str = ""
    gone: bool = False


async def waiting(
    store: Store, channels: Collection[str], now: datetime, grace: timedelta
) -> Sequence[tuple[str, str]]:
    """Conversations (and their channels) with something to try now, replies first. What was posted less
    than `grace` ago is left to the process that posted it."""
    query = (
        select(OutboxRow.conversation_id, ConversationRow.channel)
        .join(ConversationRow)
        .where(
            OutboxRow.status == "pending",
            col(OutboxRow.created_at) <= now - grace,
            col(OutboxRow.due_at).is_(None) | (col(OutboxRow.due_at) <= now),
            col(ConversationRow.channel).in_(channels),
            ~held(),
        )
        .order_by(col(OutboxRow.bulk), col(OutboxRow.id))
        .limit(AT_ONCE)
    )
    async with store.unit() as unit:
        return list(dict.fromkeys((await unit.session.exec(query)).all()))


async def end_leases(store: Store, now: datetime, abandoned: Collection[str] = ()) -> None:
    """What was being sent by somebody who is gone may have been shown: it is not sent again.

    A lease tells when to give a sender up. `abandoned`: channels that nobody else can be sending
    to, so that no lease need be waited for.
    """
    over = col(OutboxRow.due_at).is_(None) | (col(OutboxRow.due_at) <= now)
    if abandoned:
        theirs = select(ConversationRow.id).where(col(ConversationRow.channel).in_(abandoned))
        over = over | col(OutboxRow.conversation_id).in_(theirs)
    async with store.unit() as unit:
        query = select(OutboxRow).where(OutboxRow.status == "sending", over).limit(AT_ONCE)
        for row in (await unit.session.exec(query.with_for_update(skip_locked=True))).all():
            _interrupted(row, now)


async def tidy(store: Store, now: datetime) -> None:
    """Let go of what has had its time: drafts after seven days, bodies and answers after seven,
    message ids after thirty."""
    async with store.unit() as unit:
        session = unit.session
        due = select(ConversationRow).where(col(ConversationRow.draft_until) <= now)
        expired = due.order_by(col(ConversationRow.id)).with_for_update()  # in the order in which senders lock
        for row in (await session.exec(expired)).all():
            place = Place("conversation", "state", row.id)
            sealer = await unit.keys.of(row.person_id)
            state = State.model_validate_json(sealer.open(place, row.state))
            emptied = state.let_go().model_copy(update={"turn": state.turn + 1})
            row.state = sealer.seal(place, emptied.model_dump_json())
            row.version, row.draft_until = emptied.turn, None
        old = (col(OutboxRow.created_at) <= now - BODY_LIFE, col(OutboxRow.status).not_in(("pending", "sending")))
        await session.exec(update(OutboxRow).where(*old).values(body=None))
        shown = (col(SeenRow.seen_at) <= now - BODY_LIFE, col(SeenRow.answer).is_not(None))
        await session.exec(update(SeenRow).where(*shown).values(answer=None))
        await session.exec(delete(SeenRow).where(col(SeenRow.seen_at) <= now - SEEN_LIFE))


def _interrupted(row: OutboxRow, now: datetime) -> None:
    """Nobody heard what became of it."""
    row.status, row.reason, row.due_at = "ambiguous", "sender gone", ambiguous_since(row, now)


def ambiguous_since(row: OutboxRow | Found, now: datetime) -> datetime | None:
    """When its question may be asked again. The silence after it is counted from its sending: the end of its lease."""
    return None if row.bulk or row.repeats else row.due_at or now
