"""What the calendar asks for: a week made once, and said to whoever may read it, word for word as it is stored."""

import json

import pytest

from bot.cards.adaptive import card_of
from bot.plain import plain_text_of
from catalog_data.model import Catalogue
from dialogs.flows.team import overview_lines
from dialogs.replies import Reply, line, paragraphs
from service.overviews import Overviews
from storage.releases import publishing
from storage.unit import Store
from tests.conftest import Clock
from tests.municipality import Municipality, listed
from texts.say import LANGUAGES

TEN = [f"m{n}@by.dk" for n in range(10)]
WEEK = "2026-W48"


@pytest.fixture
async def town(store: Store, clock: Clock, catalogue: Catalogue) -> Municipality:
    """Ten who share; five of them have worked with data, and the week is over."""
    its = Municipality(store, clock, catalogue)
    await its.lists(listed(TEN))
    await its.meets(*TEN, "leder@by.dk")
    await its.shares(*TEN)
    await its.reflects(*TEN[:5])
    clock.passes(days=6)
    return its


async def test_a_week_is_made_once_and_its_managers_are_named(town: Municipality) -> None:
    overviews = Overviews(town.publisher)
    for told in ([town.people["leder@by.dk"]], []):
        async with town.store.unit() as unit:
            (team,) = await publishing(unit.session)
            assert list(await overviews.publish(unit, team, WEEK, town.clock())) == told


async def test_a_unit_that_publishes_no_longer_makes_nothing(town: Municipality) -> None:
    async with town.store.unit() as unit:
        (team,) = await publishing(unit.session)
    await town.lists(listed(TEN[:5]))
    async with town.store.unit() as unit:
        assert list(await Overviews(town.publisher).publish(unit, team, WEEK, town.clock())) == []
    assert await town.rows("SELECT * FROM release") == []


async def test_the_message_is_what_is_stored_and_for_its_managers_alone(town: Municipality) -> None:
    overviews = Overviews(town.publisher)
    async with town.store.unit() as unit:
        (team,) = await publishing(unit.session)
        (manager,) = await overviews.publish(unit, team, WEEK, town.clock())
        for language in LANGUAGES:
            message = await overviews.message(unit, manager, team, WEEK, language)
            shown = (await unit.team(manager, town.publisher.catalogue, town.clock())).overviews[0]
            own = (await unit.team(town.people[TEN[9]], town.publisher.catalogue, town.clock())).overview
            assert message is not None
            assert paragraphs(message)[1:] == shown.text[language]
            assert own == shown
        assert await overviews.message(unit, town.people[TEN[0]], team, WEEK, "da") is None
        assert await overviews.message(unit, manager, team, "2026-W47", "da") is None


async def test_manager_and_employee_are_shown_the_same_bytes(town: Municipality) -> None:
    """Text and card."""
    await town.week_ends()
    shown = (await town.reads("leder@by.dk")).overviews[0]
    own = (await town.reads(TEN[9])).overview
    assert own is not None
    for language in LANGUAGES:
        one, other = (
            Reply(language=language, lines=(line("menu"), *overview_lines(it, language)), layout="card")
            for it in (shown, own)
        )
        assert plain_text_of(one).encode() == plain_text_of(other).encode()
        assert json.dumps(card_of(one, "", _tap)) == json.dumps(card_of(other, "", _tap))


async def test_a_bar_stands_beside_each_figure_and_says_no_more_than_its_words(town: Municipality) -> None:
    await town.week_ends()
    overview = (await town.reads("leder@by.dk")).overviews[0]
    assert overview.bars == (0, 0, 1, 0, 0, 0)
    reply = Reply(language="da", lines=overview_lines(overview, "da"), layout="card")
    card = json.dumps(card_of(reply, "", _tap), ensure_ascii=False)
    assert "Kompetencer omkring data: 5 eller flere medarbejdere" in card
    assert card.count('"ColumnSet"') == 1


def _tap(title: str, data: dict[str, str]) -> dict[str, object]:
    return {"title": title, "data": data}
