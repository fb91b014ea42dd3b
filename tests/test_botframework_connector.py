"""Our own connector client: what goes over the wire, to whom, and what the SDK's own tools make of it."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from botbuilder.core import MessageFactory, TurnContext
from botbuilder.schema import Activity, ActivityTypes

from bot.botframework.app_token import AppToken
from bot.botframework.calls import Calls
from bot.botframework.connector import Connectors, Conversations
from bot.botframework.door import activity_of, closed_activity_of, reference_of
from bot.botframework.groups import invitation
from bot.botframework.outbound import Outbound
from bot.botframework.service_urls import loopback_service
from bot.botframework.wire import as_json
from service.door import NotDelivered
from tests.botframework_fakes import FakeEntra, an_address, asking, telling

ODD = "19:møde/1?x=#y@thread.v2;messageid=7"


class Service:
    """A connector that notes each request, and answers what it is told."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, str]] = []
        self.bodies: list[bytes] = []
        self.answers: list[web.Response] = []
        self.url = ""

    async def take(self, request: web.Request) -> web.Response:
        self.asked.append((request.method, request.raw_path, request.headers.get("Authorization", "")))
        self.bodies.append(await request.read())
        return self.answers.pop(0) if self.answers else web.json_response({"id": "1"})


@pytest.fixture
async def service() -> AsyncIterator[Service]:
    one, app = Service(), web.Application()
    app.router.add_route("*", "/{rest:.*}", one.take)
    async with TestServer(app) as server:
        one.url = str(server.make_url("/emea/"))
        yield one


@pytest.fixture
async def outbound() -> AsyncIterator[Outbound]:
    one = Outbound()
    yield one
    await one.close()


async def conversations(service: Service, outbound: Outbound) -> Conversations:
    calls = Calls(outbound, loopback_service, AppToken(FakeEntra()))
    return (await Connectors(calls).create(service.url, "")).conversations


def everything_we_send() -> list[Any]:
    closed = asking("Er du klar?").model_copy(update={"answered": "begin"})
    replies = [activity_of(telling("Hej & velkommen, æøå"), ""), activity_of(asking("Er du klar?"), "token")]
    reference = reference_of(an_address("https://smba.trafficmanager.net/emea/"), "da")
    sent = [
        *replies,
        closed_activity_of(closed, "card-1"),
        Activity(type=ActivityTypes.typing),
        invitation("28:b", "da"),
    ]
    return [TurnContext.apply_conversation_reference(one, reference) for one in sent]


@pytest.mark.parametrize("activity", everything_we_send(), ids=["text", "card", "answered", "typing", "invitation"])
def test_the_body_is_what_the_sdks_serialiser_makes(activity: Any) -> None:
    assert json.loads(as_json(activity)) == activity.serialize()


def test_the_comparison_sees_a_field_that_is_left_out() -> None:
    activity = MessageFactory.text("Hej")
    activity.importance = "high"
    assert json.loads(as_json(activity)) != activity.serialize()


async def test_each_operation_has_its_address(service: Service, outbound: Outbound) -> None:
    one, activity = await conversations(service, outbound), MessageFactory.text("Hej")
    await one.send_to_conversation(ODD, activity)
    await one.reply_to_activity("c", "a/1", activity)
    await one.update_activity("c", "a", activity)
    odd = "19%3Am%C3%B8de%2F1%3Fx%3D%23y%40thread.v2%3Bmessageid%3D7"
    assert [(method, path) for method, path, _ in service.asked] == [
        ("POST", f"/emea/v3/conversations/{odd}/activities"),
        ("POST", "/emea/v3/conversations/c/activities/a%2F1"),
        ("PUT", "/emea/v3/conversations/c/activities/a"),
    ]
    assert {token for _, _, token in service.asked} == {"Bearer token-1"}


@pytest.mark.parametrize("body", ["", "[]", "{", '{"id": 7}', "null", "[" * 100_000])
async def test_what_is_said_about_a_taken_activity_changes_nothing(
    service: Service, outbound: Outbound, body: str
) -> None:
    service.answers = [web.Response(text=body)]
    assert await (await conversations(service, outbound)).send_to_conversation("c", MessageFactory.text("Hej")) is None


async def test_a_service_that_sends_us_elsewhere_is_not_followed(service: Service, outbound: Outbound) -> None:
    """The token would go along."""
    service.answers = [web.Response(status=307, headers={"Location": f"{service.url}elsewhere"})]
    with pytest.raises(NotDelivered) as raised:
        await (await conversations(service, outbound)).send_to_conversation("c", MessageFactory.text("Hej"))
    assert (raised.value.failure, len(service.asked)) == ("dead", 1)


async def test_no_client_is_made_for_a_service_we_do_not_talk_to(outbound: Outbound) -> None:
    entra = FakeEntra()
    with pytest.raises(NotDelivered) as raised:
        await Connectors(Calls(outbound, loopback_service, AppToken(entra))).create("https://evil.example/", "")
    assert (raised.value.failure, entra.given) == ("dead", [])
