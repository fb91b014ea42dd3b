"""Years of the calendar in a minute: replicas on one database that die, restart and are all away at times."""

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from sqlalchemy import Column, DateTime, Integer, MetaData, String, Table, insert, select
from sqlalchemy.ext.asyncio import AsyncEngine

from dialogs.rhythm import Closed, Rhythm, next_prompt, next_window, too_late
from service.calendar import Calendar, Done, Errand, NotNow
from service.weekly import WeeklySummary
from storage.database import open_database
from storage.due import Due, next_moment, schedule
from storage.sealing import Sealer
from storage.unit import Store, UnitOfWork

ZONE = ZoneInfo("Europe/Copenhagen")
MINUTE = timedelta(minutes=1)
TABLES = MetaData()
DONE = Table(
    "done", TABLES,
    Column("id", Integer, primary_key=True), Column("kind", String), Column("scope", String),
    Column("occurrence", String), Column("at", DateTime(timezone=True)),
)  # fmt: skip
"""What the errands of a simulation did, with no key that would keep anything from being done twice."""


class Died(BaseException):
    """A process ended without a word."""


@dataclass
class Chance:
    """Decides who dies, and when on the way."""

    dice: random.Random
    restarts: float
    deaths: int = 0

    def __call__(self) -> None:
        if self.dice.random() < self.restarts / 2:  # asked twice on the way of each errand
            self.deaths += 1
            raise Died


@dataclass
class Prompting:
    """Prompts as the coach has them, but for what they say."""

    rhythms: dict[str, Rhythm]
    closed: Closed
    die: Callable[[], None]
    patience = timedelta(hours=2)

    async def carry_out(self, unit: UnitOfWork, due: Due, now: datetime) -> Done | NotNow:
        self.die()
        rhythm, wall = self.rhythms[due.scope], now.replace(tzinfo=None)
        if wall > too_late(rhythm, due.wall):
            return NotNow(await self.following(unit, due, now))
        await note(unit, due, now)
        self.die()
        return Done(prompt(due.scope, next_prompt(rhythm, due.wall.date(), wall, self.closed)))

    async def following(self, _unit: UnitOfWork, due: Due, now: datetime) -> Due | None:
        later = now.replace(tzinfo=None) + MINUTE
        return prompt(due.scope, next_window(self.rhythms[due.scope], later, self.closed))


@dataclass
class Publishing:
    """Notes that a summary was made."""

    die: Callable[[], None]

    async def publish(self, unit: UnitOfWork, team: str, week: str, now: datetime) -> list[str]:
        self.die()
        await note(unit, Due("weekly_summary", team, week, now.replace(tzinfo=None), ZONE.key), now)
        self.die()
        return []


async def note(unit: UnitOfWork, due: Due, now: datetime) -> None:
    row = {"kind": due.kind, "scope": due.scope, "occurrence": due.occurrence, "at": now}
    await (await unit.session.connection()).execute(insert(DONE).values(row))


def prompt(person: str, wall: datetime | None) -> Due | None:
    return wall and Due("prompt", person, wall.date().isoformat(), wall, ZONE.key)


@dataclass
class World:
    """Replicas on one database, and one clock for them all."""

    url: str
    sealer: Sealer
    closed: Closed
    now: datetime
    restarts: float = 0.3
    replicas: int = 4
    seed: int = 1
    rhythms: dict[str, Rhythm] = field(default_factory=dict)
    looks: list[datetime] = field(default_factory=list)
    """When the calendar was looked at until everything due was done."""
    changes: list[tuple[datetime, str, Rhythm]] = field(default_factory=list)
    """When somebody will set another rhythm, in order."""
    moved: list[tuple[datetime, str, Rhythm]] = field(default_factory=list)
    kind: type[Calendar] = Calendar
    shared: AsyncEngine | None = None
    """A database in memory, which all replicas stand in line for."""

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)  # noqa: S311 - no secret
        self.chance = Chance(self.dice, self.restarts)
        self.running: list[tuple[Store, Calendar]] = []

    async def open(self) -> None:
        self.running = [self._replica() for _ in range(self.replicas)]
        async with self.store.engine.begin() as connection:
            await connection.run_sync(TABLES.create_all)

    async def close(self) -> None:
        for store, _ in self.running:
            await store.engine.dispose()  # a shared one more than once, which does no harm

    @property
    def store(self) -> Store:
        return self.running[0][0]

    async def travel(self, weeks: int, outages: int = 0) -> None:
        """Let weeks pass. In each outage nobody is there for up to three days."""
        end = self.now + timedelta(weeks=weeks)
        away = sorted(self.now + (end - self.now) * self.dice.random() for _ in range(outages))
        while self.now < end:
            async with self.store.unit() as unit:
                soonest = await next_moment(unit.session)
            upcoming = [*filter(None, [soonest]), *(one[0] for one in self.changes[:1]), end]
            later = timedelta(minutes=self.dice.choice((0, 0, 1, 7)))
            self.now = max(self.now, min(upcoming).astimezone(ZONE)) + later
            while away and away[0] <= self.now:
                away.pop(0)
                self.now += timedelta(hours=self.dice.uniform(1, 72))
            while self.changes and self.changes[0][0] <= self.now:
                await self.moves(*self.changes.pop(0)[1:])
            await self.looked()

    async def looked(self) -> None:
        """All replicas look at once; whoever dies is started again, until everybody is through."""
        while any(await asyncio.gather(*(self._look(number) for number in range(self.replicas)))):
            pass
        self.looks.append(self.now)

    async def moves(self, person: str, rhythm: Rhythm) -> None:
        """The person sets another rhythm, as of now."""
        self.rhythms[person] = rhythm
        self.moved.append((self.now, person, rhythm))
        due = prompt(person, next_window(rhythm, self.now.replace(tzinfo=None), self.closed))
        assert due is not None
        async with self.store.unit() as unit:
            await schedule(unit.session, due)

    async def done(self, kind: str) -> list[tuple[str, str, datetime]]:
        """Whom or what it was about, which occurrence, and when, in order."""
        query = select(DONE.c.scope, DONE.c.occurrence, DONE.c.at).where(DONE.c.kind == kind).order_by(DONE.c.id)
        async with self.store.engine.connect() as connection:
            return [(one.scope, one.occurrence, _aware(one.at)) for one in (await connection.execute(query)).all()]

    async def _look(self, number: int) -> bool:
        store, calendar = self.running[number]
        try:
            await calendar.look()
        except Died:
            self.running[number] = self._replica()
            if self.shared is None:
                await store.engine.dispose()
            return True
        return False

    def _replica(self) -> tuple[Store, Calendar]:
        store = Store(self.shared or open_database(self.url), self.sealer)
        errands: dict[str, Errand] = {
            "prompt": Prompting(self.rhythms, self.closed, self.chance),
            "weekly_summary": WeeklySummary(Publishing(self.chance), self.closed),
        }
        return store, self.kind(store, lambda: self.now, errands, lambda *_: None, sleep=_never)


def expected(world: World, person: str) -> list[date]:
    """The days a person is asked on, told from when anybody looked and what was set: no database, no ledger."""
    moves = [(moment, rhythm) for moment, who, rhythm in world.moved if who == person]
    days: list[date] = []
    rhythm, wall = Rhythm(), datetime.max  # noqa: DTZ901 - a wall time
    for look in world.looks:
        at = look.replace(tzinfo=None)
        while moves and moves[0][0] <= look:
            since, rhythm = moves.pop(0)
            wall = _certainly(next_window(rhythm, since.replace(tzinfo=None), world.closed))
        while wall.replace(tzinfo=ZONE) <= look.astimezone(timezone.utc):
            late = look.astimezone(timezone.utc) - wall.replace(tzinfo=ZONE).astimezone(timezone.utc)
            if late > timedelta(hours=2) or at > too_late(rhythm, wall) or wall.date() in days:
                wall = _certainly(next_window(rhythm, at + MINUTE, world.closed))
            else:
                days.append(wall.date())
                wall = _certainly(next_prompt(rhythm, wall.date(), at, world.closed))
    return days


def _certainly(moment: datetime | None) -> datetime:
    assert moment is not None
    return moment


def _aware(moment: datetime) -> datetime:
    return moment.replace(tzinfo=ZONE) if moment.tzinfo is None else moment.astimezone(ZONE)


async def _never(_seconds: float) -> None:
    raise AssertionError("nobody sleeps in a simulation")
