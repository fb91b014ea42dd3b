"""The coach at work: each message once, in order, and every reply shown or accounted for."""

import asyncio

import pytest
from sqlalchemy.exc import OperationalError

from catalog_data.model import Catalogue
from dialogs.contacts import Contact
from dialogs.events import Deleted, Edited, Event, Said
from matching.types import Matcher
from service.door import Address, Incoming, NotStored
from service.queues import Crowded, Queues
from service.tidying import keep_tidy
from service.turns import Coach, Knowledge
from storage.sealing import SealError
from storage.unit import Store
from tests.conftest import Clock
from tests.house import House


@pytest.fixture
def knowledge(catalogue: Catalogue, matcher: Matcher) -> Knowledge:
    return Knowledge(catalogue, matcher, contacts=(Contact("TR", "lokal 1"),), municipality="Prøvekøbing")


async def test_a_reflection_ends_up_in_the_database(house: House) -> None:
    await house.greeted()
    await house.take(Said("i går ringede jeg til en borger i stedet for at skrive et brev"))
    await house.tap("good")
    while (state := await house.state()).step != "rehearse":
        choices = [one.value for one in house.door.shown[-1].choices]
        await house.tap(
            next(value for value in ("yes", "3.2.1", "go-on", "skip", "no-day", *choices) if value in choices)
        )
    await house.tap("keep")
    assert await house.count("SELECT count(*) FROM reflection") == 1
    assert await house.count('SELECT count(*) FROM "match"') == 1
    assert state.turn + 1 == (await house.state()).turn


async def test_the_same_message_twice_is_one_turn(house: House) -> None:
    await house.greeted()
    await house.take(Said("hej"), "same")
    shown, state = len(house.door.shown), await house.state()
    await house.take(Said("hej"), "same")
    assert (len(house.door.shown), await house.state()) == (shown, state)


async def test_many_at_once_are_all_taken(house: House) -> None:
    await house.greeted()
    before = (await house.state()).turn
    await asyncio.gather(*(house.take(Said("hjælp"), f"at once {n}") for n in range(20)))
    assert (await house.state()).turn == before + 20
    assert await house.count("SELECT count(*) FROM outbox WHERE status = 'sent'") == len(house.door.shown)


async def test_two_processes_on_one_store_lose_no_turn(house: House, catalogue: Catalogue, matcher: Matcher) -> None:
    """Another coach on the same store has queues of its own; only the version fences them off."""
    await house.greeted()
    before = (await house.state()).turn
    other = Coach(house.store, Knowledge(catalogue, matcher), house.delivery, house.clock)
    incoming = [Incoming(Address("test", "c"), "u", f"p{n}", Said("hjælp")) for n in range(20)]
    await asyncio.gather(*((house.coach, other)[n % 2].take(one) for n, one in enumerate(incoming)))
    assert (await house.state()).turn == before + 20


async def test_a_turn_that_cannot_be_stored_says_so_and_says_nothing_else(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.greeted()
    shown = len(house.door.shown)

    async def full(*_args: object, **_marks: object) -> None:
        raise OperationalError("INSERT", {}, Exception("database or disk is full"))

    monkeypatch.setattr("storage.unit.UnitOfWork.post", full)
    with pytest.raises(NotStored):
        await house.take(Said("hjælp"), "again")
    assert len(house.door.shown) == shown
    monkeypatch.undo()
    await house.take(Said("hjælp"), "again")
    assert len(house.door.shown) == shown + 2


async def test_distress_leaves_no_trace_in_the_database(house: House) -> None:
    await house.greeted()
    await house.take(Said("i går ringede jeg til en borger i stedet for at skrive"))

    async def tables() -> list[int]:
        return [await house.count(f"SELECT count(*) FROM {name}") for name in ("seen", "outbox", "conversation")]

    before = (await tables(), await house.state())
    await house.take(Said("jeg bliver mobbet, og jeg græder hver dag"))
    assert "TR: lokal 1" in house.door.last
    assert (await tables(), await house.state()) == before
    seen = before[0][0]
    await house.tap("distress-continue")
    assert "Vi var ved" in house.door.last
    assert await house.count("SELECT count(*) FROM seen") == seen + 1, "the message, and nothing about the choice"


async def test_erasing_leaves_an_empty_database_and_an_answer(house: House) -> None:
    await house.greeted()
    await house.take(Said("slet mig"))
    await house.tap("erase")
    assert "Alt om dig er slettet" in house.door.last
    assert await house.count("SELECT count(*) FROM person") == 0
    assert await house.count("SELECT count(*) FROM outbox") == 0
    await house.take(Said("hej"))
    assert "ikke din leder" in house.door.last


@pytest.mark.parametrize("event", [Deleted("m"), Edited("m", "noget andet")])
async def test_what_is_tidied_in_the_chat_after_an_erasure_brings_nothing_back(house: House, event: Event) -> None:
    """The coach says itself that the chat has a copy: whoever takes it out there is nobody new."""
    await house.greeted()
    await house.take(Said("i går ringede jeg til en borger i stedet for at skrive", "m"))
    await house.take(Said("slet mig"))
    await house.tap("erase")
    await house.take(event)
    assert [await house.count(f"SELECT count(*) FROM {table}") for table in ("person", "conversation")] == [0, 0]


async def test_a_message_before_our_answer_was_sent_is_added_and_one_answer_is_shown(house: House) -> None:
    """Rule 11 at work: the first answer waits behind the channel, is taken back, and never shown."""
    await house.greeted()
    await house.tap("tell")
    house.delivery.open({})  # not yet: the channel is slow
    house.delivery.wake = lambda *_: None  # type: ignore[method-assign]
    await house.receives(Said("i går ringede jeg til en borger"))
    waiting = await house.count("SELECT count(*) FROM outbox WHERE status = 'pending'")
    await house.receives(Said("i stedet for at skrive et brev"))
    assert await house.count("SELECT count(*) FROM outbox WHERE status = 'pending'") == waiting == 1
    draft = (await house.state()).draft
    assert draft is not None
    assert draft.episode == "i går ringede jeg til en borger i stedet for at skrive et brev"


async def test_a_message_after_our_answer_went_out_answers_it(house: House) -> None:
    """The negative control, and the fence: what a sender has claimed cannot be taken back any more."""
    await house.greeted()
    await house.tap("tell")
    house.door.hold()
    await house.receives(Said("i går ringede jeg til en borger"))
    await house.door.trying()
    await house.receives(Said("det gik rigtig godt for os begge"))
    house.door.let_go()
    await house.delivery.quiet()
    draft = (await house.state()).draft
    assert draft is not None
    assert (draft.episode, draft.judgement) == ("i går ringede jeg til en borger", "det gik rigtig godt for os begge")


async def test_no_turn_waits_for_a_channel(house: House) -> None:
    """Whatever a door is stuck with, private or not, the next message is taken."""
    await house.greeted()
    house.door.hold()
    await house.receives(Said("jeg bliver mobbet, og jeg græder hver dag"))
    before = (await house.state()).turn
    await house.receives(Said("hjælp"))
    await house.receives(Said("hjælp"))
    assert (await house.state()).turn == before + 2
    house.door.let_go()
    await house.delivery.quiet()
    assert any("lokal 1" in " ".join(map(str, shown.lines)) for shown in house.door.shown)


async def test_queues_are_short_lived_and_bounded() -> None:
    queues, entered, leave = Queues(most=2, deep=2), asyncio.Event(), asyncio.Event()

    async def stand(key: str) -> None:
        async with queues.turn(key):
            entered.set()
            await leave.wait()

    first = asyncio.create_task(stand("a"))
    await entered.wait()
    second, other = asyncio.create_task(stand("a")), asyncio.create_task(stand("b"))
    await asyncio.sleep(0)
    for crowded in ("a", "c"):
        with pytest.raises(Crowded):
            async with queues.turn(crowded):
                pass
    leave.set()
    await asyncio.gather(first, second, other)
    assert len(queues) == 0


async def test_a_crowd_is_asked_to_come_again(house: House) -> None:
    await house.greeted()
    house.coach._queues = Queues(deep=0)
    with pytest.raises(NotStored):
        await house.take(Said("hjælp"))


@pytest.mark.parametrize("fault", [OperationalError("UPDATE", {}, Exception("locked")), SealError("of another key")])
async def test_tidying_goes_on_after_a_round_that_failed(
    store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    rounds = asyncio.Queue[int]()

    async def failing(*_args: object) -> None:
        rounds.put_nowait(1)
        raise fault

    monkeypatch.setattr("service.tidying.tidy", failing)
    monkeypatch.setattr("service.tidying.EVERY", 0.0)
    task = asyncio.create_task(keep_tidy(store, clock))
    for _ in range(2):
        await asyncio.wait_for(rounds.get(), 30)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_tidying_ends_between_two_rounds_when_the_service_stops(store: Store, clock: Clock) -> None:
    """Broken off in a transaction it could keep the process from ending."""
    stopping = asyncio.Event()
    task = asyncio.create_task(keep_tidy(store, clock, stopping))
    await asyncio.sleep(0)
    stopping.set()
    async with asyncio.timeout(10):
        await task
