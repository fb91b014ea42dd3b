"""Socket Mode: the same door through a connection we open."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.slack.dispatch import Dispatcher
from bot.slack.socket_mode import SocketMode
from bot.slack.web_api import WebApi
from bot.slack.workspace import SignIn
from dialogs.events import Said
from service.door import NotStored
from tests.slack_fakes import APP_TOKEN, TEAM, TOKEN, USER, a_slack
from tests.slack_person import RecordingCoach, Scene, a_message, a_scene, an_envelope
from tests.slack_rates import Seconds


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with a_scene(app_token=APP_TOKEN) as one:
        await soon(one.slack.connected.get())
        yield one


async def soon(what: Any) -> Any:
    """The result, or a failure rather than a hang."""
    async with asyncio.timeout(10):
        return await what


async def deliver(scene: Scene, kind: str, payload: Any, envelope: str) -> None:
    await scene.slack.sockets[-1].send_json(
        {"type": kind, "envelope_id": envelope, "payload": payload, "accepts_response_payload": True}
    )


async def acknowledged(scene: Scene) -> dict[str, Any]:
    answer: dict[str, Any] = await soon(scene.slack.acknowledged.get())
    return answer


async def test_a_message_is_said_and_acknowledged(scene: Scene) -> None:
    await deliver(scene, "events_api", an_envelope(a_message("hej", "1.1")), "e1")
    assert await acknowledged(scene) == {"envelope_id": "e1"}
    assert scene.coach.last.event == Said("hej", scene.coach.last.message)


async def test_the_slash_command_is_answered_in_the_acknowledgement(scene: Scene) -> None:
    command = {"command": "/kompetence", "text": "start", "team_id": TEAM, "user_id": USER, "trigger_id": "1.1",
               "channel_id": "C1", "response_url": "https://hooks.example/1"}  # fmt: skip
    await deliver(scene, "slash_commands", command, "e1")
    answer = await acknowledged(scene)
    assert answer["envelope_id"] == "e1"
    assert answer["payload"]["text"] == "Jeg svarer i vores private chat."


@pytest.mark.parametrize(
    "payload",
    [None, [], "hej", {}, {"type": "event_callback"}, {"type": 5}, {"command": 7},
     an_envelope(a_message("hej", "1.1"), team_id="T0ANDEN"), an_envelope(a_message("\ud800", "1.1"))],
)  # fmt: skip
async def test_what_cannot_be_understood_is_not_asked_for_again(scene: Scene, payload: Any) -> None:
    await deliver(scene, "events_api", payload or {}, "e1")
    assert (await acknowledged(scene))["envelope_id"] == "e1"
    assert scene.coach.taken == []


async def test_what_was_not_stored_is_not_acknowledged() -> None:
    refused = asyncio.Event()

    class RefusingOnce(RecordingCoach):
        async def take(self, incoming: Any) -> None:
            if not refused.is_set():
                refused.set()
                raise NotStored
            await super().take(incoming)

    async with a_scene(RefusingOnce(), app_token=APP_TOKEN) as scene:
        await soon(scene.slack.connected.get())
        message = an_envelope(a_message("hej", "1.1"))
        await deliver(scene, "events_api", message, "e1")
        await soon(refused.wait())
        await deliver(scene, "events_api", message, "e2")
        assert await acknowledged(scene) == {"envelope_id": "e2"}
        assert scene.slack.acknowledged.empty()


async def test_when_slack_asks_for_a_new_connection_there_is_one(scene: Scene) -> None:
    await scene.slack.sockets[0].send_json({"type": "disconnect", "reason": "refresh_requested"})
    await soon(scene.slack.connected.get())
    await deliver(scene, "events_api", an_envelope(a_message("hej igen", "1.2")), "e2")
    assert await acknowledged(scene) == {"envelope_id": "e2"}
    assert scene.coach.last.event == Said("hej igen", scene.coach.last.message)


async def test_a_wrong_token_leaves_the_rest_of_the_service_alone() -> None:
    async with a_scene(app_token="xapp-wrong") as scene:
        await soon(scene.slack.turned_away.get())
        assert (await scene.bente.says("hej"))[0] == 200
        assert scene.slack.sockets == []


async def test_what_fails_at_first_is_tried_again() -> None:
    async with a_slack(Seconds()) as slack:
        api = WebApi(TOKEN, slack.url)
        socket_mode = SocketMode("xapp-wrong", api, Dispatcher(SignIn(api), no_listeners()), backoff=0.001)
        socket_mode.start()
        for _ in range(3):
            await soon(slack.turned_away.get())
        await socket_mode.close()
        await api.close()


def no_listeners() -> Any:
    class Nothing:
        def register(self, app: Any) -> None: ...

    return Nothing()
