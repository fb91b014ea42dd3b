"""Requests that are broken on their way, and channels that hang up: no fault of ours, no lost turn."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient
from structlog.testing import capture_logs

from bot.botframework.build import mount
from service.door import Incoming
from tests.botframework_fakes import RecordingCoach, an_activity, local_door, serving

GOOD = an_activity("http://127.0.0.1:9/emea/")
Client = TestClient[Any, Any]


@pytest.fixture
def coach() -> RecordingCoach:
    return RecordingCoach()


@pytest.fixture
async def client(coach: RecordingCoach) -> AsyncIterator[Client]:
    async with serving(local_door(coach)) as one:
        yield one


HEAD = b"POST /api/messages HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n\r\n"


async def status_of(port: int | None, request: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    first = await reader.readline()
    writer.close()
    await writer.wait_closed()
    return first.split()[1]


async def hang_up_after(port: int, request: bytes, until: Awaitable[Any] | None = None) -> None:
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    await writer.drain()
    if until is not None:
        await until
    writer.close()
    await writer.wait_closed()


@pytest.mark.parametrize(
    ("rest", "status"),
    [
        (CHUNKED + b"ZZ\r\n{}\r\n0\r\n\r\n", b"400"),
        (CHUNKED + b"8000\r\n" + b" " * 0x8000 + b"\r\n9000\r\n" + b" " * 0x9000 + b"\r\n0\r\n\r\n", b"413"),
        (b"Content-Length: 70000\r\n\r\n{", b"413"),
        (b"Content-Length: minus one\r\n\r\n{}", b"400"),
        (b"Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnope", b"415"),
    ],
)
async def test_broken_transfers_are_no_fault_of_ours(
    client: Client, coach: RecordingCoach, rest: bytes, status: bytes
) -> None:
    assert await status_of(client.port, HEAD + rest) == status
    assert coach.taken == []


@asynccontextmanager
async def as_in_operation(coach: Any) -> AsyncIterator[int]:
    """Unlike the test server, the real one lets a handler finish when the client hangs up."""
    app = web.Application()
    mount(app, local_door(coach))
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield runner.addresses[0][1]
    await runner.cleanup()


@pytest.mark.parametrize("rest", [CHUNKED + b"2\r\n{}\r\n", b"Content-Length: 50\r\n\r\n{}"])
async def test_a_channel_that_hangs_up_halfway_said_nothing(coach: RecordingCoach, rest: bytes) -> None:
    with capture_logs() as logs:
        async with as_in_operation(coach) as port:
            await hang_up_after(port, HEAD + rest)
    assert [(one["event"], one["reason"]) for one in logs] == [("botframework.refused", "broken body")]
    assert coach.taken == []


async def test_a_turn_is_finished_though_the_channel_hangs_up() -> None:
    class SlowCoach(RecordingCoach):
        def __init__(self) -> None:
            super().__init__()
            self.started, self.gone = asyncio.Event(), asyncio.Event()

        async def take(self, incoming: Incoming) -> None:
            self.started.set()
            await self.gone.wait()
            await super().take(incoming)

    coach, body = SlowCoach(), json.dumps(GOOD).encode()
    async with as_in_operation(coach) as port:
        await hang_up_after(port, HEAD + b"Content-Length: %d\r\n\r\n" % len(body) + body, coach.started.wait())
        coach.gone.set()
    assert len(coach.taken) == 1


async def test_a_body_that_never_comes_is_given_up(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.botframework.endpoint.BODY_PATIENCE", 0.01)
    assert await status_of(client.port, HEAD + b"Content-Length: 50\r\n\r\n{") == b"408"
