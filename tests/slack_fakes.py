"""What stands around the Slack door: a Web API that refuses what Slack refuses, and Socket Mode."""

import asyncio
import copy
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web
from aiohttp.test_utils import TestServer

from bot.slack.speech import escaped
from tests.slack_rates import RATES, Bucket
from tests.slack_rules import HOME, MESSAGE, refusal

TEAM, USER, COLLEAGUE, CHANNEL = "T0KOMMUNE", "U0BENTE", "U0JENS", "C0ALLE"
BOT_USER, BOT = "U0COACH", "B0COACH"
TOKEN, APP_TOKEN, SECRET = "xoxb-a-token", "xapp-a-token", "a signing secret"
SCOPES = {
    "auth.test": None,
    "chat.postMessage": "chat:write",
    "chat.postEphemeral": "chat:write",
    "chat.update": "chat:write",
    "views.publish": None,
    "users.info": "users:read",
}


class Refusal(Exception):
    """An answer with `ok: false`, or none at all."""

    def __init__(self, error: str, status: int = 200, **more: Any) -> None:
        super().__init__(error)
        self.error, self.status, self.more = error, status, more


@dataclass
class Posted:
    """A message in a channel, as Slack gives it back: texts escaped, every block with an id."""

    channel: str
    ts: str
    user: str
    text: str
    blocks: list[dict[str, Any]] = field(default_factory=list)
    ephemeral_to: str = ""

    def as_given_back(self) -> dict[str, Any]:
        mine = {"bot_id": BOT, "app_id": "A0COACH"} if self.user == BOT_USER else {}
        return {"type": "message", "user": self.user, "ts": self.ts, "text": self.text, "team": TEAM,
                "blocks": copy.deepcopy(self.blocks)} | mine  # fmt: skip


class FakeSlack:
    """`answers` come first: a Response, a Refusal, "reset" or "silence" in place of the next call."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.clock = clock
        self.enterprise: str | None = None
        self.scopes = {"app_mentions:read", "chat:write", "commands", "im:history"}
        self.people = {USER: "D0BENTE", COLLEAGUE: "D0JENS"}
        self.profiles: dict[str, dict[str, Any]] = {}
        self.members = {CHANNEL: {USER, COLLEAGUE, BOT_USER}}
        self.messages: list[Posted] = []
        self.homes: dict[str, dict[str, Any]] = {}
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.answers: list[Any] = []
        self.token = TOKEN
        self.url = ""
        self.sockets: list[web.WebSocketResponse] = []
        self.acknowledged: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.connected: asyncio.Queue[web.WebSocketResponse] = asyncio.Queue()
        self.turned_away: asyncio.Queue[str] = asyncio.Queue()
        self._buckets: dict[str, Bucket] = {}
        self._ticks = 0
        self._called = asyncio.Event()

    async def until(self, condition: Callable[[], object]) -> None:
        """Returns when the condition holds; it is looked at after every call."""
        async with asyncio.timeout(10):
            while not condition():
                self._called.clear()
                await self._called.wait()

    def ts(self) -> str:
        self._ticks += 1
        return f"1700000000.{self._ticks:06d}"

    def named(self, method: str) -> list[dict[str, Any]]:
        """What the method was called with, each time."""
        return [arguments for name, arguments in self.calls if name == method]

    def shown_to(self, user: str = USER) -> list[Posted]:
        """The coach's messages in the person's chat with it, oldest first."""
        return [one for one in self.messages if one.channel == self.people[user] and one.user == BOT_USER]

    async def answer(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        arguments = await _arguments(request)
        self.calls.append((method, arguments))
        headers = {"X-OAuth-Scopes": ",".join(sorted(self.scopes))}
        try:
            given = self.answers.pop(0) if self.answers else None
            if given is not None:
                return await _staged(request, given)
            taken = self._take(request, method, arguments)
            self._called.set()
            return web.json_response({"ok": True} | taken, headers=headers)
        except Refusal as refused:
            more = refused.more | ({"needed": SCOPES.get(method)} if refused.error == "missing_scope" else {})
            if refused.status == 429:
                headers["Retry-After"] = "1"
            body = {"ok": False, "error": refused.error} | more
            return web.json_response(body, status=refused.status, headers=headers)

    def _take(self, request: web.Request, method: str, arguments: dict[str, Any]) -> dict[str, Any]:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if method == "apps.connections.open":
            if token != APP_TOKEN:
                self.turned_away.put_nowait(token)
                raise Refusal("not_allowed_token_type")
            return {"url": self.url.replace("http", "ws").replace("/api/", "/link")}
        if not token:
            raise Refusal("not_authed")
        if token != self.token:
            raise Refusal("account_inactive" if not self.token else "invalid_auth")
        if method not in SCOPES:
            raise Refusal("unknown_method")
        needed = SCOPES[method]
        if needed and needed not in self.scopes:
            raise Refusal("missing_scope", provided=",".join(sorted(self.scopes)))
        taken: dict[str, Any] = getattr(self, "_" + method.replace(".", "_"))(arguments)
        return taken

    def _auth_test(self, _: dict[str, Any]) -> dict[str, Any]:
        return {"url": "https://kommune.example/", "team": "Kommune", "user": "coach", "team_id": TEAM,
                "user_id": BOT_USER, "bot_id": BOT, "is_enterprise_install": False, "enterprise_id": self.enterprise}  # fmt: skip

    def _chat_postMessage(self, arguments: dict[str, Any]) -> dict[str, Any]:  # noqa: N802 - Slack's name
        channel = self._channel(arguments)
        self._paced(f"post {channel}", 5, 1.0)
        self._paced("posts", 60, 5.0)
        posted = self._written(channel, arguments)
        self.messages.append(posted)
        return {"channel": channel, "ts": posted.ts, "message": posted.as_given_back()}

    def _chat_postEphemeral(self, arguments: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        self._paced("chat.postEphemeral", *RATES["chat.postEphemeral"])
        channel = self._channel(arguments)
        if arguments.get("user") not in self.members.get(channel, set()):
            raise Refusal("user_not_in_channel")
        posted = self._written(channel, arguments)
        posted.ephemeral_to = arguments["user"]
        self.messages.append(posted)
        return {"message_ts": posted.ts}

    def _chat_update(self, arguments: dict[str, Any]) -> dict[str, Any]:
        self._paced("chat.update", *RATES["chat.update"])
        if len(str(arguments.get("text", ""))) > 4000:
            raise Refusal("msg_too_long")
        channel = arguments.get("channel")  # a person's id is no channel here
        found = [one for one in self.messages if (one.channel, one.ts) == (channel, arguments.get("ts"))]
        if channel not in {*self.members, *self.people.values()}:
            raise Refusal("channel_not_found")
        if not found or found[0].ephemeral_to:
            raise Refusal("message_not_found")
        if found[0].user != BOT_USER:
            raise Refusal("cant_update_message")
        if arguments.get("parse") != "none":
            raise Refusal("invalid_arguments")  # Slack would take it, and escape our text once more
        changed = self._written(found[0].channel, arguments)
        found[0].text, found[0].blocks = changed.text, changed.blocks
        return {"channel": channel, "ts": found[0].ts, "text": found[0].text}

    def _users_info(self, arguments: dict[str, Any]) -> dict[str, Any]:
        self._paced("users.info", *RATES["users.info"])
        user = arguments.get("user")
        if user not in self.people:
            raise Refusal("user_not_found")
        about = copy.deepcopy(self.profiles.get(str(user), {}))
        if "users:read.email" not in self.scopes:
            about.get("profile", {}).pop("email", None)
        return {
            "user": {"id": user, "team_id": TEAM, "name": "bente.borger", "profile": {"real_name": "Bente Borger"}}
            | about
        }

    def _views_publish(self, arguments: dict[str, Any]) -> dict[str, Any]:
        self._paced("views.publish", *RATES["views.publish"])
        user, view = arguments.get("user_id"), arguments.get("view")
        if user not in self.people or not isinstance(view, dict) or view.get("type") != "home":
            raise Refusal("invalid_arguments")
        if (why := refusal(view.get("blocks"), HOME)) is not None:
            raise Refusal("invalid_arguments", response_metadata={"messages": [why]})
        self.homes[user] = view
        return {"view": view}

    def _channel(self, arguments: dict[str, Any]) -> str:
        channel = arguments.get("channel")
        if channel in self.people:
            return self.people[str(channel)]
        if channel in self.people.values():
            return str(channel)
        if channel not in self.members:
            raise Refusal("channel_not_found")
        if BOT_USER not in self.members[str(channel)]:
            raise Refusal("not_in_channel")
        return str(channel)

    def _written(self, channel: str, arguments: dict[str, Any]) -> Posted:
        text, blocks = arguments.get("text", ""), arguments.get("blocks", [])
        if not text and not blocks:
            raise Refusal("no_text")
        if blocks and (why := refusal(blocks, MESSAGE)) is not None:
            error, _, detail = why.partition(": ")
            raise Refusal(error, errors=[detail])
        return Posted(channel, self.ts(), BOT_USER, text, _stored(blocks))

    def _paced(self, name: str, most: float, refill: float) -> None:
        bucket = self._buckets.setdefault(name, Bucket(most, refill, self.clock))
        if not bucket.takes():
            raise Refusal("ratelimited", 429)

    async def link(self, request: web.Request) -> web.WebSocketResponse:
        """The other end of Socket Mode."""
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.sockets.append(socket)
        self.connected.put_nowait(socket)
        await socket.send_json({"type": "hello", "num_connections": 1, "connection_info": {"app_id": "A0COACH"}})
        async for message in socket:
            if message.type == WSMsgType.TEXT:
                self.acknowledged.put_nowait(json.loads(message.data))
        return socket


async def _arguments(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        body: dict[str, Any] = json.loads(await request.text() or "{}")
        return body
    return dict(await request.post())


async def _staged(request: web.Request, given: Any) -> web.StreamResponse:
    if isinstance(given, Refusal):
        raise given
    if given == "reset":
        assert request.transport is not None
        request.transport.abort()
        return web.Response()
    if given == "silence":
        await asyncio.sleep(3600)
    assert isinstance(given, web.Response)
    return given


def _stored(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Blocks as Slack keeps them: every one with an id, plain text escaped (slackapi/bolt-python#513)."""
    kept = copy.deepcopy(blocks)
    for number, block in enumerate(kept):
        block.setdefault("block_id", f"b{number}")
        _escape(block)
    return kept


def _escape(node: Any) -> None:
    if isinstance(node, dict):
        if node.get("type") == "plain_text":
            node["text"] = escaped(node["text"])
        for value in node.values():
            _escape(value)
    elif isinstance(node, list):
        for value in node:
            _escape(value)


@asynccontextmanager
async def a_slack(clock: Callable[[], float]) -> AsyncIterator[FakeSlack]:
    slack = FakeSlack(clock)
    app = web.Application()
    app.router.add_post("/api/{method}", slack.answer)
    app.router.add_get("/link", slack.link)
    async with TestServer(app, shutdown_timeout=0.1) as server:
        slack.url = str(server.make_url("/api/"))
        yield slack
        for socket in slack.sockets:
            await socket.close()
