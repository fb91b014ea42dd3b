"""A new theme is told to every member with who picked it: once, within their own hours, through the one gate."""

import asyncio
from datetime import date, datetime, time, timedelta

import pytest

from catalog_data.model import Catalogue
from dialogs.effects import ErasePerson
from dialogs.events import Said
from dialogs.replies import Reply, paragraphs
from dialogs.rhythm import Away, Rhythm, Window
from matching.types import Matcher
from service.closing_days import closing_days
from service.turns import Knowledge
from storage.due import next_moment
from storage.rhythms import keep_rhythm
from storage.unit import Store
from tests.conftest import Clock
from tests.house import House
from tests.municipality import listed
from tests.test_weekly import MANAGER, TWELVE, Town

ANNA, BO, CARL, *OTHERS = TWELVE
NIGHTS = Rhythm(windows=(Window(days=tuple(range(7)), start=time(22), end=time(6)),))


@pytest.fixture
async def town(store: Store, catalogue: Catalogue, matcher: Matcher, clock: Clock) -> Town:
    """Anna, Bo and Carl talk with the coach, and so does their manager. It is Tuesday morning."""
    its = Town(House(store, Knowledge(catalogue, matcher, closed=closing_days()), clock))
    await its.lists(listed(TWELVE))
    for address in (ANNA, BO, CARL, MANAGER):
        await its.begins(address)
    await its.meets(*OTHERS)
    clock.passes(hours=1)
    return its


async def pick(town: Town, name: str = "Lis Holm") -> None:
    """The manager taps the second of the three proposals."""
    await town.hears(MANAGER, Said("tema"), name=name)
    await town.hears(MANAGER, Said("2"), name=name)


async def passes(town: Town, **time_: float) -> dict[str, list[tuple[datetime, str]]]:
    """What each was told of a theme meanwhile, and when, by two calendars on one database."""
    shown, end = len(town.house.door.shown), town.clock.now + timedelta(**time_)
    both = town.house.calendar, town.house.another_calendar()
    while town.clock.now < end:
        async with town.store.unit() as unit:
            upcoming = await next_moment(unit.session)
        due = end if upcoming is None else upcoming.astimezone(town.clock.now.tzinfo)
        town.clock.now = min(end, max(due, town.clock.now + timedelta(minutes=1)))
        await asyncio.gather(*(one.look() for one in both))
        await town.house.delivery.quiet()
    found: dict[str, list[tuple[datetime, str]]] = {}
    for reply, (who, at) in zip(town.house.door.shown[shown:], town.house.door.at[shown:], strict=True):
        if is_about_a_theme(reply):
            moment = datetime.fromtimestamp(at, town.clock.now.tzinfo)
            found.setdefault(who, []).append((moment, " ".join(paragraphs(reply))))
    return found


def is_about_a_theme(reply: Reply) -> bool:
    return any(one.key.startswith("theme-") for one in reply.lines)


async def paces(town: Town, address: str, rhythm: Rhythm) -> None:
    async with town.store.unit() as unit:
        await keep_rhythm(unit.session, town.store.sealer, town.people[address], rhythm)


async def test_everybody_who_has_met_the_coach_is_told_once_by_whom(town: Town) -> None:
    await pick(town)
    told = await passes(town, days=20)
    assert set(told) == {ANNA, BO, CARL}
    for ((moment, said),) in told.values():
        assert moment.isoformat().startswith("2026-11-25T09:00")
        assert said.endswith("til og med søndag 20. december. Det har Lis Holm valgt.")
    assert await town.rows("SELECT count(*) FROM claim WHERE kind = 'theme'") == [(3,)]
    assert await town.rows("SELECT kind FROM due WHERE kind LIKE 'theme%'") == []


async def test_nobody_is_told_twice(town: Town) -> None:
    await pick(town)
    (said, _) = await town.hears(ANNA, Said("menu"))
    assert is_about_a_theme(said)
    assert set(await passes(town, days=20)) == {BO, CARL}
    assert not any(is_about_a_theme(one) for one in await town.hears(BO, Said("menu")))


async def test_a_theme_of_the_rotation_is_told_as_such(town: Town) -> None:
    await town.enters_the_calendar()
    told = await passes(town, days=8)
    ((moment, said),) = told[ANNA]
    assert (moment.weekday(), moment.hour, moment.minute) == (0, 9, 0)
    assert said.endswith("Det var det næste i rækken.")


async def test_what_closes_the_gate_moves_it_to_the_next_own_window(town: Town) -> None:
    await paces(town, ANNA, NIGHTS)
    away = Away(first=date(2026, 11, 24), last=date(2026, 11, 29))
    await paces(town, BO, Rhythm(away=(away,)))
    await pick(town)
    await paces(town, CARL, Rhythm(quiet=True))  # stop, said after it was put into the calendar
    told = await passes(town, days=20)
    assert {who: moment.replace(tzinfo=None) for who, ((moment, _),) in told.items()} == {
        ANNA: datetime(2026, 11, 24, 22, 0),  # noqa: DTZ001 - a wall time
        BO: datetime(2026, 11, 30, 9, 0),  # noqa: DTZ001 - a wall time
    }


async def test_after_an_outage_it_waits_for_the_next_window(town: Town) -> None:
    await pick(town)
    town.clock.passes(hours=1)
    await town.house.calendar.look()
    town.clock.now = town.clock.now.replace(day=25, hour=20)
    told = await passes(town, days=2)
    ((moment, _),) = told[ANNA]
    assert (moment.day, moment.hour) == (26, 9)


async def test_a_theme_that_was_replaced_is_not_told(town: Town) -> None:
    await town.enters_the_calendar()
    town.clock.now = datetime(2026, 11, 30, 8, 0, tzinfo=town.clock.now.tzinfo)
    for _ in range(2):
        await town.house.calendar.look()  # the rotation begins, and its members are in the calendar
    assert await town.rows("SELECT count(*) FROM due WHERE kind = 'theme'") == [(3,)]
    await pick(town)
    told = await passes(town, days=5)
    assert [said.split(". ")[-1] for _, said in told[ANNA]] == ["Det har Lis Holm valgt."]


async def test_who_picked_it_is_forgotten_with_them_and_sealed_until_then(town: Town) -> None:
    await pick(town)
    ((name,),) = await town.rows("SELECT picker FROM theme_picker")
    assert b"Lis" not in name  # type: ignore[operator]
    await town.does(MANAGER, ErasePerson())
    told = await passes(town, days=2)
    assert told[ANNA][0][1].endswith("Det har din leder valgt.")
    assert await town.rows("SELECT count(*) FROM theme_picker") == [(0,)]


async def test_a_manager_whose_channel_says_no_name_is_their_manager(town: Town) -> None:
    await pick(town, name="")
    told = await passes(town, days=2)
    assert told[ANNA][0][1].endswith("Det har din leder valgt.")
