"""When Slack is answered, who is turned away, and what is never logged."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable
from typing import Any
from urllib.parse import urlencode

import pytest
import structlog

from bot.slack.endpoint import MOST_BYTES, PATH
from bot.slack.workspace import SCOPES
from service.door import NotStored
from service.logs import configure_logs
from tests.slack_fakes import BOT_USER, TEAM, USER, Posted, Refusal
from tests.slack_person import (
    FORM,
    RecordingCoach,
    Scene,
    a_button,
    a_message,
    a_scene,
    an_envelope,
    signed,
)


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with a_scene() as one:
        yield one


async def test_slack_is_answered_only_when_the_turn_is_committed() -> None:
    committed, asked_for = asyncio.Event(), asyncio.Event()

    class SlowCoach(RecordingCoach):
        async def take(self, incoming: Any) -> None:
            asked_for.set()
            await committed.wait()
            await super().take(incoming)

    async with a_scene(SlowCoach()) as scene:
        answer = asyncio.create_task(scene.bente.says("hej"))
        await asked_for.wait()
        assert not answer.done()
        committed.set()
        assert (await answer)[0] == 200


@pytest.mark.parametrize(("fault", "status"), [(NotStored(), 503), (RuntimeError("Bente Borger: jeg ringede"), 500)])
async def test_what_was_not_stored_is_asked_for_again_and_no_fault_says_anything(
    scene: Scene, fault: Exception, status: int
) -> None:
    scene.coach.fault = fault
    for answer in (
        await scene.bente.says("hej"),
        await scene.bente.interacts(scene.bente.tap(a_button(), Posted("D0BENTE", "1.1", BOT_USER, "x"))),
        await scene.bente.brings("jeg ringede"),
    ):
        assert answer[0] == status
        assert "ringede" not in answer[1]
    assert scene.slack.named("chat.update") == []  # the buttons stay for another try


async def test_another_workspace_is_not_served(scene: Scene) -> None:
    other = {"team": {"id": "T0ANDEN"}}
    assert (await scene.bente.event(a_message("hej", "1.1"), team_id="T0ANDEN"))[0] == 403
    assert (await scene.bente.interacts(scene.bente.tap(a_button(), None, **other)))[0] == 403
    assert (await scene.bente.brings("hej", **other))[0] == 403
    assert scene.coach.taken == []


OUTSIDE = "T0ANDEN"


@pytest.mark.parametrize("field", ["user_team", "source_team"])
async def test_somebody_of_another_workspace_is_not_served_where_the_two_share_a_channel(
    scene: Scene, field: str
) -> None:
    """The envelope is about ours; who wrote or tapped is not."""
    theirs = {"id": USER, "team_id": OUTSIDE}
    changed = {"subtype": "message_changed", "message": {"user": USER, "user_team": OUTSIDE, "ts": "1.1"}}
    for status, _ in (
        await scene.bente.event(a_message("hej", "1.1", **{field: OUTSIDE})),
        await scene.bente.event(a_message("hej", "1.2", **changed)),
        await scene.bente.interacts(scene.bente.tap(a_button(), None, user=theirs)),
        await scene.bente.brings("hej", user=theirs),
    ):
        assert status == 403
    assert scene.coach.taken == []
    assert (await scene.bente.event(a_message("hej", "1.3", **{field: TEAM})))[0] == 200


async def test_in_an_organisation_of_several_workspaces_its_own_people_are_at_home(scene: Scene) -> None:
    """Slack may name the organisation as where they are from."""
    scene.slack.enterprise = "E0KOMMUNEN"
    scene.parts.sign_in._known = None
    assert (await scene.bente.event(a_message("hej", "1.1", user_team="E0KOMMUNEN")))[0] == 200
    assert (await scene.bente.event(a_message("hej", "1.2", user_team="E0ANDEN")))[0] == 403
    assert len(scene.coach.taken) == 1


async def test_slack_may_ask_whether_the_address_is_ours(scene: Scene) -> None:
    status, body = await scene.bente.sends({"type": "url_verification", "challenge": "3eZbrw1a", "token": "x"})
    assert (status, json.loads(body)) == (200, {"challenge": "3eZbrw1a"})


@pytest.mark.parametrize("payload", [{"type": "app_rate_limited", "team_id": TEAM, "minute_rate_limited": 1}])
async def test_other_envelopes_are_answered(scene: Scene, payload: dict[str, Any]) -> None:
    assert (await scene.bente.sends(payload))[0] == 200
    assert (await scene.bente.sends(payload | {"team_id": "T0ANDEN"}))[0] == 403


@pytest.mark.parametrize("kind", ["view_submission", "view_closed", "shortcut", "block_suggestion"])
async def test_other_interactions_are_answered(scene: Scene, kind: str) -> None:
    payload = {"type": kind, "team": {"id": TEAM}, "user": {"id": USER}, "view": {"id": "V1"}, "callback_id": "x"}
    assert await scene.bente.interacts(payload) == (200, "")
    assert (await scene.bente.interacts(payload | {"team": {"id": "T0ANDEN"}}))[0] == 403
    assert (await scene.bente.interacts(payload | {"team": None}))[0] == 200  # installed for a whole organisation
    assert scene.coach.taken == []


async def test_when_slack_cannot_be_asked_who_we_are_it_should_send_again(scene: Scene) -> None:
    scene.parts.sign_in._known = None
    scene.slack.answers = [Refusal("internal_error"), "reset", Refusal("ratelimited", 429)]
    for _ in range(3):
        assert (await scene.bente.says("hej"))[0] == 503
    assert (await scene.bente.says("hej"))[0] == 200
    assert len(scene.coach.taken) == 1


BODY = json.dumps(an_envelope(a_message("hej", "1.1"))).encode()


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (BODY, lambda: {"Content-Type": "application/json"}, 401),
        (BODY, lambda: signed(BODY, secret="another"), 401),
        (BODY, lambda: signed(BODY, at=1531420618), 401),
        (BODY, lambda: signed(BODY + b" "), 401),
        (BODY, lambda: signed(BODY) | {"X-Slack-Request-Timestamp": "soon"}, 401),
        (BODY, lambda: signed(BODY) | {"X-Slack-Signature": "v0=ærø"}, 401),
        (BODY, lambda: signed(BODY, "text/plain"), 415),
        (BODY, lambda: signed(BODY, "multipart/form-data; boundary=x"), 415),
        (BODY, lambda: signed(BODY) | {"Content-Encoding": "aes128gcm"}, 415),
        (b"x" * (MOST_BYTES + 1), lambda: signed(b"x" * (MOST_BYTES + 1)), 413),
        (b"", lambda: signed(b""), 400),
        (b"{", lambda: signed(b"{"), 400),
        (b"[]", lambda: signed(b"[]"), 400),
        (b"payload=", lambda: signed(b"payload=", FORM), 400),
        (b"payload=%ff", lambda: signed(b"payload=%ff", FORM), 400),
        (b"\xff", lambda: signed(b"\xff", FORM), 400),
        (b"command=%2Fkompetence", lambda: signed(b"command=%2Fkompetence", FORM), 400),
        (b"&" * 100_000, lambda: signed(b"&" * 100_000, FORM), 400),
        (b"[" * 100_000, lambda: signed(b"[" * 100_000), 400),
    ],
)  # fmt: skip
async def test_what_is_turned_away(
    scene: Scene, body: bytes, headers: Callable[[], dict[str, str]], status: int
) -> None:
    # Signed at the last moment: a signature is good for five minutes, and a busy suite takes longer.
    async with scene.bente.client.post(PATH, data=body, headers=headers()) as response:
        assert response.status == status
        assert list(await response.json()) == ["error"]
        assert response.headers["X-Slack-No-Retry"] == "1"
    assert scene.coach.taken == []


async def test_two_signatures_are_none(scene: Scene) -> None:
    headers = [*signed(BODY).items(), *signed(BODY).items()]
    async with scene.bente.client.post(PATH, data=BODY, headers=headers) as response:
        assert response.status in {400, 401}
    async with scene.bente.client.get(PATH) as response:
        assert response.status == 405


async def test_scopes_that_are_missing_are_told_in_plain_words() -> None:
    async with a_scene() as scene:
        scene.parts.sign_in._known = None
        scene.slack.scopes = {"chat:write"}
        with structlog.testing.capture_logs() as logs:
            await scene.parts.sign_in.workspace()
    (line,) = [one for one in logs if one["event"] == "slack.scopes_missing"]
    assert line["missing"] == sorted(SCOPES - {"chat:write"})


SECRETS = ("Bente Borger", "jeg ringede", USER, "D0BENTE", "xoxb", "a signing secret", "Hej med dig")


async def test_no_secret_name_or_text_is_ever_logged(capfd: pytest.CaptureFixture[str]) -> None:
    before = logging.root.handlers[:], logging.root.level
    configure_logs("debug")
    try:
        async with a_scene() as scene:
            await scene.bente.says("jeg ringede")
            await scene.bente.post(BODY, signed(BODY, secret="another"))
            body = json.dumps(an_envelope({"type": "message", "user": ["Bente Borger"]})).encode()
            await scene.bente.post(body, signed(body))
            scene.slack.answers = [Refusal("channel_not_found"), "reset", Refusal("ratelimited", 429)]
            for _ in range(3):
                await scene.bente.brings("Bente Borger", author="U0JENS")
            scene.coach.fault = RuntimeError("Bente Borger: jeg ringede")
            assert (await scene.bente.says("jeg ringede"))[0] == 500
            assert (await scene.bente.post(*_form({"payload": '{"type": "Bente Borger"}'})))[0] == 400
    finally:
        logging.root.handlers[:], logging.root.level = before
        structlog.reset_defaults()
    written = capfd.readouterr().err
    assert "slack.refused" in written
    assert "slack.not_taken" in written
    assert "slack.broken" in written
    assert [secret for secret in SECRETS if secret in written] == []


def _form(fields: dict[str, str]) -> tuple[bytes, dict[str, str]]:
    body = urlencode(fields).encode()
    return body, signed(body, FORM)
