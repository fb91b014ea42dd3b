"""A person in front of Slack: what they do arrives at the door as Slack sends it, signed."""

import json
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.buttons import ButtonSigner
from bot.slack.afterwards import Afterwards
from bot.slack.build import Slack, assemble, mount
from bot.slack.endpoint import PATH
from bot.slack.signature import SIGNATURE, TIMESTAMP, sign
from bot.slack.speech import escaped, unescaped
from bot.slack.translation import value_of
from dialogs.home import Home
from service.door import Address, Incoming
from tests.slack_fakes import (
    BOT_USER,
    CHANNEL,
    COLLEAGUE,
    SECRET,
    TEAM,
    TOKEN,
    USER,
    FakeSlack,
    Posted,
    a_slack,
)
from tests.slack_rates import Seconds

JSON, FORM = "application/json", "application/x-www-form-urlencoded"
SIGNER = ButtonSigner(b"a key for tests")


def a_home(language: Any = "da", *, known: bool = True, greeted: bool = True) -> Home:
    return Home(language, known, greeted, (), (), (), ())


@dataclass
class RecordingCoach:
    """Remembers what it was asked to take."""

    taken: list[Incoming] = field(default_factory=list)
    fault: Exception | None = None
    page: Home = field(default_factory=a_home)
    left: list[tuple[str, str]] = field(default_factory=list)

    async def take(self, incoming: Incoming) -> str | None:
        if self.fault is not None:
            raise self.fault
        self.taken.append(incoming)
        return None

    async def home(self, address: Address, user: str) -> Home:
        return self.page

    async def everybody_left(self, channel: str, message: str, where: Mapping[str, str]) -> None:
        if self.fault is not None:
            raise self.fault
        self.left.append((channel, message))

    @property
    def last(self) -> Incoming:
        return self.taken[-1]


def signed(body: bytes, content_type: str = JSON, secret: str = SECRET, at: float | None = None) -> dict[str, str]:
    """The headers Slack sends beside a body."""
    timestamp = str(int(time.time() if at is None else at))
    return {"Content-Type": content_type, TIMESTAMP: timestamp, SIGNATURE: sign(secret.encode(), timestamp, body)}


def an_envelope(event: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """An event as the Events API sends it. A change to None leaves the field out."""
    envelope = {
        "token": "deprecated",
        "team_id": TEAM,
        "api_app_id": "A0COACH",
        "event": event,
        "type": "event_callback",
        "event_id": f"Ev{abs(hash(json.dumps(event, sort_keys=True))):X}",
        "event_time": 1700000000,
        "authorizations": [{"enterprise_id": None, "team_id": TEAM, "user_id": BOT_USER, "is_bot": True}],
        "is_ext_shared_channel": False,
        "event_context": "4-eyJldCI6Im1lc3NhZ2UifQ",
    } | changes
    return {name: value for name, value in envelope.items() if value is not None}


def a_message(text: str, ts: str, user: str | None = USER, channel: str = "D0BENTE", **changes: Any) -> dict[str, Any]:
    rich = {"type": "rich_text", "block_id": "x", "elements": [{"type": "rich_text_section", "elements": []}]}
    event = {
        "type": "message",
        "client_msg_id": "0b0c",
        "user": user,
        "text": text,
        "ts": ts,
        "team": TEAM,
        "blocks": [rich],
        "channel": channel,
        "event_ts": ts,
        "channel_type": "im",
    } | changes
    return {name: value for name, value in event.items() if value is not None}


def a_button(question: str = "7.episode", choice: str = "yes", conversation: str = f"{TEAM}:{USER}") -> dict[str, Any]:
    """A button of ours, as Slack gives it back."""
    value = value_of(SIGNER.token("slack", conversation, question), choice)
    text = {"type": "plain_text", "text": "Ja", "emoji": False}
    return {"type": "button", "action_id": "choice-da-1", "block_id": "b1", "text": text, "value": value}


def elements(message: Posted) -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    """What can be tapped: its words, the block it stands in, and what Slack sends of it."""
    found = []
    for block in message.blocks:
        if "accessory" in block:
            found.append((unescaped(block["text"]["text"]).partition(". ")[2], block, _pressed(block["accessory"])))
        for one in block.get("elements", []):
            if one["type"] == "button":
                found.append((unescaped(one["text"]["text"]), block, _pressed(one)))
            if one["type"] == "static_select":
                menu = {"type": "static_select", "action_id": one["action_id"]}
                for option in one["options"]:
                    words = unescaped(option["text"]["text"]).partition(". ")[2]
                    found.append((words, block, menu | {"selected_option": option}))
    return found


def _pressed(button: dict[str, Any]) -> dict[str, Any]:
    return {name: button[name] for name in ("type", "action_id", "text", "value")}


def words_of(message: Posted) -> str:
    """What is read in a message, without what can be tapped."""
    lines = [unescaped(block["text"]["text"]) for block in message.blocks
             if block["type"] in {"section", "header"} and "accessory" not in block]  # fmt: skip
    return "\n".join(lines) if message.blocks else unescaped(message.text)


class Person:
    """One person, on one workspace."""

    def __init__(
        self, client: TestClient[Any, Any], slack: FakeSlack, afterwards: Afterwards | None = None, user: str = USER
    ) -> None:
        self.client, self.slack, self.afterwards, self.user = client, slack, afterwards, user
        self.chat = slack.people[user]

    async def quiet(self) -> None:
        """Let what follows an answer happen, where one may wait for it."""
        if self.afterwards is not None:
            await self.afterwards.quiet()

    async def post(self, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
        async with self.client.post(PATH, data=body, headers=headers) as response:
            return response.status, await response.text()

    async def sends(self, payload: dict[str, Any]) -> tuple[int, str]:
        body = json.dumps(payload).encode()
        return await self.post(body, signed(body))

    async def interacts(self, payload: dict[str, Any]) -> tuple[int, str]:
        body = urlencode({"payload": json.dumps(payload)}).encode()
        return await self.post(body, signed(body, FORM))

    async def event(self, event: dict[str, Any], **changes: Any) -> tuple[int, str]:
        answer = await self.sends(an_envelope(event, **changes))
        await self.quiet()
        return answer

    async def says(self, text: str, **changes: Any) -> tuple[int, str]:
        ts = self.slack.ts()
        self.slack.messages.append(Posted(self.chat, ts, self.user, escaped(text)))
        return await self.event(a_message(escaped(text), ts, self.user, self.chat, **changes))

    async def opens(self, tab: str) -> tuple[int, str]:
        event = {"type": "app_home_opened", "user": self.user, "channel": self.chat, "tab": tab, "event_ts": "1"}
        return await self.event(event, event_id=f"Ev{self.slack.ts().partition('.')[2]}")

    def tap_on(self, message: Posted, label: str) -> dict[str, Any]:
        for words, block, action in elements(message):
            value = action["value"] if "value" in action else action["selected_option"]["value"]
            if label in {words, value.rpartition(" ")[2]}:
                return self.tap(action | {"block_id": block["block_id"]}, message)
        raise AssertionError(f"there is no [{label}] in {[words for words, _, _ in elements(message)]}")

    def tap(self, action: dict[str, Any], message: Posted | None, **changes: Any) -> dict[str, Any]:
        payload: dict[str, Any] = {
            "type": "block_actions",
            "user": {"id": self.user, "username": "bente", "name": "bente", "team_id": TEAM},
            "api_app_id": "A0COACH",
            "token": "deprecated",
            "trigger_id": "1.2.abc",
            "team": {"id": TEAM, "domain": "kommune"},
            "enterprise": None,
            "is_enterprise_install": False,
            "state": {"values": {}},
            "actions": [action | {"action_ts": self.slack.ts()}],
        }
        if message is not None and not message.ephemeral_to:
            payload["message"] = message.as_given_back()
        if message is not None:
            payload["channel"] = {"id": message.channel, "name": "directmessage"}
            payload["container"] = {"type": "message", "message_ts": message.ts, "channel_id": message.channel,
                                    "is_ephemeral": bool(message.ephemeral_to)}  # fmt: skip
            payload["response_url"] = "https://hooks.example/actions/1"
        return payload | changes

    async def taps(self, label: str, message: Posted | None = None) -> tuple[int, str]:
        shown = message or self.slack.shown_to(self.user)[-1]
        answer = await self.interacts(self.tap_on(shown, label))
        await self.quiet()
        return answer

    async def commands(self, text: str) -> tuple[int, str]:
        fields = {"token": "deprecated", "team_id": TEAM, "team_domain": "kommune", "channel_id": CHANNEL,
                  "channel_name": "alle", "user_id": self.user, "user_name": "bente", "command": "/kompetence",
                  "text": text, "api_app_id": "A0COACH", "is_enterprise_install": "false",
                  "response_url": "https://hooks.example/commands/1", "trigger_id": self.slack.ts()}  # fmt: skip
        body = urlencode(fields).encode()
        return await self.post(body, signed(body, FORM))

    async def brings(self, text: str, author: str = USER, **changes: Any) -> tuple[int, str]:
        payload = {
            "type": "message_action",
            "token": "deprecated",
            "action_ts": "1.2",
            "team": {"id": TEAM, "domain": "kommune"},
            "user": {"id": self.user, "name": "bente", "team_id": TEAM},
            "channel": {"id": CHANNEL, "name": "alle"},
            "is_enterprise_install": False,
            "enterprise": None,
            "callback_id": "reflect",
            "trigger_id": self.slack.ts(),
            "response_url": "https://hooks.example/app/1",
            "message_ts": "1.1",
            "message": {"type": "message", "user": author, "ts": "1.1", "text": escaped(text), "team": TEAM},
        } | changes
        answer = await self.interacts(payload)
        await self.quiet()
        return answer


@dataclass
class Scene:
    """The door as in operation, on a real server, with a Slack of our own."""

    coach: Any
    slack: FakeSlack
    parts: Slack
    bente: Person
    jens: Person
    clock: Seconds


@asynccontextmanager
async def a_scene(
    coach: Any = None, everybody_left: Any = None, wall: Callable[[], float] = time.time, app_token: str = ""
) -> AsyncIterator[Scene]:
    coach = RecordingCoach() if coach is None else coach
    clock = Seconds()
    async with a_slack(clock) as slack:
        parts = assemble(
            coach=coach,
            everybody_left=everybody_left or coach.everybody_left,
            signer=SIGNER,
            bot_token=TOKEN,
            signing_secret=SECRET,
            app_token=app_token,
            api_url=slack.url,
            clock=wall,
        )
        app = web.Application()
        mount(app, parts)
        async with TestClient(TestServer(app)) as client:
            await parts.afterwards.quiet()
            people = (Person(client, slack, parts.afterwards, user) for user in (USER, COLLEAGUE))
            yield Scene(coach, slack, parts, *people, clock)
