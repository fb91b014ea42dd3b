"""Whoever asks for a day to think it over: everything goes then, unless they say »fortryd« before."""

from catalog_data.model import Catalogue
from dialogs.events import Said
from matching.types import Matcher
from service.turns import Knowledge
from storage.unit import Store
from tests.conftest import Clock
from tests.house import House
from tests.three_chats import Town

ERASING = "SELECT count(*) FROM due WHERE kind = 'erase'"


async def asked_for_a_day(house: House) -> None:
    await house.greeted()
    await house.take(Said("slet mig"))
    await house.tap("erase-later")


async def comes(house: House, hours: float) -> None:
    await house.later(hours=hours)
    await house.calendar.look()


def kept(house: House) -> bool:
    return just_said(house, "erase-cancelled")


def just_said(house: House, key: str) -> bool:
    return any(line.key == key for reply in house.door.shown[-2:] for line in reply.lines)


async def test_everything_goes_a_day_later_and_not_before(house: House) -> None:
    await asked_for_a_day(house)
    assert just_said(house, "erase-later")
    await comes(house, 23)
    assert await house.count("SELECT count(*) FROM person") == 1
    await comes(house, 2)
    assert await house.count("SELECT count(*) FROM person") == 0
    assert await house.count("SELECT count(*) FROM due") == 0
    assert await house.count("SELECT count(*) FROM claim") == 0
    assert await house.value("SELECT actor || ' ' || deed FROM audit") == "person erased"
    await comes(house, 24)


async def test_regretted_in_time_nothing_goes(house: House) -> None:
    await asked_for_a_day(house)
    await comes(house, 20)
    await house.take(Said("fortryd"))
    assert kept(house)
    await comes(house, 48)
    assert await house.count("SELECT count(*) FROM person") == 1
    await house.take(Said("fortryd"))
    assert not kept(house)


async def test_the_talk_goes_on_meanwhile_and_a_dropped_draft_comes_back_first(house: House) -> None:
    await asked_for_a_day(house)
    await house.take(Said("start"))
    await house.tap("tell")
    await house.take(Said("i går ringede jeg til en borger i stedet for at skrive"))
    await house.take(Said("stop"))
    await house.take(Said("fortryd"))
    assert not kept(house)
    await house.take(Said("fortryd"))
    assert kept(house)


async def test_erased_at_once_there_is_nothing_left_to_do_later(house: House) -> None:
    await asked_for_a_day(house)
    await house.take(Said("slet mig"))
    await house.tap("erase")
    await house.greeted()
    await comes(house, 48)
    assert await house.count("SELECT count(*) FROM person") == 1


async def test_whoever_has_not_begun_is_offered_no_such_day(house: House) -> None:
    await house.take(Said("hej"))
    await house.take(Said("slet mig"))
    assert [one.value for one in house.door.shown[-1].choices] == ["erase", "keep-all"]


async def test_whoever_joins_two_chats_meanwhile_is_still_erased_and_can_regret_it_in_either(
    store: Store, catalogue: Catalogue, matcher: Matcher, clock: Clock
) -> None:
    town = Town(store, Knowledge(catalogue, matcher), clock)
    teams, slack = await town.teams.greeted(), await town.slack.greeted()
    await slack.says("slet mig")
    await slack.taps("erase-later")
    code = await teams.code()
    await slack.says(f"forbind {code}")
    assert await town.count("SELECT count(*) FROM person") == 1
    assert await town.count(ERASING) == 1
    assert "Det hele bliver, som det er." in await teams.says("fortryd")
    assert await town.count(ERASING) == 0
