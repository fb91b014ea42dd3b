"""What every test may ask for: the real catalogue and, as the fake store, SQLite in memory."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from catalog_data.loader import load_catalogue
from catalog_data.model import Catalogue
from matching.files import load
from matching.matcher import BuiltInMatcher
from matching.training import train_all
from storage.database import open_database
from storage.migrating import migrate
from storage.sealing import Sealer, key_name
from storage.unit import Store

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


@pytest.fixture
async def store(sealer: Sealer) -> AsyncIterator[Store]:
    engine = open_database("sqlite+aiosqlite://")
    await migrate(engine)
    yield Store(engine, sealer)
    await engine.dispose()
