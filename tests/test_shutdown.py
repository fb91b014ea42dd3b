"""The service as a process: told to stop, it takes no more, sends what it has, and leaves nothing in doubt."""

import asyncio
import os
import re
import signal
import sqlite3
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from tests.botframework_fakes import an_activity

PATIENCE = 30.0
"""Seconds after which a test gives up; nothing is measured by it."""


@dataclass
class SlowConnector:
    """Takes each reply, and says so only when it is let go."""

    posts: list[Any] = field(default_factory=list)
    arrived: asyncio.Queue[int] = field(default_factory=asyncio.Queue)
    let_go: asyncio.Event = field(default_factory=asyncio.Event)
    url: str = ""

    async def take(self, request: web.Request) -> web.Response:
        activity = await request.json()
        if activity["type"] == "typing":  # a busy machine says that it is writing; that is no reply
            return web.json_response({"id": "0"}, status=201)
        self.posts.append(activity)
        self.arrived.put_nowait(len(self.posts))
        await self.let_go.wait()
        return web.json_response({"id": "1"}, status=201)


@dataclass
class Running:
    """A service of our own, in its own process."""

    process: Process
    url: str
    database: Path
    log: Path

    def statuses(self) -> list[str]:
        with sqlite3.connect(self.database) as connection:
            return [status for (status,) in connection.execute("SELECT status FROM outbox ORDER BY id")]


@pytest.fixture
async def connector() -> AsyncIterator[SlowConnector]:
    slow, app = SlowConnector(), web.Application()
    app.router.add_post("/{path:.*}", slow.take)
    async with TestServer(app, shutdown_timeout=0.01) as server:
        slow.url = str(server.make_url("/"))
        yield slow
        slow.let_go.set()


@pytest.fixture
async def service(tmp_path: Path) -> AsyncIterator[Running]:
    async with _served(tmp_path) as running:
        yield running


@asynccontextmanager
async def _served(folder: Path) -> AsyncIterator[Running]:
    settings = {
        "COACH_PORT": "0",
        "COACH_DATABASE_URL": f"sqlite+aiosqlite:///{folder}/coach.db",
        "COACH_KEY_FILE": str(folder / "coach.key"),
    }
    with (folder / "log").open("w") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "app.py", stdout=PIPE, stderr=log, env=os.environ | settings
        )
    try:
        assert process.stdout is not None
        said = (await asyncio.wait_for(process.stdout.readline(), PATIENCE)).decode()
        address = re.search(r"http://\S+", said)
        assert address is not None, said
        yield Running(process, address[0].rstrip("/"), folder / "coach.db", folder / "log")
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def says(service: Running, connector: SlowConnector, conversation: str) -> int:
    talk = {"conversation": {"id": conversation}, "from": {"id": f"29:{conversation}"}, "channelId": "emulator"}
    body = an_activity(connector.url, text="hej", **talk)
    async with ClientSession() as client, client.post(f"{service.url}/api/messages", json=body) as response:
        return response.status


async def closed(url: str) -> None:
    """Returns when nobody takes anything in there any more."""
    host, port = url.removeprefix("http://").split(":")
    while True:
        try:
            _, writer = await asyncio.open_connection(host, int(port))
        except ConnectionRefusedError:
            return
        except ConnectionResetError:
            continue  # it was closing just then
        writer.close()
        await asyncio.sleep(0.01)


async def test_told_to_stop_it_finishes_what_it_sends_and_ends_well(service: Running, connector: SlowConnector) -> None:
    for conversation in ("a", "b"):
        assert await says(service, connector, conversation) == 200
        await asyncio.wait_for(connector.arrived.get(), PATIENCE)
    assert service.statuses() == ["sending", "sending"]
    service.process.send_signal(signal.SIGTERM)
    await asyncio.wait_for(closed(service.url), PATIENCE)
    assert service.process.returncode is None, "it waits for what is being sent"
    connector.let_go.set()
    assert await asyncio.wait_for(service.process.wait(), PATIENCE) == 0
    assert service.statuses() == ["sent", "sent"]
    assert len(connector.posts) == 2
    assert "service.stopping" in service.log.read_text()


async def test_killed_it_leaves_in_doubt_what_it_was_sending_and_says_so_when_it_is_back(
    service: Running, connector: SlowConnector, tmp_path: Path
) -> None:
    """The negative control: this is what the test above would see were nothing finished."""
    assert await says(service, connector, "a") == 200
    await asyncio.wait_for(connector.arrived.get(), PATIENCE)
    service.process.kill()
    assert await service.process.wait() == -signal.SIGKILL
    assert service.statuses() == ["sending"]
    assert "service.stopping" not in service.log.read_text()
    connector.let_go.set()
    async with _served(tmp_path) as reborn, ClientSession() as client, client.get(f"{reborn.url}/readyz") as response:
        assert (await response.json())["outbox"] == {"pending": 0, "sending": 0, "ambiguous": 1, "dead": 0}
        assert reborn.statuses() == ["ambiguous"]
    assert len(connector.posts) == 1
