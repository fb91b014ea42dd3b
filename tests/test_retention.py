"""Nothing is older than its setting, over years; nobody is removed without a word who can be told; who comes back stays."""

import os
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import text

from dialogs.dates import day_in_words
from dialogs.effects import KeepReflection, SetRhythm, ShareWithTeam
from dialogs.events import Event, Joined, Left, Pressed, Said
from dialogs.replies import Reply, paragraphs
from dialogs.rhythm import Away, Rhythm, never
from dialogs.state import Draft, State
from matching.types import Candidate
from service.calendar import Calendar
from service.delivery import Delivery
from service.door import Address, Incoming
from service.errands import errands
from service.farewell import say_farewell
from service.overviews import Overviews
from service.turns import Coach, Knowledge
from storage.audit import note
from storage.database import ready_database
from storage.exporting import everything
from storage.releases import Publisher
from storage.retention import STANDARD, Lives, tidy
from storage.sealing import Sealer
from storage.unit import Caller, Store
from tests.conftest import Clock
from tests.house import House
from tests.unit_history import ZONE

STEP = timedelta(days=int(os.environ.get("COACH_RETENTION_STEP", "20")))
"""Days between two rounds of three years; `make torture` takes one."""
YEARS = timedelta(days=3 * 365)
FORGOTTEN = """
    SELECT 'words' FROM reflection WHERE finished_at <= :words AND emptied_at IS NULL
    UNION ALL SELECT 'message' FROM outbox WHERE created_at <= :messages AND body IS NOT NULL AND status = 'sent'
    UNION ALL SELECT 'answer' FROM seen WHERE seen_at <= :messages AND answer IS NOT NULL
    UNION ALL SELECT 'mark' FROM seen WHERE seen_at <= :marks
    UNION ALL SELECT 'log' FROM audit WHERE at <= :log
    UNION ALL SELECT 'draft' FROM conversation WHERE draft_until <= :now
"""
"""What should be gone by now."""


@dataclass
class Seen:
    shown: list[tuple[datetime, str, str]] = field(default_factory=list)
    clock: Clock = field(default_factory=Clock)
    asked: dict[str, str] = field(default_factory=dict)

    async def show(self, address: Address, reply: Reply) -> None:
        self.shown.append((self.clock.now, address.conversation, " ".join(paragraphs(reply))))
        self.asked[address.conversation] = reply.question or self.asked.get(address.conversation, "")

    def farewells(self, who: str) -> list[datetime]:
        return [at for at, whom, words in self.shown if whom == who and "hvis det skal blive" in words]


class Years:
    """People who come and go, and the rounds of tidying."""

    def __init__(self, store: Store, knowledge: Knowledge, clock: Clock, lives: Lives = STANDARD) -> None:
        self.store, self.clock, self.lives = store, clock, lives
        self.door = Seen(clock=clock)
        self.delivery = Delivery(store, clock, sleep=clock.sleep)
        self.delivery.open({"test": self.door})
        every = errands(knowledge, Overviews(Publisher(knowledge.catalogue, ZONE)), lives)
        self.calendar = Calendar(store, clock, every, self.delivery.wake, sleep=clock.sleep)
        self.coach = Coach(store, knowledge, self.delivery, clock)
        self.people: dict[str, str] = {}
        self.removed: dict[str, datetime] = {}
        self.number = 0

    async def takes(self, who: str, event: Event) -> None:
        self.number += 1
        await self.coach.take(Incoming(Address("test", who), who, f"m{self.number}", event, render=lambda *_: "svar"))
        await self.delivery.quiet()

    async def meets(self, who: str, *, rhythm: Rhythm | None = None) -> None:
        await self.takes(who, Joined())
        await self.takes(who, Pressed(self.door.asked[who], "begin"))
        async with self.store.unit() as unit:
            caller = Caller("test", who, who, {})
            self.people[who] = (await unit.conversation(caller, State())).person
            if rhythm is not None:
                await unit.apply(SetRhythm(rhythm, None), self.people[who], self.clock())

    async def reflects(self, who: str) -> None:
        candidate = Candidate(code="1.2.1", confidence=0.5, because=("kanariefugl",))
        draft = Draft(started=self.clock(), perspective="use", opener="|use-1", code="1.2.1", episode="kanariefugl 1",
                      judgement="kanariefugl 2", learning="kanariefugl 3", plan="kanariefugl 4", level=2,
                      candidates=(candidate,))  # fmt: skip
        async with self.store.unit() as unit:
            await unit.apply(ShareWithTeam(on=True), self.people[who], self.clock())
            await unit.apply(KeepReflection(draft), self.people[who], self.clock())
            await note(unit.session, self.store.sealer, "operator", "shown", self.clock(), person=self.people[who])

    async def round(self) -> None:
        """An hour's work."""
        before = await self.here()
        await tidy(self.store, self.clock(), self.lives)
        await say_farewell(self.store, self.clock(), self.lives, never)
        await self.calendar.look()
        await self.delivery.quiet()
        for who in before - await self.here():
            self.removed[who] = self.clock.now

    async def passes(self, time: timedelta) -> None:
        """Rounds, one every so many days; each leaves nothing that is too old, and another at once does nothing."""
        end = self.clock.now + time
        while self.clock.now < end:
            self.clock.passes(seconds=min(STEP, end - self.clock.now).total_seconds())
            await self.round()
            assert await self.too_old() == []
            self.clock.passes(hours=25)  # what was put into the calendar is carried out the day after
            await self.calendar.look()
            await self.delivery.quiet()

    async def here(self) -> set[str]:
        async with self.store.engine.connect() as connection:
            left = set((await connection.execute(text("SELECT id FROM person"))).scalars())
        return {who for who, person in self.people.items() if person in left}

    async def too_old(self) -> list[str]:
        now = self.clock().astimezone(ZONE)
        its = {name: _stored(now - getattr(self.lives, name)) for name in ("words", "messages", "marks", "log")}
        async with self.store.engine.connect() as connection:
            return list((await connection.execute(text(FORGOTTEN), {**its, "now": _stored(now)})).scalars())

    async def kept(self, who: str) -> dict[str, list[dict[str, Any]]]:
        async with self.store.unit() as unit:
            return await everything(unit.session, unit.keys, self.people[who])


def _stored(moment: datetime) -> str:
    """As SQLite keeps it."""
    return moment.astimezone(timezone.utc).strftime("%Y-%m-%d %H:%M:%S.%f")


@pytest.fixture
async def years(sealer: Sealer, knowledge: Knowledge, clock: Clock) -> AsyncIterator[Years]:
    engine = await ready_database("sqlite+aiosqlite://")
    built = Years(Store(engine, sealer), knowledge, clock)
    yield built
    await built.delivery.stop()
    await engine.dispose()


async def test_three_years(years: Years) -> None:
    away = Rhythm(away=(Away(first=years.clock().date(), last=years.clock().date() + timedelta(days=400)),))
    for who, rhythm in (("active", None), ("silent", None), ("back", None), ("quiet", Rhythm(quiet=True)),
                        ("away", away), ("left", None)):  # fmt: skip
        await years.meets(who, rhythm=rhythm)
        await years.reflects(who)
    await years.takes("left", Left())
    began, back = years.clock.now, 0
    while years.clock.now < began + YEARS:
        await years.passes(timedelta(days=60))
        await years.takes("active", Said("hej"))
        await years.reflects("active")
        if years.door.farewells("back") and not back:
            await years.takes("back", Said("hej"))
            back = 1
            came_back = years.clock.now
    life, warning = STANDARD.person, STANDARD.warning
    slack = 3 * STEP + timedelta(
        days=2
    )  # the round that sees it, the next; a notice comes the day after, and moves a day
    assert await years.here() == {"active"}
    for who in ("silent", "quiet"):
        (told,) = years.door.farewells(who)
        assert began + life - warning <= told <= began + life - warning + slack
        assert told + warning <= years.removed[who] <= told + warning + slack
        assert years.removed[who] >= began + life
    (told,) = years.door.farewells("away")
    assert told >= began + timedelta(days=400), "a pause holds on every path"
    assert told + warning <= years.removed["away"] <= told + warning + slack
    assert years.door.farewells("left") == years.door.farewells("active") == []
    assert began + life <= years.removed["left"] <= began + life + slack + timedelta(days=1), "nobody could be told"
    first, second = years.door.farewells("back")
    assert first < came_back
    assert second >= came_back + life - warning, "who comes back stays, and is told anew a year on"
    assert years.removed["back"] >= second + warning


async def test_the_notice_says_the_day_and_keeps_it(years: Years) -> None:
    await years.meets("silent")
    await years.passes(STANDARD.person - STANDARD.warning - timedelta(days=3))
    while not years.door.farewells("silent"):
        await years.passes(timedelta(days=1))
    told = years.door.shown[-1][2]
    promised = next(
        day for n in range(60) if day_in_words(day := (years.clock.now + timedelta(days=n)).date(), "da") in told
    )
    while years.clock.now.date() < promised - timedelta(days=1):
        years.clock.passes(days=1)
        await years.round()
        assert await years.here() == {"silent"}, "not before the day that was said"
    years.clock.passes(days=2)
    await years.round()
    assert await years.here() == set()


async def test_the_words_go_and_the_fact_stays(years: Years) -> None:
    await years.meets("active")
    await years.reflects("active")
    for _ in range(7):
        await years.passes(timedelta(days=60))
        await years.takes("active", Said("hej"))
    kept = await years.kept("active")
    (reflection,) = kept["reflections"]
    assert (reflection["code"], reflection["episode"], reflection["learning"]) == ("1.2.1", "", "")
    assert reflection["finished_at"]
    assert kept["levels"][0]["level"] == 2
    assert kept["plans"][0]["text"] == ""
    assert kept["plans"][0]["closed_at"] is not None
    assert "kanariefugl" not in str(kept)
    await years.takes("active", Said("mit forløb"))
    assert "24. november" in years.door.shown[-1][2]
    await years.takes("active", Said("ret"))
    assert "»«" not in years.door.shown[-1][2]


async def test_each_setting_counts(years: Years) -> None:
    """With every life halved, half the time is enough: nothing is measured by anything else."""
    days = timedelta(days=1)
    years.lives = Lives(words=100 * days, messages=3 * days, marks=8 * days, log=50 * days, person=4000 * days)
    await years.meets("active")
    await years.reflects("active")
    await years.takes("active", Said("hej"))
    for waited, gone in ((4, "message"), (9, "mark"), (51, "log"), (101, "words")):
        years.clock.now = Clock().now + waited * days
        assert gone in await years.too_old()
        await tidy(years.store, years.clock(), years.lives)
        assert await years.too_old() == []


async def test_a_round_again_writes_nothing(years: Years) -> None:
    await years.meets("silent")
    await years.reflects("silent")
    years.clock.passes(days=340)
    await years.round()
    years.clock.passes(days=1)
    await years.round()
    async with years.store.engine.connect() as connection:
        before = (await connection.execute(text("SELECT total_changes()"))).scalar()
    for _ in range(2):
        await tidy(years.store, years.clock(), years.lives)
        await say_farewell(years.store, years.clock(), years.lives, never)
    async with years.store.engine.connect() as connection:
        assert (await connection.execute(text("SELECT total_changes()"))).scalar() == before
    assert len(years.door.farewells("silent")) == 1


async def test_words_that_wait_in_a_conversation_go_with_the_drafts(house: House) -> None:
    """A message that was held back because of personal data, outside any reflection."""
    await house.greeted()
    await house.take(Said("jeg ringede til borgeren Kanarius Fuglsang på 20 30 40 51 om planen"))
    assert (await house.state()).held
    house.clock.passes(days=8)
    await tidy(house.store, house.clock())
    assert not (await house.state()).held
    await house.take(Said("hej"))
    assert "Kanarius" not in house.door.last


async def test_conversations_from_before_get_their_day(house: House) -> None:
    await house.greeted()
    await house.execute("UPDATE conversation SET touched_at = NULL")
    await tidy(house.store, house.clock())
    assert await house.count("SELECT count(*) FROM conversation WHERE touched_at IS NULL") == 0
