"""Lets go of what has had its time, at start and then every hour."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Final

import structlog

from storage.codes import forget_codes
from storage.due import forget_claims
from storage.erasing import scrub
from storage.outbox import tidy
from storage.unit import Store

EVERY: Final = 3600.0
"""Seconds between two rounds; what is promised is promised in days."""

log = structlog.get_logger()


async def keep_tidy(store: Store, clock: Callable[[], datetime], stopping: asyncio.Event | None = None) -> None:
    """Runs until `stopping` is set, and ends between two rounds. A round that fails is tried again at the next."""
    stopping = stopping or asyncio.Event()
    while not stopping.is_set():
        try:
            await tidy(store, clock())
            async with store.unit() as unit:
                await forget_claims(unit.session, clock())
                await forget_codes(unit.session, clock())
            await scrub(store.engine)
        except Exception as fault:  # noqa: BLE001 - it would end in silence, and be missed for days
            log.warning("tidying.failed", fault=type(fault).__name__)
        with suppress(TimeoutError):
            async with asyncio.timeout(EVERY):
                await stopping.wait()
