"""How fast a channel takes messages: so many in every stretch of time, over all and per conversation.

Counted as a sliding log, because channels count in several windows at once. A leaky bucket
(aiolimiter) lets nearly twice the number through in a window that begins after a rest.
"""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Final

AT_ONCE: Final = 64
"""Sends to one channel under way at a time."""
CONVERSATIONS: Final = 10_000
"""Conversations whose last sends are remembered; the one longest quiet is forgotten first."""


@dataclass(frozen=True, slots=True)
class Window:
    """At most so many sends in any stretch of so many seconds."""

    sends: int
    seconds: float


Windows = tuple[Window, ...]


@dataclass(frozen=True, slots=True)
class Pace:
    """A channel's limits: over all its conversations together, and for each of them."""

    together: Windows = ()
    each: Windows = ()


class Log:
    """The last sends, as far back as the windows look. Moments are seconds."""

    def __init__(self, windows: Windows) -> None:
        self._windows = windows
        self._longest = max((one.seconds for one in windows), default=0.0)
        self._sends: deque[float] = deque()

    def rest(self, now: float) -> float:
        """Seconds until one more may be sent; 0 when it may be now."""
        full = (one for one in self._windows if len(self._sends) >= one.sends)
        return max((self._sends[-one.sends] + one.seconds - now for one in full), default=0.0)

    def note(self, now: float) -> None:
        while self._sends and self._sends[0] <= now - self._longest:
            self._sends.popleft()
        self._sends.append(now)

    def forget(self, moment: float) -> None:
        """What was noted then was not sent after all."""
        with suppress(ValueError):  # so long ago that it is forgotten anyway
            self._sends.remove(moment)


class Gate:
    """What goes out to one channel passes here. `sleep` takes seconds."""

    def __init__(
        self, pace: Pace, clock: Callable[[], datetime], sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self._pace = pace
        self._clock = clock
        self._sleep = sleep
        self._together = Log(pace.together)
        self._each: OrderedDict[str, Log] = OrderedDict()
        self.at_once = asyncio.Semaphore(AT_ONCE)
        """Held by whoever waits for a place or sends."""
        self._line = asyncio.Lock()
        self._bulk_line = asyncio.Lock()

    def rest(self, conversation: str) -> float:
        """Seconds until this conversation may be sent to again."""
        log = self._each.get(conversation)
        return 0.0 if log is None else max(0.0, log.rest(self._now()))

    def note(self, conversation: str) -> None:
        """A message of this conversation goes out now."""
        if not self._pace.each:
            return
        log = self._each.setdefault(conversation, Log(self._pace.each))
        log.note(self._now())
        self._each.move_to_end(conversation)
        while len(self._each) > CONVERSATIONS:
            self._each.popitem(last=False)

    async def place(self, *, bulk: bool) -> float:
        """Wait for a place at the channel's pace, and return its moment. Bulk sends wait elsewhere, all
        but one, so that a reply never stands behind more than one of them."""
        async with self._bulk_line if bulk else nullcontext(), self._line:
            while (rest := self._together.rest(self._now())) > 0:
                await self._sleep(rest)
            moment = self._now()
            self._together.note(moment)
            return moment

    def give_back(self, place: float) -> None:
        """There was nothing to send."""
        self._together.forget(place)

    def _now(self) -> float:
        return self._clock().timestamp()
