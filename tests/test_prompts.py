"""What the coach says of its own accord, over weeks, through the whole house."""

import ast
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from catalog_data.model import Catalogue
from dialogs.dates import day_in_words
from dialogs.events import Joined, Left, Pressed, Said
from dialogs.facts import Facts
from dialogs.gate import RANKS, Standing, held
from dialogs.replies import Reply, line, paragraphs
from dialogs.rhythm import Away, Rhythm, Window
from dialogs.settling import Turn
from dialogs.state import State
from dialogs.steps import STEPS
from dialogs.talk import Talk
from matching.types import Matcher
from service.calendar import Calendar, Errand
from service.closing_days import closing_days
from service.proactive import Approach, Proactive, TellingSummary
from service.prompting import nudges
from service.themes import TellingTheme
from service.turns import Knowledge
from service.weekly import PATIENCE
from storage.due import Due, next_moment, schedule, scheduled
from storage.rhythms import keep_rhythm, rhythm_of
from storage.unit import Store, UnitOfWork
from tests.conftest import Clock
from tests.house import House
from texts.say import Language

ZONE = "Europe/Copenhagen"
EIGHT = datetime(2026, 11, 30, 8, 0)  # noqa: DTZ001 - a wall time


@pytest.fixture
def house(store: Store, catalogue: Catalogue, matcher: Matcher, clock: Clock) -> House:
    return House(store, Knowledge(catalogue, matcher, closed=closing_days()), clock)


async def passes(house: House, **time_: float) -> list[str]:
    """Time passes from one due moment to the next; what the coach said meanwhile."""
    before = len(house.door.shown)
    end = house.clock.now + timedelta(**time_)
    while house.clock.now < end:
        async with house.store.unit() as unit:
            upcoming = await next_moment(unit.session)
        due = end if upcoming is None else upcoming.astimezone(house.clock.now.tzinfo)
        house.clock.now = min(end, max(due, house.clock.now + timedelta(minutes=1)))
        await house.calendar.look()
        await house.delivery.quiet()
    return [" ".join(paragraphs(one)) for one in house.door.shown[before:]]


async def next_prompt(house: House) -> datetime | None:
    person = await house.value("SELECT id FROM person")
    async with house.store.unit() as unit:
        due = await scheduled(unit.session, "prompt", person)
    return due and due.wall


async def set_rhythm(house: House, rhythm: Rhythm) -> None:
    person = await house.value("SELECT id FROM person")
    async with house.store.unit() as unit:
        await keep_rhythm(unit.session, await unit.keys.of(person), person, rhythm)


async def test_the_first_prompt_comes_after_two_weeks_in_the_usual_hours(house: House) -> None:
    """First contact on a Tuesday morning."""
    await house.greeted()
    assert await passes(house, days=13, hours=12) == []
    assert await next_prompt(house) == datetime(2026, 12, 8, 9, 0)  # noqa: DTZ001 - a wall time
    assert await passes(house, days=1) == ["Skal vi bruge tre minutter på noget, du har prøvet på jobbet?"]


async def test_three_that_are_ignored_and_then_it_goes_quiet_with_one_tap_back(house: House) -> None:
    await house.greeted()
    said = await passes(house, weeks=30)
    assert len(said) == 4
    assert said[3] == "Nu skriver jeg ikke mere af mig selv. Tryk, hvis jeg skal begynde igen."
    assert await next_prompt(house) is None
    await house.tap("write-again")
    assert house.door.last.startswith("Det er gemt, og jeg skriver ")
    assert len(await passes(house, weeks=3)) == 2


async def test_an_answer_begins_the_count_anew(house: House) -> None:
    await house.greeted()
    for _ in range(5):
        assert len(await passes(house, weeks=2)) == 1
        await house.tap("later")
        assert len(await passes(house, days=6)) == 1
        await house.tap("why-now")
        assert house.door.last.startswith("Fordi du bad mig vente med »")


async def test_no_topic_and_no_plan_on_a_lock_screen(house: House, catalogue: Catalogue) -> None:
    await house.greeted()
    names = {catalogue.prose(code, "da").name for code in catalogue.codes}
    for _ in range(9):
        said = await passes(house, weeks=2)
        assert said
        assert not [name for name in names if any(name in one for one in said)]
        await house.take(Said("menu"))


async def test_yes_begins_the_reflection_that_was_chosen(house: House) -> None:
    await house.greeted()
    await passes(house, weeks=2)
    offered = (await house.state()).offered
    await house.tap("yes")
    state = await house.state()
    assert state.draft is not None
    assert (state.step, state.draft.topic) == ("episode", offered)


@pytest.mark.parametrize("step", ["prompt", "ask-plan", "reminder"])
def test_the_pace_can_be_changed_from_everything_it_asks_of_its_own_accord(step: str, catalogue: Catalogue) -> None:
    talk = Talk(State(step=step), Facts(EIGHT, catalogue))
    assert "change-pace" in {one.value for one in STEPS[step].ask(talk).choices}


async def test_what_is_left_gets_one_reminder_instead_of_a_prompt(house: House) -> None:
    await house.greeted()
    await house.tap("tell")
    said = await passes(house, days=6)
    assert said == ["Du har en samtale, der venter. Vil du gøre den færdig?"]
    await house.tap("continue")
    assert (await house.state()).step == "episode"


async def test_a_pause_in_words_is_read_back_and_holds(house: House) -> None:
    await house.greeted()
    await house.take(Said("pause til 3. august"))
    assert "Pause fra tirsdag 24. november til mandag 2. august 2027." in house.door.last
    assert (await house.state()).wished is not None
    await house.tap("yes")
    assert house.door.last.startswith("Det er gemt, og jeg skriver tirsdag 3. august 2027 klokken 9.")
    assert await passes(house, weeks=35) == []
    assert len(await passes(house, weeks=1)) == 1


async def test_a_pace_in_words_moves_the_stored_job(house: House) -> None:
    await house.greeted()
    await house.take(Said("hver anden torsdag kl 9"))
    await house.tap("yes")
    assert await next_prompt(house) == datetime(2026, 11, 26, 9, 0)  # noqa: DTZ001 - a wall time
    said = await passes(house, weeks=5)
    assert len(said) == 3


async def test_nothing_understood_is_stored_before_it_is_read_back(house: House) -> None:
    await house.greeted()
    before = await next_prompt(house)
    await house.take(Said("hver uge kl 7"))
    assert await next_prompt(house) == before
    await house.tap("pace-again")
    assert (await house.state()).wished is None
    assert await next_prompt(house) == before


async def test_stop_and_departure_hold(house: House) -> None:
    await house.greeted()
    await house.take(Said("stop"))
    assert await passes(house, weeks=10) == []
    await house.take(Said("tempo"))
    await house.tap("pace-go-on")
    await house.take(Left())
    assert await passes(house, weeks=10) == []
    await house.take(Joined())
    assert await passes(house, weeks=3)


async def paused(house: House) -> Rhythm:
    """A pause of ten weeks, with the card on screen."""
    await house.greeted()
    await house.take(Said("pause i 10 uger"))
    await house.tap("yes")
    await house.take(Said("tempo"))
    return await stored_rhythm(house)


async def stored_rhythm(house: House) -> Rhythm:
    person = await house.value("SELECT id FROM person")
    async with house.store.unit() as unit:
        return await rhythm_of(unit.session, await unit.keys.of(person), person) or Rhythm()


async def test_a_yes_on_the_card_ends_no_pause(house: House) -> None:
    rhythm = await paused(house)
    before = await next_prompt(house)
    await house.take(Said("ja"))
    assert (await stored_rhythm(house), await next_prompt(house)) == (rhythm, before)
    assert house.door.last.startswith("Det fik jeg ikke fat i.")


async def test_write_again_says_that_the_pause_is_over_and_counts_from_now(house: House) -> None:
    await paused(house)
    await house.tap("pace-go-on")
    assert house.door.last.startswith("Din pause er slut, og jeg skriver onsdag 25. november klokken 9.")
    assert (await stored_rhythm(house)).away == ()
    assert await next_prompt(house) == datetime(2026, 11, 25, 9, 0)  # noqa: DTZ001 - a wall time


async def test_what_is_not_understood_is_never_said_twice_in_the_same_words(house: House) -> None:
    await house.greeted()
    await house.take(Said("tempo"))
    said = []
    for _ in range(4):
        await house.take(Said("når køerne kommer hjem"))
        said.append(house.door.last.split(".")[0])
    assert said == ["Det fik jeg ikke fat i", "Jeg er ikke med endnu", "Vi prøver en gang til", said[0]]


@pytest.mark.parametrize(
    ("text", "told"),
    [("pause til 3. august 2026", "Den dato er forbi."), ("hver 3. uge", "Jeg kan skrive hver uge, hver anden eller")],
)
async def test_what_cannot_be_had_is_told_and_asked_again(house: House, text: str, told: str) -> None:
    await house.greeted()
    await house.take(Said(text))
    assert house.door.last.startswith(told)
    assert (await house.state()).step == "pace"
    await house.take(Said("hver uge"))
    await house.take(Said(text))
    assert house.door.last.startswith(told)
    assert ((await house.state()).step, (await house.state()).wished) == ("pace", None)


async def test_not_in_the_middle_of_a_dialogue(house: House) -> None:
    """At nine the person is talking: the prompt waits for their next own window."""
    await house.greeted()
    due = await next_prompt(house)
    assert due is not None
    house.clock.now = due.replace(tzinfo=house.clock.now.tzinfo) - timedelta(minutes=10)
    await house.take(Said("menu"))
    house.clock.passes(minutes=15)
    await house.calendar.look()
    assert await next_prompt(house) == due + timedelta(days=1)


async def test_a_plan_is_followed_up_on_its_day_and_only_one_message_comes_that_day(house: House) -> None:
    await house.greeted()
    for said in ("bare fortæl", "I går ringede jeg til en borger i stedet for at skrive", "det gik godt", "ja",
                 "jeg spørger først", "1", "1", "om to uger"):  # fmt: skip
        await house.take(Said(said))
    assert "Jeg spørger til den tirsdag 8. december." in house.door.last
    await house.tap("keep")
    # The prompt would come on the same day at the same hour; the plan goes first.
    said = await passes(house, days=14)
    assert said == ["Du bad mig spørge til noget. Har du et minut?"]
    await house.tap("yes")
    assert house.door.last.startswith("Du lagde en plan:")
    assert await next_prompt(house) == datetime(2026, 12, 9, 9, 0)  # noqa: DTZ001 - a wall time


class Stored:
    """A stored summary, for anybody."""

    async def message(self, unit: UnitOfWork, person: str, team: str, week: str, language: Language) -> Reply:
        return Reply(language=language, lines=(line("plain", text=f"{team} {week}"),))


class AlwaysTold(TellingTheme):
    """A theme, or a team, that is told to everybody."""

    async def turn(self, unit: UnitOfWork, approach: Approach, due: Due) -> Turn:
        state = approach.reach.conversation.state
        return Turn(state, (Reply(language=state.language, lines=(line("plain", text="et tema"),)),))


async def test_the_gate_is_the_same_for_every_kind(house: House) -> None:
    """Each kind there is, against everything that closes the gate."""
    await house.greeted()
    person = await house.value("SELECT id FROM person")
    every: dict[str, Errand] = {
        **nudges(house.knowledge),
        "team": Proactive(AlwaysTold(house.knowledge), PATIENCE),
        "theme": Proactive(AlwaysTold(house.knowledge), PATIENCE),
        "summary": Proactive(TellingSummary(Stored(), closing_days()), PATIENCE),
    }
    assert set(every) == set(RANKS) - {"notice"}  # whose errand has its own tests, in test_retention.py
    told = {kind for kind, errand in house.calendar.errands.items() if isinstance(errand, Proactive)}
    assert told == set(RANKS)
    occurrence = dict.fromkeys(every, "2026-W48") | dict.fromkeys(("team", "theme"), "2026-12-31/t")
    calendar = Calendar(house.store, house.clock, every, house.delivery.wake, sleep=house.clock.sleep)
    monday = EIGHT.replace(tzinfo=house.clock.now.tzinfo)
    everywhere = Rhythm(windows=(Window(days=tuple(range(7)), start=time(8), end=time(20)),))
    closed_by = {
        "quiet": everywhere.model_copy(update={"quiet": True}),
        "away": everywhere.model_copy(update={"away": (Away(first=date(2026, 1, 1), last=date(2027, 1, 1)),)}),
    }
    for rhythm in closed_by.values():
        await set_rhythm(house, rhythm)
        for kind in every:
            house.clock.now = monday
            async with house.store.unit() as unit:
                await schedule(unit.session, Due(kind, person, occurrence[kind], EIGHT, ZONE, person))
            await calendar.look()
    await house.delivery.quiet()
    assert len(house.door.shown) == 2  # the notice and the menu: nothing since
    await set_rhythm(house, everywhere)
    for kind in every:
        async with house.store.unit() as unit:
            scope = f"team/2026-W48/{person}" if kind == "summary" else person
            await schedule(unit.session, Due(kind, scope, occurrence[kind], EIGHT, ZONE, person))
    await calendar.look()
    await house.delivery.quiet()
    assert house.door.last == "team 2026-W48"  # the way is free, and the summary goes first
    assert len(house.door.shown) == 3


def test_whatever_closes_the_gate_closes_it(clock: Clock) -> None:
    now = clock.now
    free = Standing(Rhythm(), reachable=True, touched=(now - timedelta(minutes=30),), told_today=False, more_due=False)
    assert held(free, now) is None
    away = Rhythm(away=(Away(first=now.date(), last=now.date()),))
    for change, hold in (
        ({"reachable": False}, "gone"), ({"rhythm": Rhythm(quiet=True)}, "quiet"), ({"rhythm": away}, "away"),
        ({"touched": (now - timedelta(minutes=29),)}, "active"), ({"told_today": True}, "told"),
        ({"more_due": True}, "gives-way"), ({"rhythm": away, "owed": True}, "away"), ({"told_today": True, "owed": True}, "told"),
    ):  # fmt: skip
        standing = Standing(**{name: getattr(free, name) for name in Standing.__slots__} | change)
        assert held(standing, now) == hold
    owed = Standing(Rhythm(quiet=True), reachable=True, touched=(), told_today=False, more_due=False, owed=True)
    assert held(owed, now) is None  # that all of it goes is said even to who said stop


def test_nobody_posts_but_turns_and_the_gate() -> None:
    """Every place in the code that puts something in an outbox. A new one must be an answer, or pass the gate."""
    root = Path(__file__).parents[1]
    posting = set()
    for room in ("service", "storage", "bot", "commands", "summaries"):
        for file in (root / room).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                name = node.func if isinstance(node, ast.Call) else None
                called = getattr(name, "attr", getattr(name, "id", ""))
                if called in {"post", "OutboxRow"} and "client" not in ast.unparse(node):
                    posting.add(f"{room}/{file.name}")
    answers = {"service/turns.py", "storage/unit.py", "storage/posting.py", "storage/asking_again.py"}
    asks_a_reader_over_http = {"service/chat_reader.py"}
    outside = {one for one in posting if not one.startswith("bot/")} - answers - asks_a_reader_over_http
    assert outside == {"service/proactive.py"}


async def test_words_of_a_day_are_not_a_pace(house: House) -> None:
    await house.greeted()
    await house.take(Said("på torsdag"))
    assert (await house.state()).step != "pace-check"
    assert day_in_words(date(2026, 12, 3), "da") == "torsdag 3. december"


async def test_an_old_button_of_a_prompt_is_harmless(house: House) -> None:
    await house.greeted()
    await passes(house, weeks=2)
    question = house.door.shown[-1].question
    await passes(house, weeks=2)
    await house.take(Pressed(question, "yes"))
    assert (await house.state()).draft is None
