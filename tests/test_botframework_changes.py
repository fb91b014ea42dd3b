"""The whole way from Teams to the database: messages changed or taken back, and a coach that is removed."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient
from sqlalchemy import text

from catalog_data.model import Catalogue
from dialogs.facts import PastReflection
from dialogs.state import State
from matching.types import Matcher
from service.delivery import Delivery
from service.turns import Coach, Knowledge
from storage.unit import Caller, Store
from tests.botframework_fakes import (
    BOT,
    CONVERSATION,
    USER,
    FakeConnector,
    a_connector,
    an_activity,
    first_tap,
    local_door,
    post,
    serving,
)
from tests.conftest import Clock

EPISODE = "i går ringede jeg til en borger i stedet for at skrive et brev"


@dataclass
class Person:
    """Somebody who writes to the real coach in Teams."""

    client: TestClient[Any, Any]
    connector: FakeConnector
    delivery: Delivery
    store: Store
    clock: Clock
    messages: int = 0

    async def does(self, **activity: Any) -> None:
        """Something happens in the personal chat; each has a time and an id of its own."""
        self.messages += 1
        self.clock.passes(seconds=20)
        body = {"id": f"m{self.messages}", "text": None, "timestamp": self.clock().isoformat()} | activity
        assert (await post(self.client, an_activity(self.connector.url, **body)))[0] == 200
        await self.delivery.quiet()

    async def says(self, words: str, message: str = "") -> None:
        await self.does(text=words, **({"id": message} if message else {}))

    async def taps(self, *choices: str) -> None:
        """The first of the choices that is on screen."""
        shown = self.connector.last["attachments"][0]["content"]
        offered = {tap["choice"]: tap for tap in taps_of(shown)}
        await self.does(value=next(offered[one] for one in choices if one in offered))

    async def state(self) -> State:
        async with self.store.unit() as unit:
            caller = Caller("msteams", CONVERSATION, USER, {})
            return (await unit.conversation(caller, State())).state

    async def kept(self) -> PastReflection:
        async with self.store.unit() as unit:
            loaded = await unit.conversation(Caller("msteams", CONVERSATION, USER, {}), State())
            return (await unit.history(loaded.person)).past[0]

    async def one(self, query: str) -> Any:
        async with self.store.engine.connect() as connection:
            return (await connection.execute(text(query))).scalar_one()


def taps_of(card: Any) -> list[dict[str, str]]:
    if isinstance(card, dict):
        mine = [first_tap(card)] if {"question", "choice"} <= card.keys() else []
        return mine or taps_of(list(card.values()))
    return [tap for one in card for tap in taps_of(one)] if isinstance(card, list) else []


@pytest.fixture
async def person(store: Store, catalogue: Catalogue, matcher: Matcher, clock: Clock) -> AsyncIterator[Person]:
    delivery = Delivery(store, clock)
    built = local_door(Coach(store, Knowledge(catalogue, matcher), delivery, clock))
    delivery.open({"msteams": built.door})
    async with a_connector() as connector, serving(built) as client:
        one = Person(client, connector, delivery, store, clock)
        await one.does(type="conversationUpdate", membersAdded=[{"id": BOT}])
        await one.taps("begin")
        yield one
        await delivery.stop()


async def reflects(person: Person) -> None:
    """From an episode in message `episode` to [Gem]."""
    await person.says(EPISODE, "episode")
    await person.taps("good")
    while (await person.state()).step != "rehearse":
        await person.taps("yes", "go-on", "3.2.1", "skip", "no-day")
    await person.taps("keep")


async def test_an_edit_and_a_deletion_reach_what_was_kept(person: Person) -> None:
    await reflects(person)
    assert (await person.kept()).episode == EPISODE
    await person.does(type="messageUpdate", id="episode", text="i går skrev jeg et brev")
    assert (await person.kept()).episode == "i går skrev jeg et brev"
    assert "Det er rettet" in person.connector.last["summary"]
    await person.does(type="messageDelete", id="episode")
    assert (await person.kept()).episode == ""
    assert "Det er slettet her også" in person.connector.last["summary"]
    await person.does(type="messageUpdate", id="episode", text=EPISODE, channelData={"eventType": "undeleteMessage"})
    assert (await person.kept()).episode == EPISODE


async def test_an_edit_that_comes_twice_is_made_once(person: Person) -> None:
    await person.says(EPISODE, "episode")
    shown = len(person.connector.posts)
    for _ in range(2):
        await person.does(type="messageUpdate", id="episode", text="jeg skrev", timestamp="2026-11-24T10:00:00Z")
    assert len(person.connector.posts) == shown + 1


async def test_a_message_of_no_account_changes_nothing_and_is_not_answered(person: Person) -> None:
    await person.says(EPISODE, "episode")
    shown, before = len(person.connector.posts), await person.state()
    await person.does(type="messageUpdate", id="another", text="jeg skrev")
    await person.does(type="messageDelete", id="another")
    await person.does(type="messageReaction", reactionsAdded=[{"type": "like"}])
    assert (len(person.connector.posts), await person.state()) == (shown, before)


async def test_a_coach_that_is_removed_falls_silent_and_its_time_runs(person: Person) -> None:
    await person.says(EPISODE, "episode")
    person.delivery.wake = lambda _conversation, _channel: None  # type: ignore[method-assign] # the channel is slow
    await person.says("hjælp")
    assert await person.one("SELECT count(*) FROM outbox WHERE status = 'pending'") == 2
    await person.does(type="installationUpdate", action="remove")
    assert await person.one("SELECT count(*) FROM outbox WHERE status = 'pending'") == 0
    assert (await person.state()).left == person.clock()
    assert await person.one("SELECT count(*) FROM conversation WHERE left_at IS NOT NULL") == 1
    person.clock.passes(minutes=15)
    await person.does(type="installationUpdate", action="add")
    assert await person.one("SELECT count(*) FROM conversation WHERE left_at IS NOT NULL") == 0
    assert await person.one("SELECT count(*) FROM outbox WHERE status = 'pending'") == 1


async def test_of_a_stranger_who_removes_the_coach_no_row_is_made(person: Person) -> None:
    rows = await person.one("SELECT count(*) FROM person")
    elsewhere = {"id": "a:another", "conversationType": "personal"}
    await person.does(type="installationUpdate", action="remove", conversation=elsewhere, **{"from": {"id": "29:x"}})
    assert await person.one("SELECT count(*) FROM person") == rows


async def test_a_removal_is_no_error_though_the_channel_refuses_everything(person: Person) -> None:
    person.connector.answers = [web.Response(status=403)]
    await person.says(EPISODE)
    await person.does(type="installationUpdate", action="remove")
    assert (await person.state()).left is not None
