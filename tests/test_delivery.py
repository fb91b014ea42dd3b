"""Delivery: in order, at the channel's pace, nothing blindly twice, and everything accounted for."""

import pytest
from structlog.testing import capture_logs

from dialogs.events import Joined, Left, Said
from dialogs.replies import Reply, line
from service.delivery import Delivery
from service.door import Address, NotDelivered
from service.pace import Pace, Window
from service.turns import Knowledge
from storage.unit import Store
from tests.conftest import Clock
from tests.house import House, posted, texts, wakes

BULK = Reply(language="da", lines=(line("plain", text="Ugens overblik"),))


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


async def test_a_conversation_is_sent_to_at_its_pace(store: Store, knowledge: Knowledge, clock: Clock) -> None:
    house = House(store, knowledge, clock, pace=Pace(each=(Window(2, 1.0), Window(3, 30.0))))
    await house.take(Joined())
    await house.later(minutes=1)
    for n in range(5):
        await posted(house, f"svar {n}")
    start = clock().timestamp()
    await wakes(house)
    for _ in range(31):
        await house.later(seconds=1)
    moments = [at - start for _, at in house.door.at if at >= start]
    assert moments == [0.0, 0.0, 1.0, 30.0, 30.0]
    await house.delivery.stop()


async def test_private_replies_leave_no_trace_even_when_they_fail(house: House) -> None:
    house.door.failures = [NotDelivered("dead"), RuntimeError("kanariefugl")]
    with capture_logs() as logs:
        house.delivery.show_privately(Address("test", "c"), [BULK, BULK])
        house.delivery.show_privately(Address("test", "c"), [BULK, BULK])
        house.delivery.show_privately(Address("nowhere", "c"), [BULK])
        await house.delivery.quiet()
    assert (house.door.shown, logs) == ([], [])


async def test_a_private_reply_the_channel_did_not_take_is_tried_again_and_leaves_no_trace(house: House) -> None:
    house.door.failures = [NotDelivered("retry", 17.0, "429"), NotDelivered("retry")]
    with capture_logs() as logs:
        house.delivery.show_privately(Address("test", "c"), [BULK])
        await house.delivery.quiet()
        await house.later(seconds=16.9)
        assert len(house.door.failures) == 1
        await house.later(seconds=0.1)
        assert house.door.shown == []
        await house.later(seconds=8)
    assert (len(house.door.shown), logs, await house.statuses()) == (1, [], [])


async def test_a_private_reply_is_not_tried_for_ever(house: House) -> None:
    house.door.failures = [NotDelivered("retry", 1.0) for _ in range(9)]
    house.delivery.show_privately(Address("test", "c"), [BULK])
    for _ in range(9):
        await house.later(seconds=1)
    assert (house.door.shown, len(house.door.failures)) == ([], 4)


async def test_a_channel_without_a_door_is_dead_at_once(house: House) -> None:
    house.delivery.open({})
    await house.take(Joined())
    assert await house.statuses() == ["dead"]
    assert await house.value("SELECT reason FROM outbox") == "no door"


async def test_delivery_needs_no_settings(store: Store, clock: Clock) -> None:
    await Delivery(store, clock).stop()
