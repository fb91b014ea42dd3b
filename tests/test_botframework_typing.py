"""The moving dots: shown when an answer is late, and only then."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.botframework.typing_sign import TypingSign
from dialogs.events import Left
from service.door import Incoming
from tests.botframework_fakes import (
    SIGNER,
    Guarded,
    RecordingCoach,
    a_guarded_door,
    a_token,
    an_address,
    telling,
)


class Second:
    """The second an answer may take: over when the test says so."""

    def __init__(self) -> None:
        self.over = asyncio.Event()
        self.begun = asyncio.Event()

    async def __call__(self) -> None:
        self.begun.set()
        await self.over.wait()


class WaitingCoach(RecordingCoach):
    """Takes a turn when it may."""

    def __init__(self) -> None:
        super().__init__()
        self.may = asyncio.Event()
        self.asked = asyncio.Event()

    async def take(self, incoming: Incoming) -> None:
        self.asked.set()
        await self.may.wait()
        await super().take(incoming)


@pytest.fixture
def second() -> Second:
    return Second()


@pytest.fixture
async def guarded(second: Second) -> AsyncIterator[Guarded]:
    async with a_guarded_door(coach=WaitingCoach(), typing=TypingSign(second)) as one:
        yield one


def waiting(guarded: Guarded) -> WaitingCoach:
    assert isinstance(guarded.coach, WaitingCoach)
    return guarded.coach


async def only_the_answer_is_shown(guarded: Guarded, second: Second) -> None:
    """The second is over; a sign that was still to come would come before the answer."""
    second.over.set()
    await guarded.door.show(an_address(guarded.connector.url), telling("Hej."))
    assert [sent["type"] for _, _, sent in guarded.connector.posts] == ["message"]
    assert guarded.connector.signs == []


def tap() -> dict[str, Any]:
    data = {"question": SIGNER.token("msteams", "x", "7-episode"), "choice": "yes"}
    return {"type": "invoke", "name": "adaptiveCard/action", "text": None, "value": {"action": {"data": data}}}


@pytest.mark.parametrize("changes", [{}, tap()])
async def test_a_late_answer_is_announced_once(guarded: Guarded, second: Second, changes: dict[str, Any]) -> None:
    coach = waiting(guarded)
    answer = asyncio.create_task(guarded.post(a_token(guarded.connector.url), **changes))
    await coach.asked.wait()
    assert guarded.connector.signs == []
    second.over.set()
    await guarded.connector.heard.wait()
    coach.may.set()
    assert await answer == 200
    (sign,) = guarded.connector.signs
    assert sign["conversation"]["id"] == coach.last.address.conversation
    assert guarded.connector.posts == []


async def test_an_answer_in_time_is_not(guarded: Guarded, second: Second) -> None:
    answer = asyncio.create_task(guarded.post(a_token(guarded.connector.url)))
    await second.begun.wait()
    waiting(guarded).may.set()
    assert await answer == 200
    await only_the_answer_is_shown(guarded, second)


async def test_nobody_waits_for_an_answer_when_they_leave(guarded: Guarded, second: Second) -> None:
    leaving = asyncio.create_task(
        guarded.post(a_token(guarded.connector.url), type="installationUpdate", action="remove")
    )
    await waiting(guarded).asked.wait()
    waiting(guarded).may.set()
    assert await leaving == 200
    assert waiting(guarded).last.event == Left()
    assert not second.begun.is_set()


async def test_a_channel_that_shows_no_dots_gets_its_answer_all_the_same(guarded: Guarded, second: Second) -> None:
    guarded.connector.sign_status = 403
    answer = asyncio.create_task(guarded.post(a_token(guarded.connector.url)))
    second.over.set()
    await guarded.connector.heard.wait()
    waiting(guarded).may.set()
    assert await answer == 200
    assert len(guarded.connector.signs) == 1


async def test_a_turn_that_fails_stops_the_clock(guarded: Guarded, second: Second) -> None:
    coach = waiting(guarded)
    coach.fault = RuntimeError("Bente Borger")
    failing = asyncio.create_task(guarded.post(a_token(guarded.connector.url)))
    await second.begun.wait()
    coach.may.set()
    assert await failing == 500
    await only_the_answer_is_shown(guarded, second)
