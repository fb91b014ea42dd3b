"""A channel's server that fails in every way a network knows, and the matrix of what must come of it.

A door joins the matrix as a `Doorway`: how to build it towards a server, and its channel's own
refusals. What networks do is the same for all.
"""

import asyncio
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Literal, Self

from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.test_utils import TestServer, unused_port

from service.door import Door
from tests.conftest import Clock

TIMEOUT = 15.0
"""Seconds a door waits for a server, as in operation."""
SILENCE = 0.2
"""Seconds it waits for one that stays silent."""

Way = Literal["answer", "reset unread", "reset read", "reset in body", "truncated", "silence", "refused", "no name"]
Outcome = Literal["sent", "retried", "ambiguous", "dead", "gone"]


@dataclass(frozen=True)
class Fault:
    """One way to fail, and what must come of a message that meets nothing else."""

    name: str
    way: Way
    outcome: Outcome
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    requests: int = 1
    """Requests one attempt makes: two where a refused token is renewed once."""

    @property
    def waits(self) -> float | None:
        """Seconds the server asks for."""
        found = dict(self.headers).get("Retry-After")
        return float(found) if found else None


def answers(status: int, outcome: Outcome, name: str = "", **more: Any) -> Fault:
    return Fault(name or str(status), "answer", outcome, status, **more)


NETWORK = (
    answers(429, "retried", "429 with Retry-After", headers=(("Retry-After", "17"),)),
    answers(429, "retried", "429 without"),
    answers(500, "ambiguous"),
    answers(502, "ambiguous"),
    answers(503, "ambiguous"),
    answers(504, "ambiguous"),
    Fault("refused", "refused", "retried"),
    Fault("DNS", "no name", "retried"),
    Fault("reset before the body was read", "reset unread", "ambiguous"),
    Fault("reset after the body was read", "reset read", "ambiguous"),
    Fault("silence", "silence", "ambiguous"),
)
"""The same for every channel."""


@dataclass
class FaultServer:
    """Plays one fault, `times` over; then it takes what it gets. Knows when each request came."""

    clock: Clock
    fault: Fault
    times: int = 10**6
    arrivals: list[float] = field(default_factory=list)
    bodies: list[Any] = field(default_factory=list)
    url: str = ""
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    async def take(self, request: web.Request) -> web.StreamResponse:
        self.arrivals.append(self.clock().timestamp())
        if len(self.arrivals) > self.times:
            self.bodies.append(await request.json())
            return web.json_response({"id": "1", "ok": True}, status=200)
        return await _WAYS[self.fault.way](self, request)


@asynccontextmanager
async def a_fault_server(clock: Clock, fault: Fault, times: int = 10**6) -> AsyncIterator[FaultServer]:
    server = FaultServer(clock, fault, times)
    app = web.Application()
    app.router.add_post("/{path:.*}", server.take)
    async with TestServer(app, shutdown_timeout=0.01) as running:
        host, port = "127.0.0.1", running.port
        if fault.way == "refused":
            port = unused_port()
        server.url = f"http://{'teams.invalid' if fault.way == 'no name' else host}:{port}/"
        yield server
        server.ended.set()


async def _answer(server: FaultServer, request: web.Request) -> web.StreamResponse:
    await request.read()
    fault = server.fault
    return web.Response(status=fault.status, headers=dict(fault.headers), body=fault.body)


async def _reset_unread(_server: FaultServer, request: web.Request) -> web.StreamResponse:
    _reset(request)
    return web.Response()


async def _reset_read(_server: FaultServer, request: web.Request) -> web.StreamResponse:
    await request.read()
    _reset(request)
    return web.Response()


async def _reset_in_body(server: FaultServer, request: web.Request) -> web.StreamResponse:
    response = await _begun(server, request)
    _reset(request)
    return response


async def _truncated(server: FaultServer, request: web.Request) -> web.StreamResponse:
    response = await _begun(server, request)
    assert request.transport is not None
    request.transport.close()
    return response


async def _silence(server: FaultServer, request: web.Request) -> web.StreamResponse:
    await request.read()
    await server.ended.wait()
    return web.Response()


async def _begun(server: FaultServer, request: web.Request) -> web.StreamResponse:
    """Status and headers, and the first bytes of a body that promised to be longer."""
    await request.read()
    response = web.StreamResponse(status=server.fault.status, headers={"Content-Length": "100"})
    await response.prepare(request)
    await response.write(b'{"id": "1"')
    return response


def _reset(request: web.Request) -> None:
    """Hang up the hard way: the other side sees a reset, not an end."""
    transport = request.transport
    assert transport is not None
    raw = transport.get_extra_info("socket")
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()


_WAYS: dict[Way, Callable[[FaultServer, web.Request], Awaitable[web.StreamResponse]]] = {
    "answer": _answer,
    "reset unread": _reset_unread,
    "reset read": _reset_read,
    "reset in body": _reset_in_body,
    "truncated": _truncated,
    "silence": _silence,
    "refused": _answer,
    "no name": _answer,
}


class NoNames(AbstractResolver):
    """A machine whose name service answers nothing."""

    async def resolve(self, host: str, port: int = 0, family: Any = None) -> list[ResolveResult]:
        raise OSError(f"no address for {host}")

    async def close(self) -> None:
        pass


@dataclass
class Doorway:
    """One door of ours, built towards a fault server."""

    channel: str
    door: Door
    details: dict[str, str]
    close: Callable[[], Awaitable[None]]


class LoopWatch:
    """How long the event loop was kept from its work at most, in seconds."""

    def __init__(self) -> None:
        self.longest = 0.0

    async def __aenter__(self) -> Self:
        self._loop = asyncio.get_running_loop()
        self._last = self._loop.time()
        self._tick()
        return self

    def _tick(self) -> None:
        now = self._loop.time()
        self.longest = max(self.longest, now - self._last - 0.005)
        self._last = now
        self._next = self._loop.call_later(0.005, self._tick)

    async def __aexit__(self, *_: object) -> None:
        self._tick()
        self._next.cancel()
