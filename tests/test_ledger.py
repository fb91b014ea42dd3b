"""Senders share transactions: many conversations at once, and none held up or spoilt by another."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import event, text

from dialogs.replies import Reply, line
from dialogs.state import State
from storage.ledger import Ledger
from storage.outbox import Idle, Posted, Verdict
from storage.sealing import SealError
from storage.unit import Caller, Store
from tests.conftest import Clock
from tests.databases import needs_postgres

LEASE = timedelta(seconds=60)
MANY = 12


def caller(number: int) -> Caller:
    return Caller("test", f"samtale-{number}", f"bruger-{number}", {})


async def talking(store: Store, clock: Clock, many: int = MANY) -> list[str]:
    """So many conversations, in each of which two replies wait."""
    conversations = []
    for number in range(many):
        async with store.unit() as unit:
            loaded = await unit.conversation(caller(number), State())
            await unit.save(loaded, State(turn=1), caller(number), clock())
            replies = [Reply(language="da", lines=(line("plain", text=f"{number}-{at}"),)) for at in range(2)]
            await unit.post(loaded.id, replies, clock(), turn=1)
        conversations.append(loaded.id)
    return conversations


def said(posted: Posted | Idle) -> str:
    assert isinstance(posted, Posted)
    return str(posted.reply.lines[0].slots["text"])


async def statuses(store: Store) -> list[str]:
    async with store.engine.connect() as connection:
        return list((await connection.execute(text("SELECT status FROM outbox ORDER BY id"))).scalars())


async def test_what_comes_up_together_shares_a_transaction(store: Store, clock: Clock) -> None:
    conversations, ledger = await talking(store, clock), Ledger(store)
    began: list[object] = []
    event.listen(store.engine.sync_engine, "begin", began.append)
    for at, more in ((0, True), (1, False)):
        claimed = await asyncio.gather(*(ledger.claim_next(one, clock(), LEASE) for one in conversations))
        assert [said(one) for one in claimed] == [f"{number}-{at}" for number in range(MANY)]
        settling = (ledger.settle(one, Verdict("sent"), clock()) for one in claimed if isinstance(one, Posted))
        assert await asyncio.gather(*settling) == [more] * MANY
    assert len(began) == 4
    assert await statuses(store) == ["sent"] * 2 * MANY


async def test_different_ends_are_written_down_together(store: Store, clock: Clock) -> None:
    conversations, ledger = await talking(store, clock, 4), Ledger(store)
    claimed = await asyncio.gather(*(ledger.claim_next(one, clock(), LEASE) for one in conversations))
    verdicts = (
        Verdict("sent"),
        Verdict("pending", due=clock() + LEASE, reason="429"),
        Verdict("ambiguous", reason="TimeoutError"),
        Verdict("dead", reason="403", gone=True),
    )
    ends = zip(claimed, verdicts, strict=True)
    more = await asyncio.gather(*(ledger.settle(one, end, clock()) for one, end in ends if isinstance(one, Posted)))
    assert more == [True, True, True, False]
    assert (await statuses(store))[::2] == ["sent", "pending", "ambiguous", "dead"]
    assert (await statuses(store))[1::2] == ["pending", "pending", "pending", "dead"]
    later = await asyncio.gather(*(ledger.claim_next(one, clock(), LEASE) for one in conversations))
    assert later[1] == Idle(until=clock() + LEASE)
    assert [said(one) for one in (later[0], later[2])] == ["0-1", "2-1"]
    assert later[3] == Idle()


async def test_what_cannot_be_read_keeps_nobody_else_from_sending(store: Store, clock: Clock) -> None:
    conversations, ledger = await talking(store, clock, 3), Ledger(store)
    async with store.engine.begin() as connection:
        spoil = text("UPDATE outbox SET body = :body WHERE conversation_id = :conversation")
        await connection.execute(spoil, {"body": b"x", "conversation": conversations[1]})
    claiming = (ledger.claim_next(one, clock(), LEASE) for one in conversations)
    first, spoilt, last = await asyncio.gather(*claiming, return_exceptions=True)
    assert isinstance(spoilt, SealError)
    assert [said(one) for one in (first, last) if not isinstance(one, BaseException)] == ["0-0", "2-0"]
    assert (await statuses(store)).count("sending") == 2


async def test_what_was_claimed_for_a_sender_who_is_gone_waits_again(store: Store, clock: Clock) -> None:
    (conversation,), ledger = await talking(store, clock, 1), Ledger(store)
    claiming = asyncio.create_task(ledger.claim_next(conversation, clock(), LEASE))
    while ledger._working is None or ledger._waiting:
        await asyncio.sleep(0)
    claiming.cancel()  # while its transaction is under way
    await ledger.close()
    assert claiming.cancelled()
    assert await statuses(store) == ["pending", "pending"]
    assert said(await ledger.claim_next(conversation, clock(), LEASE)) == "0-0"


async def test_an_erased_conversation_has_nothing_to_send(store: Store, clock: Clock) -> None:
    (conversation,), ledger = await talking(store, clock, 1), Ledger(store)
    claimed = await ledger.claim_next(conversation, clock(), LEASE)
    async with store.engine.begin() as connection:
        await connection.execute(text("DELETE FROM person"))
    assert isinstance(claimed, Posted)
    assert not await ledger.settle(claimed, Verdict("sent"), clock())
    assert await ledger.claim_next(conversation, clock(), LEASE) == Idle()


@needs_postgres
@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_a_turn_that_takes_its_time_holds_up_its_own_conversation_only(store: Store, clock: Clock) -> None:
    conversations, ledger = await talking(store, clock, 3), Ledger(store)
    async with store.unit() as unit:
        await unit.conversation(caller(1), State())  # locked until the end of the unit
        held = asyncio.create_task(ledger.claim_next(conversations[1], clock(), LEASE))
        others = [await ledger.claim_next(conversations[number], clock(), LEASE) for number in (0, 2)]
        assert [said(one) for one in others] == ["0-0", "2-0"]
        assert not held.done()
    assert said(await held) == "1-0"
    await ledger.close()
