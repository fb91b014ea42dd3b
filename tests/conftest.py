"""What every test may ask for: the real catalogue, and a store on each database we keep promises on."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import structlog

from catalog_data.loader import load_catalogue
from catalog_data.model import Catalogue
from matching.files import load
from matching.matcher import BuiltInMatcher
from matching.training import train_all
from service.turns import Knowledge
from storage.database import ready_database
from storage.key_file import key_name
from storage.sealing import Sealer
from storage.unit import Store
from tests.databases import needs_postgres, postgres_database

KEY = bytes(range(32))


class Clock:
    """Time that moves when a test says so; who sleeps by it wakes then."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Europe/Copenhagen"))
        self._sleeping: list[tuple[datetime, asyncio.Future[None]]] = []
        self._asleep = asyncio.Event()

    def __call__(self) -> datetime:
        return self.now

    def passes(self, **time: float) -> None:
        self.now += timedelta(**time)
        due = [one for one in self._sleeping if one[0] <= self.now]
        self._sleeping = [one for one in self._sleeping if one[0] > self.now]
        if not self._sleeping:
            self._asleep.clear()
        for _, sleeper in due:
            if not sleeper.done():
                sleeper.set_result(None)

    async def sleep(self, seconds: float) -> None:
        sleeper = asyncio.get_running_loop().create_future()
        self._sleeping.append((self.now + timedelta(seconds=max(seconds, 1e-6)), sleeper))
        self._asleep.set()
        await sleeper

    async def somebody_sleeps(self) -> None:
        """Returns when time has to pass for anything more to happen to somebody."""
        await self._asleep.wait()


@pytest.fixture(autouse=True)
def nobodys_log() -> Iterator[None]:
    """What one test makes of the log is not there for the next."""
    yield
    structlog.reset_defaults()


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="session")
def matcher(catalogue: Catalogue) -> BuiltInMatcher:
    """Learned at set-up; where the content has changed since, now."""
    return BuiltInMatcher(catalogue, load(train_all(Path("data/matcher")), catalogue))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sealer() -> Sealer:
    return Sealer({key_name(KEY): KEY}, key_name(KEY))


@pytest.fixture(params=["memory", "file", pytest.param("postgres", marks=needs_postgres)])
async def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """A fresh, empty database of each kind; whoever asks for it is run on them all."""
    if request.param == "postgres":
        async with postgres_database() as url:
            yield url
    else:
        yield "sqlite+aiosqlite://" + ("" if request.param == "memory" else f"/{tmp_path}/coach.db")


@pytest.fixture
async def store(database_url: str, sealer: Sealer) -> AsyncIterator[Store]:
    engine = await ready_database(database_url)
    yield Store(engine, sealer)
    await engine.dispose()


@pytest.fixture
def knowledge(catalogue: Catalogue, matcher: BuiltInMatcher) -> Knowledge:
    return Knowledge(catalogue, matcher, municipality="Prøvekøbing")


@pytest.fixture
async def house(store: Store, knowledge: Knowledge, clock: Clock) -> AsyncIterator[Any]:
    """A `tests.house.House` on each database."""
    from tests.house import House  # it stands on the clock above

    built = House(store, knowledge, clock)
    yield built
    await built.delivery.stop()
