"""Claims and settlements of several conversations, in one transaction.

The conversations' rows are locked, so that over any number of processes at most one message of a
conversation is being sent, and never while a turn takes it back.
"""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Executable
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.replies import Reply
from storage.keys import Keys
from storage.outbox import Idle, Posted, Verdict, ambiguous_since
from storage.sealing import Place, Sealer, SealError
from storage.statements import CLAIM, GIVE_UP, INTERRUPT, LOCK, LOCK_FREE, OPEN, REFUSE, SETTLE, Found
from storage.unit import Store

Owners = Mapping[str, Found]
"""The conversations that are locked, by id."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Whatever may be sent next in this conversation is to be sent."""

    conversation: str
    now: datetime
    lease: timedelta
    bulk: bool


@dataclass(frozen=True, slots=True)
class Settlement:
    """An attempt has come to an end."""

    posted: Posted
    verdict: Verdict
    now: datetime

    @property
    def conversation(self) -> str:
        return self.posted.owner


@dataclass(frozen=True, slots=True)
class Busy:
    """Somebody else holds the conversation, or it is no more."""


Errand = Claim | Settlement
Outcome = Posted | Idle | bool | Busy | Exception


async def run(store: Store, errands: Sequence[Errand], *, waits: bool) -> Sequence[Outcome]:
    """The outcome of each errand. Unless one `waits`, nobody is held up by a conversation that is locked."""
    async with store.unit() as unit:
        owners = await _locked(unit.connection, errands, waits=waits)
        await _settle(unit.connection, [one for one in errands if isinstance(one, Settlement)], owners)
        claims = _Claims(unit.keys, owners, await _open(unit.connection, owners))
        outcomes = [claims.outcome(one) if waits or one.conversation in owners else Busy() for one in errands]
        await claims.write(unit.connection)
    return outcomes


async def _locked(connection: AsyncConnection, errands: Sequence[Errand], *, waits: bool) -> Owners:
    lock = LOCK if waits else LOCK_FREE
    found = await connection.execute(lock, {"conversations": [one.conversation for one in errands]})
    return {one.id: one for one in found}


async def _open(connection: AsyncConnection, owners: Owners) -> Mapping[str, list[Found]]:
    """What is being sent, then what comes next; nothing while a restored copy is held."""
    rows: dict[str, list[Found]] = defaultdict(list)
    if owners:
        for row in await connection.execute(OPEN, {"conversations": list(owners)}):
            rows[row.conversation_id].append(row)
    for its in rows.values():
        # By turn before id: two processes' clocks may differ.
        its.sort(key=lambda row: (row.status != "sending", row.bulk, row.turn, row.id))
    return rows


async def _settle(connection: AsyncConnection, settlements: Sequence[Settlement], owners: Owners) -> None:
    settled = [one for one in settlements if one.conversation in owners]
    await _each(connection, SETTLE, [_settled(one) for one in settled if not one.verdict.gone])
    for one in settled:
        if one.verdict.gone and (await connection.execute(SETTLE, _settled(one))).rowcount:
            its = {"conversation": one.conversation, "now": one.now}
            await connection.execute(REFUSE, its)
            await connection.execute(GIVE_UP, its)


def _settled(one: Settlement) -> dict[str, Any]:
    verdict = one.verdict
    return {
        "row": one.posted.id,
        "tried": one.posted.attempts,
        "new_status": verdict.status,
        "new_due": verdict.due,
        "new_reason": verdict.reason,
        "new_sent": one.now if verdict.status == "sent" else None,
    }


@dataclass(slots=True)
class _Claims:
    """Decides what is sent, and gathers what must be written for it."""

    keys: Keys
    owners: Owners
    rows: Mapping[str, list[Found]]
    claimed: list[dict[str, Any]] = field(default_factory=list)
    interrupted: list[dict[str, Any]] = field(default_factory=list)
    refused: list[dict[str, Any]] = field(default_factory=list)

    def outcome(self, errand: Errand) -> Outcome:
        if isinstance(errand, Settlement):
            return bool(self.rows.get(errand.conversation))
        row = self._head(errand)
        if row is None:
            return Idle()
        if self.owners[errand.conversation].refused_at is not None and row.status == "pending":
            self.refused.append({"conversation": errand.conversation})
            return Idle()
        if row.due_at is not None and row.due_at > errand.now:
            return Idle(until=row.due_at)
        if row.bulk and not errand.bulk:
            return Idle(bulk=True)
        return self._claimed(errand, row)

    async def write(self, connection: AsyncConnection) -> None:
        await _each(connection, INTERRUPT, self.interrupted)
        await _each(connection, GIVE_UP, self.refused)
        await _each(connection, CLAIM, self.claimed)

    def _head(self, claim: Claim) -> Found | None:
        """What is being sent under a lease, else what comes next."""
        for row in self.rows.get(claim.conversation, ()):
            if row.status != "sending" or (row.due_at is not None and row.due_at > claim.now):
                return row
            self.interrupted.append({"row": row.id, "new_due": ambiguous_since(row, claim.now)})
        return None

    def _claimed(self, claim: Claim, row: Found) -> Outcome:
        try:
            posted = _posted(self.keys.know(row.person_id, row.wrapped), row, self.owners[claim.conversation])
        except SealError as unreadable:
            return unreadable  # the others can still be sent
        self.claimed.append({"row": row.id, "new_due": claim.now + claim.lease, "new_attempts": posted.attempts})
        return posted


async def _each(connection: AsyncConnection, statement: Executable, rows: list[dict[str, Any]]) -> None:
    if rows:
        await connection.execute(statement, rows if len(rows) > 1 else rows[0])


def _posted(sealer: Sealer, row: Found, owner: Found) -> Posted:
    address: dict[str, Any] = json.loads(sealer.open(Place("conversation", "address", owner.id), owner.address))
    reply = Reply.model_validate_json(sealer.open(Place("outbox", "body", row.id), row.body or b""))
    return Posted(
        row.id,
        owner.id,
        owner.channel,
        address["conversation"],
        address["details"],
        reply,
        row.attempts + 1,
        row.bulk or row.repeats,
    )
