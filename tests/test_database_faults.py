"""Whatever befalls the database: never a 2xx without a row that stays, and all is well again by itself."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Self

import pytest
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import Engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from app import build
from settings import Settings
from storage.database import ready_database
from storage.sealing import Sealer
from storage.unit import Store
from tests.botframework_fakes import a_connector, an_activity, post
from tests.databases import needs_postgres, postgres_database

TRAINED = Path("data/matcher")
SOON = 10.0
"""Seconds within which all must be well again."""


class Served:
    """The whole service on a database, and a channel that posts to it."""

    def __init__(self, client: TestClient[Any, Any], service_url: str, url: str) -> None:
        self._client, self._service_url, self._url = client, service_url, url

    async def post(self, message: str) -> int:
        """The status the channel gets."""
        return (await post(self._client, an_activity(self._service_url, id=message, text="hjælp")))[0]

    async def ready(self) -> int:
        async with self._client.get("/readyz") as response:
            return response.status

    async def stored(self) -> int:
        """Messages with a row that stays, seen from outside."""
        async with outside(self._url) as connection:
            return int((await connection.execute(text("SELECT count(*) FROM seen"))).scalar_one())


@asynccontextmanager
async def outside(url: str) -> AsyncIterator[AsyncConnection]:
    """A connection that has nothing to do with the service."""
    engine = create_async_engine(url)
    async with engine.connect() as connection:
        yield connection
    await engine.dispose()


@asynccontextmanager
async def served(url: str, folder: Path, seen_at: str = "") -> AsyncIterator[Served]:
    """The service on `url`, with a conversation that has begun. `seen_at`: where tests look, if not there."""
    settings = Settings(
        database_url=url, key_file=folder / "coach.key", matcher_folder=TRAINED, browser=False, person_limit=""
    )
    async with a_connector() as connector, TestClient(TestServer(await build(settings))) as client:
        its = Served(client, connector.url, seen_at or url)
        assert await its.post("first") == 200
        yield its


@pytest.fixture
async def on_file(tmp_path: Path) -> AsyncIterator[Served]:
    async with served(f"sqlite+aiosqlite:///{tmp_path}/coach.db", tmp_path) as its:
        yield its


async def test_a_message_to_a_locked_file_is_refused_and_taken_when_it_comes_again(
    on_file: Served, tmp_path: Path
) -> None:
    other = sqlite3.connect(tmp_path / "coach.db", isolation_level=None, check_same_thread=False)
    await asyncio.to_thread(other.execute, "BEGIN IMMEDIATE")
    assert await on_file.post("second") == 503
    other.execute("ROLLBACK")
    other.close()
    assert await on_file.stored() == 1
    async with asyncio.timeout(SOON):
        assert await on_file.post("second") == 200
    assert await on_file.stored() == 2


async def test_a_message_to_a_full_file_is_refused_and_taken_when_it_comes_again(tmp_path: Path) -> None:
    pages = 10**9

    def limit(connection: Any, _entry: Any, _proxy: Any) -> None:
        connection.cursor().execute(f"PRAGMA max_page_count={pages}")

    event.listen(Engine, "checkout", limit)
    try:
        async with served(f"sqlite+aiosqlite:///{tmp_path}/coach.db", tmp_path) as its:
            pages = 1  # SQLite takes it for the size the file has
            statuses = [await its.post(f"message {n}") for n in range(30)]
            assert statuses[-1] == 503
            assert await its.stored() == 1 + statuses.count(200)
            pages = 10**9
            async with asyncio.timeout(SOON):
                assert await its.post("message 29") == 200
            assert await its.stored() == 2 + statuses.count(200)
    finally:
        event.remove(Engine, "checkout", limit)


@pytest.fixture
async def postgres() -> AsyncIterator[str]:
    async with postgres_database() as url:
        yield url


WAITING = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
KILL = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
AT_COMMIT = (
    (
        "CREATE FUNCTION wait_for_us() RETURNS trigger LANGUAGE plpgsql AS"
        " 'BEGIN PERFORM pg_advisory_xact_lock(1); RETURN NULL; END'"
    ),
    (
        "CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON seen DEFERRABLE INITIALLY DEFERRED"
        " FOR EACH ROW EXECUTE FUNCTION wait_for_us()"
    ),
)


@needs_postgres
@pytest.mark.parametrize("moment", ["while the turn waits for its conversation", "in the middle of the commit"])
async def test_a_turn_whose_connection_is_killed_is_refused_and_taken_when_it_comes_again(
    postgres: str, tmp_path: Path, moment: str
) -> None:
    async with served(postgres, tmp_path) as its, outside(postgres) as holder, outside(postgres) as killer:
        if moment == "in the middle of the commit":
            for statement in AT_COMMIT:
                await killer.execute(text(statement))
            await killer.commit()
            await holder.execute(text("SELECT pg_advisory_xact_lock(1)"))
        else:
            await holder.execute(text("SELECT * FROM conversation FOR UPDATE"))
        posting = asyncio.create_task(its.post("second"))
        async with asyncio.timeout(SOON):
            while not (waiting := (await killer.execute(text(WAITING))).scalars().all()):
                pass
        await killer.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": waiting[0]})
        assert await posting == 503
        await holder.rollback()
        assert await its.stored() == 1
        async with asyncio.timeout(SOON):
            assert await its.post("second") == 200
        assert await its.stored() == 2


@needs_postgres
async def test_a_connection_killed_while_idle_costs_nobody_a_message(postgres: str, sealer: Sealer) -> None:
    engine, gone = await ready_database(postgres), asyncio.Event()
    async with engine.connect() as connection, outside(postgres) as killer:
        raw = await connection.get_raw_connection()
        assert raw.driver_connection is not None
        raw.driver_connection.add_termination_listener(lambda _: gone.set())
        await connection.close()
        assert (await killer.execute(text(KILL))).all()
        await gone.wait()
    async with Store(engine, sealer).unit() as unit:
        await unit.history("somebody")
    await engine.dispose()


@needs_postgres
async def test_a_server_that_is_gone_for_a_while_is_found_again(postgres: str, tmp_path: Path) -> None:
    async with Wire(postgres) as wire, served(wire.url, tmp_path, seen_at=postgres) as its:
        await wire.cut()
        assert await its.post("second") == 503
        assert await its.ready() == 503
        await wire.mend()
        async with asyncio.timeout(SOON):
            assert await its.post("second") == 200
            assert await its.ready() == 200
        assert await its.stored() == 2


class Wire:
    """A way to the server that a test can cut."""

    def __init__(self, url: str) -> None:
        self._there = make_url(url)
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()
        self._port = 0

    @property
    def url(self) -> str:
        return self._there.set(host="127.0.0.1", port=self._port).render_as_string(hide_password=False)

    async def __aenter__(self) -> Self:
        await self.mend()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.cut()

    async def mend(self) -> None:
        self._server = await asyncio.start_server(self._carry, "127.0.0.1", self._port)
        self._port = self._server.sockets[0].getsockname()[1]

    async def cut(self) -> None:
        assert self._server is not None
        self._server.close()
        for writer in self._open:
            writer.transport.abort()
        await asyncio.sleep(0)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        back, forth = await asyncio.open_connection(self._there.host, self._there.port)
        self._open |= {writer, forth}
        await asyncio.gather(_copy(reader, forth), _copy(back, writer))


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while block := await reader.read(65536):
            writer.write(block)
    except OSError:
        pass
    finally:
        writer.close()
