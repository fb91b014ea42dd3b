"""The whole service as in operation, with Slack as its only door and a Slack of our own around it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from aiohttp.test_utils import TestClient, TestServer

from app import build
from service.contacts import ContactEntry
from settings import Settings
from storage.key_file import make_key
from tests.slack_fakes import SECRET, TOKEN, USER, FakeSlack, a_slack
from tests.slack_person import Person
from tests.slack_rates import Seconds


@dataclass
class House:
    slack: FakeSlack
    bente: Person

    async def answered(self, before: int, user: str = USER) -> None:
        """Returns when the coach has said something more, and asks something."""
        await self.slack.until(lambda: len(self.slack.shown_to(user)) > before and self.slack.shown_to(user)[-1].blocks)

    async def says(self, text: str) -> None:
        before = len(self.slack.shown_to())
        assert (await self.bente.says(text))[0] == 200
        await self.answered(before)

    async def taps(self, label: str) -> None:
        """Tap, and wait until the card is closed and the coach has answered."""
        shown = self.slack.shown_to()
        assert (await self.bente.taps(label))[0] == 200
        await self.answered(len(shown))
        await self.slack.until(lambda: shown[-1].blocks[-1]["type"] == "context")


def slack_settings(folder: Path, slack: FakeSlack, **more: object) -> Settings:
    if not (folder / "coach.key").exists():
        make_key(folder / "coach.key")
    values: dict[str, object] = {
        "environment": "production",
        "database_url": f"sqlite+aiosqlite:///{folder}/coach.db",
        "key_file": folder / "coach.key",
        "municipality": "Prøvekøbing Kommune",
        "legal_basis": "artikel 6",
        "privacy_contact": "DPO",
        "contacts": (ContactEntry(name="Arbejdsmiljørepræsentanten", reach="lokal 1234"),),
        "slack_bot_token": TOKEN,
        "slack_signing_secret": SECRET,
        "slack_api_url": slack.url,
    }
    return Settings(**(values | more))  # type: ignore[arg-type]


@asynccontextmanager
async def a_house(folder: Path) -> AsyncIterator[House]:
    clock = Seconds()
    async with a_slack(lambda: clock.now + len(slack.calls) * 60) as slack:  # a minute passes with each call
        application = await build(slack_settings(folder, slack))
        async with TestClient(TestServer(application)) as client:
            yield House(slack, Person(client, slack))
