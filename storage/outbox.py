"""The outbox as senders see it: what may be sent next, under a lease, and what became of it.

No transaction here is open while a channel is called. The conversation's row is locked for each
step, so that over any number of processes at most one message of a conversation is being sent,
and never while a turn takes it back.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, case, delete, exists, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from dialogs.replies import Reply
from dialogs.state import State
from storage.sealing import Place, Sealer
from storage.tables import ConversationRow, HoldRow, OutboxRow, SeenRow
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
            ~_held(),
        )
        .order_by(col(OutboxRow.bulk), col(OutboxRow.id))
        .limit(AT_ONCE)
    )
    async with store.unit() as unit:
        return list(dict.fromkeys((await unit.session.exec(query)).all()))


async def claim_next(
    store: Store, conversation: str, now: datetime, lease: timedelta, *, bulk: bool = False
) -> Posted | Idle:
    """The next message of a conversation, marked as being sent until `now + lease`: replies in
    order, then bulk if `bulk`. Nothing while another sender's lease runs, or before the next try."""
    async with store.unit() as unit:
        session = unit.session
        owner = await session.get(ConversationRow, conversation, with_for_update=True)
        row = None if owner is None else await _head(session, conversation, now)
        if owner is None or row is None:
            return Idle()
        if owner.refused_at is not None and row.status == "pending":
            await _give_up(session, conversation)
            return Idle()
        if row.due_at is not None and row.due_at > now:
            return Idle(until=row.due_at)
        if row.bulk and not bulk:
            return Idle(bulk=True)
        row.status, row.due_at, row.attempts = "sending", now + lease, row.attempts + 1
        return _posted(store.sealer, row, owner)


async def settle(store: Store, posted: Posted, verdict: Verdict, now: datetime) -> bool:
    """Write down what became of an attempt, unless somebody else has tried since. Returns whether more
    waits in this conversation."""
    async with store.unit() as unit:
        owner = await unit.session.get(ConversationRow, posted.owner, with_for_update=True)
        row = None if owner is None else await unit.session.get(OutboxRow, posted.id)
        if owner is None or row is None:
            return False
        if row.attempts != posted.attempts or row.status not in {"sending", "ambiguous"}:
            return True
        row.status, row.due_at, row.reason = verdict.status, verdict.due, verdict.reason
        row.sent_at = now if verdict.status == "sent" else None
        if verdict.gone:
            owner.refused_at = now
            await _give_up(unit.session, owner.id)
        await unit.session.flush()
        return await _first_open(unit.session, owner.id) is not None


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
        expired = select(ConversationRow).where(col(ConversationRow.draft_until) <= now).with_for_update()
        for row in (await session.exec(expired)).all():
            place = Place("conversation", "state", row.id)
            state = State.model_validate_json(store.sealer.open(place, row.state))
            emptied = state.let_go().model_copy(update={"turn": state.turn + 1})
            row.state = store.sealer.seal(place, emptied.model_dump_json())
            row.version, row.draft_until = emptied.turn, None
        old = (col(OutboxRow.created_at) <= now - BODY_LIFE, col(OutboxRow.status).not_in(("pending", "sending")))
        await session.exec(update(OutboxRow).where(*old).values(body=None))
        shown = (col(SeenRow.seen_at) <= now - BODY_LIFE, col(SeenRow.answer).is_not(None))
        await session.exec(update(SeenRow).where(*shown).values(answer=None))
        await session.exec(delete(SeenRow).where(col(SeenRow.seen_at) <= now - SEEN_LIFE))


def _held() -> ColumnElement[bool]:
    return exists(select(HoldRow.id))


async def _head(session: AsyncSession, conversation: str, now: datetime) -> OutboxRow | None:
    """What is being sent under a lease, else what comes next; None while a restored copy is held."""
    row = await _first_open(session, conversation)
    if row is None or row.status != "sending" or (row.due_at is not None and row.due_at > now):
        return row
    _interrupted(row, now)
    await session.flush()
    return await _first_open(session, conversation)


async def _first_open(session: AsyncSession, conversation: str) -> OutboxRow | None:
    # By turn before id: two processes' clocks may differ.
    order = (case((col(OutboxRow.status) == "sending", 0), else_=1), col(OutboxRow.bulk), col(OutboxRow.turn))
    query = (
        select(OutboxRow)
        .where(
            OutboxRow.conversation_id == conversation,
            col(OutboxRow.status).in_(("sending", "pending")),
            ~_held(),
        )
        .order_by(*order, col(OutboxRow.id))
        .limit(1)
    )
    return (await session.exec(query)).first()


def _interrupted(row: OutboxRow, now: datetime) -> None:
    """Nobody heard what became of it. The silence after it is counted from its sending: the end of its lease."""
    row.status, row.reason = "ambiguous", "sender gone"
    row.due_at = None if row.bulk or row.repeats else row.due_at or now


async def _give_up(session: AsyncSession, conversation: str) -> None:
    """The channel takes nothing more for this conversation: what waits will not be shown."""
    theirs = (col(OutboxRow.conversation_id) == conversation, col(OutboxRow.status) == "pending")
    await session.exec(
        update(OutboxRow).where(*theirs).values(status="dead", due_at=None, reason="conversation refused")
    )


def _posted(sealer: Sealer, row: OutboxRow, owner: ConversationRow) -> Posted:
    address: dict[str, Any] = json.loads(sealer.open(Place("conversation", "address", owner.id), owner.address))
    reply = Reply.model_validate_json(sealer.open(Place("outbox", "body", row.id), row.body or b""))
    return Posted(
        row.id,
        owner.id,
        owner.channel,
        address["conversation"],
        address["details"],
        reply,
        row.attempts,
        row.bulk or row.repeats,
    )
