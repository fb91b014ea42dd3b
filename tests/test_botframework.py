"""The Teams door over real HTTP: what comes in, whole conversations, and what is never logged."""

import json
import logging
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.botframework.activities import read_activity
from bot.botframework.build import build
from bot.botframework.identity import Secret
from bot.botframework.translation import greeting_id, language_of, newcomer, spoken_text
from dialogs.events import Deleted, Edited, Joined, Left, Pressed, Said
from service.door import Address, NotDelivered
from tests.botframework_fakes import (
    BOT,
    CONVERSATION,
    SIGNER,
    TENANT,
    USER,
    Guarded,
    RecordingCoach,
    ToyCoach,
    a_connector,
    a_guarded_door,
    a_token,
    an_activity,
    an_address,
    first_tap,
    local_door,
    post,
    serving,
    telling,
)

SERVICE = "http://127.0.0.1:9/emea/"
Client = TestClient[Any, Any]


@pytest.fixture
def coach() -> RecordingCoach:
    return RecordingCoach()


@pytest.fixture
async def client(coach: RecordingCoach) -> AsyncIterator[Client]:
    """The door as on a developer's machine."""
    async with serving(local_door(coach)) as one:
        yield one


@pytest.fixture
async def guarded() -> AsyncIterator[Guarded]:
    async with a_guarded_door() as one:
        yield one


async def test_a_message_is_said_and_only_what_sending_needs_is_kept(client: Client, coach: RecordingCoach) -> None:
    assert await post(client, an_activity(SERVICE)) == (200, "")
    taken = coach.last
    assert taken.event == Said("Jeg ringede i stedet for at skrive", "1700000000001")
    assert (taken.user, taken.message, taken.language) == (USER, "1700000000001", "da")
    assert taken.directory == "0a0b0c0d-0000-4000-8000-000000000001"
    kept = {"service_url": SERVICE, "bot": BOT, "user": USER, "tenant": TENANT}
    assert taken.address == Address("msteams", CONVERSATION, kept)


async def test_an_activity_without_an_id_is_known_by_its_body(client: Client, coach: RecordingCoach) -> None:
    for text in ("en", "en", "to"):
        await post(client, an_activity(SERVICE, id=None, text=text))
    first, again, other = (one.message for one in coach.taken)
    assert first == again != other


@pytest.mark.parametrize(
    ("locale", "language"),
    [("da", "da"), ("da-DK", "da"), ("en_US", "en"), ("EN-gb", "en"), ("de-DE", None), ("dag-GH", None), (None, None)],
)
def test_the_language_the_channel_names(locale: str | None, language: str | None) -> None:
    assert language_of(locale) == language


@pytest.mark.parametrize(
    ("text", "entities", "said"),
    [
        ("<at>Coach</at> hej", [("<at>Coach</at>", BOT, "Coach")], "hej"),
        ("<at>Coach</at>&nbsp;hej ", [(None, BOT, "Coach")], "hej"),
        ("<at>Jens</at> sagde det", [("<at>Jens</at>", "29:jens", "Jens")], "Jens sagde det"),
        ("a+b (c)", [("a+b (c)", BOT, "x")], "a+b (c)"),
        ("3 < 4 &lt; 5", [], "3 < 4 &lt; 5"),
        (None, [], ""),
    ],
)
def test_the_mention_of_the_coach_is_no_word(text: str | None, entities: list[Any], said: str) -> None:
    mentions = [
        {"type": "mention", "text": words, "mentioned": {"id": who, "name": name}} for words, who, name in entities
    ]
    body = an_activity(SERVICE, text=text, entities=[*mentions, {"type": "mention", "mentioned": "nobody"}])
    assert spoken_text(read_activity(json.dumps(body).encode())) == said


def tapped(conversation: str = CONVERSATION, question: str = "7-episode") -> dict[str, str]:
    return {"question": SIGNER.token("msteams", conversation, question), "choice": "yes"}


@pytest.mark.parametrize(
    ("value", "event"),
    [
        (tapped(), Pressed("7-episode", "yes")),
        (tapped() | {"msteams": {"type": "messageBack"}}, Pressed("7-episode", "yes")),
        (tapped(conversation="a:another"), Pressed("", "yes")),
        (tapped() | {"question": "7-episode~0000000000000000000000"}, Pressed("", "yes")),
        ({"question": "7-episode", "choice": "yes"}, Pressed("", "yes")),
        ({"question": "", "choice": ""}, Pressed("", "")),
        ({"question": 7, "choice": "yes"}, Pressed("", "")),
        ({}, Pressed("", "")),
        ([1, 2], Pressed("", "")),
        ("yes", Pressed("", "")),
    ],
)
async def test_a_tap_is_pressed_and_a_forged_one_belongs_to_no_question(
    client: Client, coach: RecordingCoach, value: Any, event: Pressed
) -> None:
    assert (await post(client, an_activity(SERVICE, text=None, value=value)))[0] == 200
    assert coach.last.event == event


async def test_a_tap_on_a_card_that_waits_is_answered_at_once(client: Client, coach: RecordingCoach) -> None:
    value = {"action": {"type": "Action.Execute", "verb": "pick", "data": tapped()}, "trigger": "manual"}
    invoke = an_activity(SERVICE, type="invoke", name="adaptiveCard/action", text=None, value=value)
    status, body = await post(client, invoke)
    assert status == 200
    assert json.loads(body) == {
        "statusCode": 200,
        "type": "application/vnd.microsoft.activity.message",
        "value": "OK",
    }
    assert coach.last.event == Pressed("7-episode", "yes")


@pytest.mark.parametrize(
    "value", [None, "x", [], {}, {"action": None}, {"action": {"data": "yes"}}, {"action": {"data": {"choice": 1}}}]
)
async def test_a_malformed_tap_is_a_bad_request(client: Client, coach: RecordingCoach, value: Any) -> None:
    invoke = an_activity(SERVICE, type="invoke", name="adaptiveCard/action", text=None, value=value)
    assert (await post(client, invoke))[0] == 400
    assert coach.taken == []


def added(*people: str, **changes: Any) -> dict[str, Any]:
    members = [{"id": one} for one in people]
    return an_activity(SERVICE, **({"type": "conversationUpdate", "text": None, "membersAdded": members} | changes))


PERSONAL = {"id": CONVERSATION, "conversationType": "personal"}
UNSAID = {"id": CONVERSATION}


@pytest.mark.parametrize(
    ("activity", "event"),
    [
        (added(BOT, conversation=PERSONAL), Joined()),
        (added(USER, BOT, conversation=PERSONAL), Joined()),
        (added(USER, conversation=UNSAID), Joined()),
        (added(USER, conversation=UNSAID, **{"from": {"id": BOT}}), Joined()),
        (added(BOT, conversation=UNSAID), None),
        (added(BOT, conversation=PERSONAL, **{"from": {"id": BOT}}), None),
        (added(conversation=PERSONAL), None),
        (an_activity(SERVICE, type="installationUpdate", action="add", text=None), Joined()),
        (an_activity(SERVICE, type="installationUpdate", action="remove", text=None), Left()),
        (an_activity(SERVICE, type="installationUpdate", action="remove-upgrade", text=None), None),
        (an_activity(SERVICE, type="installationUpdate", action="add-upgrade", text=None), None),
        (an_activity(SERVICE, type="installationUpdate", text=None), None),
        (an_activity(SERVICE, type="typing", text=None), None),
        (an_activity(SERVICE, type="trace", name="debug", value={"a": 1}), None),
        (an_activity(SERVICE, type="messageReaction", reactionsAdded=[{"type": "like"}]), None),
        (an_activity(SERVICE, type="messageUpdate", text="rettet"), Edited("1700000000001", "rettet")),
        (an_activity(SERVICE, type="messageDelete", text=None), Deleted("1700000000001")),
        (an_activity(SERVICE, type="endOfConversation"), None),
        (an_activity(SERVICE, type="event", name="tokens/response", value={}), None),
        (an_activity(SERVICE, type="invoke", name="composeExtension/query", value={}), None),
        (an_activity(SERVICE, type="invoke", name="signin/verifyState", value={}), None),
        (an_activity(SERVICE, type="somethingNew"), None),
        (an_activity(SERVICE, **{"from": {"id": BOT}}), None),
    ],
)
async def test_which_activities_are_turns(
    client: Client, coach: RecordingCoach, activity: dict[str, Any], event: Any
) -> None:
    assert await post(client, activity) == (200, "")
    assert [one.event for one in coach.taken] == ([event] if event else [])
    assert all(one.user == USER for one in coach.taken)


async def test_each_change_of_a_message_is_one_of_its_own(client: Client, coach: RecordingCoach) -> None:
    """All carry the id of the message they change."""
    edit = an_activity(SERVICE, type="messageUpdate", text="rettet", timestamp="2026-11-24T09:00:01Z")
    later = edit | {"timestamp": "2026-11-24T09:00:09Z"}
    deletion = an_activity(SERVICE, type="messageDelete", text=None, timestamp="2026-11-24T09:00:01Z")
    for activity in (an_activity(SERVICE), edit, edit, later, deletion, edit | {"timestamp": None}):
        await post(client, {name: value for name, value in activity.items() if value is not None})
    said, edited, again, afterwards, deleted, undated = (one.message for one in coach.taken)
    assert edited == again
    assert len({said, edited, afterwards, deleted, undated}) == 5


async def test_one_arrival_told_twice_has_one_id(client: Client, coach: RecordingCoach) -> None:
    await post(client, added(BOT, id="f:1", timestamp="2026-11-24T09:00:00Z"))
    installed = an_activity(SERVICE, type="installationUpdate", action="add", text=None, id="f:2")
    await post(client, installed | {"timestamp": "2026-11-24T09:00:02Z"})
    await post(client, installed | {"timestamp": "2026-11-25T09:00:02Z"})
    first, again, tomorrow = (one.message for one in coach.taken)
    assert first == again != tomorrow


@pytest.mark.parametrize("timestamp", ["0001-01-01T00:00:00", "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00"])
def test_no_timestamp_is_too_strange_to_greet_by(timestamp: str) -> None:
    inbound = read_activity(json.dumps(added(BOT, timestamp=timestamp)).encode())
    assert greeting_id(inbound).startswith("joined-")


def test_without_a_timestamp_the_activity_is_its_own_arrival() -> None:
    inbound = read_activity(json.dumps(added(BOT, id="f:1", timestamp=None)).encode())
    assert newcomer(inbound) is inbound
    assert greeting_id(inbound) == "f:1"


async def test_built_into_an_application_it_serves_and_returns_its_door() -> None:
    toy, app = ToyCoach(), web.Application()
    toy.door = build(app, coach=toy, signer=SIGNER, app_id="", credential=Secret(""), tenant_id="")
    async with a_connector() as connector, TestClient(TestServer(app)) as client:
        assert (await post(client, an_activity(connector.url)))[0] == 200
        assert len(connector.posts) == 1


async def test_a_conversation_over_http() -> None:
    toy = ToyCoach()
    built = local_door(toy)
    toy.door = built.door
    async with a_connector() as connector, serving(built) as client:
        assert (await post(client, an_activity(connector.url, text="Æblegrød på 1. sal")))[0] == 200
        card = connector.last["attachments"][0]
        assert card["contentType"] == "application/vnd.microsoft.card.adaptive"
        assert "Du skrev: Æblegrød på 1. sal" in connector.last["summary"]
        button = first_tap(card["content"])
        assert (await post(client, an_activity(connector.url, id="2", text=None, value=button)))[0] == 200
        assert connector.last["text"] == f"7-episode: {button['choice']}"


SECRETS = ("Bente Borger", "Jeg ringede", USER, CONVERSATION, "Hej med dig", "token-1", "eyJ", "secret")


async def test_no_secret_name_or_text_is_ever_logged(
    guarded: Guarded, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    url = guarded.connector.url
    assert await guarded.post(a_token(url)) == 200
    assert await guarded.post(a_token(url, aud="another")) == 401
    assert await guarded.post(a_token(url), channelData={"tenant": {"id": "another"}}) == 403
    assert await guarded.post(a_token(url), entities="Bente Borger") == 400
    guarded.coach.fault = RuntimeError("Bente Borger: Jeg ringede")
    assert await guarded.post(a_token(url)) == 500
    guarded.connector.answers = [web.Response(status=403, text="Bente Borger"), "reset", web.Response(status=500)]
    for _ in range(4):
        with suppress(NotDelivered):
            await guarded.door.show(an_address(url), telling("Hej med dig"))
    assert len(guarded.connector.posts) == 4
    printed = capfd.readouterr()
    written = caplog.text + printed.out + printed.err
    assert "botframework.refused" in written
    assert "botframework.broken" in written
    assert [secret for secret in SECRETS if secret in written] == []
