"""Shows what is in the outbox: in order per conversation, through the door it came from.

Woken by the commit that posted a message. Besides, it looks round every few seconds for what
nobody wakes it for: leases that ran out, questions to ask again, and what another process, or
the one before this, left behind.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

import structlog

from dialogs.replies import Reply
from service.attempt import Policy, attempt
from service.door import Address, Door, NotDelivered
from service.pace import Gate, Pace
from storage.asking_again import ask_again, due_to_ask_again
from storage.ledger import Ledger
from storage.outbox import Idle, Posted, end_leases, waiting
from storage.unit import FAULTS, LostRace, Store

ROUND: Final = 5.0
"""Seconds between two looks round."""
GRACE: Final = timedelta(seconds=2)
"""What was posted so lately is left to the process that posted it."""
WRITING: Final = (0.1, 0.5, 2.0, 5.0)
"""Seconds to wait for a database that cannot write down what became of a message."""
STANDARD: Final = Policy()

log = structlog.get_logger()


class Delivery:
    """One per process. `paces` by channel; a channel that is not listed takes all it gets.
    `sleep` takes seconds."""

    def __init__(
        self,
        store: Store,
        clock: Callable[[], datetime],
        policy: Policy = STANDARD,
        *,
        paces: Mapping[str, Pace] | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._store = store
        self._ledger = Ledger(store)
        self._clock = clock
        self._policy = policy
        self._paces = paces or {}
        self._sleep = sleep
        self._doors: dict[str, Door] = {}
        self._gates: dict[str, Gate] = {}
        self._sending: dict[str, asyncio.Task[None]] = {}
        self._again: dict[str, str] = {}
        self._alarms: dict[str, asyncio.Task[None]] = {}
        self._private: set[asyncio.Task[None]] = set()
        self._resting: set[asyncio.Task[None]] = set()
        self._watch: asyncio.Task[None] | None = None
        self._closing = False

    def open(self, doors: Mapping[str, Door]) -> None:
        """Tell where messages go, by channel. Doors need the coach and the coach needs delivery, so
        this comes last."""
        self._doors = dict(doors)

    async def start(self) -> None:
        """After a restart: what was under way is ambiguous, what was waiting is sent. Then keep watch."""
        await end_leases(self._store, self._clock(), self._doors if self._store.alone else ())
        await self.look_round(grace=timedelta())
        self._watch = asyncio.create_task(self._keep_watch(), name="delivery-watch")

    def wake(self, conversation: str, channel: str) -> None:
        """There is something new in this conversation's outbox."""
        if self._closing:
            return  # it stays there for the next start
        if conversation in self._sending:
            self._again[conversation] = channel
            return
        task = asyncio.create_task(self._send_all(conversation, channel), name=f"delivery-{conversation}")
        self._sending[conversation] = task
        task.add_done_callback(lambda done: self._ended(conversation, done))

    async def quiet(self) -> None:
        """Returns when nothing is on its way. What waits for a later try is not."""
        while running := [*self._sending.values(), *self._private]:
            await asyncio.wait(running)  # unlike gather, it leaves them alone when nobody waits any longer
            await asyncio.sleep(0)

    async def stop(self, patience: float = 10.0) -> None:
        """Send what waits, for half of `patience` seconds; then only finish what is being sent. The rest
        stays in the outbox for the next start."""
        if self._watch is not None:
            await _cancelled([self._watch])
        await self._forget_alarms()
        await self._ending(patience / 2)
        self._closing = True
        await self._ending(patience / 2)
        await _cancelled([*self._sending.values(), *self._private])
        await self._forget_alarms()
        await self._ledger.close()

    async def look_round(self, grace: timedelta = GRACE) -> None:
        """See to whatever is due and nobody is seeing to."""
        now = self._clock()
        await end_leases(self._store, now)
        for posted in await due_to_ask_again(self._store, now):
            asked = await ask_again(self._store, posted, now)
            if asked is not None:
                self.wake(*asked)
        for conversation, channel in await waiting(self._store, self._doors, now, grace):
            if conversation not in self._sending and conversation not in self._alarms:
                self.wake(conversation, channel)

    def show_privately(self, address: Address, replies: Iterable[Reply], attempts: int = 1) -> None:
        """Show replies that must leave no trace here: no outbox, and another try only while this process lives."""
        task = asyncio.create_task(self._show_privately(address, tuple(replies), attempts), name="delivery-private")
        self._private.add(task)
        task.add_done_callback(self._private.discard)

    async def _show_privately(self, address: Address, replies: Sequence[Reply], attempts: int) -> None:
        door = self._doors.get(address.channel)
        if door is None:
            return
        with suppress(Exception):  # a log line would be a trace of its own
            for place, reply in enumerate(replies):
                try:
                    await door.show(address, reply)
                except NotDelivered as failure:
                    if failure.failure == "retry" and attempts < self._policy.tries:
                        self._show_later(address, replies[place:], attempts + 1, self._policy.wait(failure, attempts))
                    return

    def _show_later(self, address: Address, replies: Sequence[Reply], attempts: int, seconds: float) -> None:
        """Certainly not shown: once more, from memory."""

        async def rest() -> None:
            await self._sleep(seconds)
            self.show_privately(address, replies, attempts)

        task = asyncio.create_task(rest(), name="delivery-private-later")
        self._resting.add(task)
        task.add_done_callback(self._resting.discard)

    async def _keep_watch(self) -> None:
        while True:
            await self._sleep(ROUND)
            try:
                await self.look_round()
            except Exception as fault:  # noqa: BLE001 - a watch that ends would end in silence
                log.warning("delivery.cannot_look_round", fault=type(fault).__name__)

    def _ended(self, conversation: str, done: asyncio.Task[None]) -> None:
        del self._sending[conversation]
        if not done.cancelled() and (fault := done.exception()) is not None:
            # What was not sent still waits, and the next look round finds it.
            log.error("delivery.stopped", conversation=conversation, fault=type(fault).__name__)
        channel = self._again.pop(conversation, None)
        if channel is not None:
            self.wake(conversation, channel)

    async def _send_all(self, conversation: str, channel: str) -> None:
        gate, bulk = self._gate(channel), False
        while True:
            rest = gate.rest(conversation)
            idle = Idle(self._clock() + timedelta(seconds=rest)) if rest else None
            idle = idle or await self._send_next(gate, conversation, bulk=bulk)
            bulk = idle is not None and idle.bulk
            if idle is not None and not bulk:
                break
        if idle.until is not None:
            self._wake_at(idle.until, conversation, channel)

    async def _send_next(self, gate: Gate, conversation: str, *, bulk: bool) -> Idle | None:
        """Send the next message. Returns None when more may follow at once, else what to wait for."""
        async with gate.at_once:
            place = await gate.place(bulk=bulk)
            claimed: Posted | Idle = Idle()
            if not self._closing:
                lease = timedelta(seconds=self._policy.lease)
                claimed = await self._ledger.claim_next(conversation, self._clock(), lease, bulk=bulk)
            if isinstance(claimed, Idle):
                gate.give_back(place)
                return claimed
            gate.note(conversation)
            return None if await self._send(claimed) else Idle()

    async def _send(self, posted: Posted) -> bool:
        """Try it, and write down what became of it. Returns whether more waits."""
        verdict = await attempt(self._doors.get(posted.channel), posted, self._policy, self._clock)
        for pause in WRITING:
            try:
                return await self._ledger.settle(posted, verdict, self._clock())
            except (*FAULTS, LostRace) as fault:
                log.warning("delivery.cannot_write", outbox=posted.id, fault=type(fault).__name__)
                await self._sleep(pause)
        return await self._ledger.settle(posted, verdict, self._clock())

    def _wake_at(self, moment: datetime, conversation: str, channel: str) -> None:
        async def wait() -> None:
            await self._sleep((moment - self._clock()).total_seconds())
            self._alarms.pop(conversation, None)
            self.wake(conversation, channel)

        earlier = self._alarms.pop(conversation, None)
        if earlier is not None:
            earlier.cancel()
        self._alarms[conversation] = asyncio.create_task(wait(), name=f"delivery-alarm-{conversation}")

    async def _forget_alarms(self) -> None:
        alarms = [*self._alarms.values(), *self._resting]
        self._alarms.clear()
        await _cancelled(alarms)

    def _gate(self, channel: str) -> Gate:
        if channel not in self._gates:
            self._gates[channel] = Gate(self._paces.get(channel, Pace()), self._clock, self._sleep)
        return self._gates[channel]

    async def _ending(self, patience: float) -> None:
        """Wait for what is on its way, for at most so many seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(patience):
                await self.quiet()


async def _cancelled(tasks: Collection[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
