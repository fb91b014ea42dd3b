"""A connector service: where the Teams door sends what the coach says."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer


@dataclass
class FakeConnector:
    """A connector service that remembers what was posted. `answers` come first, then 201."""

    posts: list[tuple[str, Mapping[str, str], dict[str, Any]]] = field(default_factory=list)
    signs: list[dict[str, Any]] = field(default_factory=list)
    """That an answer is being written. A machine that is busy shows it anywhere, and it answers nothing."""
    sign_status: int = 201
    """What a sign is answered with; `answers` are for the rest."""
    answers: list[Any] = field(default_factory=list)
    puts: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    members: list[Any] = field(default_factory=list)
    """What is answered to whoever asks for a member, one after the other."""
    asked: list[str] = field(default_factory=list)
    rosters: list[Any] = field(default_factory=list)
    """The pages of a team's roster, or a refusal; each is given again to whoever asks from the beginning."""
    read: list[Mapping[str, str]] = field(default_factory=list)
    """With which team and query the roster was asked for."""
    connections: set[Any] = field(default_factory=set)
    heard: asyncio.Event = field(default_factory=asyncio.Event)
    """Something was posted."""
    url: str = ""

    async def take(self, request: web.Request) -> web.StreamResponse:
        self.connections.add(request.transport)
        activity = await request.json()
        if activity["type"] == "typing":
            self.signs.append(activity)
            self.heard.set()
            return web.json_response({"id": "sign-1"}, status=self.sign_status)
        self.posts.append((request.raw_path, dict(request.headers), activity))
        self.heard.set()
        answer = self.answers.pop(0) if self.answers else web.json_response({"id": "reply-1"}, status=201)
        if answer == "reset":
            assert request.transport is not None
            request.transport.abort()
            return web.Response()
        if answer == "late":
            return await _late(request)
        if answer == "silence":
            await asyncio.sleep(3600)
        assert isinstance(answer, web.Response)
        return answer

    async def replace(self, request: web.Request) -> web.StreamResponse:
        self.puts.append((request.match_info["activity"], await request.json()))
        answer = self.answers.pop(0) if self.answers else web.json_response({"id": "reply-1"})
        if answer == "silence":
            await asyncio.sleep(3600)
        assert isinstance(answer, web.Response)
        return answer

    async def member(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request.match_info["member"])
        answer = self.members.pop(0)
        return answer if isinstance(answer, web.Response) else web.json_response(answer)

    async def roster(self, request: web.Request) -> web.StreamResponse:
        self.read.append({"team": request.match_info["conversation"], **request.query})
        page = int(request.query.get("continuationToken", "0"))
        answer = self.rosters[page] if self.rosters else []
        if isinstance(answer, web.Response):
            self.rosters.pop(page)
            return answer
        further = {"continuationToken": str(page + 1)} if page + 1 < len(self.rosters) else {}
        return web.json_response({"members": answer} | further)

    @property
    def last(self) -> dict[str, Any]:
        return self.posts[-1][2]


async def _late(request: web.Request) -> web.StreamResponse:
    """Taken, but the body comes a little after the status, as over a real network."""
    response = web.StreamResponse(status=201)
    await response.prepare(request)
    await asyncio.sleep(0.02)
    await response.write(b'{"id": "reply-1"}')
    await response.write_eof()
    return response


@asynccontextmanager
async def a_connector() -> AsyncIterator[FakeConnector]:
    connector = FakeConnector()
    app = web.Application()
    activities = "/emea/v3/conversations/{conversation}/activities"
    app.router.add_post(activities, connector.take)
    app.router.add_put(activities + "/{activity}", connector.replace)
    app.router.add_get("/emea/v3/conversations/{conversation}/members/{member}", connector.member)
    app.router.add_get("/emea/v3/conversations/{conversation}/pagedmembers", connector.roster)
    async with TestServer(app, shutdown_timeout=0.1) as server:
        connector.url = str(server.make_url("/emea/"))
        yield connector
