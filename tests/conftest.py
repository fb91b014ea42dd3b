"""What every test may ask for: the real catalogue, and a store on each database we keep promises on."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import structlog
from sqlalchemy.engine import make_url

from catalog_data.loader import load_catalogue
from catalog_data.model import Catalogue
from matching.files import load
from matching.matcher import BuiltInMatcher
from matching.training import train_all
from service.turns import Knowledge
from storage.database import open_database, ready_database
from storage.key_file import key_name
from storage.sealing import Sealer
from storage.unit import Store
from tests.databases import EMPTY, POSTGRES, make_schema, needs_files, needs_postgres, postgres_database, sqlite_schema

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


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ...]:
    return asyncio.run(sqlite_schema(tmp_path_factory.mktemp("migrated")))


@pytest.fixture(scope="session")
def migrated_postgres() -> Iterator[str]:
    """The name of a database with this release's schema and nothing in it, where there is a server."""
    left = AsyncExitStack()

    async def made() -> str:
        url = await left.enter_async_context(postgres_database())
        await (await ready_database(url)).dispose()
        return str(make_url(url).database)

    with asyncio.Runner() as runner:
        yield runner.run(made()) if POSTGRES else ""
        runner.run(left.aclose())


@pytest.fixture(
    params=["memory", pytest.param("file", marks=needs_files), pytest.param("postgres", marks=needs_postgres)]
)
async def database_url(request: pytest.FixtureRequest, tmp_path: Path, migrated_postgres: str) -> AsyncIterator[str]:
    """A fresh database of each kind; whoever asks for it is run on them all. It is empty, unless a store on it is
    asked for too."""
    if request.param == "postgres":
        async with postgres_database(migrated_postgres if "store" in request.fixturenames else EMPTY) as url:
            yield url
    else:
        yield "sqlite+aiosqlite://" + ("" if request.param == "memory" else f"/{tmp_path}/coach.db")


@pytest.fixture
async def store(database_url: str, sealer: Sealer, migrated_sqlite: tuple[str, ...]) -> AsyncIterator[Store]:
    engine = open_database(database_url)
    if database_url.startswith("sqlite"):
        await make_schema(engine, migrated_sqlite)
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
