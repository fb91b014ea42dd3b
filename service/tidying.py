"""Lets go of what has had its time, at start and then every hour."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Final

import structlog

from dialogs.rhythm import Closed, never
from service.farewell import say_farewell
from storage.erasing import scrub
from storage.retention import STANDARD, Lives, tidy
from storage.unit import Store

EVERY: Final = 3600.0
"""Seconds between two rounds; what is promised is promised in days."""

log = structlog.get_logger()


async def keep_tidy(
    store: Store,
    clock: Callable[[], datetime],
    stopping: asyncio.Event | None = None,
    *,
    lives: Lives = STANDARD,
    closed: Closed = never,
    changed: Callable[[], None] = lambda: None,
) -> None:
    """Runs until `stopping` is set, and ends between two rounds. A round that fails is tried again at the next.
    `changed` is told when something new may stand in the calendar."""
    stopping = stopping or asyncio.Event()
    while not stopping.is_set():
        try:
            await tidy(store, clock(), lives)
            await say_farewell(store, clock(), lives, closed)
            await scrub(store.engine)
            changed()
        except Exception as fault:  # noqa: BLE001 - it would end in silence, and be missed for days
            log.warning("tidying.failed", fault=type(fault).__name__)
        with suppress(TimeoutError):
            async with asyncio.timeout(EVERY):
                await stopping.wait()
