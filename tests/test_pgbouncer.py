"""Behind a real PgBouncer in transaction mode, with fewer connections to the server than we have to it."""

import asyncio
import os
import shutil
import socket
import tempfile
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from dialogs.state import State
from storage.database import ready_database
from storage.sealing import Sealer
from storage.unit import Caller, Store
from tests.conftest import Clock
from tests.databases import needs_postgres, postgres_database

PGBOUNCER = shutil.which("pgbouncer", path="/usr/sbin:/usr/bin:/usr/local/bin")
pytestmark = [needs_postgres, pytest.mark.skipif(PGBOUNCER is None, reason="there is no pgbouncer here")]

CONVERSATIONS, TURNS = 12, 5


@pytest.fixture
async def pooled() -> AsyncIterator[str]:
    """The address of a fresh database behind PgBouncer, which has three connections to it."""
    with tempfile.TemporaryDirectory() as folder:
        async with postgres_database() as url:
            port = _configure(Path(folder), url)
            owner = {"user": "postgres", "group": "postgres"} if os.geteuid() == 0 else {}  # it refuses to run as root
            process = await asyncio.create_subprocess_exec(str(PGBOUNCER), "-q", f"{folder}/pgbouncer.ini", **owner)
            await _answering(port)
            yield make_url(url).set(host="127.0.0.1", port=port).render_as_string(hide_password=False)
            process.kill()
            await process.wait()


def _configure(folder: Path, url: str) -> int:
    server, port = make_url(url), _free_port()
    (folder / "users.txt").write_text(f'"{server.username}" "{server.password}"\n')
    (folder / "pgbouncer.ini").write_text(
        f"""
        [databases]
        * = host={server.host} port={server.port}
        [pgbouncer]
        listen_addr = 127.0.0.1
        listen_port = {port}
        unix_socket_dir =
        auth_type = scram-sha-256
        auth_file = {folder}/users.txt
        pool_mode = transaction
        default_pool_size = 3
        """
    )
    for path in (folder, *folder.iterdir()):
        path.chmod(0o755)
    return port


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


async def _answering(port: int) -> None:
    async with asyncio.timeout(10):
        while True:
            with suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.close()
                return
            await asyncio.sleep(0.01)


async def test_turns_behind_pgbouncer_are_all_taken(pooled: str, sealer: Sealer, clock: Clock) -> None:
    engine = await ready_database(pooled)
    store = Store(engine, sealer)

    async def converse(number: int) -> None:
        caller = Caller("web", f"c{number}", f"u{number}", {})
        for _ in range(TURNS):
            async with store.unit() as unit:
                loaded = await unit.conversation(caller, State())
                await unit.history(loaded.person)
                await unit.save(loaded, State(turn=loaded.state.turn + 1), caller, clock())

    await asyncio.gather(*(converse(number) for number in range(CONVERSATIONS)))
    async with store.unit() as unit:
        versions = (await unit.session.connection()).execute(text("SELECT version FROM conversation"))
        assert (await versions).scalars().all() == [TURNS] * CONVERSATIONS
    await engine.dispose()


async def test_a_statement_is_known_to_whatever_connection_it_meets(pooled: str) -> None:
    await _moved_to_another_server_process(await ready_database(pooled))
    # That this could fail: with the driver's own habits it does.
    with pytest.raises(DBAPIError, match=r"prepared statement .* does not exist"):
        await _moved_to_another_server_process(create_async_engine(pooled))


async def _moved_to_another_server_process(engine: AsyncEngine) -> None:
    """The same statement twice, with somebody else on the first server process meanwhile."""
    again = text("SELECT CAST(:one AS integer)")
    try:
        async with engine.connect() as ours, engine.connect() as theirs:
            await ours.execute(again, {"one": 1})
            await ours.commit()
            await theirs.execute(text("SELECT pg_backend_pid()"))
            assert (await ours.execute(again, {"one": 2})).scalar_one() == 2
    finally:
        await engine.dispose()
