"""How the Slack door shows replies, and what it makes of every way that can fail."""

from collections.abc import AsyncIterator
from datetime import datetime, timezone
from typing import Any

import pytest
from aiohttp import ClientTimeout, web
from aiohttp.test_utils import unused_port
from slack_sdk.http_retry.builtin_async_handlers import AsyncConnectionErrorRetryHandler

from app import paces
from bot.slack.afterwards import Afterwards
from bot.slack.once import Once
from bot.slack.translation import address_of
from bot.slack.web_api import WebApi, classified, retry_after
from dialogs.replies import Reply, choice, line, plain
from service.door import Address, Failure, NotDelivered
from service.pace import Gate, Pace
from settings import Settings
from tests.slack_fakes import TEAM, TOKEN, USER, Refusal, a_slack
from tests.slack_person import SIGNER, Scene, a_scene, elements
from tests.slack_rates import Seconds

ADDRESS = address_of(TEAM, USER)


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with a_scene() as one:
        yield one


def telling(words: str) -> Reply:
    return Reply(language="da", lines=(plain(words),))


async def test_a_message_goes_to_the_persons_chat_and_nothing_in_it_comes_alive(scene: Scene) -> None:
    await scene.parts.door.show(ADDRESS, telling("Tak. <!channel> https://ondt.example *fed*"))
    (call,) = scene.slack.named("chat.postMessage")
    assert call["channel"] == USER
    assert call["text"] == "Tak. &lt;!channel&gt; https://ondt.example *fed*"
    assert call["blocks"][0]["text"]["type"] == "plain_text"
    assert (call["mrkdwn"], call["parse"], call["link_names"]) == (False, "none", False)
    assert (call["unfurl_links"], call["unfurl_media"]) == (False, False)
    assert [one.channel for one in scene.slack.shown_to()] == ["D0BENTE"]


async def test_a_card_carries_a_token_for_this_person_only(scene: Scene) -> None:
    reply = Reply(language="da", lines=(line("menu"),), choices=(choice("tell"),), layout="buttons", question="7.menu")
    await scene.parts.door.show(ADDRESS, reply)
    ((_, _, action),) = elements(scene.slack.shown_to()[0])
    token = action["value"].partition(" ")[0]
    assert SIGNER.question("slack", f"{TEAM}:{USER}", token) == "7.menu"
    assert SIGNER.question("slack", f"{TEAM}:U0JENS", token) is None


async def failure_of(scene: Scene, *answers: Any) -> NotDelivered:
    scene.slack.answers = list(answers)
    with pytest.raises(NotDelivered) as raised:
        await scene.parts.door.show(ADDRESS, telling("Hej."))
    return raised.value


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        (Refusal("channel_not_found"), "gone"),
        (Refusal("messages_tab_disabled"), "gone"),
        (Refusal("account_inactive"), "gone"),
        (Refusal("token_revoked"), "gone"),
        (Refusal("invalid_auth"), "dead"),
        (Refusal("missing_scope"), "dead"),
        (Refusal("invalid_blocks"), "dead"),
        (Refusal("msg_too_long"), "dead"),
        (Refusal("an_error_of_tomorrow"), "dead"),
        (Refusal("rate_limited"), "retry"),
        (Refusal("request_timeout"), "retry"),
        (Refusal("team_added_to_org"), "retry"),
        (Refusal("fatal_error"), "ambiguous"),
        (Refusal("internal_error"), "ambiguous"),
        (Refusal("service_unavailable"), "ambiguous"),
        (web.Response(status=200, text="<html>Bente Borger</html>", content_type="text/html"), "ambiguous"),
        (web.Response(status=200, text="ok"), "ambiguous"),
        (web.json_response([1]), "ambiguous"),
        (web.Response(status=200, text="{", content_type="application/json"), "ambiguous"),
        (web.Response(status=404), "ambiguous"),
        (web.Response(status=500), "ambiguous"),
        (web.Response(status=502, text="bad gateway"), "ambiguous"),
        (web.json_response({"ok": False, "error": "internal_error"}, status=503), "ambiguous"),
        (web.Response(status=408), "ambiguous"),
        ("reset", "ambiguous"),
    ],
)  # fmt: skip
async def test_what_a_refusal_means_and_that_it_is_sent_once(scene: Scene, answer: Any, failure: Failure) -> None:
    found = await failure_of(scene, answer)
    assert (found.failure, found.retry_after) == (failure, None)
    assert "Bente" not in found.reason
    assert len(scene.slack.named("chat.postMessage")) == 1


async def test_the_sdk_left_to_itself_would_post_again() -> None:
    """The negative control of the test above: why retry_handlers=[] stands in web_api.py."""
    async with a_slack(Seconds()) as slack:
        api = WebApi(TOKEN, slack.url)
        api.client.retry_handlers = [AsyncConnectionErrorRetryHandler()]
        slack.answers = ["reset"]
        await api.call("chat.postMessage", channel=USER, text="Hej.")
        assert len(slack.named("chat.postMessage")) == 2
        await api.close()


async def test_slack_says_when_to_try_again(scene: Scene) -> None:
    limited = web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": "17"})
    found = await failure_of(scene, limited)
    assert (found.failure, found.retry_after) == ("retry", 17.0)


@pytest.mark.parametrize(
    ("value", "seconds"), [("0", 0.0), ("30", 30.0), ("", None), ("-5", None), ("soon", None), ("9" * 5000, None)]
)
def test_when_to_try_again(value: str, seconds: float | None) -> None:
    assert retry_after(value) == seconds


@pytest.mark.parametrize("status", [429, 200])
def test_too_fast_is_too_fast_whatever_the_status(status: int) -> None:
    assert classified(status, "ratelimited") == "retry"


async def test_a_silent_slack_may_have_shown_it() -> None:
    async with a_slack(Seconds()) as slack:
        api = WebApi(TOKEN, slack.url, ClientTimeout(total=0.2))
        slack.answers = ["silence"]
        with pytest.raises(NotDelivered) as raised:
            await api.call("chat.postMessage", channel=USER, text="Hej.")
        assert raised.value.failure == "ambiguous"
        assert len(slack.calls) == 1
        await api.close()


async def test_a_slack_nobody_answers_at_is_tried_again() -> None:
    api = WebApi(TOKEN, f"http://127.0.0.1:{unused_port()}/api/")
    with pytest.raises(NotDelivered) as raised:
        await api.call("auth.test")
    assert raised.value.failure == "retry"
    await api.close()


async def test_an_address_that_says_too_little_is_dead(scene: Scene) -> None:
    with pytest.raises(NotDelivered) as raised:
        await scene.parts.door.show(Address("slack", "x"), telling("Hej."))
    assert raised.value.failure == "dead"


async def many_messages(scene: Scene, pace: Pace) -> None:
    """Forty messages for each of eight people, as fast as the pace lets them."""
    gate = Gate(pace, lambda: datetime.fromtimestamp(scene.clock.now, timezone.utc), scene.clock.sleep)
    people = {f"U{n}": f"D{n}" for n in range(8)}
    scene.slack.people |= people
    for n in range(40):
        for user in people:
            await scene.clock.sleep(gate.rest(user))
            await gate.place(bulk=False)
            gate.note(user)
            await scene.parts.door.show(address_of(TEAM, user), telling(str(n)))


async def test_messages_keep_slacks_pace_so_that_it_never_has_to_say_so(scene: Scene) -> None:
    started = scene.clock.now
    await many_messages(scene, paces(Settings())["slack"])
    assert len(scene.slack.messages) == 320
    assert scene.clock.now - started == pytest.approx(320 / 5, abs=6)


async def test_without_the_pace_slack_says_so(scene: Scene) -> None:
    """The negative control: the fake's limit is one a pace can break."""
    with pytest.raises(NotDelivered) as raised:
        await many_messages(scene, Pace())
    assert (raised.value.failure, raised.value.retry_after) == ("retry", 1.0)


def test_once_is_once_for_its_time_and_forgets_the_oldest() -> None:
    clock = Seconds()
    once = Once(10.0, clock)
    assert [once.first("a"), once.first("a"), once.first("b")] == [True, False, True]
    clock.now += 10.0
    assert once.first("a")
    for n in range(10_001):
        once.first(n)
    assert len(once._done) == 10_000
    assert once.first("b")


async def test_what_follows_is_tried_again_when_slack_says_later_and_never_breaks_anything() -> None:
    tried: list[Exception] = []
    afterwards = Afterwards()

    async def work() -> None:
        tried.append(NotDelivered("retry", 0.001))
        raise tried[-1]

    async def broken() -> None:
        tried.append(RuntimeError("Bente Borger"))
        raise tried[-1]

    afterwards.run(work, "work")
    await afterwards.quiet()
    assert len(tried) == 3
    afterwards.run(broken, "broken")
    await afterwards.close()
    assert len(tried) == 4
    afterwards.run(broken, "too late")
    await afterwards.quiet()
    assert len(tried) == 4
