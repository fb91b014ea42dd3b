"""Teams with a coach in it, for tests: a team with its roster, people who tap and write, and time that passes."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from aiohttp.test_utils import TestClient

from dialogs.replies import Reply, paragraphs
from service.rosters import TeamMaking
from storage.directory import Directory, DirectoryStore
from storage.due import next_moment
from storage.standing import Standing, standing
from tests.botframework_fakes import SIGNER, TENANT, an_activity, first_tap, post
from tests.connector_fake import FakeConnector
from tests.house import House, RecordingDoor

TEAM = {"id": "19:team@thread.tacv2", "name": "Plejen Øst", "aadGroupId": "g"}
CHANNEL = {"id": "19:team@thread.tacv2", "conversationType": "channel", "isGroup": True, "tenantId": TENANT}
DATA = {"tenant": {"id": TENANT}, "team": TEAM}
OWNER, ANNA, BO, *OTHERS = PEOPLE = [f"0a0b0c0d-0000-4000-8000-{n:012}" for n in range(11)]
TOLD = "Plejen Øst er nu et team hos mig, og du står på listen."


def user(person: str) -> str:
    return f"29:{person[-2:]}"


def account(person: str, role: str = "user", **more: Any) -> dict[str, Any]:
    """A member as the connector's roster has them."""
    its = {"id": user(person), "name": "N N", "aadObjectId": person, "userRole": role, "tenantId": TENANT}
    return its | {"email": f"m{PEOPLE.index(person)}@by.dk"} | more


def roster(*people: str) -> list[dict[str, Any]]:
    return [account(one, "owner" if one == OWNER else "user") for one in people]


@dataclass
class Town:
    """Teams with a coach in it."""

    house: House
    connector: FakeConnector
    client: TestClient[Any, Any]
    shown: RecordingDoor
    making: TeamMaking
    ids: Iterator[int] = field(default_factory=lambda: iter(range(10**9)))

    async def happens(self, person: str, **activity: Any) -> Any:
        """Something in the team; returns what an invoke is answered."""
        its = {"conversation": CHANNEL, "channelData": DATA, "from": {"id": user(person), "aadObjectId": person}}
        changes = its | {"id": f"i{next(self.ids)}", "text": None} | activity
        status, body = await post(self.client, an_activity(self.connector.url, **changes))
        assert status == 200
        await self.house.delivery.quiet()
        return json.loads(body) if body else None

    async def is_added(self) -> None:
        await self.happens(OWNER, type="installationUpdate", action="add")

    async def taps(self, person: str, **data: str) -> str:
        """On the card in the channel."""
        shown = first_tap(self.connector.posts[0][2]["attachments"][0]["content"])
        action = {"type": "Action.Execute", "data": shown | data}
        value = {"action": action}
        thread = CHANNEL | {"id": f"{CHANNEL['id']};messageid=17"}
        tapped = {"type": "invoke", "name": "adaptiveCard/action", "value": value, "replyToId": "o1"}
        return str(await self.happens(person, conversation=thread, **tapped))

    async def made(self, *people: str) -> str:
        self.connector.rosters = [roster(*(people or PEOPLE))]
        await self.is_added()
        return await self.taps(OWNER)

    async def becomes(self, *people: str, who: str = "membersRemoved") -> None:
        """The roster is another one now."""
        self.connector.rosters = [roster(*people)]
        await self.happens(OWNER, type="conversationUpdate", **{who: [{"id": "29:x"}]})

    async def writes(self, person: str, text: str) -> list[Reply]:
        """In private."""
        return await self._private(person, text=text)

    async def presses(self, person: str, choice: str) -> list[Reply]:
        question = next(
            one.question
            for one, (where, _) in reversed(list(zip(self.shown.shown, self.shown.at, strict=True)))
            if where == f"a:{person}"
        )
        token = SIGNER.token("msteams", f"a:{person}", question)
        return await self._private(person, text=None, value={"question": token, "choice": choice})

    async def meets(self, person: str) -> list[Reply]:
        await self.writes(person, "hej")
        return await self.presses(person, "begin")

    async def passes(self, **time: float) -> dict[str, list[str]]:
        """Time passes; what was said to whom."""
        before, end = len(self.shown.shown), self.house.clock.now + timedelta(**time)
        while self.house.clock.now < end:
            async with self.house.store.unit() as unit:
                upcoming = await next_moment(unit.session)
            due = end if upcoming is None else upcoming.astimezone(end.tzinfo)
            self.house.clock.now = min(end, max(due, self.house.clock.now + timedelta(minutes=1)))
            await self.house.calendar.look()
            await self.house.delivery.quiet()
        said: dict[str, list[str]] = {}
        for one, (where, _) in zip(self.shown.shown[before:], self.shown.at[before:], strict=True):
            said.setdefault(where.removeprefix("a:"), []).append(" ".join(paragraphs(one)))
        return said

    async def stands(self, team: str = "Plejen Øst") -> Standing | None:
        async with self.house.store.unit() as unit:
            found = await standing(DirectoryStore(unit.session, self.house.store.sealer), team)
        return next(iter(found), None)

    async def lists(self, directory: Directory) -> None:
        async with self.house.store.unit() as unit:
            await DirectoryStore(unit.session, self.house.store.sealer).save(directory, self.house.clock())

    async def _private(self, person: str, **changes: Any) -> list[Reply]:
        before = len(self.shown.shown)
        self.house.clock.passes(seconds=20)
        where = {"id": f"a:{person}", "conversationType": "personal", "tenantId": TENANT}
        sender = {"id": user(person), "aadObjectId": person}
        its = {"conversation": where, "from": sender, "id": f"i{next(self.ids)}", "channelData": None}
        status, _ = await post(self.client, an_activity(self.connector.url, **(its | changes)))
        assert status == 200
        await self.house.delivery.quiet()
        return self.shown.shown[before:]
