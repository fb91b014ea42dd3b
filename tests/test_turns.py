"""The coach at work: each message once, in order, and every reply shown or accounted for."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from catalog_data.model import Catalogue
from dialogs.events import Event, Joined, Pressed, Said
from dialogs.facts import Contact
from dialogs.replies import Reply, paragraphs
from dialogs.state import State
from matching.types import Matcher
from service.delivery import Delivery
from service.door import Address, Incoming, NotDelivered, NotStored
from service.tidying import keep_tidy
from service.turns import Coach, Knowledge
from storage.unit import Caller, Store
from tests.conftest import Clock


class RecordingDoor:
    """A door that shows to a list, and fails as a test wants it to."""

    def __init__(self) -> None:
        self.shown: list[Reply] = []
        self.failures: list[Exception] = []

    async def show(self, address: Address, reply: Reply) -> None:
        if self.failures:
            raise self.failures.pop(0)
        self.shown.append(reply)

    @property
    def last(self) -> str:
        return " ".join(paragraphs(self.shown[-1]))


class House:
    """A coach on a store in memory, with one door."""

    def __init__(self, store: Store, knowledge: Knowledge, clock: Clock) -> None:
        self.store, self.clock, self.door = store, clock, RecordingDoor()
        self.delivery = Delivery(store, clock)
        self.delivery.open({"test": self.door})
        self.coach = Coach(store, knowledge, self.delivery, clock)
        self.messages = 0

    async def take(self, event: Event, message: str | None = None) -> None:
        self.messages += 1
        self.clock.passes(seconds=20)
        await self.coach.take(Incoming(Address("test", "c"), "u", message or f"m{self.messages}", event))
        await self.delivery.quiet()

    async def tap(self, choice: str) -> None:
        await self.take(Pressed(self.door.shown[-1].question, choice))

    async def greeted(self) -> None:
        await self.take(Joined())
        await self.tap("begin")

    async def state(self) -> State:
        async with self.store.unit() as unit:
            return (await unit.conversation(Caller("test", "c", "u", {}), State())).state

    async def count(self, query: str) -> int:
        async with self.store.engine.connect() as connection:
            return int((await connection.execute(text(query))).scalar_one())


@pytest.fixture
async def house(store: Store, catalogue: Catalogue, matcher: Matcher, clock: Clock) -> AsyncIterator[House]:
    knowledge = Knowledge(catalogue, matcher, contacts=(Contact("TR", "lokal 1"),), municipality="Prøvekøbing")
    built = House(store, knowledge, clock)
    yield built
    await built.delivery.stop()


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

    async def full(*_args: object) -> None:
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
    await house.tap("distress-continue")
    assert "Vi var ved" in house.door.last


async def test_erasing_leaves_an_empty_database_and_an_answer(house: House) -> None:
    await house.greeted()
    await house.take(Said("slet mig"))
    await house.tap("erase")
    assert "Alt om dig er slettet" in house.door.last
    assert await house.count("SELECT count(*) FROM person") == 0
    assert await house.count("SELECT count(*) FROM outbox") == 0
    await house.take(Said("hej"))
    assert "ikke din leder" in house.door.last


@pytest.mark.parametrize(
    ("failure", "status"),
    [
        (NotDelivered("dead"), "dead"),
        (NotDelivered("ambiguous"), "ambiguous"),
        (NotDelivered("retry", 0.001), "sent"),
        (RuntimeError("the door broke"), "ambiguous"),
    ],
)
async def test_a_reply_that_is_not_shown_is_accounted_for(house: House, failure: Exception, status: str) -> None:
    house.door.failures = [failure]
    await house.take(Joined())
    assert await house.count(f"SELECT count(*) FROM outbox WHERE status = '{status}'") == 1


async def test_tries_end(house: House) -> None:
    house.door.failures = [NotDelivered("retry", 0.001) for _ in range(5)]
    await house.take(Joined())
    assert await house.count("SELECT count(*) FROM outbox WHERE status = 'dead'") == 1


async def test_after_a_restart_what_waited_is_sent_and_what_was_under_way_is_not(house: House, clock: Clock) -> None:
    house.delivery.open({})
    house.delivery.wake = lambda _conversation: None  # type: ignore[method-assign]  # the process dies here
    await house.take(Joined())
    await house.take(Said("hej"))
    async with house.store.unit() as unit:
        await unit.session.exec(text("UPDATE outbox SET status = 'sending' WHERE id = (SELECT min(id) FROM outbox)"))  # type: ignore[call-overload]
    reborn = Delivery(house.store, clock)
    reborn.open({"test": house.door})
    await reborn.start()
    await reborn.quiet()
    assert len(house.door.shown) == 1
    assert await house.count("SELECT count(*) FROM outbox WHERE status = 'ambiguous'") == 1


async def test_tidying_goes_on_after_a_round_that_failed(
    store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    rounds = asyncio.Queue[int]()

    async def failing(*_args: object) -> None:
        rounds.put_nowait(1)
        raise OperationalError("UPDATE", {}, Exception("locked"))

    monkeypatch.setattr("service.tidying.tidy", failing)
    monkeypatch.setattr("service.tidying.EVERY", 0.0)
    task = asyncio.create_task(keep_tidy(store, clock))
    await rounds.get()
    await rounds.get()
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
