"""What nobody can be sure of: leases that run out, questions asked again, looking round, and stopping."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from dialogs.events import Joined, Pressed, Said
from service.attempt import Policy
from service.door import NotDelivered
from service.turns import Knowledge
from storage.holding import hold, release
from storage.ledger import Ledger
from storage.sealing import SealError
from storage.unit import LostRace, Store
from tests.conftest import Clock
from tests.house import House, RecordingDoor, posted, texts, wakes

PATIENCE = 30.0
"""Seconds after which a test gives up; nothing is measured by it."""
LOCKED = OperationalError("UPDATE", {}, Exception("locked"))


async def test_bulk_is_never_asked_again_nor_sent_again(house: House) -> None:
    await house.take(Joined())
    await posted(house, "overblik", bulk=True)
    house.door.failures = [NotDelivered("ambiguous")]
    await wakes(house)
    before = len(house.door.shown)
    for _ in range(5):
        await house.later(seconds=61)
    assert len(house.door.shown) == before
    assert "ambiguous" in await house.statuses()


async def test_a_question_nobody_may_have_seen_is_asked_again_once_under_the_same_id(house: House) -> None:
    house.door.failures = [NotDelivered("ambiguous"), NotDelivered("ambiguous")]
    await house.take(Joined())
    await house.later(seconds=59)
    assert len(house.door.failures) == 1
    await house.later(seconds=1)
    assert house.door.failures == []
    for _ in range(9):
        await house.later(seconds=61)
    assert house.door.shown == []
    assert await house.statuses() == ["ambiguous", "ambiguous"]


async def test_the_question_asked_again_can_be_answered(house: House) -> None:
    house.door.failures = [NotDelivered("ambiguous")]
    await house.take(Joined())
    question = (await house.state()).question
    await house.later(seconds=60)
    again = house.door.shown[-1]
    assert texts(house)[-1].startswith("Her er det aktuelle spørgsmål:")
    assert again.question == question
    await house.take(Pressed(again.question, "begin"))
    assert (await house.state()).step == "menu"


async def test_whoever_answered_meanwhile_is_not_asked_again(house: House) -> None:
    house.door.failures = [NotDelivered("ambiguous")]
    await house.take(Joined())
    await house.take(Pressed((await house.state()).question, "begin"))
    for _ in range(3):
        await house.later(seconds=61)
    assert not any(text.startswith("Her er") for text in texts(house))


async def test_a_dialogue_that_is_over_is_not_taken_up_by_asking_again(house: House) -> None:
    house.door.failures = [NotDelivered("ambiguous")]
    await house.take(Joined())
    await house.later(minutes=31)
    assert house.door.shown == []


async def test_a_killed_senders_lease_runs_out_and_its_message_is_ambiguous(
    house: House, knowledge: Knowledge, clock: Clock, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Store, "alone", False)  # as with several processes on one database
    await house.take(Joined())
    house.door.hold()
    await house.receives(Said("hjælp"))
    await house.door.trying()
    for task in house.delivery._sending.values():
        task.cancel()  # killed while sending
    other = House(store, knowledge, clock, RecordingDoor())
    await other.delivery.start()
    await other.later(seconds=59)
    assert other.door.shown == [], "it might still be at it"
    assert (await house.statuses())[1:] == ["sending", "pending"]
    await other.later(seconds=1)
    assert (await house.statuses())[1:] == ["ambiguous", "sent"]
    await other.delivery.stop()


async def test_a_service_alone_on_its_file_need_not_wait_for_its_own_old_leases(
    house: House, knowledge: Knowledge, clock: Clock, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Store, "alone", True)
    await house.take(Joined())
    house.door.hold()
    await house.receives(Said("hjælp"))
    await house.door.trying()
    for task in house.delivery._sending.values():
        task.cancel()
    reborn = House(store, knowledge, clock, RecordingDoor())
    await reborn.delivery.start()
    await reborn.delivery.quiet()
    assert (await house.statuses())[1:] == ["ambiguous", "sent"]
    await reborn.delivery.stop()


async def test_without_leases_a_message_would_be_shown_twice(
    house: House, knowledge: Knowledge, clock: Clock, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: a sender that takes what is being sent for waiting shows it again."""
    house.door.hold()
    await house.receives(Joined())
    await house.door.trying()
    await house.execute("UPDATE outbox SET status = 'pending', due_at = NULL WHERE status = 'sending'")
    other = House(store, knowledge, clock, RecordingDoor())
    await other.later(seconds=5)
    house.door.let_go()
    await house.delivery.quiet()
    assert other.door.shown == house.door.shown != []


async def test_two_senders_never_send_one_conversation_at_once(
    house: House, knowledge: Knowledge, clock: Clock, store: Store
) -> None:
    await house.take(Joined())
    other = House(store, knowledge, clock, house.door)
    house.door.hold()
    for n in range(6):
        await posted(house, f"svar {n}")
    conversation = await house.value("SELECT id FROM conversation")
    house.delivery.wake(conversation, "test")
    await house.door.trying()
    other.delivery.wake(conversation, "test")
    await other.delivery.quiet()
    assert len(house.door.shown) == 1, "the other keeps off while one is being sent"
    house.door.let_go()
    await house.delivery.quiet()
    assert texts(house)[-6:] == [f"svar {n}" for n in range(6)]
    await other.delivery.stop()


async def test_a_held_copy_sends_nothing_until_it_is_released(house: House) -> None:
    await hold(house.store, house.clock())
    await house.take(Joined())
    await house.later(hours=2)
    assert (house.door.shown, await house.statuses()) == ([], ["pending"])
    await release(house.store)
    await house.later(seconds=5)
    assert await house.statuses() == ["sent"]


async def test_what_nobody_woke_it_for_is_found_by_looking_round(house: House) -> None:
    house.delivery.wake, wake = lambda *_: None, house.delivery.wake  # type: ignore[method-assign]
    await house.take(Joined())
    house.delivery.wake = wake  # type: ignore[method-assign]
    await house.later(seconds=1)
    assert house.door.shown == [], "so fresh that whoever posted it is about to send it"
    await house.later(seconds=1)
    assert len(house.door.shown) == 1


async def test_another_processs_channels_are_left_to_it(house: House) -> None:
    await house.take(Joined())
    await house.execute("UPDATE conversation SET channel = 'terminal'")
    await posted(house, "svar")
    await house.later(minutes=1)
    assert len(house.door.shown) == 1


@pytest.mark.parametrize("fault", [LOCKED, LostRace(), SealError("of another key")])
async def test_the_watch_goes_on_after_a_look_round_that_failed(
    house: House, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    await house.delivery.start()
    looked = asyncio.Queue[int]()

    async def failing(*_args: Any) -> None:
        looked.put_nowait(1)
        raise fault

    monkeypatch.setattr("service.delivery.end_leases", failing)
    with capture_logs() as logs:
        for _ in range(3):
            await house.clock.somebody_sleeps()
            house.clock.passes(seconds=5)
            await asyncio.wait_for(looked.get(), PATIENCE)
        await house.clock.somebody_sleeps()
    assert [one["event"] for one in logs] == ["delivery.cannot_look_round"] * 3


@pytest.mark.parametrize("fault", [LOCKED, LostRace()])
async def test_a_database_that_cannot_write_down_the_outcome_is_asked_again(
    house: House, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    settle, faults = Ledger.settle, [fault] * 2

    async def failing(*args: Any) -> None:
        if faults:
            raise faults.pop()
        await settle(*args)

    monkeypatch.setattr(Ledger, "settle", failing)
    await house.receives(Joined())
    for _ in range(2):
        await house.clock.somebody_sleeps()
        house.clock.passes(seconds=1)
    await house.delivery.quiet()
    assert faults == []
    assert await house.statuses() == ["sent"]
    assert len(house.door.shown) == 1


async def test_stopping_sends_what_waits_and_leaves_what_must_wait_longer(house: House) -> None:
    await house.delivery.start()
    house.door.hold()
    await house.receives(Joined())
    await house.door.trying()
    await posted(house, "svar")
    stopping = asyncio.create_task(house.delivery.stop())
    await asyncio.sleep(0)
    house.door.let_go()
    await stopping
    assert await house.statuses() == ["sent", "sent"]


async def test_stopping_lets_what_is_being_sent_be_sent_to_the_last(house: House) -> None:
    """Half the patience is over, and nothing more is begun; what was begun is not broken off."""
    house.door.hold()
    await house.receives(Joined())
    await house.door.trying()
    await posted(house, "svar")
    ending, halves = house.delivery._ending, asyncio.Queue[float]()

    async def watched(patience: float) -> None:
        halves.put_nowait(patience)
        await ending(patience)

    house.delivery._ending = watched  # type: ignore[method-assign]
    stopping = asyncio.create_task(house.delivery.stop(patience=2.0))
    for _ in range(2):
        await halves.get()
    house.door.let_go()
    await stopping
    assert await house.statuses() == ["sent", "pending"]


async def test_stopping_does_not_wait_for_a_channel_that_is_stuck(house: House) -> None:
    house.door.hold()
    await house.receives(Joined())
    await house.door.trying()
    await house.receives(Said("hjælp"))
    await house.delivery.stop(patience=0.02)
    assert await house.statuses() == ["sending", "pending", "pending"]
    assert not house.delivery._sending
    assert not house.delivery._alarms


async def test_an_attempt_ends_well_before_its_lease(store: Store, knowledge: Knowledge, clock: Clock) -> None:
    """A door that never returns is given up by us before others give us up."""
    house = House(store, knowledge, clock, policy=Policy(lease=0.02))
    house.door.hold()
    await house.take(Joined())
    assert await house.statuses() == ["ambiguous"]
    assert await house.value("SELECT reason FROM outbox") == "TimeoutError"
    await house.delivery.stop()


def test_the_watch_looks_round_often_enough() -> None:
    from service.delivery import GRACE, ROUND

    assert timedelta(seconds=ROUND) + GRACE < timedelta(seconds=10), "recovers by itself in under ten seconds"
