"""What senders write into the outbox: what is being sent next, under a lease, and what became of it.

Each is a small transaction, and there are two for every reply. Whatever comes up while one is under way
shares the next: the more there is to do, the less each costs. None is open while a channel is called.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final, cast

from storage.errands import Busy, Claim, Errand, Outcome, Settlement, run
from storage.outbox import Idle, Posted, Verdict
from storage.unit import LostRace, Store

TRIES: Final = 3
"""How often a transaction that another has undone is begun again."""
FINISHING: Final = 1.0
"""Seconds that what is under way has at the end."""


class Ledger:
    """One per process."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: list[tuple[Errand, asyncio.Future[Outcome]]] = []
        self._working: asyncio.Task[None] | None = None
        self._alone: set[asyncio.Task[None]] = set()

    async def claim_next(
        self, conversation: str, now: datetime, lease: timedelta, *, bulk: bool = False
    ) -> Posted | Idle:
        """The next message of a conversation, marked as being sent until `now + lease`: replies in
        order, then bulk if `bulk`. Nothing while another sender's lease runs, or before the next try."""
        return cast("Posted | Idle", await self._done(Claim(conversation, now, lease, bulk)))

    async def settle(self, posted: Posted, verdict: Verdict, now: datetime) -> bool:
        """Write down what became of an attempt, unless somebody else has tried since. Returns whether more
        waits in this conversation."""
        return cast("bool", await self._done(Settlement(posted, verdict, now)))

    async def close(self) -> None:
        """Finish what is under way, unless the database keeps us waiting."""
        with suppress(TimeoutError):
            async with asyncio.timeout(FINISHING):
                while running := self._running():
                    await asyncio.wait(running)
                    await asyncio.sleep(0)
        late = self._running()
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    def _running(self) -> list[asyncio.Task[None]]:
        return [*self._alone, *([self._working] if self._working else [])]

    async def _done(self, errand: Errand) -> Outcome:
        done: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._waiting.append((errand, done))
        if self._working is None:
            self._working = asyncio.create_task(self._work(), name="ledger")
        return await done

    async def _work(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = [one for one in self._waiting if not one[1].done()], []
                await self._together(batch)
        finally:
            self._working = None

    async def _together(self, batch: Sequence[tuple[Errand, asyncio.Future[Outcome]]]) -> None:
        outcomes = await self._run([errand for errand, _ in batch])
        for (errand, done), outcome in zip(batch, outcomes, strict=True):
            if isinstance(outcome, Busy):
                self._wait_alone(errand, done)
            else:
                self._tell(errand, done, outcome)

    def _wait_alone(self, errand: Errand, done: asyncio.Future[Outcome]) -> None:
        """A turn holds this conversation: nobody else shall wait for it."""

        async def wait() -> None:
            (outcome,) = await self._run([errand], waits=True)
            self._tell(errand, done, outcome)

        task = asyncio.create_task(wait(), name="ledger-alone")
        self._alone.add(task)
        task.add_done_callback(self._alone.discard)

    async def _run(self, errands: Sequence[Errand], *, waits: bool = False) -> Sequence[Outcome]:
        """Never raises: a fault is everybody's outcome."""
        fault: Exception = LostRace()
        for _ in range(TRIES):
            try:
                return await run(self._store, errands, waits=waits)
            except LostRace as lost:
                fault = lost
            except Exception as broken:  # noqa: BLE001 - whoever waits for the outcome gets it
                fault = broken
                break
        return [fault] * len(errands)

    def _tell(self, errand: Errand, done: asyncio.Future[Outcome], outcome: Outcome) -> None:
        if not done.done():
            done.set_exception(outcome) if isinstance(outcome, Exception) else done.set_result(outcome)
        elif isinstance(outcome, Posted):
            # Whoever wanted to send it has been stopped meanwhile: it waits for somebody else.
            self._wait_alone(Settlement(outcome, Verdict("pending"), errand.now), done)
