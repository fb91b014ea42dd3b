"""Monday at eight, through the whole house: a team's week is released once, and its managers are told what is stored."""

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from catalog_data.model import Catalogue
from dialogs.effects import PickTheme
from dialogs.events import Event, Joined, Left, Pressed, Said
from dialogs.replies import Reply, paragraphs
from matching.types import Matcher
from service.closing_days import closing_days
from service.door import Address, Incoming
from service.turns import Knowledge
from service.weekly import MAKING, keep_weekly, summary_of
from storage.directory import Directory, DirectoryStore, TeamEntry
from storage.due import scheduled
from storage.releases import publishing, week_named
from storage.standing import set_overview_time, standing
from storage.team_tables import EmployeeRow
from storage.unit import Store
from summaries.week import week_of
from tests.conftest import Clock
from tests.house import House
from tests.municipality import Municipality, listed
from tests.unit_history import ZONE
from texts.say import Language

MANAGER = "leder@by.dk"
EMPLOYEE, *OTHERS = TWELVE = [f"m{n}@by.dk" for n in range(12)]
EIGHT = datetime(2026, 11, 30, 8, 0, tzinfo=ZONE)


class Town(Municipality):
    """A municipality whose people can also talk with the coach."""

    def __init__(self, house: House) -> None:
        super().__init__(house.store, house.clock, house.knowledge.catalogue)
        self.house = house

    async def hears(self, address: str, event: Event, language: Language = "da", name: str = "") -> list[Reply]:
        """What somebody is answered."""
        before = len(self.house.door.shown)
        self.clock.passes(seconds=20)
        message = f"{address}-{self.clock()}"
        where = Address("test", address)
        said = Incoming(where, address, message, event, directory=address, language=language, name=name)
        await self.house.coach.take(said)
        await self.house.delivery.quiet()
        return self.house.door.shown[before:]

    async def begins(self, address: str, language: Language = "da") -> None:
        """Somebody meets the coach and reads its notice."""
        (notice,) = await self.hears(address, Joined(), language)
        await self.hears(address, Pressed(notice.question, "begin"))
        async with self.store.unit() as unit:
            names = await DirectoryStore(unit.session, self.store.sealer).addresses()
            rows = (await unit.session.exec(select(EmployeeRow))).all()
            self.people |= {names[row.id]: row.person_id for row in rows if row.person_id}

    async def enters_the_calendar(self) -> None:
        async with self.store.unit() as unit:
            await keep_weekly(unit.session, self.clock(), closing_days())

    async def monday(self, **later: float) -> list[Reply]:
        """What was said by this time of Monday by two calendars on one database."""
        before = len(self.house.door.shown)
        self.clock.now = EIGHT + timedelta(**later)
        both = self.house.calendar, self.house.another_calendar()
        for _ in range(3):
            await asyncio.gather(*(one.look() for one in both))
        await self.house.delivery.quiet()
        return self.house.door.shown[before:]

    async def unit_id(self) -> str:
        async with self.store.unit() as unit:
            return next(iter(await publishing(unit.session)))


@pytest.fixture
async def town(store: Store, catalogue: Catalogue, matcher: Matcher, clock: Clock) -> Town:
    """Twelve who share, of whom one talks here. It is Tuesday."""
    its = Town(House(store, Knowledge(catalogue, matcher, closed=closing_days()), clock))
    await its.lists(listed(TWELVE))
    await its.begins(EMPLOYEE)
    await its.meets(*OTHERS)
    await its.shares(*TWELVE)
    await its.enters_the_calendar()
    return its


async def reflect(town: Town) -> None:
    """The manager picks a theme, and eight work with it during the week."""
    await town.does(MANAGER, PickTheme(await town.unit_id(), "1.2"))
    for day in range(4):
        town.clock.passes(days=1)
        await town.reflects(*TWELVE[2 * day : 2 * day + 2])


async def test_released_once_and_the_manager_is_told_what_the_employee_is_shown(town: Town) -> None:
    await town.begins(MANAGER)
    await reflect(town)
    assert await town.monday(minutes=-1) == []
    (told,) = await town.monday()
    assert await town.rows("SELECT week FROM release") == [("2026-W48",)]
    assert town.house.door.at[-1][0] == MANAGER
    overview = paragraphs(told)[1:]
    assert any("Kompetencer omkring data" in one for one in overview)
    seen = paragraphs((await town.hears(EMPLOYEE, Said("hvad ser min leder")))[0])
    assert seen[1 : 1 + len(overview)] == overview
    asked = paragraphs((await town.hears(MANAGER, Said("ugeoverblik")))[0])
    assert asked[1:] == overview
    assert await town.monday(hours=12) == []


async def test_a_manager_is_told_in_their_own_language(town: Town) -> None:
    await town.begins(MANAGER, "en")
    await reflect(town)
    (told,) = await town.monday()
    assert told.language == "en"
    assert (await town.reads(MANAGER)).overviews[0].text["en"] == paragraphs(told)[1:]


async def test_a_manager_without_the_app_loses_nothing_and_is_listed(town: Town) -> None:
    town.clock.passes(days=1)
    await town.reflects(*TWELVE[:8])
    assert await town.monday() == []
    assert await town.rows("SELECT week FROM release") == [("2026-W48",)]
    async with town.store.unit() as unit:
        (one,) = await standing(DirectoryStore(unit.session, town.store.sealer))
    assert one.unreachable == (MANAGER,)
    await town.begins(MANAGER)
    shown = paragraphs((await town.hears(MANAGER, Said("ugeoverblik")))[0])
    assert shown[1:] == (await town.reads(EMPLOYEE)).overview.text["da"]  # type: ignore[union-attr]


async def quiet(town: Town) -> None:
    await town.hears(MANAGER, Said("stop"))


async def away(town: Town) -> None:
    (asked,) = await town.hears(MANAGER, Said("pause til 3. august"))
    await town.hears(MANAGER, Pressed(asked.question, "yes"))


async def left(town: Town) -> None:
    await town.hears(MANAGER, Left())


async def replaced(town: Town) -> None:
    await town.lists(listed(TWELVE, manager="ny@by.dk"))


@pytest.mark.parametrize("how", [quiet, away, left, replaced])
async def test_whoever_stopped_paused_left_or_manages_no_more_is_told_nothing(town: Town, how: object) -> None:
    """And nothing piles up for their return: after a week it is no news any more."""
    await town.begins(MANAGER)
    await reflect(town)
    await how(town)  # type: ignore[operator]
    assert await town.monday() == []
    for day in range(1, 9):
        assert await town.monday(days=day) == []
    assert ("2026-W48",) in await town.rows("SELECT week FROM release")
    assert await town.rows("SELECT scope FROM due WHERE kind = 'summary' AND occurrence = '2026-W48'") == []


async def test_who_manages_two_teams_has_a_message_for_each_one_a_day(town: Town) -> None:
    both = listed(TWELVE)
    more = listed([f"b{n}@by.dk" for n in range(9)], team="Byg")
    await town.lists(Directory({**both.teams, **more.teams}, {**both.employees, **more.employees}))
    await town.enters_the_calendar()
    await town.begins(MANAGER)
    await reflect(town)
    first, second = [*await town.monday(), *await town.monday(days=1)]
    titles = {paragraphs(one)[1].split(",")[0] for one in (first, second)}
    assert titles == {"Overblik for Plejen", "Overblik for Byg"}
    assert await town.monday(days=2) == []


async def test_a_unit_that_publishes_no_longer_leaves_the_calendar_and_can_come_back(town: Town) -> None:
    unit_id = await town.unit_id()
    await town.begins(MANAGER)
    await town.lists(Directory({"Byg": TeamEntry()}))
    assert await town.monday() == []
    assert await town.rows("SELECT * FROM release") == []
    assert await town.rows("SELECT scope, occurrence FROM due WHERE kind = 'weekly_summary'") == [(unit_id, "2026-W49")]
    await town.enters_the_calendar()
    assert await town.rows("SELECT * FROM due WHERE kind = 'weekly_summary'") == []
    await town.lists(listed(TWELVE))
    await town.enters_the_calendar()
    assert len(await town.rows("SELECT * FROM due WHERE kind = 'weekly_summary'")) == 1


async def test_entering_again_keeps_what_is_due_and_follows_the_team_s_own_time(town: Town) -> None:
    unit_id = await town.unit_id()
    async with town.store.unit() as unit:
        await set_overview_time(unit.session, "plejen", datetime(2026, 1, 1, 9, 30).time())  # noqa: DTZ001
    town.clock.passes(days=1)
    await town.enters_the_calendar()
    town.clock.now = EIGHT + timedelta(hours=5)  # nobody was there at half past nine
    await town.enters_the_calendar()
    async with town.store.unit() as unit:
        due = await scheduled(unit.session, MAKING, unit_id)
    assert due is not None
    assert (due.occurrence, due.wall) == ("2026-W48", datetime(2026, 11, 30, 9, 30))  # noqa: DTZ001 - a wall time


@pytest.mark.parametrize(
    ("monday", "named", "told"),
    [("2026-12-21", "2026-W52", "2026-12-28"), ("2026-12-28", "2026-W53", "2027-01-04"),
     ("2027-01-04", "2027-W01", "2027-01-11"), ("2024-12-30", "2025-W01", "2025-01-06")],
)  # fmt: skip
def test_the_week_that_ended_is_the_same_to_the_calendar_and_the_overview(monday: str, named: str, told: str) -> None:
    begins = datetime.fromisoformat(monday).date()
    due = summary_of("team", begins, EIGHT.time(), ZONE.key, closing_days())
    week = week_named(due.occurrence)
    assert (due.occurrence, f"{due.wall.date()}") == (named, told)
    assert week == week_of(begins)
    assert week.cutoff(ZONE) == due.wall.replace(tzinfo=ZONE) - timedelta(hours=8)
