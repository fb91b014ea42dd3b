"""Very many turns in one process: memory, open files, tasks and queues come back to where they were (proof f).

Whole reflections, through the real turns, delivery and SQLite file; only the channel is a fake.
"""

import asyncio
import gc
import os
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from dialogs.events import Said
from dialogs.replies import Reply
from service.door import Address, Incoming, NotStored
from service.start import Service, start_service
from service.turns import Knowledge

TURNS = int(os.environ.get("COACH_LONG_RUN", "5000"))
FEWEST, MOST, EACH = 50, 1_000, 40
"""Conversations; between the two, one for every so many turns."""
AT_ONCE = 16
WARM = 0.3
"""Part of the turns after which everything has been loaded and filled once."""
GROWTH = 0.05
DOUBLED = 10
"""Every so many messages one comes twice at once, and has to stand in the conversation's queue."""
TALK = (
    "hej",
    "start",
    "bare fortæl",
    "I går ringede jeg til en borger i stedet for at skrive, så hun kunne spørge med det samme",
    "det gik godt",
    "ja",
    "jeg vil spørge først næste gang",
    "spring over",
    "spring over",
    "gem",
)
"""One reflection and over again; each line gets at least one reply."""

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="reads Linux's account of the process"),
]


@dataclass(frozen=True)
class Footprint:
    """What the process holds when nothing is under way."""

    memory: int
    """Bytes that are really in memory."""
    files: int
    tasks: int
    queues: int
    sending: int


@dataclass
class Chat:
    """A channel that shows at once and keeps nothing, and the people who wait for it to show."""

    service: Service
    shown: int = 0
    refused: int = 0
    """Messages that could not be stored in time, on a busy machine, and were sent again."""
    at: Counter[str] = field(default_factory=Counter)
    """Messages written so far, by conversation."""
    waiting: dict[str, asyncio.Future[None]] = field(default_factory=dict)
    leak: Callable[[], None] = lambda: None

    async def show(self, address: Address, reply: Reply) -> None:
        self.shown += 1
        self.leak()
        waiting = self.waiting.pop(address.conversation, None)
        if waiting is not None:
            waiting.set_result(None)

    async def write(self, conversation: str) -> None:
        """One message, committed, and something shown after it; now and then it comes twice at once."""
        number = self.at[conversation]
        self.at[conversation] += 1
        said = Said(TALK[number % len(TALK)])
        incoming = Incoming(Address("test", conversation), f"u-{conversation}", f"m{number}", said)
        shown = self.waiting[conversation] = asyncio.get_running_loop().create_future()
        copies = 2 if number % DOUBLED == DOUBLED - 1 else 1
        await asyncio.gather(*(self.send(incoming) for _ in range(copies)))
        await shown

    async def send(self, incoming: Incoming) -> None:
        """Until it is stored, as a channel would."""
        while True:
            try:
                await self.service.coach.take(incoming)
            except NotStored:
                self.refused += 1
            else:
                return

    async def turns(self, many: int, conversations: int) -> None:
        """So many turns, the conversations one after the other and round again."""
        order = iter(range(many))

        async def some() -> None:
            for number in order:
                await self.write(f"c{number % conversations}")

        await asyncio.gather(*(some() for _ in range(min(AT_ONCE, conversations))))
        await self.service.delivery.quiet()

    def footprint(self) -> Footprint:
        gc.collect()
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        delivery = self.service.delivery
        return Footprint(
            memory=pages * os.sysconf("SC_PAGE_SIZE"),
            files=len(os.listdir("/proc/self/fd")),  # noqa: PTH208 - its own descriptor counts both times
            tasks=len(asyncio.all_tasks()),
            queues=len(self.service.coach._queues),
            sending=len(delivery._sending) + len(delivery._again) + len(delivery._alarms) + len(delivery._private),
        )


@pytest.fixture
async def chat(tmp_path: Path, catalogue: Any, matcher: Any) -> AsyncIterator[Chat]:
    service = await start_service(
        database_url=f"sqlite+aiosqlite:///{tmp_path}/coach.db",
        database_connections=1,
        key_file=tmp_path / "coach.key",
        production=False,
        time_zone="Europe/Copenhagen",
        knowledge=Knowledge(catalogue, matcher, municipality="Prøvekøbing"),
    )
    built = Chat(service)
    service.delivery.open({"test": built})
    await service.delivery.start()
    yield built
    await service.close()


async def long_run(chat: Chat, turns: int) -> tuple[Footprint, Footprint]:
    """What the process holds after warming up, and at the end."""
    conversations = min(MOST, max(FEWEST, turns // EACH))
    warm = int(turns * WARM)
    await chat.turns(warm, conversations)
    before = chat.footprint()
    await chat.turns(turns - warm, conversations)
    return before, chat.footprint()


def check(before: Footprint, after: Footprint) -> None:
    """Nothing is left of what is over."""
    growth = after.memory / before.memory - 1
    assert growth < GROWTH, f"memory grew by {growth:.1%}"
    assert after.files <= before.files, f"{after.files - before.files} files left open"
    assert after.tasks <= before.tasks, f"{after.tasks - before.tasks} tasks left"
    assert after.queues == 0, f"{after.queues} queues left"
    assert after.sending == 0, f"{after.sending} conversations left in delivery"


async def test_a_long_run_leaves_nothing_behind(chat: Chat) -> None:
    before, after = await long_run(chat, TURNS)
    people = len(chat.at)
    print(
        f"\n{chat.at.total()} turns over {people} conversations, {chat.shown} replies, {chat.refused} sent again\n  {before}\n  {after}"
    )
    async with chat.service.store.engine.connect() as connection:
        turns = (await connection.exec_driver_sql("SELECT sum(version) FROM conversation")).scalar_one()
        kept = (await connection.exec_driver_sql("SELECT count(*) FROM reflection")).scalar_one()
    assert turns == chat.at.total() == TURNS
    assert kept >= people, "reflections are made in it, and kept"
    check(before, after)


class NeverForgets(dict[Any, Any]):
    def __delitem__(self, key: Any) -> None:
        """As if nobody let go of it."""


def leaky_queues(chat: Chat, kept: list[Any]) -> None:
    chat.service.coach._queues._queues = NeverForgets()


def leaky_memory(chat: Chat, kept: list[Any]) -> None:
    chat.leak = lambda: kept.append(b"x" * 50_000)


def leaky_files(chat: Chat, kept: list[Any]) -> None:
    chat.leak = lambda: kept.append(Path("/dev/null").open())  # noqa: SIM115 - left open on purpose


def leaky_tasks(chat: Chat, kept: list[Any]) -> None:
    chat.leak = lambda: kept.append(asyncio.create_task(asyncio.sleep(3600)))


@pytest.mark.parametrize(
    ("leaky", "seen"),
    [
        (leaky_queues, f"{FEWEST} queues left"),
        (leaky_memory, "memory grew by"),
        (leaky_files, "files left open"),
        (leaky_tasks, "tasks left"),
    ],
)
async def test_a_leak_would_be_seen(chat: Chat, leaky: Callable[[Chat, list[Any]], None], seen: str) -> None:
    """The negative controls: one thing at a time that is never let go of."""
    kept: list[Any] = []
    leaky(chat, kept)
    before, after = await long_run(chat, 500)
    for one in kept:
        if hasattr(one, "close"):
            one.close()
        elif isinstance(one, asyncio.Task):
            one.cancel()
    with pytest.raises(AssertionError, match=seen):
        check(before, after)
