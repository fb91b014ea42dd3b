"""What a channel sends twice, or five times, changes one thing once and is answered the same.

Over real HTTP through the Teams door, on a database file: one after the other, at once, over two
replicas, and with a restart in between; under the same id, and buttons under new ones.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient

from dialogs.events import Pressed, Said
from dialogs.replies import Reply
from dialogs.state import State
from service.delivery import Delivery
from service.door import Address, Incoming
from service.turns import Coach, Knowledge
from storage.database import open_database
from storage.migrating import migrate
from storage.sealing import Sealer
from storage.unit import Caller, Store, UnitOfWork
from tests.botframework_fakes import (
    CONVERSATION,
    FakeConnector,
    a_connector,
    an_activity,
    first_tap,
    local_door,
    post,
    serving,
)
from tests.conftest import Clock

ARRANGEMENTS = ("sequential", "concurrent", "two replicas", "restarts")


@dataclass
class Replica:
    """One process: its own connections, queues and senders on the shared database."""

    coach: Coach
    delivery: Delivery
    store: Store
    client: TestClient[Any, Any]

    async def state(self) -> State:
        async with self.store.unit() as unit:
            return (await unit.conversation(Caller("msteams", CONVERSATION, "", {}), State())).state

    async def count(self, table: str) -> int:
        async with self.store.engine.connect() as connection:
            return int((await connection.exec_driver_sql(f"SELECT count(*) FROM {table}")).scalar_one())


class Town:
    """A connector, a database, and as many replicas as a test starts."""

    def __init__(self, url: str, sealer: Sealer, knowledge: Knowledge, connector: FakeConnector, clock: Clock) -> None:
        self.url, self.sealer, self.knowledge, self.connector, self.clock = url, sealer, knowledge, connector, clock
        self._stack = AsyncExitStack()
        self.replicas: list[Replica] = []

    async def starts(self) -> Replica:
        replica = await self._stack.enter_async_context(self._running())
        self.replicas.append(replica)
        return replica

    async def ends(self) -> None:
        await self._stack.aclose()

    @asynccontextmanager
    async def _running(self) -> AsyncIterator[Replica]:
        engine = open_database(self.url)
        await migrate(engine)
        store = Store(engine, self.sealer)
        delivery = Delivery(store, self.clock, sleep=self.clock.sleep)
        coach = Coach(store, self.knowledge, delivery, self.clock)
        door = local_door(coach)
        delivery.open({"msteams": door.door})
        async with serving(door) as client:
            yield Replica(coach, delivery, store, client)
            await delivery.stop()
        await engine.dispose()

    async def posts(self, replica: Replica, **changes: Any) -> int:
        self.clock.passes(seconds=20)
        status, _ = await post(replica.client, an_activity(self.connector.url, **changes))
        await replica.delivery.quiet()
        return status

    async def delivers(self, arrangement: str, activities: Sequence[dict[str, Any]]) -> list[int]:
        """The statuses each delivery is answered with."""
        first = self.replicas[-1]
        if arrangement == "sequential":
            return [await self.posts(first, **one) for one in activities]
        if arrangement == "concurrent":
            return await asyncio.gather(*(self.posts(first, **one) for one in activities))
        if arrangement == "two replicas":
            pair = (first, await self.starts())
            return await asyncio.gather(*(self.posts(pair[n % 2], **one) for n, one in enumerate(activities)))
        return [await self.posts(await self.starts(), **one) for one in activities]

    def shown(self) -> list[str]:
        """What people see, in order."""
        return [sent.get("text") or sent["summary"] for _, _, sent in self.connector.posts]

    def button(self) -> dict[str, str]:
        return first_tap(self.connector.last["attachments"][0]["content"])


@pytest.fixture
async def town(tmp_path: Path, sealer: Sealer, knowledge: Knowledge, clock: Clock) -> AsyncIterator[Town]:
    async with a_connector() as connector:
        built = Town(f"sqlite+aiosqlite:///{tmp_path}/coach.db", sealer, knowledge, connector, clock)
        replica = await built.starts()
        await built.posts(replica, text="hej", id="first contact")
        await built.posts(replica, text=None, value=built.button(), id="begin")
        yield built
        await built.ends()


def said(town: Town, times: int) -> list[dict[str, Any]]:
    return [{"text": "i går ringede jeg til en borger i stedet for at skrive", "id": "same"}] * times


def tapped(town: Town, times: int) -> list[dict[str, Any]]:
    return [{"text": None, "value": town.button(), "id": "same"}] * times


def tapped_anew(town: Town, times: int) -> list[dict[str, Any]]:
    """The same button, each time under an id of its own."""
    button = town.button()
    return [{"text": None, "value": button, "id": f"new {n}"} for n in range(times)]


@pytest.mark.parametrize(
    ("arrangement", "times"), [("sequential", 2), ("restarts", 3), ("two replicas", 4), ("concurrent", 5)]
)
@pytest.mark.parametrize("kind", [said, tapped, tapped_anew])
async def test_one_change_and_one_answer(town: Town, kind: Any, arrangement: str, times: int) -> None:
    before, shown = await town.replicas[0].state(), len(town.shown())
    statuses = await town.delivers(arrangement, kind(town, times))
    assert statuses == [200] * times
    after = await town.replicas[0].state()
    assert after.turn == before.turn + 1
    assert len(town.shown()) == shown + 1
    assert "lukket" not in town.shown()[-1]


@pytest.mark.parametrize("arrangement", ARRANGEMENTS)
async def test_without_the_record_of_what_was_taken_it_would_be_taken_again(
    town: Town, arrangement: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control."""
    _without_record(monkeypatch)
    before = await town.replicas[0].state()
    await town.delivers(arrangement, said(town, 3))
    assert (await town.replicas[0].state()).turn == before.turn + 3


@pytest.mark.parametrize("arrangement", ["sequential", "restarts"])
@pytest.mark.parametrize("kind", [tapped, tapped_anew])
async def test_without_the_record_a_button_would_be_answered_again(
    town: Town, kind: Any, arrangement: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control for buttons. Taken it is not even then: a question's id is used once."""
    _without_record(monkeypatch)
    before, shown = await town.replicas[0].state(), len(town.shown())
    await town.delivers(arrangement, kind(town, 3))
    assert (await town.replicas[0].state()).turn == before.turn + 1
    assert len(town.shown()) == shown + 3
    assert "lukket" in town.shown()[-1]


def _without_record(monkeypatch: pytest.MonkeyPatch) -> None:
    def forgetful(*_args: object) -> None:
        return None

    async def noting(*args: Any, **_kwargs: Any) -> None:
        return None

    monkeypatch.setattr(Coach, "_taken_before", forgetful)
    monkeypatch.setattr(UnitOfWork, "note_taken", noting)


async def test_a_person_who_tries_an_old_card_later_hears_that_it_is_closed(town: Town) -> None:
    old = tapped_anew(town, 3)
    await town.posts(town.replicas[0], **old[0])
    state = await town.replicas[0].state()
    town.clock.passes(minutes=5)
    await town.posts(town.replicas[0], **old[1])
    assert "lukket" in town.shown()[-1]
    assert await town.replicas[0].state() == state
    shown = len(town.shown())
    await town.posts(town.replicas[0], **old[2])
    assert len(town.shown()) == shown, "told once, and not again within two minutes"


async def test_the_tap_that_erased_brings_nothing_back(town: Town) -> None:
    replica = town.replicas[0]
    await town.posts(replica, text="slet mig", id="erase")
    erasing = tapped_anew(town, 4)
    for one in erasing:
        await town.posts(replica, **one)
    assert sum("slettet hos mig" in text for text in town.shown()) == 1
    assert "slettet hos mig" in town.shown()[-1]
    assert [await replica.count(table) for table in ("person", "conversation", "seen", "outbox")] == [0] * 4


async def test_a_button_from_before_an_erasure_fits_no_question_after_it(town: Town) -> None:
    """Turns are counted anew then, and the same step comes under the same number again."""
    replica, menu = town.replicas[0], town.button()
    old = await replica.state()
    await town.posts(replica, text="slet mig", id="erase")
    await town.posts(replica, text=None, value=town.button(), id="erase tap")
    await town.posts(replica, text="hej", id="again")
    await town.posts(replica, text=None, value=town.button(), id="begin again")
    new = await replica.state()
    assert (new.turn, new.step) == (old.turn, old.step)
    await town.posts(replica, text=None, value=menu, id="old card")
    assert await replica.state() == new


def _in_request(words: str) -> Any:
    return lambda _tapped, replies: json.dumps([words, *(reply.question for reply in replies)])


@pytest.mark.parametrize("arrangement", ["same id", "new ids", "restarts"])
async def test_an_answer_in_the_request_comes_back_word_for_word(town: Town, arrangement: str) -> None:
    """As when Teams sends an invoke again, though a new release would word it otherwise."""
    state = await town.replicas[0].state()
    answers, replica = [], town.replicas[0]
    for n in range(5):
        message = "same" if arrangement == "same id" else f"invoke {n}"
        replica = await town.starts() if arrangement == "restarts" else replica
        town.clock.passes(seconds=25)
        incoming = Incoming(
            Address("msteams", CONVERSATION, {"service_url": town.connector.url, "bot": "28:b", "user": "29:u"}),
            "29:u",
            message,
            Pressed(state.question, "tell"),
            render=_in_request(f"release {n}"),
        )
        answers.append(await replica.coach.take(incoming))
        await replica.delivery.quiet()
    after = await replica.state()
    assert answers == [json.dumps(["release 0", after.question])] * 5
    assert after.turn == state.turn + 1


async def test_an_answer_in_the_request_is_sealed_and_private_ones_are_not_kept(town: Town) -> None:
    replica = town.replicas[0]

    def echo(_tapped: Reply | None, _replies: Sequence[Reply]) -> str:
        return "kanariefugl"

    address = Address("msteams", CONVERSATION, {"service_url": town.connector.url})
    assert await replica.coach.take(Incoming(address, "29:u", "m1", Said("hjælp"), render=echo)) == "kanariefugl"
    before = await replica.count("seen")
    distressed = Said("jeg bliver mobbet, og jeg græder hver dag")
    assert await replica.coach.take(Incoming(address, "29:u", "m2", distressed, render=echo)) == "kanariefugl"
    assert await replica.count("seen") == before
    async with replica.store.engine.connect() as connection:
        rows = (await connection.exec_driver_sql("SELECT * FROM seen")).all()
    assert "kanariefugl" not in str(rows)
