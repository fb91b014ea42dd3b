"""Three employees and two managers in two channels, doing whatever comes to mind: nobody reads a word of
another's, and nobody changes what is another's. COACH_ISOLATION says for how many steps."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import SQLModel

import storage.calendar_tables
import storage.joining_tables
import storage.team_tables  # noqa: F401 - importing is what declares the tables
from dialogs.events import Brought, Deleted, Edited, Event, Joined, Left, Pressed, Said
from dialogs.joining import SIGNS
from dialogs.replies import Reply, paragraphs
from dialogs.state import State
from matching.matcher import BuiltInMatcher
from service.delivery import Delivery
from service.door import Address, Incoming
from service.turns import Coach, Knowledge
from storage.database import ready_database
from storage.directory import Directory, DirectoryStore, EmployeeEntry, TeamEntry
from storage.sealing import Sealer
from storage.unit import Caller, Store, UnitOfWork
from tests.conftest import Clock
from tests.effort import effort

STEPS = effort("COACH_ISOLATION", 40, 100)
CODE = re.compile(f"[{SIGNS}]{{4}}-[{SIGNS}]{{4}}")
CHANNELS = ("msteams", "slack")
COMMANDS = ("menu", "start", "hjælp", "stop", "fortryd", "fortsæt", "spring over", "tilbage", "ret", "slet", "slet mig",
            "mit forløb", "mine data", "hvad ser min leder", "ugeoverblik", "tema", "del med teamet", "del ikke", "pause",
            "forbind", "frakobl", "ja", "nej", "2", "ved ikke", "hver uge om mandagen kl 9")  # fmt: skip
PEOPLE = ("anna@by.dk", "bo@by.dk", "carl@by.dk", "leder1@by.dk", "leder2@by.dk")
LIST = Directory(
    {"Plejen": TeamEntry(None, frozenset({"leder1@by.dk"})), "Byg": TeamEntry(None, frozenset({"leder2@by.dk"}))},
    {one: EmployeeEntry(("Plejen",) if number < 2 else ("Byg",)) for number, one in enumerate(PEOPLE)},
)
FORWARD = ("keep", "yes", "good", "tell", "begin", "skip", "go-on", "no-day")
"""Taps that lead a reflection to its end, so that there is something kept to steal."""


@dataclass
class Chat:
    """One person in one channel, and everything that was ever shown and said there."""

    email: str
    channel: str
    canary: str
    shown: list[Reply] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)

    @property
    def caller(self) -> Caller:
        return Caller(self.channel, f"chat {self.email}", f"user {self.email}", {}, (self.email,))


class Door:
    def __init__(self, chats: dict[tuple[str, str], Chat]) -> None:
        self._chats = chats

    async def show(self, address: Address, reply: Reply) -> None:
        self._chats[address.channel, address.conversation].shown.append(reply)


class Town:
    """Everybody, at one coach. `random` decides who does what."""

    def __init__(self, store: Store, knowledge: Knowledge, clock: Clock, random: Random) -> None:
        self.store, self.clock, self.random = store, clock, random
        self.canaries = {email: f"zorb{sign * 4}" for email, sign in zip(PEOPLE, "aeiou", strict=True)}
        all_chats = [Chat(email, channel, self.canaries[email]) for email in PEOPLE for channel in CHANNELS]
        self.chats = {(one.channel, one.caller.conversation): one for one in all_chats}
        self.delivery = Delivery(store, clock, sleep=clock.sleep)
        self.delivery.open(dict.fromkeys(CHANNELS, Door(self.chats)))
        self.coach = Coach(store, knowledge, self.delivery, clock)
        self._before: dict[str, Any] = {}

    async def lists(self) -> None:
        async with self.store.unit() as unit:
            await DirectoryStore(unit.session, self.store.sealer).save(LIST, self.clock())

    async def reflect(self) -> None:
        """Everybody has kept something already, in words that are theirs alone."""
        for chat in list(self.chats.values())[:: len(CHANNELS)]:
            for event in (Joined(), None, Said("menu"), "tell", Said(self._own(chat)), *[None] * 12):
                card = next((one for one in reversed(chat.shown) if one.choices), None)
                tap = self._forward(card, event if isinstance(event, str) else "") if card else None
                found = tap if event is None or isinstance(event, str) else event
                if found is not None:
                    await self.does(chat, found)

    @staticmethod
    def _own(chat: Chat) -> str:
        return f"i går ringede jeg til {chat.canary} i stedet for at skrive et brev til {chat.canary}"

    @staticmethod
    def _forward(card: Reply, wanted: str = "") -> Pressed:
        choices = [one.value for one in card.choices]
        return Pressed(card.question, next((one for one in (wanted, *FORWARD) if one in choices), choices[0]))

    async def step(self) -> None:
        """One person does something; what is everybody else's is afterwards as it was before."""
        chat = self.random.choice(list(self.chats.values()))
        event = self._something(chat)
        before = self._before or await self.belongings()
        shown = len(chat.shown)
        await self.does(chat, event)
        after = self._before = await self.belongings()
        for other in PEOPLE:
            if other != chat.email:
                assert after[other] == before[other], f"{chat.email} changed what is {other}'s by {event}"
        for reply in chat.shown[shown:]:
            self.assert_own(chat, reply, event)

    def assert_own(self, chat: Chat, reply: Reply, event: Event) -> None:
        read = [email for email, canary in self.canaries.items() if canary in words_of(reply) and email != chat.email]
        assert read == [], f"{chat.email} reads {read} by {event}"

    def assert_nobody_else_was_shown_anything(self) -> None:
        for chat in self.chats.values():
            for reply in chat.shown:
                self.assert_own(chat, reply, Joined())

    async def does(self, chat: Chat, event: Event) -> None:
        self.clock.passes(seconds=self.random.choice((5, 20, 20, 200, 4000)))
        message = f"{chat.email} {chat.channel} {len(chat.messages)}"
        chat.messages.append(message)
        address = Address(chat.channel, chat.caller.conversation)
        incoming = Incoming(address, chat.caller.user, message, event, directory=chat.email)
        await self.coach.take(incoming)
        await self.delivery.quiet()

    def _something(self, chat: Chat) -> Event:
        other = self.random.choice([one for one in self.chats.values() if one.email != chat.email])
        own = self._own(chat)
        theirs = [one for one in other.shown if one.choices]
        mine = [one for one in chat.shown if one.choices]
        kinds: list[Event] = [
            Said(own),
            Said(self.random.choice(COMMANDS)),
            Joined(),
            Brought(own),
            *self._joining(chat),
        ]
        if self.random.random() < 0.03:
            kinds = [Left()]
        if other.messages:
            kinds += [Edited(self.random.choice(other.messages), own), Deleted(self.random.choice(other.messages))]
        if chat.messages:
            kinds += [Edited(chat.messages[-1], own + " igen"), Deleted(self.random.choice(chat.messages))]
        if theirs:
            card = self.random.choice(theirs[-3:])
            kinds += [Pressed(card.question, self.random.choice(card.choices).value)]
        if mine and self.random.random() < 0.7:
            return self._tap(mine[-1])
        return self.random.choice(kinds)

    def _tap(self, card: Reply) -> Pressed:
        if self.random.random() < 0.8:
            return self._forward(card)
        return Pressed(card.question, self.random.choice(card.choices).value)

    def _joining(self, chat: Chat) -> list[Event]:
        """With one's own code only: whoever is given another's is joined with them, which is what it is for."""
        elsewhere = next(one for one in self.chats.values() if one.email == chat.email and one.channel != chat.channel)
        said = " ".join(text for reply in elsewhere.shown[-2:] for text in paragraphs(reply))
        return [Said(f"forbind {code}") for code in CODE.findall(said)]

    async def belongings(self) -> dict[str, Any]:
        """Every row about somebody, by whose it is."""
        owners: dict[str, str] = {}
        async with self.store.unit() as unit:
            for chat in self.chats.values():
                loaded = await unit.conversation(chat.caller, State())
                if loaded.known:
                    owners |= {loaded.person: chat.email, loaded.id: chat.email}
        found: dict[str, list[tuple[Any, ...]]] = {email: [] for email in PEOPLE}
        async with self.store.engine.connect() as connection:
            for table in SQLModel.metadata.sorted_tables:
                column = next((one for one in ("person_id", "conversation_id") if one in table.columns), None)
                if table.name == "person":
                    column = "id"
                if column is not None:
                    for row in (
                        await connection.execute(text(f"SELECT {column}, * FROM {table.name} ORDER BY 2"))
                    ).all():
                        found[owners[row[0]]].append((table.name, *row)) if row[0] in owners else None
        return {email: sorted(rows, key=repr) for email, rows in found.items()}


def words_of(reply: Reply) -> str:
    return "\n".join((reply.model_dump_json(), *paragraphs(reply)))


@asynccontextmanager
async def a_town(sealer: Sealer, knowledge: Knowledge, clock: Clock, seed: int) -> AsyncIterator[Town]:
    engine = await ready_database("sqlite+aiosqlite://")
    town = Town(Store(engine, sealer, share_at_first=True), knowledge, clock, Random(seed))  # noqa: S311 - no secret
    try:
        await town.lists()
        yield town
    finally:
        await town.delivery.stop()
        await engine.dispose()


@pytest.mark.parametrize("seed", [1])
async def test_nobody_reads_or_changes_what_is_anothers(
    sealer: Sealer, knowledge: Knowledge, clock: Clock, matcher: BuiltInMatcher, seed: int
) -> None:
    async with a_town(sealer, knowledge, clock, seed) as town:
        await town.reflect()
        for _ in range(STEPS):
            await town.step()
        town.assert_nobody_else_was_shown_anything()
        own = {chat.email for chat in town.chats.values() if any(chat.canary in words_of(one) for one in chat.shown)}
        assert own == set(PEOPLE), "the canaries are sung at home: what is looked for could have been there"
        rows = await town.belongings()
        assert sum(map(len, rows.values())) > 30


async def test_a_coach_that_looks_back_at_somebody_elses_days_is_seen(
    sealer: Sealer, knowledge: Knowledge, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    persons: list[str] = []
    history = UnitOfWork.history

    async def nosy(unit: UnitOfWork, person: str, *kept: Any) -> Any:
        persons.append(person)
        return await history(unit, persons[0], *kept)

    async with a_town(sealer, knowledge, clock, 1) as town:
        await town.reflect()
        town.assert_nobody_else_was_shown_anything()
        monkeypatch.setattr(UnitOfWork, "history", nosy)
        with pytest.raises(AssertionError, match="reads"):
            for chat in town.chats.values():
                for said in ("menu", "ret", "mit forløb", "2"):
                    await town.does(chat, Said(said))
            town.assert_nobody_else_was_shown_anything()


async def test_an_effect_that_falls_on_somebody_else_is_seen(
    sealer: Sealer, knowledge: Knowledge, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    persons: list[str] = []
    apply = UnitOfWork.apply

    async def astray(unit: UnitOfWork, effect: Any, person: str, now: Any) -> None:
        persons.append(person)
        await apply(unit, effect, persons[0], now)

    monkeypatch.setattr(UnitOfWork, "apply", astray)
    async with a_town(sealer, knowledge, clock, 1) as town:
        with pytest.raises(AssertionError, match="changed what is"):
            await town.reflect()
            for _ in range(60):
                await town.step()
