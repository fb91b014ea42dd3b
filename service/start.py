"""Opens everything the coach needs to work, from plain values."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine

from service.delivery import Delivery
from service.turns import Coach, Knowledge
from storage.database import open_database
from storage.migrating import migrate
from storage.sealing import KeyFileError, Sealer, derived, make_key, read_keys
from storage.unit import Store

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Service:
    """The coach at work, and what the doors and the operator need of it."""

    coach: Coach
    delivery: Delivery
    store: Store
    engine: AsyncEngine
    button_key: bytes
    visitor_key: bytes
    """Signs the browser door's visitors."""
    clock: Callable[[], datetime]

    async def close(self) -> None:
        await self.delivery.stop()
        await self.engine.dispose()


async def start_service(
    *,
    database_url: str,
    key_file: Path,
    production: bool,
    time_zone: str,
    knowledge: Knowledge,
    share_at_first: bool = False,
) -> Service:
    """Open the database, bring it up to date, and put a coach on it.

    Raises KeyFileError and NewerSchema, whose messages are for the operator.
    """
    keys = _keys(key_file, production=production)
    current = next(iter(keys))
    store = await _opened(database_url, keys, share_at_first=share_at_first)
    clock = _clock(time_zone)
    delivery = Delivery(store, clock)
    return Service(
        coach=Coach(store, knowledge, delivery, clock),
        delivery=delivery,
        store=store,
        engine=store.engine,
        button_key=derived(keys[current], "buttons"),
        visitor_key=derived(keys[current], "visitors"),
        clock=clock,
    )


async def open_store(*, database_url: str, key_file: Path, production: bool) -> Store:
    """Only what is remembered, for the operator's commands that need no coach. Raises as `start_service` does."""
    return await _opened(database_url, _keys(key_file, production=production))


async def _opened(database_url: str, keys: Mapping[str, bytes], *, share_at_first: bool = False) -> Store:
    _make_folder(database_url)
    engine = open_database(database_url)
    await migrate(engine)
    return Store(engine, Sealer(keys, next(iter(keys))), share_at_first=share_at_first)


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


def _make_folder(database_url: str) -> None:
    file = make_url(database_url).database
    if database_url.startswith("sqlite") and file and file != ":memory:":
        Path(file).parent.mkdir(parents=True, exist_ok=True)


def _clock(time_zone: str) -> Callable[[], datetime]:
    zone: Final = ZoneInfo(time_zone)
    return lambda: datetime.now(zone)
