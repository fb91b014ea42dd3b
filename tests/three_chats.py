"""A coach with three doors, and one person at each."""

import re
from dataclasses import dataclass, field

from sqlalchemy import text

from dialogs.events import Joined, Pressed, Said
from dialogs.joining import SIGNS
from dialogs.replies import paragraphs
from service.delivery import Delivery
from service.door import Address, Incoming
from service.turns import Coach, Knowledge
from storage.unit import Store
from tests.conftest import Clock
from tests.house import RecordingDoor

CODE = re.compile(f"[{SIGNS}]{{4}}-[{SIGNS}]{{4}}")


@dataclass
class Chat:
    """The same coach, in one channel."""

    town: "Town"
    channel: str
    directory: str = ""
    door: RecordingDoor = field(default_factory=RecordingDoor)

    async def takes(self, event: Joined | Said | Pressed) -> str:
        """What the coach answers, as one text."""
        before = len(self.door.shown)
        await self.town.take(self, event)
        return "\n".join("\n".join(paragraphs(one)) for one in self.door.shown[before:])

    async def says(self, words: str) -> str:
        return await self.takes(Said(words))

    async def taps(self, choice: str) -> str:
        return await self.takes(Pressed(self.door.shown[-1].question, choice))

    async def greeted(self) -> "Chat":
        await self.takes(Joined())
        await self.taps("begin")
        return self

    async def reflects(self, about: str) -> None:
        """A whole reflection, kept."""
        await self.says("menu")
        await self.taps("tell")
        await self.says(about)
        for _ in range(12):
            choices = [one.value for one in self.door.shown[-1].choices]
            if "keep" in choices:
                break
            await self.taps(next(one for one in ("good", "yes", "skip", "go-on", "no-day", *choices) if one in choices))
        await self.taps("keep")

    async def code(self) -> str:
        found = CODE.search(await self.says("forbind"))
        assert found is not None
        return found[0]

    async def kept(self) -> int:
        found = re.search(r"Jeg har gemt: (\w+)", await self.says("mine data"))
        assert found is not None
        return {"ingen": 0, "én": 1, "en": 1}.get(found[1]) or int(found[1] if found[1].isdigit() else 0)


class Town:
    """A coach with three doors."""

    def __init__(self, store: Store, knowledge: Knowledge, clock: Clock) -> None:
        self.store, self.clock = store, clock
        self.delivery = Delivery(store, clock, sleep=clock.sleep)
        self.coach = Coach(store, knowledge, self.delivery, clock)
        self.other = Coach(store, knowledge, self.delivery, clock)
        self.teams, self.slack, self.web = Chat(self, "msteams"), Chat(self, "slack"), Chat(self, "web")
        self.delivery.open({one.channel: one.door for one in (self.teams, self.slack, self.web)})
        self.messages = 0

    async def take(self, chat: Chat, event: Joined | Said | Pressed) -> None:
        await self.receive(self.coach, chat, event)
        await self.delivery.quiet()

    async def receive(self, coach: Coach, chat: Chat, event: Joined | Said | Pressed) -> None:
        self.messages += 1
        self.clock.passes(seconds=10)
        address = Address(chat.channel, f"chat in {chat.channel}")
        await coach.take(
            Incoming(address, f"user in {chat.channel}", f"m{self.messages}", event, directory=chat.directory)
        )

    async def count(self, query: str) -> int:
        async with self.store.engine.connect() as connection:
            return int((await connection.execute(text(query))).scalar() or 0)
