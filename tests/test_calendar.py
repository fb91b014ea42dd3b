"""What is due is done once: over years, replicas, restarts and outages."""

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

import service.calendar
from dialogs.rhythm import Away, Rhythm, Window
from service.calendar import Calendar, Done
from service.closing_days import closing_days
from service.weekly import begin_weekly
from storage.database import ready_database
from storage.due import Due, Place, claim, lock_due, schedule, scheduled
from storage.sealing import Sealer
from tests.databases import needs_files, needs_postgres, postgres_database
from tests.effort import effort
from tests.time_travel import ZONE, Prompting, World, expected

START = datetime(2026, 9, 28, 12, 0, tzinfo=ZONE)
"""Before the clocks go back; two years on there have been four changes, week 53 and two new years."""
NIGHT = Window(days=(4, 5), start=time(22), end=time(6))
AUTUMN = Window(days=(6,), start=time(2, 30), end=time(4))
"""Half past two on a Sunday: once a year it comes twice, once a year not at all."""
RHYTHMS = {
    "usual": Rhythm(),
    "weekly": Rhythm(every=1, windows=(Window(days=(0,), start=time(9), end=time(10)),)),
    "shifts": Rhythm(every=1, windows=(NIGHT, Window(days=(1,), start=time(7), end=time(15)))),
    "at night": Rhythm(every=1, windows=(NIGHT,)),
    "twice or never": Rhythm(every=1, windows=(AUTUMN,)),
    "monthly": Rhythm(every=4, windows=(Window(days=(3,), start=time(9), end=time(11)),)),
    "away": Rhythm(away=(Away(first=date(2027, 7, 5), last=date(2027, 8, 1)),)),
}
TEAMS = ("hjemmeplejen", "biblioteket")
CLOSED = closing_days([date(2026, 12, 24), date(2026, 12, 31)])


MEMORY = "sqlite+aiosqlite://"
YEARS = 104
"""Weeks of the whole journey."""
AUTUMN_TO_NEW_YEAR = 15
"""Weeks from START until the clocks have gone back, and both week 53 and the new year have come."""


@pytest.fixture(
    params=["memory", pytest.param("file", marks=needs_files), pytest.param("postgres", marks=needs_postgres)]
)
async def url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    if request.param == "postgres":
        async with postgres_database() as its:
            yield its
    elif request.param == "memory":
        yield MEMORY
    else:
        yield f"sqlite+aiosqlite:///{tmp_path}/coach.db"


async def begun(url: str, sealer: Sealer, start: datetime = START, **settings: Any) -> World:
    engine = await ready_database(url)
    world = World(url, sealer, CLOSED, start, shared=engine if url == MEMORY else None, **settings)
    if url != MEMORY:
        await engine.dispose()
    await world.open()
    for person, rhythm in RHYTHMS.items():
        await world.moves(person, rhythm)
    async with world.store.unit() as unit:
        for team in TEAMS:
            await begin_weekly(unit.session, team, start, CLOSED)
    for number in range(1, 50):
        day = start.date() + timedelta(days=13 * number)
        for moved, to in ((6, 8), (10, 14)):  # asked at eight, and then: ask me at two instead
            world.changes.append((datetime.combine(day, time(moved), ZONE), "moves", daily(to)))
    return world


def daily(hour: int) -> Rhythm:
    """Asked at this hour from now on: often on a day on which they were asked already."""
    return Rhythm(every=1, windows=(Window(days=tuple(range(7)), start=time(hour), end=time((hour + 3) % 24)),))


def weeks(number: int) -> list[str]:
    """The ISO weeks whose summaries are due from START on."""
    return [f"{START.date() + timedelta(weeks=n):%G-W%V}" for n in range(number)]


async def test_two_years_with_replicas_restarts_and_outages(url: str, sealer: Sealer) -> None:
    """Two years in memory, where COACH_THOROUGH is set. Else, and in a file and on PostgreSQL, where it takes minutes, as
    far as the new year, unless COACH_WEEKS=104."""
    number = effort("COACH_WEEKS", AUTUMN_TO_NEW_YEAR, YEARS if url == MEMORY else AUTUMN_TO_NEW_YEAR)
    world = await begun(url, sealer)
    await world.travel(number, outages=number // 4)
    made, asked = await world.done("weekly_summary"), await world.done("prompt")
    await world.close()
    assert world.chance.deaths > number
    for team in TEAMS:
        assert [week for scope, week, _ in made if scope == team] == weeks(number)
    assert "2026-W53" in weeks(number)
    for person in world.rhythms:
        days = days_of(asked, person)
        assert days == expected(world, person), person
        assert len(days) > number // 6
        assert not [day for day in days if CLOSED(day)]


@pytest.mark.parametrize(("day", "hour", "offset"), [("2026-10-25", 2, 2), ("2027-10-31", 2, 2), ("2028-03-26", 3, 2)])
async def test_clocks_that_are_turned(tmp_path: Path, sealer: Sealer, day: str, hour: int, offset: int) -> None:
    """Half past two comes twice in October, and is left out in March: each is one time."""
    before = datetime.combine(date.fromisoformat(day) - timedelta(days=9), time(12), ZONE)
    world = await begun(f"sqlite+aiosqlite:///{tmp_path}/coach.db", sealer, before, restarts=0, replicas=1)
    await world.travel(3)
    asked = [(its, at) for person, its, at in await world.done("prompt") if person == "twice or never"]
    await world.close()
    moments = [at for its, at in asked if its == day]
    assert [(at.hour, at.utcoffset()) for at in moments] == [(hour, timedelta(hours=offset))]
    assert len(asked) == 3


async def test_a_window_across_midnight_belongs_to_the_day_it_begins_on(tmp_path: Path, sealer: Sealer) -> None:
    world = await begun(f"sqlite+aiosqlite:///{tmp_path}/coach.db", sealer, restarts=0, replicas=1)
    await world.travel(4)
    asked = [(date.fromisoformat(day), at) for person, day, at in await world.done("prompt") if person == "at night"]
    await world.close()
    assert [day.weekday() for day, _ in asked] == [4, 4, 4, 4]
    assert all(at.hour in {22, 23} for _, at in asked)


async def test_without_the_ledger_a_person_who_moves_their_window_is_asked_twice_a_day(
    tmp_path: Path, sealer: Sealer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control of the ledger."""

    async def not_claimed(*_: object, **__: object) -> bool:
        return False

    monkeypatch.setattr(service.calendar, "claim", not_claimed)
    monkeypatch.setattr(service.calendar, "was_claimed", not_claimed)
    world = await begun(f"sqlite+aiosqlite:///{tmp_path}/coach.db", sealer, restarts=0, replicas=1)
    await world.travel(12)
    days = days_of(await world.done("prompt"), "moves")
    await world.close()
    assert max(Counter(days).values()) > 1


class TwoSteps(Calendar):
    """Does the thing in one transaction, and enters it into the ledger in another."""

    async def _do(self, place: Place) -> Sequence[tuple[str, str]]:
        now = self._clock()
        async with self._store.unit() as unit:
            due = await lock_due(unit.session, place, now)
            outcome = due and await self._outcome(self.errands[place.kind], unit, due, now)
        if due is None or outcome is None:
            return ()
        cast("Prompting", self.errands["prompt"]).die()
        async with self._store.unit() as unit:
            following = outcome.following if isinstance(outcome, Done) else outcome.instead
            assert following is not None
            await schedule(unit.session, following)
            if isinstance(outcome, Done):
                await claim(unit.session, due.kind, due.scope, due.occurrence, now=now)
        return ()


async def test_a_ledger_beside_the_transaction_would_do_things_twice(
    sealer: Sealer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control of doing and claiming in one transaction, on a database where the rest holds for years."""

    async def nothing(*_: object, **__: object) -> None:
        pass

    monkeypatch.setattr(service.calendar, "claim", nothing)
    world, done = await begun(MEMORY, sealer, kind=TwoSteps), Counter[tuple[str, str]]()
    for _ in range(10):
        await world.travel(1)
        kinds = [await world.done(kind) for kind in ("prompt", "weekly_summary")]
        done = Counter((scope, occurrence) for kind in kinds for scope, occurrence, _ in kind)
        if max(done.values()) > 1:
            break
    await world.close()
    assert max(done.values()) > 1


def unlocked(session: AsyncSession, place: Place, now: datetime) -> Any:
    """`lock_due` without its lock."""

    async def read() -> Due | None:
        due = await scheduled(session, place.kind, place.scope)
        return due if due is not None and due.moment <= now else None

    return read()


@needs_postgres
@pytest.mark.parametrize("with_key", [True, False])
async def test_the_key_of_the_ledger_holds_even_where_no_row_is_locked(
    sealer: Sealer, monkeypatch: pytest.MonkeyPatch, *, with_key: bool
) -> None:
    """Rows are locked to save work; what makes it once is the key. Without it, replicas do things twice."""

    async def nothing(*_: object, **__: object) -> None:
        pass

    monkeypatch.setattr(service.calendar, "lock_due", unlocked)
    if not with_key:
        monkeypatch.setattr(service.calendar, "claim", nothing)
    async with postgres_database() as url:
        world = await begun(url, sealer, restarts=0)
        await world.travel(10)
        made = [(team, week) for team, week, _ in await world.done("weekly_summary")]
        await world.close()
    assert (max(Counter(made).values()) == 1) is with_key


def days_of(asked: list[tuple[str, str, datetime]], person: str) -> list[date]:
    return [date.fromisoformat(day) for scope, day, _ in asked if scope == person]
