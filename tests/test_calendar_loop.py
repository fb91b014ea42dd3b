"""The loop of the calendar: it wakes when something is due, or when told, and nothing keeps it from the rest."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from service.calendar import Calendar, Done
from service.closing_days import closing_days
from service.weekly import WeeklySummary, begin_weekly, summary_of
from storage.due import Due, find_due, forget_claims, schedule, scheduled, was_claimed
from storage.holding import hold, release
from storage.unit import LostRace, Store, UnitOfWork
from tests.conftest import Clock

NOON = datetime(2026, 11, 24, 12, 0)  # noqa: DTZ001 - a wall time
ZONE = "Europe/Copenhagen"


@dataclass
class Diary:
    """An errand that notes what it did, and fails on what a test names."""

    clock: Clock
    done: list[tuple[str, str]] = field(default_factory=list)
    failing: set[str] = field(default_factory=set)
    something: asyncio.Event = field(default_factory=asyncio.Event)
    patience = timedelta(hours=2)

    async def carry_out(self, _unit: UnitOfWork, due: Due, _now: datetime) -> Done:
        if due.scope in self.failing:
            raise LostRace
        self.done.append((due.scope, f"{self.clock():%H:%M}"))
        self.something.set()
        return Done(wakes=[("c", "test")])

    async def following(self, _unit: UnitOfWork, due: Due, _now: datetime) -> Due | None:
        return None


class Bench:
    """A calendar on a store, with a diary for an errand."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self.store, self.clock = store, clock
        self.diary = Diary(clock)
        self.woken: list[tuple[str, str]] = []
        self.calendar = Calendar(
            store, clock, {"note": self.diary}, lambda *one: self.woken.append(one), sleep=clock.sleep
        )

    async def at(self, scope: str, **later: float) -> None:
        async with self.store.unit() as unit:
            await schedule(unit.session, Due("note", scope, "once", NOON + timedelta(**later), ZONE))

    async def still_due(self) -> list[str]:
        async with self.store.unit() as unit:
            return [one.kind for one in await find_due(unit.session, self.clock(), 9)]

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        stopping = asyncio.Event()
        loop = asyncio.create_task(self.calendar.run(stopping))
        yield
        stopping.set()
        async with asyncio.timeout(5):
            await loop

    async def does_something(self) -> None:
        async with asyncio.timeout(5):
            await self.diary.something.wait()
        self.diary.something.clear()


@pytest.fixture
def bench(store: Store, clock: Clock) -> Bench:
    return Bench(store, clock)


async def sleeping(clock: Clock) -> None:
    async with asyncio.timeout(5):
        await clock.somebody_sleeps()


async def test_it_wakes_at_the_moment_something_is_due(bench: Bench, clock: Clock) -> None:
    """It is ten o'clock; nothing happens until noon, and then at once."""
    clock.passes(hours=1, minutes=50)
    await bench.at("a")
    async with bench.running():
        await sleeping(clock)
        clock.passes(minutes=9)
        assert bench.diary.done == []
        clock.passes(minutes=1)
        await bench.does_something()
    assert bench.diary.done == [("a", "12:00")]
    assert bench.woken == [("c", "test")]


async def test_it_wakes_when_told_of_something_earlier(bench: Bench, clock: Clock) -> None:
    await bench.at("later", hours=3)
    async with bench.running():
        await sleeping(clock)
        await bench.at("now", hours=-2)
        bench.calendar.changed()
        await bench.does_something()
    assert bench.diary.done == [("now", "10:00")]


async def test_what_fails_keeps_nothing_else_waiting_and_is_tried_again(bench: Bench, clock: Clock) -> None:
    bench.diary.failing = {"a"}
    for scope in ("a", "b", "c"):
        await bench.at(scope, hours=-2)
    await bench.calendar.look()
    assert [scope for scope, _ in bench.diary.done] == ["b", "c"]
    bench.diary.failing = set()
    await bench.calendar.look()
    assert [scope for scope, _ in bench.diary.done] == ["b", "c", "a"]


async def test_more_than_one_batch(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.calendar.AT_ONCE", 2)
    for scope in "abcde":
        await bench.at(scope, hours=-2)
    await bench.calendar.look()
    assert [scope for scope, _ in bench.diary.done] == list("abcde")


async def test_what_is_too_late_is_not_done(bench: Bench, clock: Clock) -> None:
    await bench.at("a", hours=-4, minutes=-1)
    await bench.at("b", hours=-4)
    await bench.calendar.look()
    assert [scope for scope, _ in bench.diary.done] == ["b"]
    assert await bench.still_due() == []


async def test_a_restored_copy_does_nothing_until_it_is_released(bench: Bench, clock: Clock) -> None:
    await bench.at("a", hours=-2)
    await hold(bench.store, clock())
    await bench.calendar.look()
    assert bench.diary.done == []
    await release(bench.store)
    await bench.calendar.look()
    assert bench.diary.done == [("a", "10:00")]


async def test_an_unknown_kind_is_left_to_the_release_that_knows_it(bench: Bench, clock: Clock) -> None:
    async with bench.store.unit() as unit:
        await schedule(unit.session, Due("from-tomorrow", "a", "once", NOON - timedelta(hours=2), ZONE))
    await bench.calendar.look()
    assert await bench.still_due() == ["from-tomorrow"]


async def test_the_ledger_forgets_after_sixty_days(bench: Bench, clock: Clock) -> None:
    await bench.at("a", hours=-2)
    await bench.calendar.look()
    for days, there in ((59, True), (2, False)):
        clock.passes(days=days)
        async with bench.store.unit() as unit:
            await forget_claims(unit.session, clock())
            assert await was_claimed(unit.session, "note", "a", "once") is there


@dataclass
class Press:
    """Publishes on paper."""

    weeks: list[str] = field(default_factory=list)

    async def publish(self, unit: UnitOfWork, team: str, week: str, now: datetime) -> list[str]:
        self.weeks.append(week)
        return []


@pytest.mark.parametrize(("days", "made"), [(7, ["2026-W47", "2026-W48"]), (8, ["2026-W48"])])
async def test_a_summary_up_to_seven_days_late_is_made_once(
    store: Store, clock: Clock, days: int, made: list[str]
) -> None:
    """Due on Monday the 23rd at eight; nobody was there for some days."""
    closed, press = closing_days(), Press()
    clock.now = datetime(2026, 11, 20, 8, 0, tzinfo=ZoneInfo(ZONE))
    async with store.unit() as unit:
        await begin_weekly(unit.session, "team", clock(), closed)
    calendar = Calendar(store, clock, {"weekly_summary": WeeklySummary(press, closed)}, print, sleep=clock.sleep)
    clock.passes(days=3 + days)
    for _ in range(3):
        await calendar.look()
    assert press.weeks == made


async def test_a_team_may_choose_its_hour_and_keeps_it(store: Store, clock: Clock) -> None:
    async with store.unit() as unit:
        await begin_weekly(unit.session, "team", clock(), closing_days(), time(7, 30))
        due = await scheduled(unit.session, "weekly_summary", "team")
        assert due is not None
        assert due.wall == datetime(2026, 11, 30, 7, 30)  # noqa: DTZ001 - a wall time
        assert (await WeeklySummary(Press(), closing_days()).following(unit, due, clock())).wall.time() == time(7, 30)


def test_a_monday_that_is_closed_moves_the_summary_but_not_its_week() -> None:
    """Easter Monday 2027 is 29 March."""
    due = summary_of("team", date(2027, 3, 22), time(8), ZONE, closing_days())
    assert (due.occurrence, due.wall.date()) == ("2027-W12", date(2027, 3, 30))
