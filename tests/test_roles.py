"""Every role tries every command, in worlds that differ only in what individuals did.

Nobody but the person may notice the difference: not in a message, a card, a log line, an operator's
command, or in what is asked of the database. The control is a world in which enough took part.
"""

import json
import re
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from itertools import count

import pytest
from sqlalchemy import event
from structlog.testing import capture_logs

from bot.cards.adaptive import card_of
from catalog_data.model import Catalogue
from dialogs.commands import COMMANDS
from dialogs.effects import PickTheme
from dialogs.events import Event, Joined, Pressed, Said
from dialogs.replies import Reply, paragraphs
from matching.types import Matcher
from service.delivery import Delivery
from service.door import Address, Incoming
from service.turns import Coach, Knowledge
from storage.database import ready_database
from storage.directory import DirectoryStore
from storage.overviews import overview_of_team
from storage.sealing import Sealer
from storage.standing import standing
from storage.unit import Store
from tests.conftest import Clock
from tests.effort import effort
from tests.municipality import Municipality, listed
from texts.say import LANGUAGES

CHANNEL = "msteams"
TEN = [f"m{n}@by.dk" for n in range(10)]
ROLES = {
    "manager": "leder@by.dk",
    "manager of another team": "anden@by.dk",
    "manager before": "forrige@by.dk",
    "colleague": TEN[9],
    "stranger": "fremmed@by.dk",
}
TELLING = ("four with levels", "dimension five", "not sharing")
FURTHER = ("one", "four")
"""They do less of what the others do."""
WORLDS = (*TELLING, *FURTHER)[: effort("COACH_WORLDS", 1, len(TELLING))]
"""What individuals did. Nobody else may be able to tell one from another."""
TEAM_COMMANDS = {"manager-sees", "weekly", "theme", "share", "unshare", "progress", "my-data"}
COUNTED = re.compile(r"\d+–\d+|\d+ eller flere|\d+ or more")


def tapped(title: str, data: dict[str, str]) -> dict[str, object]:
    return {"title": title, "data": data}


class Transcript:
    """A door that writes down all that somebody is shown, without the ids that are drawn by lot."""

    def __init__(self) -> None:
        self.shown: dict[str, list[Reply]] = {}

    async def show(self, address: Address, reply: Reply) -> None:
        self.shown.setdefault(address.conversation, []).append(reply)

    def of(self, address: str) -> list[str]:
        return [
            json.dumps([paragraphs(one), card_of(one.model_copy(update={"question": ""}), "", tapped)])
            for one in self.shown[chat(address)]
        ]


def chat(address: str) -> str:
    return f"chat-{address}"


class Office:
    """A municipality one can talk in."""

    def __init__(self, town: Municipality, matcher: Matcher) -> None:
        self.town = town
        self.door = Transcript()
        self.delivery = Delivery(town.store, town.clock, sleep=town.clock.sleep)
        self.delivery.open({CHANNEL: self.door})
        knowledge = Knowledge(town.publisher.catalogue, matcher, municipality="Prøvekøbing")
        self.coach = Coach(town.store, knowledge, self.delivery, town.clock)
        self._ids = count()

    async def hears(self, address: str, what: Event) -> Reply:
        self.town.clock.passes(seconds=20)
        place = Address(CHANNEL, chat(address))
        await self.coach.take(Incoming(place, f"29:{address}", f"{next(self._ids)}", what, directory=address.upper()))
        await self.delivery.quiet()
        return self.door.shown[place.conversation][-1]

    async def says_everything(self, address: str) -> None:
        """Every command, and every button that comes of the team's own commands."""
        await self.hears(address, Joined())
        asked = await self.hears(address, Joined())
        await self.hears(address, Pressed(asked.question, "begin"))
        for language in LANGUAGES:
            await self.hears(address, Said("english" if language == "en" else "dansk"))
            words = {command: word for word, command in COMMANDS[language].items()}
            for command, word in words.items():
                if command in TEAM_COMMANDS or (language == "da" and command not in {"danish", "english", "erase"}):
                    await self._tries(address, word)

    async def _tries(self, address: str, word: str) -> None:
        asked = await self.hears(address, Said(word))
        for choice in [one.value for one in asked.choices]:
            if choice in {"theme", "earlier-weeks", "progress"}:
                await self.hears(address, Pressed(asked.question, choice))
                asked = await self.hears(address, Said(word))


@asynccontextmanager
async def an_office(sealer: Sealer, catalogue: Catalogue, matcher: Matcher) -> AsyncIterator[Office]:
    """A new one, at the same moment as any other."""
    engine = await ready_database("sqlite+aiosqlite://")
    office = Office(Municipality(Store(engine, sealer), Clock(), catalogue), matcher)
    yield office
    await office.delivery.stop()
    await engine.dispose()


async def lived(office: Office, world: str) -> None:
    """Two weeks with overviews; what individuals did in them is the world."""
    town = office.town
    plejen, byg = listed(TEN), listed([f"b{n}@by.dk" for n in range(10)], manager="anden@by.dk", team="Byg")
    directory = type(plejen)({**plejen.teams, **byg.teams}, {**plejen.employees, **byg.employees})
    await town.lists(listed([*TEN], manager="forrige@by.dk"))
    await town.lists(directory)
    await town.meets(*directory.employees, "leder@by.dk", "anden@by.dk", "forrige@by.dk")
    await town.shares(*TEN)
    for _ in range(2):
        await happens(town, world)
        await town.week_ends()


async def happens(town: Municipality, world: str) -> None:
    match world:
        case "one":
            await town.reflects(TEN[0])
        case "four":
            await town.reflects(*TEN[:2])
            await town.reflects(*TEN[2:4], code="3.2.1", outcome="hard")
        case "four with levels":
            await town.reflects(*TEN[:4], outcome="good", plan="Når kanariefuglen synger, så vil jeg lytte")
        case "dimension five":
            await town.reflects(*TEN[:9], code="5.2.1", outcome="hard")
        case "not sharing":
            await town.shares(*TEN[:9], on=False)
            await town.reflects(*TEN[:9])
        case "five":
            await town.reflects(*TEN[:5])


@contextmanager
def statements(store: Store) -> Iterator[list[str]]:
    """What is asked of the database meanwhile."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(store.engine.sync_engine, "before_cursor_execute", note)
    yield asked
    event.remove(store.engine.sync_engine, "before_cursor_execute", note)


@dataclass(frozen=True)
class Seen:
    """What somebody gets to see, what is asked of the database for it, and what is logged."""

    shown: list[str]
    asked: list[str]
    logged: list[object]


async def seen_by(office: Office, role: str) -> Seen:
    with capture_logs() as logged, statements(office.town.store) as asked:
        await office.says_everything(ROLES[role])
    return Seen(office.door.of(ROLES[role]), asked, [dict(one) for one in logged])


async def world_seen(sealer: Sealer, catalogue: Catalogue, matcher: Matcher, world: str) -> dict[str, Seen]:
    """What each role sees of one world, and what the operator's commands are told."""
    async with an_office(sealer, catalogue, matcher) as office:
        await lived(office, world)
        seen = {role: await seen_by(office, role) for role in ROLES}
        async with office.town.store.unit() as unit:
            teams = await standing(DirectoryStore(unit.session, sealer))
            _, preview = await overview_of_team(unit.session, "Plejen")
        seen["operator"] = Seen([repr(teams), repr(preview and preview.text)], [], [])
        for role, address in ROLES.items():
            text = "\n".join(seen[role].shown)
            for secret in ("kanariefugl", *(set(TEN) - {address}), *office.town.people.values()):
                assert secret not in text
    return seen


@pytest.fixture
def codes(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Codes that join chats are drawn anew each time; here each world draws the same ones."""

    def again() -> None:
        numbers = count()
        monkeypatch.setattr("service.turns.fresh_code", lambda: f"BCDF-{next(numbers):04}")

    return again


async def test_no_role_can_tell_what_individuals_did(
    sealer: Sealer, catalogue: Catalogue, matcher: Matcher, codes: Callable[[], None]
) -> None:
    codes()
    nobody = await world_seen(sealer, catalogue, matcher, "nobody")
    assert all("overblik" in "\n".join(nobody[role].shown) for role in ROLES)
    for world in WORLDS:
        codes()
        seen = await world_seen(sealer, catalogue, matcher, world)
        for role in seen:
            assert seen[role] == nobody[role], (world, role)
    five = await world_seen(sealer, catalogue, matcher, "five")
    may_see = {role for role in ROLES if COUNTED.search("\n".join(five[role].shown))}
    assert may_see == {"manager", "colleague"}


async def test_a_payload_makes_nobody_a_manager(sealer: Sealer, catalogue: Catalogue, matcher: Matcher) -> None:
    """Whatever is tapped or claimed: what a unit works with changes only for its managers."""
    async with an_office(sealer, catalogue, matcher) as office:
        await lived(office, "nobody")
        (before,) = await office.town.rows("SELECT count(*) FROM theme WHERE picked_by = 'manager'")
        (unit,) = await office.town.rows("SELECT id FROM team WHERE name = 'Plejen'")
        for address in (TEN[0], "anden@by.dk", "forrige@by.dk"):
            await office.town.does(address, PickTheme(str(unit[0]), "3.1"))
        assert await office.town.rows("SELECT count(*) FROM theme WHERE picked_by = 'manager'") == [before]
        await office.town.does("leder@by.dk", PickTheme(str(unit[0]), "5.1"))
        assert await office.town.rows("SELECT count(*) FROM theme WHERE picked_by = 'manager'") == [before]
        await office.town.does("leder@by.dk", PickTheme(str(unit[0]), "3.1"))
        assert await office.town.rows("SELECT count(*) FROM theme WHERE picked_by = 'manager'") != [before]
