"""Turns a second: the whole coach beside a raw aiohttp echo and the stock botbuilder echo, in one run.

`python -m bench.turns [SECONDS] [POSTGRES_URL]` prints a table. Every conversation writes, waits
until the reply stands at the connector, and writes again: what is measured is verify → commit →
send of real reflection answers, as the person would wait for it.
"""

import asyncio
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import jwt
import numpy as np
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from bench.servers import APP_ID, TENANT

CONCURRENT = (1, 16, 64)
WARM_UP = 1.5
"""Seconds that are not counted."""
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


@dataclass
class Connector:
    """Plays the channel: takes replies, and publishes the keys its tokens are signed with."""

    port: int = 0
    waiting: dict[str, asyncio.Future[None]] = field(default_factory=dict)
    key: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def token(self) -> str:
        now = int(time.time())
        claims = {"iss": "https://api.botframework.com", "aud": APP_ID, "nbf": now, "exp": now + 3600}
        return jwt.encode({**claims, "serviceurl": self.url}, self.key, "RS256", {"kid": "bench"})

    async def take(self, request: web.Request) -> web.Response:
        if (await request.json()).get("type") == "typing":  # that an answer is being written is no answer
            return web.json_response({"id": "0"}, status=201)
        future = self.waiting.pop(request.match_info["conversation"], None)
        if future is not None and not future.done():
            future.set_result(None)
        return web.json_response({"id": "1"}, status=201)

    async def metadata(self, _: web.Request) -> web.Response:
        return web.json_response({"jwks_uri": f"{self.url}keys"})

    async def keys(self, _: web.Request) -> web.Response:
        public = json.loads(RSAAlgorithm.to_jwk(self.key.public_key()))
        return web.json_response({"keys": [{**public, "kid": "bench", "use": "sig", "endorsements": ["msteams"]}]})


@asynccontextmanager
async def a_connector() -> AsyncIterator[Connector]:
    connector = Connector()
    application = web.Application()
    application.router.add_post("/v3/conversations/{conversation}/activities", connector.take)
    application.router.add_post("/v3/conversations/{conversation}/activities/{activity}", connector.take)
    application.router.add_get("/metadata", connector.metadata)
    application.router.add_get("/keys", connector.keys)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    connector.port = runner.addresses[0][1]
    yield connector
    await runner.cleanup()


@dataclass(frozen=True, slots=True)
class Server:
    """A server under measurement, in a process of its own."""

    url: str
    process: subprocess.Popen[str]
    started: float
    """Seconds from start to ready."""

    def cpu(self) -> float:
        """Seconds of processor time so far."""
        parts = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")

    def peak(self) -> float:
        """MiB at most so far."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("VmHWM:")[1].split()[0]) / 1024


@contextmanager
def a_server(kind: str, *rest: str) -> Iterator[Server]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    began = time.perf_counter()
    command = [sys.executable, "-m", "bench.servers", kind, str(port), *rest]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)  # noqa: S603 - our own script
    assert process.stdout is not None  # noqa: S101 - asked for above
    if process.stdout.readline().strip() != "ready":
        raise RuntimeError(f"the {kind} server did not start")
    try:
        yield Server(f"http://127.0.0.1:{port}/api/messages", process, time.perf_counter() - began)
    finally:
        process.terminate()
        process.wait()


@dataclass(frozen=True, slots=True)
class Measured:
    """Milliseconds are from writing to the first reply at the connector."""

    turns: float
    p50: float
    p99: float
    cpu: float
    """Milliseconds of processor time a turn."""
    peak: float
    started: float


async def measure(server: Server, connector: Connector, talkers: int, seconds: float, name: str) -> Measured:
    """So many conversations, each writing as soon as it has its answer."""
    took: list[tuple[float, float]] = []
    # The echoes verify nobody; the stock one refuses a token it did not ask for.
    headers = {"Authorization": f"Bearer {connector.token()}"} if "coach" in name else {}
    ends = time.perf_counter() + WARM_UP + seconds

    async def talk(session: aiohttp.ClientSession, number: int) -> None:
        conversation, line = f"{name}-{talkers}-{number}", 0
        while time.perf_counter() < ends:
            shown = asyncio.get_running_loop().create_future()
            connector.waiting[conversation] = shown
            began = time.perf_counter()
            activity = _activity(connector, conversation, line)
            async with session.post(server.url, json=activity, headers=headers) as response:
                response.raise_for_status()
            await asyncio.wait_for(shown, 20)
            took.append((time.perf_counter(), 1000 * (time.perf_counter() - began)))
            line += 1

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        running = [asyncio.create_task(talk(session, number)) for number in range(talkers)]
        await asyncio.sleep(WARM_UP)
        before = server.cpu()
        await asyncio.gather(*running)
    counted = [one for at, one in took if at >= ends - seconds]
    cpu = 1000 * (server.cpu() - before) / max(len(counted), 1)
    return Measured(
        len(counted) / seconds, float(np.median(counted)), float(np.quantile(counted, 0.99)), cpu,
        server.peak(), server.started,
    )  # fmt: skip


def _activity(connector: Connector, conversation: str, line: int) -> dict[str, Any]:
    return {
        "type": "message",
        "id": f"{conversation}-{line}",
        "channelId": "msteams",
        "serviceUrl": connector.url,
        "from": {"id": f"29:{conversation}"},
        "recipient": {"id": f"28:{APP_ID}"},
        "conversation": {"id": conversation, "conversationType": "personal", "tenantId": TENANT},
        "channelData": {"tenant": {"id": TENANT}},
        "locale": "da-DK",
        "text": TALK[line % len(TALK)],
    }


async def main(seconds: float, postgres: str | None) -> None:
    """Measure every server at every width, and print the table."""
    print("| server | at once | turns/s | p50 ms | p99 ms | CPU ms a turn | peak MiB | cold start s |")
    print("|---|---|---|---|---|---|---|---|")
    async with a_connector() as connector:
        with tempfile.TemporaryDirectory() as folder:
            sqlite = f"sqlite+aiosqlite:///{folder}/bench.db"
            kinds: list[tuple[str, tuple[str, ...]]] = [
                ("raw aiohttp echo", ("raw",)),
                ("stock botbuilder echo", ("stock",)),
            ]
            kinds.append(("the coach on SQLite", ("coach", sqlite, f"{connector.url}metadata", folder)))
            if postgres:
                kinds.append(("the coach on PostgreSQL", ("coach", postgres, f"{connector.url}metadata", folder)))
            for name, command in kinds:
                for talkers in CONCURRENT:
                    with a_server(*command) as server:
                        its = await measure(server, connector, talkers, seconds, name.replace(" ", "-"))
                    print(
                        f"| {name} | {talkers} | {its.turns:.0f} | {its.p50:.1f} | {its.p99:.1f} | {its.cpu:.2f} "
                        f"| {its.peak:.0f} | {its.started:.1f} |",
                        flush=True,
                    )


if __name__ == "__main__":
    asyncio.run(main(float(sys.argv[1]) if len(sys.argv) > 1 else 5.0, sys.argv[2] if len(sys.argv) > 2 else None))  # noqa: PLR2004
