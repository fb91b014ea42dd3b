"""A card answers once: what was chosen is noted with the question, and its card is replaced."""

import json
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web

from catalog_data.model import Catalogue
from dialogs.contacts import Contact
from dialogs.events import Joined, Pressed, Said
from dialogs.replies import Reply
from matching.types import Matcher
from service.turns import Knowledge
from storage.retention import STANDARD, tidy
from storage.unit import Store
from tests.botframework_fakes import (
    CONVERSATION,
    SIGNER,
    FakeConnector,
    RecordingCoach,
    a_connector,
    an_activity,
    asking,
    local_door,
    post,
    serving,
)
from tests.conftest import Clock
from tests.house import House
from tests.test_cards import words

CARD = "application/vnd.microsoft.card.adaptive"


@pytest.fixture
async def house(store: Store, catalogue: Catalogue, matcher: Matcher, clock: Clock) -> AsyncIterator[House]:
    built = House(store, Knowledge(catalogue, matcher, contacts=(Contact("TR", "lokal 1"),)), clock)
    await built.take(Joined())
    yield built
    await built.delivery.stop()


async def tap(house: House, question: str, choice: str, message: str | None = None) -> Reply | None:
    answer = await house.take(Pressed(question, choice), message, render=closing)
    return Reply.model_validate_json(answer) if answer else None


def closing(tapped: Reply | None, _replies: Sequence[Reply]) -> str | None:
    return tapped.model_dump_json() if tapped else None


def answered(closed: Reply | None) -> str:
    assert closed is not None
    return closed.answered


async def test_a_tap_is_noted_with_its_question(house: House) -> None:
    welcome = house.door.shown[-1]
    assert await tap(house, welcome.question, "begin") == welcome.model_copy(update={"answered": "begin"})


async def test_the_first_answer_stands_whatever_is_tapped_later(house: House) -> None:
    question = house.door.shown[-1].question
    await tap(house, question, "begin", "m-1")
    assert answered(await tap(house, question, "begin", "m-1")) == "begin"  # the channel sent it twice
    house.clock.passes(minutes=1)
    assert answered(await tap(house, question, "english")) == "begin"
    assert house.door.last.startswith("Det spørgsmål er lukket")


async def test_a_question_answered_in_words_is_closed_without_a_choice(house: House) -> None:
    await tap(house, house.door.shown[-1].question, "begin")
    menu = house.door.shown[-1].question
    await house.take(Said("bare fortæl"))
    house.clock.passes(minutes=1)
    assert answered(await tap(house, menu, "topic")) == ""


async def test_a_choice_the_question_never_offered_closes_nothing(house: House) -> None:
    """So the card with whom to turn to stays as it is: its buttons belong to no stored question."""
    await tap(house, house.door.shown[-1].question, "begin")
    await house.take(Said("jeg vil ikke leve mere"))
    distress = house.door.shown[-1]
    assert distress.lines[0].key == "distress"
    assert await tap(house, distress.question, "distress-continue") is None


@pytest.mark.parametrize("question", ["", "7.gone", "0.welcome"])
async def test_an_unknown_question_is_no_card_to_close(house: House, question: str) -> None:
    assert await tap(house, question, "begin") is None


async def test_the_card_that_erased_everything_is_closed_too(house: House) -> None:
    await tap(house, house.door.shown[-1].question, "begin")
    await house.take(Said("slet mig"))
    assert answered(await tap(house, house.door.shown[-1].question, "erase")) == "erase"
    assert await house.count("SELECT count(*) FROM person") == 0


async def test_after_seven_days_nothing_is_known_of_an_old_card(house: House) -> None:
    question = house.door.shown[-1].question
    await tap(house, question, "begin")
    await tidy(house.store, house.clock() + STANDARD.messages + timedelta(hours=1))
    assert await tap(house, question, "begin") is None


async def test_what_was_chosen_lies_sealed(house: House) -> None:
    await tap(house, house.door.shown[-1].question, "english")
    async with house.store.engine.connect() as connection:
        found = (await connection.exec_driver_sql("SELECT * FROM outbox")).all()
    assert "english" not in str(found)
    assert b"english" not in b"".join(value for row in found for value in row if isinstance(value, bytes))


QUESTION = asking("Er du klar?")
TAPPED = {"question": SIGNER.token("msteams", CONVERSATION, QUESTION.question), "choice": "begin"}


def tapped(url: str, *, waits: bool, **changes: Any) -> dict[str, Any]:
    """A tap as Teams sends it: from a client that waits for the card, or from one that just sends."""
    changes = {"text": None, "replyToId": "card-1"} | changes
    if not waits:
        return an_activity(url, value=TAPPED, **changes)
    value = {"action": {"type": "Action.Execute", "verb": "choose", "data": TAPPED}, "trigger": "manual"}
    return an_activity(url, type="invoke", name="adaptiveCard/action", value=value, **changes)


@pytest.fixture
def coach() -> RecordingCoach:
    return RecordingCoach(closed=QUESTION.model_copy(update={"answered": "begin"}))


@pytest.fixture
async def connector() -> AsyncIterator[FakeConnector]:
    async with a_connector() as one:
        yield one


async def test_a_client_that_waits_gets_the_answered_card(coach: RecordingCoach, connector: FakeConnector) -> None:
    async with serving(local_door(coach)) as client:
        status, body = await post(client, tapped(connector.url, waits=True))
    answer = json.loads(body)
    assert (status, answer["statusCode"], answer["type"]) == (200, 200, CARD)
    assert words(answer["value"]) == ["Er du klar?", "Du valgte: Start"]


@pytest.mark.parametrize("waits", [True, False])
async def test_the_card_is_replaced_for_every_device(
    coach: RecordingCoach, connector: FakeConnector, waits: bool
) -> None:
    async with serving(local_door(coach)) as client:
        assert (await post(client, tapped(connector.url, waits=waits)))[0] == 200
    ((name, activity),) = connector.puts
    (attachment,) = activity["attachments"]
    assert (name, activity["id"], attachment["contentType"]) == ("card-1", "card-1", CARD)
    assert words(attachment["content"]) == ["Er du klar?", "Du valgte: Start"]
    assert activity["summary"] == "Er du klar?\nDu valgte: Start"


@pytest.mark.parametrize("changes", [{"replyToId": None}, {"replyToId": ""}])
async def test_without_the_name_of_the_card_none_is_replaced(
    coach: RecordingCoach, connector: FakeConnector, changes: dict[str, Any]
) -> None:
    async with serving(local_door(coach)) as client:
        assert (await post(client, tapped(connector.url, waits=False, **changes)))[0] == 200
    assert connector.puts == []


async def test_what_is_not_known_is_not_replaced(connector: FakeConnector) -> None:
    async with serving(local_door(RecordingCoach())) as client:
        assert (await post(client, tapped(connector.url, waits=False)))[0] == 200
    assert connector.puts == []


@pytest.mark.parametrize("status", [204, 403, 404, 405, 429, 500])
async def test_a_card_that_cannot_be_replaced_spoils_nothing(
    coach: RecordingCoach, connector: FakeConnector, status: int
) -> None:
    connector.answers = [web.Response(status=status)]
    async with serving(local_door(coach)) as client:
        answered, body = await post(client, tapped(connector.url, waits=True))
    assert (answered, json.loads(body)["type"]) == (200, CARD)
    assert len(coach.taken) == 1


async def test_a_connector_that_is_silent_does_not_keep_the_person_waiting(
    coach: RecordingCoach, connector: FakeConnector, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.botframework.bot.PATIENCE", 0.01)
    connector.answers = ["silence"]
    async with serving(local_door(coach)) as client:
        status, body = await post(client, tapped(connector.url, waits=True))
    assert (status, json.loads(body)["type"]) == (200, CARD)
