"""Shows what is in the outbox: in order per conversation, through the door it came from.

Woken by the commit that posted a reply; it never polls. A reply that may have been shown is
marked `ambiguous` and not blindly sent again.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Final

import structlog

from dialogs.replies import Reply
from service.door import Address, Door, NotDelivered
from storage.holding import is_held
from storage.outbox import Posted, claim_next, mark_interrupted, settle, waiting
from storage.unit import Store

TRIES: Final = 5
"""How often a reply that was certainly not shown is tried (sending policy)."""
BACKOFF: Final = 2.0
"""Seconds before the second try; doubled for each further one, unless the channel says otherwise."""
_STATUS: Final = {"dead": "dead", "ambiguous": "ambiguous"}

log = structlog.get_logger()


class Delivery:
    """One per process. `doors` by channel; a channel that is not listed goes through `default`."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock
        self._doors: dict[str, Door] = {}
        self._default: Door | None = None
        self._running: dict[str, asyncio.Task[None]] = {}
        self._again: set[str] = set()

    def open(self, doors: Mapping[str, Door], default: Door | None = None) -> None:
        """Tell where replies go. Doors need the coach and the coach needs delivery, so this comes last."""
        self._doors = dict(doors)
        self._default = default

    async def start(self) -> None:
        """After a restart: what was under way is ambiguous, what was waiting is sent."""
        await mark_interrupted(self._store)
        for conversation in await waiting(self._store):
            self.wake(conversation)

    def wake(self, conversation: str) -> None:
        """There is something new in this conversation's outbox."""
        if conversation in self._running:
            self._again.add(conversation)
            return
        task = asyncio.create_task(self._drain(conversation), name=f"delivery-{conversation}")
        self._running[conversation] = task
        task.add_done_callback(lambda done: self._ended(conversation, done))

    async def quiet(self) -> None:
        """Returns when nothing is on its way."""
        while self._running:
            await asyncio.gather(*self._running.values(), return_exceptions=True)
            await asyncio.sleep(0)

    async def stop(self, patience: float = 10.0) -> None:
        """Finish what is being sent, for at most `patience` seconds."""
        if self._running:
            await asyncio.wait(list(self._running.values()), timeout=patience)
        late = list(self._running.values())
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def show_privately(self, address: Address, replies: Iterable[Reply]) -> None:
        """Show replies that must leave no trace here: no outbox, no second try."""
        door = self._door(address.channel)
        for reply in replies:
            try:
                if door is not None:
                    await door.show(address, reply)
            except NotDelivered:
                return  # a log line would be a trace of its own

    def _ended(self, conversation: str, done: asyncio.Task[None]) -> None:
        del self._running[conversation]
        if not done.cancelled() and (fault := done.exception()) is not None:
            log.error("delivery.stopped", conversation=conversation, fault=type(fault).__name__)
        if conversation in self._again:
            self._again.discard(conversation)
            self.wake(conversation)

    async def _drain(self, conversation: str) -> None:
        while not await is_held(self._store) and (posted := await claim_next(self._store, conversation)) is not None:
            status, wait = await self._show(posted)
            await settle(self._store, posted.id, status, self._clock())
            if wait:
                await asyncio.sleep(wait)

    async def _show(self, posted: Posted) -> tuple[str, float]:
        """The reply's new status, and the seconds to wait before the next try."""
        door = self._door(posted.channel)
        if door is None:
            log.warning("delivery.no_door", outbox=posted.id, channel=posted.channel)
            return "dead", 0.0
        try:
            await door.show(Address(posted.channel, posted.conversation, posted.details), posted.reply)
        except NotDelivered as failure:
            return self._failed(posted, failure)
        except Exception as fault:  # noqa: BLE001 - whatever a door does, the outbox goes on
            # A door that breaks in a way it did not foresee may have shown the reply.
            log.warning("delivery.broken", outbox=posted.id, fault=type(fault).__name__)
            return "ambiguous", 0.0
        return "sent", 0.0

    def _failed(self, posted: Posted, failure: NotDelivered) -> tuple[str, float]:
        log.warning("delivery.failed", outbox=posted.id, failure=failure.failure, attempts=posted.attempts)
        if failure.failure != "retry":
            return _STATUS[failure.failure], 0.0
        if posted.attempts >= TRIES:
            return "dead", 0.0
        return "pending", failure.retry_after or BACKOFF * 2 ** (posted.attempts - 1)

    def _door(self, channel: str) -> Door | None:
        return self._doors.get(channel, self._default)
