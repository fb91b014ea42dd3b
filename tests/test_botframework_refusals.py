"""What the Teams door turns away: malformed activities, strangers, and places we do not talk to."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.botframework.activities import Inbound, MalformedActivity, read_activity
from bot.botframework.service_urls import listed_service, loopback_service
from bot.botframework.translation import greeting_id, spoken_text
from service.door import NotStored
from tests.botframework_fakes import RecordingCoach, an_activity, local_door, post, serving

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


GOOD = an_activity(SERVICE)


@settings(max_examples=300, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(sorted({*GOOD, "value", "action", "name", "membersAdded"})),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
        ),
        max_size=4,
    )
)
def test_whatever_stands_in_a_field_is_read_or_refused(changes: dict[str, Any]) -> None:
    body = json.dumps(GOOD | changes).encode()
    try:
        inbound = read_activity(body)
    except MalformedActivity:
        return
    assert isinstance(inbound, Inbound)
    assert inbound.id
    spoken_text(inbound)
    greeting_id(inbound)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Content-Type": "text/plain"}, 415),
        ({"Content-Type": "application/x-www-form-urlencoded"}, 415),
        ({"Content-Type": "application/json", "Content-Encoding": "aes128gcm"}, 415),
        ({"Content-Type": "application/json; charset=utf-8"}, 200),
        ({"Content-Type": "application/json", "X-Forwarded-For": "127.0.0.1"}, 403),
        ({"Content-Type": "application/json", "Host": "coach.example"}, 403),
        ({"Content-Type": "application/json", "Host": "[::1"}, 403),
        ({"Content-Type": "application/json", "Host": "localhost:3978"}, 200),
    ],
)
async def test_headers_a_web_page_or_a_tunnel_would_send(client: Client, headers: dict[str, str], status: int) -> None:
    body = json.dumps(GOOD).encode()
    async with client.post("/api/messages", data=body, headers=headers) as response:
        assert response.status == status


async def test_other_methods_are_not_for_this_address(client: Client) -> None:
    async with client.get("/api/messages") as response:
        assert response.status == 405


@pytest.mark.parametrize(
    "remote", ["10.0.0.5", "192.168.1.2", "8.8.8.8", "fe80::1", "::ffff:10.0.0.5", "", "127.0.0.1.evil.example"]
)
async def test_without_an_app_id_other_machines_are_strangers(coach: RecordingCoach, remote: str) -> None:
    @web.middleware
    async def from_elsewhere(request: web.Request, handler: Any) -> web.StreamResponse:
        response: web.StreamResponse = await handler(request.clone(remote=remote))
        return response

    async with serving(local_door(coach), [from_elsewhere]) as client:
        assert await post(client, GOOD) == (403, '{"error": "forbidden"}')
    assert coach.taken == []


@pytest.mark.parametrize(
    "changes",
    [
        {"serviceUrl": "https://smba.trafficmanager.net/emea/"},
        {"serviceUrl": "http://10.0.0.5/"},
        {"serviceUrl": "http://127.0.0.1@evil.example/"},
        {"channelId": "slack"},
        {"channelId": "web"},
    ],
)
async def test_without_an_app_id_answers_stay_on_this_machine(
    client: Client, coach: RecordingCoach, changes: dict[str, Any]
) -> None:
    assert (await post(client, GOOD | changes))[0] == 403
    assert coach.taken == []


async def test_what_could_not_be_stored_is_asked_for_again(client: Client, coach: RecordingCoach) -> None:
    coach.fault = NotStored()
    assert (await post(client, GOOD))[0] == 503


async def test_a_fault_of_ours_says_nothing_of_itself(client: Client, coach: RecordingCoach) -> None:
    coach.fault = RuntimeError("Bente Borger")
    status, body = await post(client, GOOD)
    assert (status, json.loads(body)) == (500, {"error": "something went wrong here"})


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://smba.trafficmanager.net/emea/", True),
        ("https://smba.trafficmanager.net/emea/72a1b0aa-1111-4222-8333-444455556666/", True),
        ("https://SMBA.trafficmanager.net", True),
        ("https://smba.trafficmanager.net:443/teams", True),
        ("https://europe.webchat.botframework.com/", True),
        ("http://smba.trafficmanager.net/emea/", False),
        ("https://smba.trafficmanager.net:8443/", False),
        ("https://evil.trafficmanager.net/", False),
        ("https://smba.trafficmanager.net.evil.example/", False),
        ("https://smba.trafficmanager.net@evil.example/", False),
        ("https://evil.example/smba.trafficmanager.net", False),
        ("https://evil.example#smba.trafficmanager.net", False),
        ("https://evil.example?.botframework.com", False),
        ("https://botframework.com.evil.example/", False),
        ("https://evilbotframework.com/", False),
        ("https://smba.trafficmanager.net./", False),
        ("https://smba.trafficmanager.net:99999/", False),
        ("https://smba.trafficmanager.net/{conversation}", False),
        ("https://smba.trafficmanager.net/%2e%2e", False),
        ("https://smba.trafficmanager.net/\r\nHost: x", False),
        ("https://13.107.0.1/", False),
        ("https://[::1]/", False),
        ("https://[", False),
        ("https://", False),
        ("file:///etc/passwd", False),
        ("", False),
    ],
)
def test_service_urls_in_operation(url: str, allowed: bool) -> None:
    assert listed_service()(url) is allowed


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("http://localhost:56150/_connector", True),
        ("http://127.0.0.1:9000", True),
        ("http://127.8.8.8/", True),
        ("http://[::1]:9000/", True),
        ("http://[::ffff:127.0.0.1]/", True),
        ("http://10.0.0.1/", False),
        ("http://0.0.0.0/", False),
        ("http://localhost.evil.example/", False),
        ("http://127.0.0.1.evil.example/", False),
        ("http://2130706433/", False),
        ("https://smba.trafficmanager.net/", False),
    ],
)
def test_service_urls_on_a_developers_machine(url: str, allowed: bool) -> None:
    assert loopback_service(url) is allowed
