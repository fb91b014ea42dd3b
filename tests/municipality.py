"""A town for tests: a store with a list of teams, people who talk, and weeks that pass."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import text

from catalog_data.model import Catalogue
from dialogs.effects import KeepReflection, ShareWithTeam
from dialogs.facts import TeamFacts
from dialogs.state import Draft, State
from service.roster import changes
from storage.directory import Directory, DirectoryStore, EmployeeEntry, TeamEntry
from storage.releases import Publisher, publishing
from storage.unit import Caller, Store
from summaries.week import Week, week_of
from tests.conftest import Clock
from tests.unit_history import ZONE


def listed(members: Sequence[str], *, manager: str = "leder@by.dk", team: str = "Plejen") -> Directory:
    return Directory({team: TeamEntry(None, frozenset({manager}))}, {one: EmployeeEntry((team,)) for one in members})


class Municipality:
    """A store with a list of teams, people who talk, and weeks that pass."""

    def __init__(self, store: Store, clock: Clock, catalogue: Catalogue) -> None:
        self.store, self.clock = store, clock
        self.publisher = Publisher(catalogue, ZONE)
        self.people: dict[str, str] = {}

    async def lists(self, directory: Directory) -> list[str]:
        async with self.store.unit() as unit:
            its = DirectoryStore(unit.session, self.store.sealer)
            found = list(changes(await its.load(), directory))
            await its.save(directory, self.clock())
            assert not list(changes(await its.load(), directory))
            return found

    async def meets(self, *addresses: str) -> None:
        for address in addresses:
            async with self.store.unit() as unit:
                caller = Caller("msteams", f"chat-{address}", f"29:{address}", {}, (address.upper(),))
                loaded = await unit.conversation(caller, State())
                self.people[address] = await unit.save(
                    loaded, State(turn=1, touched=self.clock()), caller, self.clock()
                )

    async def shares(self, *addresses: str, on: bool = True) -> None:
        for address in addresses:
            await self.does(address, ShareWithTeam(on))

    async def reflects(self, *addresses: str, code: str = "1.2.1", outcome: str | None = None, plan: str = "") -> None:
        for address in addresses:
            draft = Draft.model_validate(
                {"started": self.clock(), "perspective": "use", "opener": "|use-1", "code": code,
                 "episode": "kanariefugl", "outcome": outcome, "plan": plan}
            )  # fmt: skip
            await self.does(address, KeepReflection(draft))

    async def does(self, address: str, effect: object) -> None:
        async with self.store.unit() as unit:
            await unit.apply(effect, self.people[address], self.clock())  # type: ignore[arg-type]

    async def week_ends(self, team: str = "Plejen") -> bool:
        """The clock goes to Monday morning and the week before is released."""
        week = week_of(self.clock().date())
        self.clock.now = week.cutoff(ZONE) + timedelta(hours=8)
        return await self.releases(week)

    async def releases(self, week: Week) -> bool:
        async with self.store.unit() as unit:
            done = [
                await self.publisher.publish(unit.session, one, week, self.clock())
                for one in await publishing(unit.session)
            ]
        return all(done) and bool(done)

    async def reads(self, address: str) -> TeamFacts:
        async with self.store.unit() as unit:
            return await unit.team(self.people[address], self.publisher.catalogue, self.clock())

    async def shown(self, address: str = "leder@by.dk") -> str:
        (one,) = (await self.reads(address)).overviews
        return "\n".join(one.text["da"])

    async def rows(self, query: str) -> list[tuple[object, ...]]:
        async with self.store.engine.connect() as connection:
            return [tuple(row) for row in (await connection.execute(text(query))).all()]
