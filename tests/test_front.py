"""What stands before every door: limits per address and person, headers, and patience with slow clients."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from ipaddress import ip_network
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer, make_mocked_request

from app import build
from bot.botframework.endpoint import PATH as TEAMS
from bot.front.addresses import sender_of
from bot.front.build import VOUCHING
from bot.front.headers import HEADERS
from bot.slack.endpoint import PATH as SLACK
from dialogs.events import Joined, Left, Said
from service.allowance import Allowance
from service.door import Address, Incoming, TooFast
from service.limiting import Limited
from service.pace import Window
from settings import Settings, SettingsError, read_settings
from tests.house import House
from tests.slack_fakes import COLLEAGUE, a_slack
from tests.slack_house import slack_settings
from tests.slack_person import Person, a_message, an_envelope, signed
from tests.slack_rates import Seconds
from tests.web_fakes import CONVERSATIONS

TRAINED = Path("data/matcher")
PROXY = ip_network("127.0.0.0/8")
FAR = "203.0.113.7"


def trial(folder: Path, **more: object) -> Settings:
    """A service for trying out, with Teams' door and the browser's."""
    where = {"database_url": f"sqlite+aiosqlite:///{folder}/coach.db", "key_file": folder / "coach.key"}
    return Settings(**(where | {"matcher_folder": TRAINED} | more))  # type: ignore[arg-type]


@asynccontextmanager
async def serving(settings: Settings) -> AsyncIterator[TestClient]:
    app = await build(settings)
    async with TestClient(TestServer(app)) as client:
        yield client


# Addresses


@pytest.mark.parametrize(
    ("peer", "forwarded", "sender"),
    [
        ("127.0.0.1", FAR, FAR),
        ("127.0.0.1", f"10.9.9.9, {FAR}", FAR),  # whoever sends it may write what they like on the left
        ("127.0.0.1", f"{FAR}, 127.0.0.9", FAR),  # two proxies of ours
        ("127.0.0.1", f"{FAR}:4711", FAR),
        ("127.0.0.1", "[2001:db8:1:2:3::9]:4711", "2001:db8:1:2::/64"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "<script>", "127.0.0.1"),
        ("198.51.100.1", FAR, "198.51.100.1"),  # no proxy of ours
        ("::ffff:198.51.100.1", "", "198.51.100.1"),
        ("", FAR, "unknown"),
    ],
)
def test_only_our_own_proxies_say_where_a_request_comes_from(peer: str, forwarded: str, sender: str) -> None:
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = make_mocked_request("GET", "/", headers=headers).clone(remote=peer)
    assert sender_of(request, [PROXY]) == sender
    assert sender_of(request, []) in {peer, "unknown", "198.51.100.1"}


# Limits


def test_an_allowance_is_spent_and_comes_back() -> None:
    now = [0.0]
    allowance = Allowance((Window(2, 10.0),), lambda: now[0])
    assert [allowance.spend("a") for _ in range(3)] == [0.0, 0.0, 10.0]
    assert allowance.spend("b") == 0.0
    now[0] = 9.0
    assert allowance.spend("a") == 1.0
    now[0] = 10.0
    assert allowance.spend("a") == 0.0


def test_an_allowance_forgets_whoever_was_longest_quiet() -> None:
    allowance = Allowance((Window(1, 10.0),), lambda: 0.0, most=3)
    for sender in range(1000):
        allowance.spend(sender)
    assert len(allowance) == 3


def test_without_windows_nothing_is_limited_or_remembered() -> None:
    allowance = Allowance(())
    assert not any(allowance.spend("a") for _ in range(100))
    assert len(allowance) == 0


def test_the_doors_that_vouch_are_those_there_are() -> None:
    assert {TEAMS, SLACK} == VOUCHING


async def test_an_address_over_its_limit_waits_and_health_is_always_free(tmp_path: Path) -> None:
    async with serving(trial(tmp_path, address_limit="5/60", trusted_proxies=("127.0.0.0/8",))) as client:
        near, far = {"X-Forwarded-For": "198.51.100.1"}, {"X-Forwarded-For": FAR}
        assert [(await client.get("/about", headers=near)).status for _ in range(7)] == [200] * 5 + [429] * 2
        refused = await client.get("/nothing-here", headers=near)
        assert (refused.status, int(refused.headers["Retry-After"]) in range(50, 61)) == (429, True)
        assert (await client.get("/about", headers=far)).status == 200
        assert [(await client.get("/healthz", headers=near)).status for _ in range(20)] == [200] * 20
        assert (await client.get("/readyz", headers=near)).status == 200


async def test_an_address_nobody_trusts_cannot_pretend_to_be_many(tmp_path: Path) -> None:
    async with serving(trial(tmp_path, address_limit="5/60")) as client:
        many = [{"X-Forwarded-For": f"203.0.113.{n}"} for n in range(7)]
        assert [(await client.get("/about", headers=one)).status for one in many] == [200] * 5 + [429] * 2


async def test_the_browser_door_counts_every_request(tmp_path: Path) -> None:
    async with serving(trial(tmp_path, address_limit="2/60")) as client:
        statuses = [(await client.post(CONVERSATIONS, json={})).status for _ in range(3)]
        assert statuses == [201, 201, 429]


async def test_what_slack_vouches_for_is_never_refused_for_its_address(tmp_path: Path) -> None:
    """Else anybody with an app of their own could shut us out: Slack would send us their events, badly signed."""
    clock = Seconds()
    async with a_slack(clock) as slack, serving(slack_settings(tmp_path, slack, address_limit="3/60")) as client:
        bente = Person(client, slack)
        bad = [(await client.post(SLACK, json={})).status for _ in range(5)]
        assert bad == [401] * 3 + [429] * 2
        assert (await bente.says("hej"))[0] == 200


async def test_a_person_over_the_limit_is_told_once_and_others_are_heard(tmp_path: Path) -> None:
    clock = Seconds()
    async with a_slack(clock) as slack, serving(slack_settings(tmp_path, slack, person_limit="2/60")) as client:
        other = Person(client, slack, user=COLLEAGUE)
        answers = [await sent(client, f"hej {n}", f"1.{n}") for n in range(6)]
        assert [status for status, _ in answers] == [200] * 2 + [429] * 4
        for _, headers in answers[2:]:
            assert 0 < int(headers["Retry-After"]) <= 60
            assert "X-Slack-No-Retry" not in headers  # so that Slack sends it again
        assert (await other.says("hej"))[0] == 200
        await slack.until(lambda: len(slack.shown_to(COLLEAGUE)) > 0)
        told = [one for one in slack.shown_to() if "for hurtigt" in one.text]
        assert len(told) == 1


async def sent(client: TestClient, text: str, ts: str) -> tuple[int, dict[str, str]]:
    body = json.dumps(an_envelope(a_message(text, ts))).encode()
    async with client.post(SLACK, data=body, headers=signed(body)) as answer:
        return answer.status, dict(answer.headers)


def said(text: str, number: int, user: str = "u") -> Incoming:
    return Incoming(Address("test", "c"), user, f"m{number}", Said(text))


async def test_a_turn_over_the_limit_is_not_taken_and_leaving_always_is(house: House) -> None:
    limited = Limited(house.coach, Allowance((Window(2, 60.0),), lambda: 0.0))
    house.delivery.open({"test": house.door})
    await limited.take(Incoming(Address("test", "c"), "u", "m0", Joined()))
    await limited.take(said("start", 1))
    before = (await house.state()).turn
    for number in (2, 3, 4):
        with pytest.raises(TooFast):
            await limited.take(said("menu", number))
    assert (await house.state()).turn == before
    await limited.take(said("menu", 5, user="another"))
    await limited.take(Incoming(Address("test", "c"), "u", "m6", Left()))


# Headers


async def test_every_answer_carries_the_headers_whatever_it_is(tmp_path: Path) -> None:
    settings = trial(tmp_path, public_url="https://coach.example.dk", address_limit="40/60")
    async with serving(settings) as client:
        for path in ("/", "/about", "/static/chat.js", "/healthz", "/readyz", "/none", "/v3/directline/none"):
            answer = await client.get(path)
            assert_protected(answer)
        for path in (TEAMS, CONVERSATIONS, f"{CONVERSATIONS}/x/activities"):
            assert_protected(await client.post(path, data=b"{"))
        while (answer := await client.get("/about")).status != 429:
            pass
        assert_protected(answer)


def assert_protected(answer: object) -> None:
    headers = answer.headers
    assert set(HEADERS) <= set(headers), answer
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Strict-Transport-Security"].startswith("max-age=")
    assert "Server" not in headers


async def test_http_promises_no_https_and_sends_a_cookie_that_comes_back(tmp_path: Path) -> None:
    async with serving(trial(tmp_path)) as client:
        answer = await client.post(CONVERSATIONS, json={})
        assert "Strict-Transport-Security" not in answer.headers
        assert "Secure" not in answer.headers["Set-Cookie"]


async def test_behind_https_the_cookie_and_the_stream_are_secure(tmp_path: Path) -> None:
    async with serving(trial(tmp_path, public_url="https://coach.example.dk")) as client:
        answer = await client.post(CONVERSATIONS, json={})
        for word in ("HttpOnly", "Secure", "SameSite=Strict", "Path=/v3/directline"):
            assert word in answer.headers["Set-Cookie"]
        assert (await answer.json())["streamUrl"].startswith("wss://")


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
async def test_another_sites_page_cannot_speak_for_the_visitor(tmp_path: Path, site: str) -> None:
    foreign = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"}
    link = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    frame = link | {"Sec-Fetch-Dest": "iframe"}
    async with serving(trial(tmp_path)) as client:
        assert (await client.post(CONVERSATIONS, json={}, headers=foreign)).status == 403
        assert (await client.post(CONVERSATIONS, json={}, headers=link)).status == 403
        assert (await client.get("/", headers=frame)).status == 403
        assert (await client.get("/", headers=link)).status in {200, 503}
        assert (await client.post(CONVERSATIONS, json={}, headers={"Sec-Fetch-Site": "same-origin"})).status == 201


# The browser door in production


async def test_in_production_the_browser_door_opens_only_where_it_is_switched_on(tmp_path: Path) -> None:
    async with a_slack(Seconds()) as slack:
        async with serving(slack_settings(tmp_path, slack)) as client:
            assert (await client.get("/")).status == 404
            assert (await client.post(CONVERSATIONS, json={})).status == 404
        async with serving(slack_settings(tmp_path, slack, browser=True)) as client:
            assert (await client.post(CONVERSATIONS, json={})).status == 201
            pretender = await client.post(CONVERSATIONS, json={"as": "leder@example.dk"})
            assert pretender.status == 403


# Slow clients


@asynccontextmanager
async def listening(folder: Path, idle: float) -> AsyncIterator[int]:
    runner = web.AppRunner(await build(trial(folder)), keepalive_timeout=idle, lingering_time=idle)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield site._server.sockets[0].getsockname()[1]
    finally:
        await runner.cleanup()


async def until_hung_up(reader: asyncio.StreamReader) -> bytes:
    heard = b""
    with suppress(ConnectionError):
        while said := await reader.read(4096):
            heard += said
    return heard


async def dribbled(port: int, start: bytes, drop: bytes) -> bytes:
    """What the service says to somebody who sends one drop after the other, until it hangs up."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(start)
    heard = asyncio.create_task(until_hung_up(reader))
    while not heard.done():
        writer.write(drop)
        await asyncio.wait([heard], timeout=0.02)
    writer.close()
    return heard.result()


async def test_who_dribbles_headers_is_hung_up_on(tmp_path: Path) -> None:
    async with listening(tmp_path, idle=0.2) as port:
        start = b"GET /about HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: "
        assert await asyncio.wait_for(dribbled(port, start, b"a"), 20) == b""


@pytest.mark.parametrize("path", [TEAMS, CONVERSATIONS])
async def test_who_dribbles_a_body_is_answered_and_hung_up_on(
    tmp_path: Path, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.botframework.endpoint.BODY_PATIENCE", 0.2)
    monkeypatch.setattr("bot.web.bodies.PATIENCE", 0.2)
    start = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 9999\r\n\r\n"
    async with listening(tmp_path, idle=0.2) as port:
        answer = await asyncio.wait_for(dribbled(port, start.encode(), b" "), 30)
        assert answer.startswith(b"HTTP/1.1 408 ")


@pytest.mark.parametrize("headers", [{"X-A": "a" * 20_000}, {f"X-{n}": "a" for n in range(500)}])
async def test_headers_have_an_end(tmp_path: Path, headers: dict[str, str]) -> None:
    async with serving(trial(tmp_path)) as client:
        assert (await client.get("/about", headers=headers)).status == 400


# Settings


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PERSON_LIMIT", "many"),
        ("ADDRESS_LIMIT", "0/1"),
        ("TRUSTED_PROXIES", '["proxy.example.dk"]'),
        ("PUBLIC_URL", "coach.example.dk"),
        ("IDLE_SECONDS", "0"),
    ],
)
def test_a_wrong_limit_stops_the_start(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"COACH_{name}", value)
    with pytest.raises(SettingsError, match=f"COACH_{name}"):
        read_settings()
