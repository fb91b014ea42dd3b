"""Does what is due, when it is due: each occurrence once, over any number of replicas and restarts.

What is due is rows (`storage/due.py`). To do one is one transaction: the row is locked, whatever it
leads to is written, the occurrence is entered into the ledger and the row moved to its next time.
A process that dies on the way has done nothing; two that try leave one.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

import structlog

from storage.due import Due, Place, cancel, claim, find_due, lock_due, next_moment, schedule, was_claimed
from storage.unit import LostRace, Store, UnitOfWork

AT_ONCE: Final = 200
"""Rows looked up at a time."""
SOON: Final = timedelta(seconds=5)
"""What could not be done, and what another process seemed to be doing, is looked at again after this."""
LONGEST: Final = timedelta(minutes=15)
"""The calendar looks at least so often: another process may have died with something due, and a machine
that slept does not know how long."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Done:
    """An occurrence was carried out. `following`: its next one, if there is any. `wakes`: conversations
    (with their channels) whose outbox has something new."""

    following: Due | None = None
    wakes: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class NotNow:
    """Nothing was done: `instead` stands in the calendar from now on, or nothing at all."""

    instead: Due | None = None


class Errand(Protocol):
    """What is to be done about one kind of thing. Everything it writes goes into the unit it is given."""

    @property
    def patience(self) -> timedelta:
        """How late it is still worth doing."""
        ...

    async def carry_out(self, unit: UnitOfWork, due: Due, now: datetime) -> Done | NotNow:
        """Do it, or say when instead."""
        ...

    async def following(self, unit: UnitOfWork, due: Due, now: datetime) -> Due | None:
        """The next occurrence after one that is done or that is too late; None where there is none."""
        ...


class Calendar:
    """One per process. `errands` by kind; `wake` tells delivery; `sleep` takes seconds."""

    def __init__(
        self,
        store: Store,
        clock: Callable[[], datetime],
        errands: Mapping[str, Errand],
        wake: Callable[[str, str], None],
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._store = store
        self._clock = clock
        self.errands = errands
        self._wake = wake
        self._sleep = sleep
        self._changed = asyncio.Event()

    def changed(self) -> None:
        """Something new stands in the calendar."""
        self._changed.set()

    async def run(self, stopping: asyncio.Event) -> None:
        """Do what is due until `stopping` is set; ends between two rows."""
        stop = asyncio.ensure_future(stopping.wait())
        try:
            while not stopping.is_set():
                self._changed.clear()
                await self._rest(await self._round(stopping), stop)
        finally:
            stop.cancel()

    async def look(self, stopping: asyncio.Event | None = None) -> None:
        """Do everything that is due by now. What fails is left for the next time."""
        now, after = self._clock(), None
        more = True
        while more:
            async with self._store.unit() as unit:
                places = await find_due(unit.session, now, AT_ONCE, after)
            for place in places:
                if stopping is not None and stopping.is_set():
                    return
                await self._try(place)
            more = len(places) == AT_ONCE
            after = places[-1] if more else None

    async def _round(self, stopping: asyncio.Event) -> float:
        """Look, and say for how many seconds to rest."""
        try:
            await self.look(stopping)
            async with self._store.unit() as unit:
                upcoming = await next_moment(unit.session)
        except Exception as fault:  # noqa: BLE001 - a calendar that ends would end in silence
            log.warning("calendar.cannot_look", fault=type(fault).__name__)
            return SOON.total_seconds()
        if upcoming is None:
            return LONGEST.total_seconds()
        rest = upcoming - self._clock()
        return (min(rest, LONGEST) if rest > timedelta() else SOON).total_seconds()

    async def _rest(self, seconds: float, stop: asyncio.Future[Any]) -> None:
        alarm: asyncio.Future[Any] = asyncio.ensure_future(self._sleep(seconds))
        changed: asyncio.Future[Any] = asyncio.ensure_future(self._changed.wait())
        try:
            await asyncio.wait({alarm, changed, stop}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            alarm.cancel()
            changed.cancel()

    async def _try(self, place: Place) -> None:
        try:
            wakes = await self._do(place)
        except LostRace:
            return
        except Exception as fault:  # noqa: BLE001 - one row that fails, however it does, must not end all others
            log.warning("calendar.failed", kind=place.kind, fault=type(fault).__name__)
            return
        for conversation, channel in wakes:
            self._wake(conversation, channel)

    async def _do(self, place: Place) -> Sequence[tuple[str, str]]:
        errand = self.errands.get(place.kind)
        if errand is None:
            return ()  # of a newer release; its own processes will do it
        now = self._clock()
        async with self._store.unit() as unit:
            due = await lock_due(unit.session, place, now)
            if due is None:
                return ()
            outcome = await self._outcome(errand, unit, due, now)
            instead = outcome.following if isinstance(outcome, Done) else outcome.instead
            if instead is None:
                await cancel(unit.session, due.kind, due.scope)
            else:
                await schedule(unit.session, instead)
        return outcome.wakes if isinstance(outcome, Done) else ()

    async def _outcome(self, errand: Errand, unit: UnitOfWork, due: Due, now: datetime) -> Done | NotNow:
        if due.moment > now:
            return NotNow(due)  # the rules of its time zone have changed
        if now - due.moment > errand.patience:
            log.info("calendar.too_late", kind=due.kind, occurrence=due.occurrence)
            return NotNow(await errand.following(unit, due, now))
        if await was_claimed(unit.session, due.kind, due.scope, due.occurrence):
            return NotNow(await errand.following(unit, due, now))
        outcome = await errand.carry_out(unit, due, now)
        if isinstance(outcome, Done):
            await claim(unit.session, due.kind, due.scope, due.occurrence, now=now, person=due.person)
        return outcome
