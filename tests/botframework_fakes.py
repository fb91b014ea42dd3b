"""What stands around the Teams door: a connector, a login service, Entra and a coach."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.botframework.build import BotFramework, assemble, mount
from bot.botframework.door import BotFrameworkDoor
from bot.botframework.service_urls import loopback_service
from bot.buttons import ButtonSigner
from dialogs.events import Pressed, Said
from dialogs.replies import Reply, choice, plain
from service.door import Address, Incoming
from tests.botframework_login import (
    APP_ID,
    FakeLogin,
    a_login,
    a_token,
    encoded,
    private_key,
    signed_with_the_public_key,
    token_claims,
)
from tests.connector_fake import FakeConnector, a_connector

__all__ = [
    "APP_ID",
    "FakeConnector",
    "FakeLogin",
    "a_connector",
    "a_login",
    "a_token",
    "encoded",
    "private_key",
    "signed_with_the_public_key",
    "token_claims",
]

TENANT = "72a1b0aa-1111-4222-8333-444455556666"
BOT = f"28:{APP_ID}"
USER = "29:1abcDEF"
CONVERSATION = "a:1personal_conversation"
SIGNER = ButtonSigner(b"a key for tests")


def an_activity(service_url: str, **changes: Any) -> dict[str, Any]:
    """A message as Teams sends it. A change to None leaves the field out."""
    activity = {
        "type": "message",
        "id": "1700000000001",
        "timestamp": "2026-11-24T09:00:00.1234567Z",
        "localTimestamp": "2026-11-24T10:00:00.1234567+01:00",
        "channelId": "msteams",
        "serviceUrl": service_url,
        "from": {"id": USER, "name": "Bente Borger", "aadObjectId": "0a0b0c0d-0000-4000-8000-000000000001"},
        "conversation": {"conversationType": "personal", "tenantId": TENANT, "id": CONVERSATION},
        "recipient": {"id": BOT, "name": "Coach"},
        "entities": [{"type": "clientInfo", "locale": "da-DK", "country": "DK", "platform": "Web"}],
        "channelData": {"tenant": {"id": TENANT}},
        "attachments": [{"contentType": "text/html", "content": "<p>Jeg ringede</p>"}],
        "locale": "da-DK",
        "text": "Jeg ringede i stedet for at skrive",
        "textFormat": "plain",
    } | changes
    return {name: value for name, value in activity.items() if value is not None}


def an_address(service_url: str) -> Address:
    """What is kept of the conversation above."""
    details = {"service_url": service_url, "bot": BOT, "user": USER, "tenant": TENANT}
    return Address("msteams", CONVERSATION, details)


@dataclass
class FakeEntra:
    """A TokenSource that gives `token-1`, then `token-2`, …"""

    given: list[bool] = field(default_factory=list)
    fault: Exception | None = None
    life: int = 3600

    def fetch(self, fresh: bool) -> Mapping[str, Any]:
        if self.fault is not None:
            raise self.fault
        self.given.append(fresh)
        return {"access_token": f"token-{len(self.given)}", "expires_in": self.life}


@dataclass
class RecordingCoach:
    """Remembers what it was asked to take. `closed` is the question its taps belong to."""

    taken: list[Incoming] = field(default_factory=list)
    fault: Exception | None = None
    closed: Reply | None = None

    async def take(self, incoming: Incoming) -> str | None:
        if self.fault is not None:
            raise self.fault
        self.taken.append(incoming)
        return incoming.render(self.closed, ()) if incoming.render else None

    @property
    def last(self) -> Incoming:
        return self.taken[-1]


class ToyCoach:
    """Answers at once through the door: what it heard, and a question with two buttons."""

    def __init__(self) -> None:
        self.door: BotFrameworkDoor | None = None

    async def take(self, incoming: Incoming) -> None:
        assert self.door is not None
        match incoming.event:
            case Said(text):
                await self.door.show(incoming.address, asking(f"Du skrev: {text}"))
            case Pressed(question, chosen):
                await self.door.show(incoming.address, telling(f"{question}: {chosen}"))
            case _:
                await self.door.show(incoming.address, telling("Hej."))


def telling(text: str) -> Reply:
    return Reply(language="da", lines=(plain(text),))


def asking(text: str, question: str = "7-episode") -> Reply:
    choices = (choice("begin"), choice("menu"))
    return Reply(language="da", lines=(plain(text),), choices=choices, layout="buttons", question=question)


in_operation = partial(assemble, signer=SIGNER, app_id=APP_ID)


def local_door(coach: Any, **parts: Any) -> BotFramework:
    return assemble(coach=coach, signer=SIGNER, **parts)


@asynccontextmanager
async def serving(bot_framework: BotFramework, middlewares: Any = ()) -> AsyncIterator[TestClient[Any, Any]]:
    """The door on a real server on loopback."""
    app = web.Application(middlewares=middlewares)
    mount(app, bot_framework)
    async with TestClient(TestServer(app)) as client:
        yield client


async def post(client: TestClient[Any, Any], body: Any, token: str = "") -> tuple[int, str]:
    """Post a body as a channel does. Bytes go as they are."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    async with client.post("/api/messages", data=data, headers=headers) as response:
        return response.status, await response.text()


@dataclass
class Guarded:
    """The door as in operation, with a login service and a connector of our own."""

    client: TestClient[Any, Any]
    coach: RecordingCoach
    login: FakeLogin
    connector: FakeConnector
    door: BotFrameworkDoor
    entra: FakeEntra

    async def post(self, token: str, **changes: Any) -> int:
        return (await post(self.client, an_activity(self.connector.url, **changes), token))[0]


@asynccontextmanager
async def a_guarded_door(*tenants: str, coach: RecordingCoach | None = None, **parts: Any) -> AsyncIterator[Guarded]:
    coach, entra = coach or RecordingCoach(), FakeEntra()
    async with a_login() as login, a_connector() as connector:
        built = in_operation(
            coach=coach,
            tenants=tenants or (TENANT,),
            services=loopback_service,
            tokens=entra,
            metadata_url=login.url,
            **parts,
        )
        async with serving(built) as client:
            yield Guarded(client, coach, login, connector, built.door, entra)


class Seconds:
    """A clock that counts seconds when told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def first_tap(card: Any) -> dict[str, str]:
    """The data of the first button of a card, wherever it stands."""
    if isinstance(card, dict):
        if {"question", "choice"} <= card.keys():
            return {"question": card["question"], "choice": card["choice"]}
        card = list(card.values())
    if isinstance(card, list):
        return next((found for one in card if (found := first_tap(one))), {})
    return {}
