"""What the database says afterwards, and what must be so: nothing lost, nothing twice, all in order."""

import asyncio
import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sqlmodel import col, select

from storage.database import open_database
from storage.key_file import read_keys
from storage.outbox import OutboxRow
from storage.oversight import count_open
from storage.sealing import Place, Sealer
from storage.tables import ConversationRow
from storage.unit import Store


@dataclass
class Account:
    """One conversation, as stored."""

    taken: int = 0
    """Turns it has taken."""
    replied: list[int] = field(default_factory=list)
    """The turn each reply belongs to, in order. An answer that was taken back for a newer one (rule 11) left none."""
    statuses: Counter[str] = field(default_factory=Counter)
    """Replies by what became of them."""
    reasons: Counter[str] = field(default_factory=Counter)
    """Why the others are not `sent`."""


def summed(found: Mapping[str, Account]) -> str:
    """All of them in a few figures."""
    statuses = sum((one.statuses for one in found.values()), Counter())
    reasons = sum((one.reasons for one in found.values()), Counter())
    return f"{dict(statuses)}, not sent because of {dict(reasons)}"


def opened(url: str, key_file: Path) -> Store:
    keys = read_keys(key_file)
    return Store(open_database(url), Sealer(keys, next(iter(keys))))


async def accounts(url: str, key_file: Path) -> dict[str, Account]:
    """Every conversation that was replied to, by the channel's name for it."""
    store = opened(url, key_file)
    found: dict[str, Account] = defaultdict(Account)
    async with store.unit() as unit:
        query = select(OutboxRow, ConversationRow).join(ConversationRow).order_by(col(OutboxRow.id))
        for row, owner in (await unit.session.exec(query)).all():
            sealer = await unit.keys.of(owner.person_id)
            address = sealer.open(Place("conversation", "address", owner.id), owner.address)
            account = found[json.loads(address)["conversation"]]
            account.taken = owner.version
            account.replied.append(row.turn)
            account.statuses[row.status] += 1
            account.reasons.update([row.reason] if row.status != "sent" else [])
    await store.engine.dispose()
    return found


async def drained(url: str, key_file: Path) -> None:
    """Returns when nothing waits to be sent any more."""
    store = opened(url, key_file)
    while await unsettled(store):
        await asyncio.sleep(0.2)  # another process drains; its database is all there is to look at
    await store.engine.dispose()


async def unsettled(store: Store) -> int:
    counts = await count_open(store.engine)
    return counts["pending"] + counts["sending"]


def check(name: str, account: Account, acknowledged: int) -> None:
    """Every message acknowledged was taken once, and the replies follow the turns."""
    taken, replied = account.taken, account.replied
    assert taken == acknowledged, f"{name}: {acknowledged} messages acknowledged, {taken} turns taken"
    assert replied == sorted(replied), f"{name}: replies out of order"
    assert replied[-1] == taken, f"{name}: the last message has no reply"


def check_shown(name: str, account: Account, shown: int) -> None:
    """What is `sent` was shown, and nothing was shown twice; the rest is listed for the operator."""
    statuses = account.statuses
    assert set(statuses) <= {"sent", "ambiguous", "dead"}, f"{name}: not settled: {dict(statuses)}"
    assert statuses["sent"] <= shown, f"{name}: {statuses['sent']} replies sent, only {shown} shown"
    assert shown <= statuses["sent"] + statuses["ambiguous"], f"{name}: shown more often than sent"
