"""The browser door for tests: a coach that answers at once, and browsers with their own cookies."""

import asyncio
from contextlib import AsyncExitStack
from typing import Any

from aiohttp import ClientResponse, CookieJar, web
from aiohttp.abc import AbstractCookieJar
from aiohttp.test_utils import TestClient, TestServer

from bot.buttons import ButtonSigner
from bot.web.build import build
from bot.web.door import WebDoor
from dialogs.replies import Reply, choice, line
from service.door import Incoming, NotStored

BASE = "/v3/directline"
CONVERSATIONS = f"{BASE}/conversations"
SIGNER = ButtonSigner(b"b" * 32)
ASK = Reply(
    language="da",
    lines=(line("judgement-1"),),
    choices=(choice("good"), choice("hard")),
    layout="buttons",
    question="3.judgement",
)
THANKS = Reply(language="da", lines=(line("thanks"),))


class FakeCoach:
    """Takes every event and answers at once with what the test laid ready."""

    def __init__(self) -> None:
        self.taken: list[Incoming] = []
        self.answers: tuple[Reply, ...] = (THANKS,)
        self.storing = True
        self.hold: asyncio.Event | None = None
        self.door: WebDoor

    async def take(self, incoming: Incoming) -> None:
        if self.hold is not None:
            await self.hold.wait()
        if not self.storing:
            raise NotStored
        self.taken.append(incoming)
        for reply in self.answers:
            await self.door.show(incoming.address, reply)


class Browser:
    """One browser with its cookies."""

    def __init__(self, client: TestClient) -> None:
        self.client = client
        self.conversation = ""

    async def open(self, **start: Any) -> dict[str, Any]:
        response = await self.client.post(CONVERSATIONS, json=start)
        assert response.status == 201
        opened: dict[str, Any] = await response.json()
        self.conversation = opened["conversationId"]
        return opened

    @property
    def path(self) -> str:
        return f"{CONVERSATIONS}/{self.conversation}"

    async def post(self, activity: Any, **headers: str) -> ClientResponse:
        return await self.client.post(f"{self.path}/activities", json=activity, headers=headers)

    async def says(self, text: str) -> str:
        response = await self.post({"type": "message", "text": text})
        assert response.status == 200
        return str((await response.json())["id"])

    async def sees(self, watermark: str = "") -> tuple[list[dict[str, Any]], str]:
        response = await self.client.get(f"{self.path}/activities", params={"watermark": watermark})
        assert response.status == 200
        news = await response.json()
        return news["activities"], news["watermark"]


class House:
    """A running service, and browsers to visit it with."""

    def __init__(self, coach: FakeCoach, server: TestServer, stack: AsyncExitStack) -> None:
        self.coach = coach
        self.server = server
        self._stack = stack

    async def browser(self, cookies: AbstractCookieJar | None = None) -> Browser:
        jar = CookieJar(unsafe=True) if cookies is None else cookies
        return Browser(await self._stack.enter_async_context(TestClient(self.server, cookie_jar=jar)))


async def start(stack: AsyncExitStack, *, anywhere: bool = False) -> House:
    coach, app = FakeCoach(), web.Application()
    coach.door = build(app, coach=coach, signer=SIGNER, visitor_key=b"v" * 32, anywhere=anywhere)
    return House(coach, await stack.enter_async_context(TestServer(app)), stack)


def texts(activities: list[dict[str, Any]]) -> list[str]:
    """What the page shows, the coach's and the visitor's."""
    return [one.get("text") or one["summary"] for one in activities]


async def tapped(browser: Browser, token: str) -> ClientResponse:
    """A tap on "Det gik godt" under the question a token names."""
    shown = {"messageBack": {"displayText": "Det gik godt"}}
    value = {"question": token, "choice": "good"}
    return await browser.post({"type": "message", "text": "Det gik godt", "value": value, "channelData": shown})
