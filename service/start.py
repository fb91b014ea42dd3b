"""Opens everything the coach needs to work, from plain values."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from catalog_data.model import Catalogue
from dialogs.rhythm import Closed
from service.attempt import Policy
from service.calendar import Calendar
from service.delivery import STANDARD, Delivery
from service.errands import errands
from service.links import Links
from service.overviews import Overviews
from service.pace import Pace
from service.second_reader import Rereading
from service.tidying import keep_tidy
from service.turns import Coach, Knowledge
from service.weekly import keep_weekly
from storage.database import ready_database
from storage.house_keys import BUTTONS, LINKS, VISITORS, furnish, settle
from storage.key_file import KeyFileError, make_key, read_keys
from storage.postgresql import CONNECTIONS
from storage.refusal import DatabaseRefused
from storage.releases import Publisher
from storage.retention import STANDARD as LIVES
from storage.retention import Lives
from storage.sealing import Sealer, SealError
from storage.unit import LostRace, Store
from summaries.bands import K

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Service:
    """The coach at work, and what the doors and the operator need of it."""

    coach: Coach
    delivery: Delivery
    calendar: Calendar
    store: Store
    engine: AsyncEngine
    button_key: bytes
    visitor_key: bytes
    """Signs the browser door's visitors."""
    clock: Callable[[], datetime]
    rereading: Rereading | None
    lives: Lives
    closed: Closed
    links: Links
    catalogue: Catalogue

    async def tidying(self, stopping: asyncio.Event) -> None:
        """Lets go of what has had its time, until `stopping` is set."""
        await keep_tidy(
            self.store, self.clock, stopping, lives=self.lives, closed=self.closed, changed=self.calendar.changed
        )

    async def close(self, patience: float = 10.0) -> None:
        """Send what waits, for at most `patience` seconds, and let go of the database."""
        await self.delivery.stop(patience)
        if self.rereading:
            await self.rereading.close()
        await self.engine.dispose()


async def start_service(
    *,
    database_url: str,
    database_connections: int,
    key_file: Path,
    production: bool,
    time_zone: str,
    knowledge: Knowledge,
    policy: Policy = STANDARD,
    paces: Mapping[str, Pace] | None = None,
    clock_speed: float = 1.0,
    share_at_first: bool = False,
    behind_each_figure: int = K,
    lives: Lives = LIVES,
    public_url: str = "",
) -> Service:
    """Open the database, bring it up to date, and put a coach on it.

    Raises KeyFileError and DatabaseRefused, whose messages are for the operator.
    """
    store, keys = await open_store(
        database_url,
        key_file,
        production=production,
        database_connections=database_connections,
        share_at_first=share_at_first,
    )
    clock = _clock(time_zone, clock_speed)

    async def sleep(seconds: float) -> None:
        await asyncio.sleep(seconds / clock_speed)

    delivery = Delivery(store, clock, policy, paces=paces)
    overviews = Overviews(Publisher(knowledge.catalogue, ZoneInfo(time_zone), behind_each_figure))
    calendar = Calendar(store, clock, errands(knowledge, overviews, lives), delivery.wake, sleep=sleep)
    links = Links(keys[LINKS], public_url)
    await _keep_weekly(store, clock(), knowledge.closed)
    return Service(
        coach=Coach(store, knowledge, delivery, clock, calendar.changed, links=links),
        calendar=calendar,
        delivery=delivery,
        store=store,
        engine=store.engine,
        button_key=keys[BUTTONS],
        visitor_key=keys[VISITORS],
        clock=clock,
        rereading=knowledge.rereading,
        lives=lives,
        links=links,
        catalogue=knowledge.catalogue,
        closed=knowledge.closed,
    )


async def _keep_weekly(store: Store, now: datetime, closed: Closed) -> None:
    """Teams from before there was a calendar come into it."""
    with suppress(LostRace):  # another process that starts has just done the same
        async with store.unit() as unit:
            await keep_weekly(unit.session, now, closed)


async def open_store(
    database_url: str,
    key_file: Path,
    *,
    production: bool,
    database_connections: int = CONNECTIONS,
    share_at_first: bool = False,
) -> tuple[Store, Mapping[str, bytes]]:
    """What is remembered, brought up to date, and the house's keys: all that an operator's command needs.

    Raises KeyFileError and DatabaseRefused.
    """
    keys = _keys(key_file, production=production)
    current = next(iter(keys))
    engine = await ready_database(database_url, database_connections)
    store = Store(engine, Sealer(keys, current, key_file), share_at_first=share_at_first)
    try:
        house = await furnish(store, keys[current])
    except (SealError, DatabaseRefused) as fault:
        await engine.dispose()
        if isinstance(fault, DatabaseRefused):
            raise
        raise KeyFileError(f"the key file {key_file} does not open this database; put its own in place") from None
    await settle(store)
    return store, house


def _keys(path: Path, *, production: bool) -> dict[str, bytes]:
    """The keys; in development a first one is made, so that encryption is always on."""
    if not path.exists():
        if production:
            raise KeyFileError(f"there is no key file at {path}; in production it must be there first")
        make_key(path)
        log.warning(
            "key.made",
            path=str(path),
            note="without this file nobody can read the database: keep a copy in a safe place",
        )
    return read_keys(path)


def _clock(time_zone: str, speed: float = 1.0) -> Callable[[], datetime]:
    """The wall clock. With another `speed` than 1, which is for trying things out, it runs ahead from the start on."""
    zone: Final = ZoneInfo(time_zone)
    if speed == 1.0:
        return lambda: datetime.now(zone)
    start = datetime.now(zone)

    def ahead() -> datetime:
        # Added in UTC: an hour is an hour, whatever the wall clock does meanwhile.
        passed = (datetime.now(timezone.utc) - start) * speed
        return (start.astimezone(timezone.utc) + passed).astimezone(zone)

    return ahead
