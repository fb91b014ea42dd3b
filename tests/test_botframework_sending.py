"""How the Teams door shows replies, and what it makes of every way that can fail."""

from collections.abc import AsyncIterator
from datetime import datetime, timezone
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import unused_port

from bot.botframework.adapter import CoachAdapter
from bot.botframework.admission import LoopbackAdmission
from bot.botframework.authentication import CoachAuthentication
from bot.botframework.calls import Calls
from bot.botframework.connector import Connectors
from bot.botframework.door import BotFrameworkDoor
from bot.botframework.outbound import Outbound
from bot.botframework.refusals import error_code, retry_after
from bot.botframework.service_urls import loopback_service
from dialogs.replies import Reply, plain
from service.door import Address, Failure, NotDelivered
from tests.botframework_fakes import (
    BOT,
    CONVERSATION,
    SIGNER,
    USER,
    Guarded,
    RecordingCoach,
    a_connector,
    a_guarded_door,
    an_address,
    asking,
    first_tap,
    local_door,
    telling,
)


@pytest.fixture
async def guarded() -> AsyncIterator[Guarded]:
    async with a_guarded_door() as one:
        yield one


async def test_text_goes_out_plain_to_the_right_conversation(guarded: Guarded) -> None:
    await guarded.door.show(an_address(guarded.connector.url), telling("Tak. *Sådan* <b>her</b>"))
    path, headers, sent = guarded.connector.posts[0]
    assert path == "/emea/v3/conversations/a%3A1personal_conversation/activities"
    assert headers["Authorization"] == "Bearer token-1"
    assert sent["type"] == "message"
    assert sent["text"] == "Tak. *Sådan* <b>her</b>"
    assert sent["textFormat"] == "plain"
    assert (sent["from"]["id"], sent["recipient"]["id"]) == (BOT, USER)
    assert sent["conversation"] == {"id": CONVERSATION}
    assert "replyToId" not in sent


async def test_a_card_carries_a_token_for_this_conversation_only(guarded: Guarded) -> None:
    await guarded.door.show(an_address(guarded.connector.url), asking("Passer det?"))
    sent = guarded.connector.last
    tap = first_tap(sent["attachments"][0]["content"])
    assert SIGNER.question("msteams", CONVERSATION, tap["question"]) == "7-episode"
    assert SIGNER.question("msteams", "a:another", tap["question"]) is None
    assert sent["summary"]
    assert "text" not in sent


async def test_a_card_without_choices_keeps_its_paragraphs(guarded: Guarded) -> None:
    reply = Reply(language="da", lines=(plain("Et."), plain("To.")), layout="card")
    await guarded.door.show(an_address(guarded.connector.url), reply)
    texts = [run["inlines"][0]["text"] for run in guarded.connector.last["attachments"][0]["content"]["body"]]
    assert texts == ["Et.", "To."]


async def test_one_connection_and_one_token_for_many_replies(guarded: Guarded) -> None:
    guarded.connector.answers = ["late"]
    for n in range(5):
        await guarded.door.show(an_address(guarded.connector.url), telling(str(n)))
    assert [sent["text"] for _, _, sent in guarded.connector.posts] == ["0", "1", "2", "3", "4"]
    assert guarded.entra.given == [False]
    assert len(guarded.connector.connections) == 1


async def test_on_a_developers_machine_no_token_is_sent() -> None:
    built = local_door(RecordingCoach())
    async with a_connector() as connector:
        await built.door.show(an_address(connector.url), telling("Hej."))
        assert "Authorization" not in connector.posts[0][1]
        await built.outbound.close()


async def failure_of(guarded: Guarded, *answers: Any) -> NotDelivered:
    guarded.connector.answers = list(answers)
    with pytest.raises(NotDelivered) as raised:
        await guarded.door.show(an_address(guarded.connector.url), telling("Hej."))
    return raised.value


@pytest.mark.parametrize(
    ("status", "failure"),
    [
        (302, "dead"), (307, "dead"), (400, "dead"), (403, "dead"), (404, "gone"), (405, "dead"), (410, "gone"),
        (413, "dead"), (408, "ambiguous"), (412, "retry"), (429, "retry"), (500, "ambiguous"), (502, "ambiguous"),
        (503, "ambiguous"), (504, "ambiguous"),
    ],
)  # fmt: skip
async def test_what_a_refusal_means(guarded: Guarded, status: int, failure: Failure) -> None:
    away = {"Location": "activities"} if status < 400 else None  # the same address again
    found = await failure_of(guarded, web.Response(status=status, headers=away, text="<html>Bente Borger</html>"))
    assert (found.failure, found.retry_after, found.reason) == (failure, None, str(status))
    assert len(guarded.connector.posts) == 1


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b'{"error": {"code": "BotDisabledByAdmin", "message": "Bente"}}', "BotDisabledByAdmin"),
        (b'{"error": {"code": "kort og godt"}}', ""),
        (b'{"error": {"code": 7}}', ""),
        (b'{"error": "BotDisabledByAdmin"}', ""),
        (b'["error"]', ""),
        (b"<html>", ""),
        (b"[" * 100_000, ""),
        (b"\xff", ""),
        (b"", ""),
    ],
)
def test_of_an_error_only_its_code_is_read(body: bytes, code: str) -> None:
    assert error_code(body) == code


async def test_which_statuses_are_tried_again_is_a_setting() -> None:
    outbound = Outbound()
    async with a_connector() as connector:
        connector.answers = [web.Response(status=502), web.Response(status=412)]
        door = _door(Connectors(Calls(outbound, loopback_service, None, {502})))
        for failure in ("retry", "dead"):
            with pytest.raises(NotDelivered) as raised:
                await door.show(an_address(connector.url), telling("Hej."))
            assert raised.value.failure == failure
        await outbound.close()


async def test_the_connector_says_when_to_try_again(guarded: Guarded) -> None:
    found = await failure_of(guarded, web.Response(status=429, headers={"Retry-After": "17"}))
    assert (found.failure, found.retry_after) == ("retry", 17.0)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0.0),
        ("30", 30.0),
        ("Tue, 24 Nov 2026 09:00:30 GMT", 30.0),
        ("Tue, 24 Nov 2026 08:00:00 GMT", 0.0),
        ("Tue, 24 Nov 2026 09:00:30 -0000", 30.0),
        ("-5", None),
        ("9" * 5000, None),
        ("soon", None),
        ("", None),
        ("½", None),
    ],
)
def test_when_to_try_again(value: str, seconds: float | None) -> None:
    assert retry_after(value, datetime(2026, 11, 24, 9, 0, tzinfo=timezone.utc)) == seconds


async def test_a_refused_token_is_renewed_once(guarded: Guarded) -> None:
    guarded.connector.answers = [web.Response(status=401)]
    await guarded.door.show(an_address(guarded.connector.url), telling("Hej."))
    assert [headers["Authorization"] for _, headers, _ in guarded.connector.posts] == [
        "Bearer token-1",
        "Bearer token-2",
    ]
    assert guarded.entra.given == [False, True]


async def test_a_token_refused_twice_is_the_end(guarded: Guarded) -> None:
    found = await failure_of(guarded, web.Response(status=401), web.Response(status=401))
    assert found.failure == "dead"
    assert len(guarded.connector.posts) == 2


async def test_a_broken_connection_may_have_shown_it(guarded: Guarded) -> None:
    assert (await failure_of(guarded, "reset")).failure == "ambiguous"
    assert len(guarded.connector.posts) == 1


async def test_a_silent_connector_may_have_shown_it() -> None:
    outbound = Outbound(0.2)
    async with a_connector() as connector:
        connector.answers = ["silence"]
        connectors = Connectors(Calls(outbound, loopback_service, None))
        with pytest.raises(NotDelivered) as raised:
            await _door(connectors).show(an_address(connector.url), telling("Hej."))
        assert raised.value.failure == "ambiguous"
        assert len(connector.posts) == 1
        await outbound.close()


def _door(connectors: Connectors) -> BotFrameworkDoor:
    return BotFrameworkDoor(CoachAdapter(CoachAuthentication(LoopbackAdmission(), connectors)), SIGNER)


async def test_a_connector_nobody_answers_at_is_tried_again(guarded: Guarded) -> None:
    with pytest.raises(NotDelivered) as raised:
        await guarded.door.show(an_address(f"http://127.0.0.1:{unused_port()}/"), telling("Hej."))
    assert raised.value.failure == "retry"


@pytest.mark.parametrize("body", [b"", b"not JSON", b"[1]", b"\xff"])
async def test_taken_is_taken_whatever_the_connector_says_about_it(guarded: Guarded, body: bytes) -> None:
    guarded.connector.answers = [web.Response(status=202, body=body, content_type="application/json")]
    await guarded.door.show(an_address(guarded.connector.url), telling("Hej."))
    assert len(guarded.connector.posts) == 1


@pytest.mark.parametrize("url", ["https://evil.example/", "", "http://10.0.0.1/"])
async def test_nothing_goes_where_we_do_not_talk_to(guarded: Guarded, url: str) -> None:
    with pytest.raises(NotDelivered) as raised:
        await guarded.door.show(an_address(url), telling("Hej."))
    assert raised.value.failure == "dead"
    assert guarded.entra.given == []


async def test_an_address_that_says_too_little_is_dead(guarded: Guarded) -> None:
    with pytest.raises(NotDelivered) as raised:
        await guarded.door.show(Address("msteams", CONVERSATION, {"bot": BOT}), telling("Hej."))
    assert raised.value.failure == "dead"


@pytest.mark.parametrize("fault", [OSError("no network"), ValueError("no such tenant"), KeyError("metadata")])
async def test_without_a_token_nothing_is_shown_yet(guarded: Guarded, fault: Exception) -> None:
    guarded.entra.fault = fault
    assert (await failure_of(guarded)).failure == "retry"
    assert guarded.connector.posts == []
