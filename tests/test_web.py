"""The browser door over real HTTP: what is taken, and what the page gets to see."""

import asyncio
import json
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
from aiohttp import CookieJar, DummyCookieJar, WSMsgType

from bot.web.activities import CHANNEL
from bot.web.log import KEPT, ConversationLog, Logs
from bot.web.visitors import COOKIE
from dialogs.events import Joined, Pressed, Said
from service.door import Address
from tests.web_fakes import ASK, BASE, CONVERSATIONS, SIGNER, Browser, House, start, tapped, texts


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


def known(house: House) -> CookieJar:
    """The cookies of somebody who has been here before."""
    jar = CookieJar(unsafe=True)
    jar.update_cookies({COOKIE: "A" * 43}, house.server.make_url(BASE))
    return jar


async def test_opening_greets_and_a_reload_resumes(house: House):
    browser = await house.browser()
    response = await browser.client.post(CONVERSATIONS)
    cookie = response.cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", BASE)
    first = await response.json()
    again = await browser.open()
    assert again["conversationId"] == first["conversationId"]
    assert cookie.value not in json.dumps(first)
    assert [one.event for one in house.coach.taken] == [Joined()]
    assert texts((await browser.sees())[0]) == ["Tak."]


async def test_two_browsers_are_two_people(house: House, browser: Browser):
    other = await house.browser()
    await other.open()
    assert other.conversation != browser.conversation
    assert len({one.user for one in house.coach.taken}) == 2
    await browser.says("hej")
    assert texts((await other.sees())[0]) == ["Tak."]


async def test_pages_opened_at_the_same_moment_greet_once(house: House, browser: Browser):
    house.coach.taken.clear()
    house.coach.hold = asyncio.Event()
    jar = known(house)
    pages = [await house.browser(jar) for _ in range(2)]
    opening = [asyncio.create_task(page.open()) for page in pages]
    # The second does not wait for the turn of the first.
    await asyncio.wait(opening, return_when=asyncio.FIRST_COMPLETED, timeout=5)
    house.coach.hold.set()
    await asyncio.gather(*opening)
    assert [one.event for one in house.coach.taken] == [Joined()]


async def test_after_a_restart_the_browser_is_known_and_places_go_on_rising(stack: AsyncExitStack, browser: Browser):
    _, before = await browser.sees()
    restarted = await start(stack)
    jar = CookieJar(unsafe=True)
    for cookie in browser.client.session.cookie_jar:
        jar.update_cookies({cookie.key: cookie.value}, restarted.server.make_url(BASE))
    back = await restarted.browser(jar)
    await back.open()
    assert back.conversation == browser.conversation
    assert [one.event for one in restarted.coach.taken] == [Joined()]
    assert texts((await back.sees(before))[0]) == ["Tak."]


async def test_the_language_the_page_names_is_passed_on(house: House):
    browser = await house.browser()
    await browser.open(locale="en-GB")
    assert house.coach.taken[0].language == "en"


async def test_words_are_taken_once_and_come_back_before_the_answer(house: House, browser: Browser):
    _, watermark = await browser.sees()
    activity = {"type": "message", "text": "*hej*", "channelData": {"clientActivityID": "c1", "else": 1}}
    response = await browser.post(activity)
    taken = house.coach.taken[-1]
    assert (taken.event, taken.address) == (Said("*hej*"), Address(CHANNEL, browser.conversation))
    (echo, answer), _ = await browser.sees(watermark)
    assert (echo["text"], echo["textFormat"], echo["channelData"]) == ("*hej*", "plain", {"clientActivityID": "c1"})
    assert echo["id"] == (await response.json())["id"]
    assert (echo["from"]["role"], answer["from"]["role"], answer["text"]) == ("user", "bot", "Tak.")
    assert echo["id"] < answer["id"]
    assert echo["timestamp"] <= answer["timestamp"]


async def test_every_message_has_its_own_id(house: House, browser: Browser):
    await browser.says("ja")
    await browser.says("ja")
    assert len({one.message for one in house.coach.taken}) == 3


async def test_a_question_shows_as_a_card_and_its_words_only_there(house: House, browser: Browser):
    house.coach.answers = (ASK,)
    _, watermark = await browser.sees()
    await browser.says("hej")
    (_, asked), _ = await browser.sees(watermark)
    assert "text" not in asked
    assert (asked["summary"], asked["inputHint"], asked["locale"]) == ("Hvordan gik det?", "expectingInput", "da-DK")
    (attachment,) = asked["attachments"]
    assert attachment["content"]["body"][-1]["actions"][0]["data"]["choice"] == "good"


async def test_a_tap_answers_its_question_and_shows_as_its_words(house: House, browser: Browser):
    _, watermark = await browser.sees()
    await tapped(browser, SIGNER.token(CHANNEL, browser.conversation, "3.judgement"))
    assert house.coach.taken[-1].event == Pressed("3.judgement", "good")
    (echo, _), _ = await browser.sees(watermark)
    assert echo["channelData"]["messageBack"]["displayText"] == "Det gik godt"


@pytest.mark.parametrize("kind", ["typing", "event", "conversationUpdate"])
async def test_what_is_no_turn_is_accepted_and_left(house: House, browser: Browser, kind: str):
    before = await browser.sees()
    response = await browser.post({"type": kind, "name": "x", "value": [1]})
    assert response.status == 200
    assert (await response.json())["id"]
    assert len(house.coach.taken) == 1
    assert await browser.sees() == before


async def test_what_was_not_stored_is_not_shown_as_said(house: House, browser: Browser):
    before = await browser.sees()
    house.coach.storing = False
    response = await browser.post({"type": "message", "text": "hej"})
    assert response.status == 503
    assert await browser.sees() == before
    house.coach.storing = True
    await browser.says("hej")
    assert texts((await browser.sees())[0]) == ["Tak.", "hej", "Tak."]


async def test_a_greeting_that_was_not_stored_comes_at_the_next_visit(house: House):
    browser = await house.browser(known(house))
    house.coach.storing = False
    assert (await browser.client.post(CONVERSATIONS)).status == 503
    house.coach.storing = True
    await browser.open()
    assert [one.event for one in house.coach.taken] == [Joined()]


async def test_the_stream_brings_history_then_news_and_can_be_resumed(browser: Browser):
    opened = await browser.open()
    async with browser.client.session.ws_connect(opened["streamUrl"]) as stream:
        history = await stream.receive_json()
        assert texts(history["activities"]) == ["Tak."]
        await browser.says("hej")
        news = await stream.receive_json()
        assert texts(news["activities"]) == ["hej", "Tak."]
    response = await browser.client.get(browser.path, params={"watermark": history["watermark"]})
    async with browser.client.session.ws_connect((await response.json())["streamUrl"]) as stream:
        assert texts((await stream.receive_json())["activities"]) == ["hej", "Tak."]


async def test_streams_end_when_the_service_stops(house: House, browser: Browser):
    opened = await browser.open()
    async with browser.client.session.ws_connect(opened["streamUrl"]) as stream:
        await stream.receive_json()
        await house.server.app.shutdown()
        assert (await stream.receive(timeout=5)).type is WSMsgType.CLOSE


async def test_a_token_can_be_renewed(browser: Browser):
    response = await browser.client.post(f"{BASE}/tokens/refresh")
    assert (await response.json())["conversationId"] == browser.conversation


def test_a_log_keeps_the_latest_and_never_repeats_a_place():
    log = ConversationLog("c", clock=lambda: 1000.0)  # a clock that stands still
    for n in range(KEPT + 5):
        log.append({"n": n})
    activities, watermark = log.since(0)
    assert [one["n"] for one in activities] == list(range(5, KEPT + 5))
    assert len({one["id"] for one in activities}) == KEPT
    assert log.since(watermark) == ([], watermark)


def test_an_answer_waits_for_the_words_it_answers():
    log = ConversationLog("c")
    place = log.reserve()
    log.append({"n": "answer"})
    assert log.since(0) == ([], 0)
    log.settle(place, {"n": "words"})
    assert [one["n"] for one in log.since(0)[0]] == ["words", "answer"]


def test_the_conversation_longest_untouched_goes_first():
    logs = Logs(most=2)
    oldest, kept = logs.of("a"), logs.of("b")
    logs.of("a")
    logs.of("c")
    assert kept.ended
    assert not oldest.ended
    assert logs.of("a") is oldest


async def test_a_page_can_be_an_employee_who_is_the_same_in_every_browser(house: House):
    anna, again, bo = [await house.browser() for _ in range(3)]
    await anna.open(**{"as": "Anna@by.dk"})
    await again.open(**{"as": "anna@by.dk"})
    await bo.open(**{"as": "bo@by.dk"})
    assert anna.conversation == again.conversation != bo.conversation
    await anna.open()  # the page's own start, with the cookie
    assert [one.email for one in house.coach.taken] == ["anna@by.dk", "bo@by.dk"]


async def test_a_page_that_names_nobody_is_nobody(house: House):
    browser = await house.browser()
    await browser.open()
    assert [one.email for one in house.coach.taken] == [""]
    response = await browser.client.post(CONVERSATIONS, json={"as": "anna"})
    assert response.status == 400


def a_cookie(secret: str, employee: str) -> dict[str, str]:
    named = urlsafe_b64encode(employee.encode()).decode().rstrip("=")
    return {"Cookie": f"coach_visitor={secret}.{named}"}


@pytest.mark.parametrize("secret", ["A" * 43, "", None])
async def test_a_cookie_nobody_was_given_makes_nobody_an_employee(house: House, secret: str | None):
    """Made up, or Anna's own with another name behind it."""
    anna, liar = await house.browser(), await house.browser(DummyCookieJar())
    await anna.open(**{"as": "anna@by.dk"})
    given = next(iter(anna.client.session.cookie_jar)).value.partition(".")[0]
    forged = a_cookie(given if secret is None else secret, "chef@by.dk")
    opened = await liar.client.post(CONVERSATIONS, json={}, headers=forged)
    assert opened.status == 201
    its = (await opened.json())["conversationId"]
    said = {"type": "message", "text": "ugeoverblik"}
    assert (await liar.client.post(f"{CONVERSATIONS}/{its}/activities", json=said, headers=forged)).status == 403
    assert [one.email for one in house.coach.taken] == ["anna@by.dk", ""]


async def test_where_nobody_pretends_a_cookie_from_before_names_nobody(stack: AsyncExitStack):
    """As it was handed out, by the same key."""
    tried_out, operated = await start(stack), await start(stack, anywhere=True)
    anna = await tried_out.browser()
    await anna.open(**{"as": "anna@by.dk"})
    cookie = next(iter(anna.client.session.cookie_jar)).value
    later = await operated.browser()
    assert (
        await later.client.post(CONVERSATIONS, json={}, headers={"Cookie": f"coach_visitor={cookie}"})
    ).status == 201
    assert [one.email for one in operated.coach.taken] == [""]


async def test_nobody_chooses_whom_to_be_where_others_may_come(stack: AsyncExitStack):
    house = await start(stack, anywhere=True)
    browser = await house.browser()
    response = await browser.client.post(CONVERSATIONS, json={"as": "anna@by.dk"})
    assert response.status == 403
