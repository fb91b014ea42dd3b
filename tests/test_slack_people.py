"""Whom the directory of teams may know somebody in Slack as: only by an address Slack vouches for."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.slack.people import ASKED_AGAIN, GOOD_FOR, People
from bot.slack.workspace import DIRECTORY_SCOPES
from tests.slack_fakes import TEAM, USER, Refusal
from tests.slack_person import Scene, a_scene
from tests.slack_rates import Seconds

ADDRESS = "bente@kommune.example"
MEMBER = {"is_email_confirmed": True, "profile": {"email": ADDRESS}}


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with a_scene() as one:
        one.slack.scopes |= DIRECTORY_SCOPES
        one.parts.sign_in._known = None  # signed in before the scopes were given
        one.slack.profiles[USER] = MEMBER
        yield one


async def test_every_turn_says_whom_the_directory_may_know(scene: Scene) -> None:
    for words in ("hej", "start"):
        await scene.bente.says(words)
    assert [one.directory for one in scene.coach.taken] == [ADDRESS, ADDRESS]
    assert len(scene.slack.named("users.info")) == 1


@pytest.mark.parametrize(
    "profile",
    [
        {},
        {"profile": {"email": ADDRESS}},
        MEMBER | {"is_email_confirmed": False},
        MEMBER | {"is_email_confirmed": "yes"},
        MEMBER | {"is_restricted": True},
        MEMBER | {"is_ultra_restricted": True},
        MEMBER | {"is_stranger": True},
        MEMBER | {"is_stranger": False, "team_id": "T0ANDEN"},
        MEMBER | {"team_id": "T0ANDEN", "enterprise_user": {"teams": ["T0TREDJE"]}},
        MEMBER | {"team_id": None},
        MEMBER | {"is_bot": True},
        MEMBER | {"deleted": True},
        MEMBER | {"profile": None},
        MEMBER | {"profile": {"email": 7}},
        MEMBER | {"profile": {"email": "x" * 300}},
    ],
)
async def test_an_address_nobody_vouches_for_is_none(scene: Scene, profile: dict[str, Any]) -> None:
    scene.slack.profiles[USER] = profile
    await scene.bente.says("hej")
    assert scene.coach.last.directory == ""


async def test_without_the_scopes_slack_is_not_asked() -> None:
    async with a_scene() as scene:
        scene.slack.profiles[USER] = MEMBER
        assert (await scene.bente.says("hej"))[0] == 200
        assert scene.coach.last.directory == ""
        assert scene.slack.named("users.info") == []


@pytest.mark.parametrize("answer", [Refusal("ratelimited", 429), Refusal("user_not_found"), "reset", "silence"])
async def test_a_slack_that_does_not_say_holds_nobody_up(scene: Scene, answer: Any) -> None:
    await scene.parts.sign_in.workspace()
    scene.slack.answers = [answer]
    assert (await scene.bente.says("hej"))[0] == 200
    assert scene.coach.last.directory == ""


async def test_slack_is_asked_again_when_its_word_is_old(scene: Scene) -> None:
    clock = Seconds()
    people = People(scene.parts.api, scene.parts.sign_in, clock)
    await scene.parts.sign_in.workspace()
    scene.slack.answers = [Refusal("fatal_error")]
    assert await people.email(USER) == ""
    clock.now += ASKED_AGAIN - 1
    assert await people.email(USER) == ""
    clock.now += 1
    assert await people.email(USER) == ADDRESS
    scene.slack.profiles[USER] = MEMBER | {"profile": {"email": "nyt@kommune.example"}}
    clock.now += GOOD_FOR - 1
    assert await people.email(USER) == ADDRESS
    clock.now += 1
    assert await people.email(USER) == "nyt@kommune.example"


async def test_only_so_many_are_remembered(scene: Scene) -> None:
    people = People(scene.parts.api, scene.parts.sign_in, Seconds())
    scene.slack.scopes -= DIRECTORY_SCOPES
    scene.parts.sign_in._known = None
    for n in range(10_100):
        await people.email(f"U{n}")
    assert len(people._known) == 10_000


async def test_in_an_organisation_a_member_of_our_workspace_is_vouched_for_wherever_they_began(scene: Scene) -> None:
    scene.slack.profiles[USER] = MEMBER | {"team_id": "T0ANDEN", "enterprise_user": {"teams": ["T0ANDEN", TEAM]}}
    await scene.bente.says("hej")
    assert scene.coach.last.directory == ADDRESS
