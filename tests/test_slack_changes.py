"""What changes in Slack: messages edited and deleted, and the app removed."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest

from bot.slack.departure import Departure
from dialogs.events import Deleted, Edited, Event, Said
from service.door import NotStored
from tests.slack_fakes import BOT, BOT_USER, TEAM, USER
from tests.slack_person import (
    RecordingCoach,
    Scene,
    a_message,
    a_scene,
)


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with a_scene() as one:
        yield one


def changed(subtype: str, before: str, after: str | None, author: str = USER, **more: Any) -> dict[str, Any]:
    previous = {"type": "message", "user": author, "text": before, "ts": "1.1"} | more
    event = a_message("", "1.2", subtype=subtype, user=None, previous_message=previous, hidden=True)
    return event if after is None else event | {"message": previous | {"text": after, "edited": {"user": author}}}


@pytest.mark.parametrize(
    ("event", "meant"),
    [
        (changed("message_changed", "jeg ringde", "jeg ringede"), Edited("D0BENTE:1.1", "jeg ringede")),
        (changed("message_deleted", "jeg ringede", None), Deleted("D0BENTE:1.1")),
    ],
)
async def test_an_edit_and_a_deletion_follow_the_message_they_are_of(
    scene: Scene, event: dict[str, Any], meant: Event
) -> None:
    await scene.bente.event(a_message("jeg ringde", "1.1"))
    assert await scene.bente.event(event, event_id="Ev1") == (200, "")
    said, amended = (one.event for one in scene.coach.taken)
    assert amended == meant
    assert isinstance(said, Said)
    assert said.message == "D0BENTE:1.1"


@pytest.mark.parametrize(
    "event",
    [
        changed("message_changed", "se https://a.dk", "se https://a.dk"),  # a preview was added
        changed("message_changed", "Passer det?", "Passer det? Ja", author=BOT_USER, bot_id=BOT),
        changed("message_deleted", "Passer det?", None, author=BOT_USER, bot_id=BOT),
        a_message("", "1.2", subtype="message_deleted"),
    ],
)
async def test_changes_nobody_made_are_not_spoken_of(scene: Scene, event: dict[str, Any]) -> None:
    assert await scene.bente.event(event) == (200, "")
    assert scene.slack.messages == []
    assert scene.coach.taken == []


UNINSTALLED, REVOKED = (
    {"type": "app_uninstalled"},
    {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [BOT_USER]}},
)


@pytest.mark.parametrize("order", [(UNINSTALLED, REVOKED), (REVOKED, UNINSTALLED)])
async def test_a_removal_is_told_twice_and_in_any_order(scene: Scene, order: Any) -> None:
    scene.slack.token = ""  # no call succeeds any more
    for n, event in enumerate(order):
        assert (await scene.bente.event(event, event_id=f"Ev{n}"))[0] == 200
        assert (await scene.bente.event(event, event_id=f"Ev{n}"))[0] == 200
    assert scene.coach.left == [("slack", "Ev0"), ("slack", "Ev0"), ("slack", "Ev1"), ("slack", "Ev1")]
    assert scene.slack.messages == []


async def test_peoples_own_tokens_are_none_of_ours(scene: Scene) -> None:
    for tokens in ({"oauth": [USER]}, {"oauth": [USER], "bot": []}, {}):
        assert (await scene.bente.event({"type": "tokens_revoked", "tokens": tokens}))[0] == 200
    assert scene.coach.left == []


async def test_after_a_restart_a_removal_is_heard_though_slack_knows_us_no_more() -> None:
    coach = RecordingCoach()
    async with a_scene(coach) as scene:
        scene.parts.sign_in._known = None
        scene.slack.token = ""
        assert (await scene.bente.event(UNINSTALLED))[0] == 200
        assert len(coach.left) == 1
        assert (await scene.bente.says("hej"))[0] == 503
        assert coach.taken == []


async def test_a_removal_that_takes_longer_than_slack_waits_is_asked_for_again() -> None:
    go_on, begun = asyncio.Event(), []

    async def slowly(channel: str, message: str, where: Mapping[str, str]) -> None:
        begun.append(message)
        await go_on.wait()

    departure = Departure(slowly, patience=0.01)
    for _ in range(2):
        with pytest.raises(NotStored):
            await departure.everybody(TEAM, "Ev1")
    go_on.set()
    await departure.everybody(TEAM, "Ev1")
    assert begun == ["Ev1"]  # it went on where it was
    go_on.clear()
    with pytest.raises(NotStored):
        await departure.everybody(TEAM, "Ev2")
    await departure.close(patience=0.01)
