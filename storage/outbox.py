"""The outbox: what waits in it, and whose lease is over.

How a message is claimed and settled is in `errands.py`.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from sqlmodel import col, select

from dialogs.replies import Reply
from storage.statements import Found, held
from storage.tables import ConversationRow, OutboxRow
from storage.unit import Store

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


def _interrupted(row: OutboxRow, now: datetime) -> None:
    """Nobody heard what became of it."""
    row.status, row.reason, row.due_at = "ambiguous", "sender gone", ambiguous_since(row, now)


def ambiguous_since(row: OutboxRow | Found, now: datetime) -> datetime | None:
    """When its question may be asked again. The silence after it is counted from its sending: the end of its lease."""
    return None if row.bulk or row.repeats else row.due_at or now
