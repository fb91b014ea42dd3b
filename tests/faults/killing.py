"""Speaks Bot Framework to the service, plays the connector, and kills the service again and again.

What it does is what a channel does: an activity that was not acknowledged is sent again with the
same id, some are sent twice anyway, and each conversation writes its next message when the last
one was acknowledged.
"""

import asyncio
import os
import random
import signal
import socket
import sys
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import aiohttp
from aiohttp import web

from tests.faults.crashing_app import POINTS

Playing = TypeVar("Playing", bound="Channel")
DUPLICATES = 0.1
"""Part of the activities that are sent once more after they were acknowledged."""
BETWEEN = 10
"""Messages acknowledged between two kills, at least."""
UNPACED = {"COACH_TEAMS_PACE": "", "COACH_TEAMS_CONVERSATION_PACE": "", "COACH_PERSON_LIMIT": ""}
"""Or the last minutes of a long run would be spent on letting out at 10 a second what was taken quicker."""
SHORT_LEASE = {"COACH_SEND_LEASE": "10", "COACH_TEAMS_TIMEOUT": "4"}
"""On PostgreSQL what a killed sender had claimed waits for the end of its lease: the shortest a setting allows."""
SAID = ("menu", "hjælp", "mit forløb", "hvad ser min leder")
"""Each takes a turn of its own and is answered."""


@dataclass
class Service:
    """The service under test, started again whenever it dies."""

    port: int
    environment: dict[str, str]
    process: asyncio.subprocess.Process | None = None
    deaths: int = 0

    async def keep_running(self) -> None:
        while True:
            command = (sys.executable, "-m", "tests.faults.crashing_app")
            self.process = await asyncio.create_subprocess_exec(
                *command, env=self.environment, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL
            )
            await self.process.wait()
            self.deaths += 1

    def kill(self) -> None:
        if self.process is not None and self.process.returncode is None:
            self.process.send_signal(signal.SIGKILL)


@dataclass
class Channel:
    """The connector's side of the conversations, and what it was shown."""

    port: int = 0
    shown: Counter[str] = field(default_factory=Counter)
    """Replies taken, by conversation."""
    acknowledged: Counter[str] = field(default_factory=Counter)
    """Activities acknowledged, by conversation; each id once."""
    repeated: int = 0
    """Activities sent once more after they were acknowledged."""

    async def take(self, request: web.Request) -> web.Response:
        if (await request.json())["type"] == "message":  # and not the sign that an answer is being written
            self.shown[request.match_info["conversation"]] += 1
        return web.json_response({"id": "1"}, status=201)

    def activity(self, conversation: str, number: int) -> dict[str, Any]:
        return {
            "type": "message",
            "id": f"{conversation}-{number}",
            "channelId": "emulator",
            "serviceUrl": f"http://127.0.0.1:{self.port}/",
            "from": {"id": f"user-{conversation}"},
            "recipient": {"id": "bot"},
            "conversation": {"id": conversation},
            "text": "start" if number < 2 else SAID[number % len(SAID)],  # the notice first, then its answer
        }


@asynccontextmanager
async def a_channel(channel: Playing) -> AsyncIterator[Playing]:
    application = web.Application()
    application.router.add_post("/v3/conversations/{conversation}/activities", channel.take)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    channel.port = runner.addresses[0][1]
    try:
        yield channel
    finally:
        await runner.cleanup()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@asynccontextmanager
async def a_service(folder: Path, database_url: str, settings: Mapping[str, str] = UNPACED) -> AsyncIterator[Service]:
    port = free_port()
    environment = {
        **os.environ,
        "COACH_PORT": str(port),
        "COACH_DATABASE_URL": database_url,
        "COACH_KEY_FILE": str(folder / "coach.key"),
        "COACH_CRASH": str(folder / "crash"),
        "COACH_LOG_LEVEL": "error",
        **settings,
    }
    service = Service(port, environment)
    running = asyncio.create_task(service.keep_running())
    try:
        yield service
    finally:
        running.cancel()
        service.kill()
        with suppress(asyncio.CancelledError):
            await running
        if service.process is not None:
            await service.process.wait()


async def acknowledged(session: aiohttp.ClientSession, url: str, activity: dict[str, Any]) -> None:
    """Send until it is acknowledged, as the channel would; only sooner."""
    while True:
        with suppress(aiohttp.ClientError, TimeoutError, ConnectionError):
            async with session.post(url, json=activity) as response:
                if response.status == 200:
                    return
        await asyncio.sleep(0.05)  # the service is starting; there is nothing to await but its port


async def converse(
    service: Service, channel: Channel, conversations: int, stop: asyncio.Event, chance: random.Random
) -> None:
    """Conversations that go on until `stop`, each in order."""
    url = f"http://127.0.0.1:{service.port}/api/messages"

    async def one(name: str, session: aiohttp.ClientSession) -> None:
        while not stop.is_set():
            activity = channel.activity(name, channel.acknowledged[name])
            await acknowledged(session, url, activity)
            channel.acknowledged[name] += 1
            if chance.random() < DUPLICATES:
                await acknowledged(session, url, activity)
                channel.repeated += 1

    timeout = aiohttp.ClientTimeout(total=10)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        await asyncio.gather(*(one(f"c{number}", session) for number in range(conversations)))


async def kill_again_and_again(
    service: Service, channel: Channel, folder: Path, kills: int, chance: random.Random
) -> None:
    """At every named point in turn, and every third time at a random moment; some messages get through in between."""
    plan = folder / "crash"
    for number in range(kills):
        before, enough = service.deaths, channel.acknowledged.total() + BETWEEN
        while channel.acknowledged.total() < enough:
            await asyncio.sleep(0.02)
        if number % 3 == 2:
            await asyncio.sleep(chance.uniform(0.0, 0.4))  # a random moment is the point
            service.kill()
        else:
            plan.write_text(POINTS[number % len(POINTS)], encoding="utf-8")
        while service.deaths == before:
            await asyncio.sleep(0.02)  # the death of a process one does not own by a file
    plan.write_text("", encoding="utf-8")
