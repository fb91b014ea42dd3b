"""A coach on a store, with one door: what tests of turns and of delivery stand in."""

import asyncio
from typing import Any

from sqlalchemy import text

from dialogs.events import Event, Joined, Pressed
from dialogs.replies import Reply, line, paragraphs
from dialogs.state import State
from service.attempt import Policy
from service.calendar import Calendar
from service.delivery import Delivery
from service.door import Address, Incoming, Render
from service.errands import errands
from service.overviews import Overviews
from service.pace import Pace
from service.turns import Coach, Knowledge
from storage.releases import Publisher
from storage.unit import Caller, Store
from tests.conftest import Clock
from tests.unit_history import ZONE

CALLER = Caller("test", "c", "u", {})


class RecordingDoor:
    """A door that shows to a list, and fails as a test wants it to. Held, it keeps who sends waiting."""

    def __init__(self) -> None:
        self.shown: list[Reply] = []
        self.at: list[tuple[str, float]] = []
        self.failures: list[Exception] = []
        self.held: asyncio.Event | None = None
        self._tried = asyncio.Event()
        self.clock: Clock | None = None

    async def show(self, address: Address, reply: Reply) -> None:
        self._tried.set()
        if self.held is not None:
            await self.held.wait()
        if self.failures:
            raise self.failures.pop(0)
        self.shown.append(reply)
        if self.clock is not None:
            self.at.append((address.conversation, self.clock().timestamp()))

    def hold(self) -> None:
        self.held = asyncio.Event()
        self._tried.clear()

    async def trying(self) -> None:
        """Returns when somebody stands at the held door."""
        await self._tried.wait()

    def let_go(self) -> None:
        assert self.held is not None
        self.held.set()
        self.held = None

    @property
    def last(self) -> str:
        return " ".join(paragraphs(self.shown[-1]))


class House:
    """A coach on a store, with one door. `offline` houses post but never send."""

    def __init__(
        self,
        store: Store,
        knowledge: Knowledge,
        clock: Clock,
        door: RecordingDoor | None = None,
        *,
        policy: Policy | None = None,
        pace: Pace | None = None,
    ) -> None:
        self.store, self.clock, self.knowledge = store, clock, knowledge
        self.door = door or RecordingDoor()
        self.door.clock = clock
        paces = {"test": pace} if pace else None
        self.delivery = Delivery(store, clock, policy or Policy(), paces=paces, sleep=clock.sleep)
        self.delivery.open({"test": self.door})
        self.calendar = self.another_calendar()
        self.coach = Coach(store, knowledge, self.delivery, clock, self.calendar.changed)
        self.messages = 0

    def another_calendar(self) -> Calendar:
        """As another process on the same database has."""
        overviews = Overviews(Publisher(self.knowledge.catalogue, ZONE))
        every = errands(self.knowledge, overviews)
        return Calendar(self.store, self.clock, every, self.delivery.wake, sleep=self.clock.sleep)

    async def take(self, event: Event, message: str | None = None, render: Render | None = None) -> str | None:
        """One event, and the answers to it shown."""
        answer = await self.receives(event, message, render)
        await self.delivery.quiet()
        return answer

    async def receives(self, event: Event, message: str | None = None, render: Render | None = None) -> str | None:
        """One event, taken; its answers may still be on their way."""
        self.messages += 1
        self.clock.passes(seconds=20)
        incoming = Incoming(Address("test", "c"), "u", message or f"m{self.messages}", event, render=render)
        return await self.coach.take(incoming)

    async def tap(self, choice: str) -> None:
        await self.take(Pressed(self.door.shown[-1].question, choice))

    async def greeted(self) -> None:
        await self.take(Joined())
        await self.tap("begin")

    async def later(self, **time: float) -> None:
        """Time passes, and whatever was due then is done."""
        self.clock.passes(**time)
        await self.delivery.look_round()
        for _ in range(5):
            await asyncio.sleep(0)
        await self.delivery.quiet()

    async def state(self) -> State:
        async with self.store.unit() as unit:
            return (await unit.conversation(CALLER, State())).state

    async def count(self, query: str) -> int:
        return int(await self.value(query))

    async def value(self, query: str) -> Any:
        async with self.store.engine.connect() as connection:
            return (await connection.execute(text(query))).scalar()

    async def statuses(self) -> list[str]:
        async with self.store.engine.connect() as connection:
            query = text("SELECT status FROM outbox ORDER BY bulk, turn, id")
            return list((await connection.execute(query)).scalars().all())

    async def execute(self, statement: str) -> None:
        async with self.store.engine.begin() as connection:
            await connection.execute(text(statement))


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
