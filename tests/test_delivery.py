"""Delivery: in order, at the channel's pace, nothing blindly twice, and everything accounted for."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from catalog_data.model import Catalogue
from dialogs.events import Joined, Left, Pressed, Said
from dialogs.replies import Reply, line, paragraphs
from matching.types import Matcher
from service.attempt import Policy
from service.delivery import Delivery
from service.door import Address, NotDelivered
from service.pace import Pace, Window
from service.turns import Knowledge
from storage.holding import hold, release
from storage.unit import Store
from tests.conftest import Clock
from tests.house import House, RecordingDoor

BULK = Reply(language="da", lines=(line("plain", text="Ugens overblik"),))


@pytest.fixture
def knowledge(catalogue: Catalogue, matcher: Matcher) -> Knowledge:
    return Knowledge(catalogue, matcher, municipality="Prøvekøbing")


@pytest.fixture
async def house(store: Store, knowledge: Knowledge, clock: Clock) -> AsyncIterator[House]:
    built = House(store, knowledge, clock)
    yield built
    await built.delivery.stop()


async def posted(house: House, text: str, *, bulk: bool = False) -> None:
    """A message in the outbox that no turn posted."""
    conversation = await house.value("SELECT id FROM conversation")
    async with house.store.unit() as unit:
        reply = Reply(language="da", lines=(line("plain", text=text),))
        await unit.post(conversation, [reply], house.clock(), bulk=bulk, turn=0 if bulk else 99)


async def wakes(house: House) -> None:
    house.delivery.wake(await house.value("SELECT id FROM conversation"), "test")
    await house.delivery.quiet()


def texts(house: House) -> list[str]:
    return [" ".join(paragraphs(one)) for one in house.door.shown]


@pytest.mark.parametrize(
    ("failure", "status"),
    [
        (NotDelivered("dead"), "dead"),
        (NotDelivered("gone"), "dead"),
        (NotDelivered("ambiguous"), "ambiguous"),
        (NotDelivered("retry", 17), "pending"),
        (RuntimeError("the door broke"), "ambiguous"),
    ],
)
async def test_a_reply_that_is_not_shown_is_accounted_for(house: House, failure: Exception, status: str) -> None:
    house.door.failures = [failure]
    await house.take(Joined())
    assert await house.statuses() == [status]


async def test_a_reply_is_tried_again_when_the_channel_says_and_not_before(house: House) -> None:
    house.door.failures = [NotDelivered("retry", 17.0, "429")]
    await house.take(Joined())
    assert await house.value("SELECT reason FROM outbox") == "429"
    await house.later(seconds=16.9)
    assert house.door.shown == []
    await house.later(seconds=0.1)
    assert len(house.door.shown) == 1
    assert await house.statuses() == ["sent"]


async def test_without_a_word_from_the_channel_each_wait_is_longer_and_tries_end(house: House) -> None:
    house.door.failures = [NotDelivered("retry") for _ in range(9)]
    await house.take(Joined())
    for wait in (2, 8, 32, 128):
        await house.later(seconds=wait - 0.1)
        left = len(house.door.failures)
        await house.later(seconds=0.1)
        assert len(house.door.failures) == left - 1
    assert await house.statuses() == ["dead"]
    await house.later(hours=1)
    assert len(house.door.failures) == 4


async def test_a_wait_survives_a_restart(house: House, knowledge: Knowledge, clock: Clock, store: Store) -> None:
    house.door.failures = [NotDelivered("retry", 300)]
    await house.take(Joined())
    await house.delivery.stop()
    clock.passes(seconds=200)
    reborn = House(store, knowledge, clock, house.door)
    await reborn.delivery.start()
    await reborn.delivery.quiet()
    assert house.door.shown == []
    await reborn.later(seconds=100)
    assert len(house.door.shown) == 1
    await reborn.delivery.stop()


async def test_what_waits_for_a_later_try_is_not_overtaken(house: House) -> None:
    house.door.failures = [NotDelivered("retry", 60)]
    await house.take(Joined())
    await house.take(Said("hjælp"))
    assert house.door.shown == []
    await house.later(seconds=60)
    questions = [one.question for one in house.door.shown]
    assert len(questions) == 3
    assert questions[0].endswith("1.welcome")
    assert questions[2].endswith("2.welcome")


async def test_replies_overtake_bulk(house: House) -> None:
    await house.take(Joined())
    house.delivery.open({})
    await posted(house, "overblik 1", bulk=True)
    await posted(house, "overblik 2", bulk=True)
    await posted(house, "svar 1")
    await posted(house, "svar 2")
    house.delivery.open({"test": house.door})
    await wakes(house)
    assert texts(house)[-4:] == ["svar 1", "svar 2", "overblik 1", "overblik 2"]


async def test_a_reply_that_comes_while_bulk_is_sent_goes_before_the_rest_of_it(house: House) -> None:
    await house.take(Joined())
    house.door.hold()
    for n in (1, 2, 3):
        await posted(house, f"overblik {n}", bulk=True)
    house.delivery.wake(await house.value("SELECT id FROM conversation"), "test")
    await house.door.trying()
    await posted(house, "svar")
    house.door.let_go()
    await house.delivery.quiet()
    assert texts(house)[-4:] == ["overblik 1", "svar", "overblik 2", "overblik 3"]


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


async def test_a_refused_conversation_is_let_alone_until_the_person_comes_back(house: House) -> None:
    await house.take(Joined())
    await posted(house, "svar 1")
    await posted(house, "svar 2")
    await posted(house, "overblik", bulk=True)
    house.door.failures = [NotDelivered("gone", reason="403 ConversationBlockedByUser")]
    await wakes(house)
    assert (await house.statuses()).count("dead") == 3
    await posted(house, "overblik 2", bulk=True)
    shown = len(house.door.shown)
    await wakes(house)
    assert len(house.door.shown) == shown
    assert (await house.statuses()).count("dead") == 4
    await house.take(Said("hjælp"))
    assert len(house.door.shown) == shown + 2


async def test_only_this_message_is_dead_when_it_is_the_messages_own_fault(house: House) -> None:
    await house.take(Joined())
    await posted(house, "for stort")
    await posted(house, "svar")
    house.door.failures = [NotDelivered("dead", reason="413")]
    await wakes(house)
    assert texts(house)[-1] == "svar"
    assert await house.value("SELECT refused_at FROM conversation") is None


async def test_whoever_removed_the_coach_is_not_written_to(house: House) -> None:
    await house.take(Joined())
    await house.take(Left())
    await posted(house, "overblik", bulk=True)
    await wakes(house)
    assert len(house.door.shown) == 1
    await house.take(Joined())
    assert len(house.door.shown) == 2


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


async def test_the_watch_goes_on_after_a_look_round_that_failed(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    await house.delivery.start()
    looked = asyncio.Queue[int]()

    async def failing(*_args: Any) -> None:
        looked.put_nowait(1)
        raise OperationalError("UPDATE", {}, Exception("locked"))

    monkeypatch.setattr("service.delivery.end_leases", failing)
    for _ in range(3):
        await asyncio.sleep(0)
        house.clock.passes(seconds=5)
        await looked.get()
    with capture_logs() as logs:
        await asyncio.sleep(0)
        house.clock.passes(seconds=5)
        await looked.get()
        await asyncio.sleep(0)
    assert [one["event"] for one in logs] == ["delivery.cannot_look_round"]


async def test_a_database_that_cannot_write_down_the_outcome_is_asked_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    from service import delivery

    settle, faults = delivery.settle, [OperationalError("UPDATE", {}, Exception("locked"))] * 2

    async def failing(*args: Any) -> None:
        if faults:
            house.clock.passes(seconds=0)
            raise faults.pop()
        await settle(*args)

    monkeypatch.setattr(delivery, "settle", failing)
    await house.receives(Joined())
    while faults or house.delivery._sending:
        house.clock.passes(seconds=1)
        await asyncio.sleep(0.001)
    assert await house.statuses() == ["sent"]
    assert len(house.door.shown) == 1


async def test_a_conversation_is_sent_to_at_its_pace(store: Store, knowledge: Knowledge, clock: Clock) -> None:
    house = House(store, knowledge, clock, pace=Pace(each=(Window(2, 1.0), Window(3, 30.0))))
    await house.take(Joined())
    await house.later(minutes=1)
    for n in range(5):
        await posted(house, f"svar {n}")
    start = clock().timestamp()
    await wakes(house)
    for _ in range(700):
        await house.later(seconds=0.1)
    moments = [at - start for conversation, at in house.door.at if at >= start]
    assert moments[:2] == [0.0, 0.0]
    assert moments[2] == pytest.approx(1.0, abs=0.11)
    assert moments[3:] == pytest.approx([30.0, 30.0], abs=0.11)
    await house.delivery.stop()


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


async def test_stopping_does_not_wait_for_a_channel_that_is_stuck(house: House) -> None:
    house.door.hold()
    await house.receives(Joined())
    await house.door.trying()
    await house.receives(Said("hjælp"))
    await house.delivery.stop(patience=0.02)
    assert await house.statuses() == ["sending", "pending", "pending"]
    assert not house.delivery._sending
    assert not house.delivery._alarms


async def test_private_replies_leave_no_trace_even_when_they_fail(house: House) -> None:
    house.door.failures = [NotDelivered("dead")]
    with capture_logs() as logs:
        house.delivery.show_privately(Address("test", "c"), [BULK, BULK])
        house.delivery.show_privately(Address("nowhere", "c"), [BULK])
        await house.delivery.quiet()
    assert (house.door.shown, logs) == ([], [])


async def test_a_channel_without_a_door_is_dead_at_once(house: House) -> None:
    house.delivery.open({})
    await house.take(Joined())
    assert await house.statuses() == ["dead"]
    assert await house.value("SELECT reason FROM outbox") == "no door"


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


async def test_delivery_needs_no_settings(store: Store, clock: Clock) -> None:
    await Delivery(store, clock).stop()
