"""What the browser door turns away: forged buttons, bodies it cannot read, and strangers."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request

from bot.front.addresses import PROXIED
from bot.web import origin
from bot.web.activities import CHANNEL
from dialogs.events import Pressed
from tests.web_fakes import BASE, CONVERSATIONS, SIGNER, Browser, House, start, tapped


@pytest.fixture
async def stack() -> AsyncIterator[AsyncExitStack]:
    async with AsyncExitStack() as stack:
        yield stack


@pytest.fixture
async def house(stack: AsyncExitStack) -> House:
    return await start(stack)


@pytest.fixture
async def browser(house: House) -> Browser:
    browser = await house.browser()
    await browser.open()
    return browser


@pytest.mark.parametrize("token", ["3.judgement~0000000000000000000000", "3.judgement", "", "~", "æ~ø"])
async def test_a_forged_button_answers_no_question(house: House, browser: Browser, token: str):
    assert (await tapped(browser, token)).status == 200
    assert house.coach.taken[-1].event == Pressed("", "good")


async def test_a_button_of_another_conversation_answers_no_question(house: House, browser: Browser):
    await tapped(browser, SIGNER.token(CHANNEL, "another", "3.judgement"))
    assert house.coach.taken[-1].event == Pressed("", "good")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"\xff\xfe", 400),
        (b"[]", 400),
        (b"null", 400),
        (b"[" * 5000, 400),
        (b'{"text": "hej"}', 400),
        (b'{"type": "invoke", "text": "hej"}', 400),
        (b'{"type": 1}', 400),
        (b'{"type": "message"}', 400),
        (b'{"type": "message", "text": 5}', 400),
        (b'{"type": "message", "text": "\\ud800"}', 400),
        (b'{"type": "message", "value": "good"}', 400),
        (b'{"type": "message", "value": {"question": 1, "choice": "good"}}', 400),
        (b'{"type": "message", "value": {"question": "q"}}', 400),
        (b'{"type": "message", "text": "hej", "channelData": {"clientActivityID": 7}}', 400),
        (b'{"type": "message", "text": "' + b"a" * 70_000 + b'"}', 413),
    ],
)
async def test_a_body_we_cannot_read_is_refused_in_words(house: House, browser: Browser, body: bytes, status: int):
    headers = {"Content-Type": "application/json"}
    response = await browser.client.post(f"{browser.path}/activities", data=body, headers=headers)
    assert response.status == status
    assert (await response.json())["error"]["message"]
    assert len(house.coach.taken) == 1


async def test_a_form_is_refused(house: House, browser: Browser):
    # What a foreign page can post without asking first is never JSON.
    response = await browser.client.post(f"{browser.path}/activities", data='{"type":"message","text":"x"}')
    assert response.status == 415
    assert len(house.coach.taken) == 1


@pytest.mark.parametrize("watermark", ["x", "-1", "1.5", "²", "9" * 5000])
async def test_a_watermark_of_nobody_is_refused(browser: Browser, watermark: str):
    response = await browser.client.get(f"{browser.path}/activities", params={"watermark": watermark})
    assert response.status == 400
    assert (await response.json())["error"]["message"]


ROUTES = [
    ("GET", ""),
    ("GET", "/activities"),
    ("POST", "/activities"),
    ("GET", "/stream"),
]


@pytest.mark.parametrize(("method", "tail"), ROUTES)
async def test_a_conversation_is_only_for_its_own_browser(house: House, browser: Browser, method: str, tail: str):
    stranger, other = await house.browser(), await house.browser()
    await other.open()
    body = {"type": "message", "text": "hej"} if method == "POST" else None
    for client, status in ((stranger.client, 403), (other.client, 404)):
        response = await client.request(method, browser.path + tail, json=body)
        assert response.status == status
        assert (await response.json())["error"]["message"]
    assert len(house.coach.taken) == 2


@pytest.mark.parametrize("headers", [{"Host": "ondt.example"}, {"Host": "127.0.0.1:1;x"}, {"Origin": "null"},
                                     {"Origin": "https://ondt.example"}, {"Origin": "http://["}])  # fmt: skip
async def test_other_sites_get_nothing(house: House, browser: Browser, headers: dict[str, str]):
    tries = [("GET", "/"), ("GET", "/static/chat.js"), ("POST", CONVERSATIONS), ("POST", f"{BASE}/tokens/refresh")]
    tries += [(method, browser.path + tail) for method, tail in ROUTES]
    for method, path in tries:
        response = await browser.client.request(method, path, headers=headers)
        assert response.status == 403, path
    assert len(house.coach.taken) == 1


async def test_our_own_page_may_name_itself(browser: Browser):
    own = str(browser.client.make_url("/")).rstrip("/")
    assert (await browser.post({"type": "message", "text": "hej"}, Origin=own)).status == 200


async def test_other_machines_come_in_only_where_that_is_set(stack: AsyncExitStack):
    house = await start(stack, anywhere=True)
    browser = await house.browser()
    response = await browser.client.post(CONVERSATIONS, headers={"Host": "coach.example"})
    assert response.status == 201
    far = make_mocked_request("GET", "/", headers={"Host": "127.0.0.1"}).clone(remote="192.0.2.7")
    with pytest.raises(web.HTTPForbidden):
        origin.check(far, anywhere=False)
    origin.check(far, anywhere=True)


@pytest.mark.parametrize("header", PROXIED)
async def test_what_a_proxy_hands_on_is_not_from_this_machine(house: House, stack: AsyncExitStack, header: str):
    browser = await house.browser()
    passed_on = {header: "203.0.113.7"}
    assert (await browser.client.post(CONVERSATIONS, json={}, headers=passed_on)).status == 403
    open_to_all = await (await start(stack, anywhere=True)).browser()
    assert (await open_to_all.client.post(CONVERSATIONS, json={}, headers=passed_on)).status == 201


async def test_a_body_that_breaks_off_is_said_in_json(house: House):
    browser = await house.browser()
    answer = await browser.client.post(CONVERSATIONS, data=b"garbage", headers={"Content-Encoding": "gzip"})
    assert answer.status == 400
    assert "broke off" in (await answer.json())["error"]["message"]
