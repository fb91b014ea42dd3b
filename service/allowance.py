"""How much one sender may ask of us: so many in every stretch of time, and no more.

Kept in memory, per process: with two replicas a sender has at most twice the number. The `limits` library was
measured for this: it looks at every sender it knows at each hit (341 µs with 5,000), so that a flood from
many places would cost more than what it keeps out.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Final

from service.pace import Log, Windows

SENDERS: Final = 10_000
"""Senders remembered; the one longest quiet is forgotten first."""


class Allowance:
    """The same for every sender. Without windows nothing is limited. `clock` counts seconds and never goes back."""

    def __init__(self, windows: Windows, clock: Callable[[], float] = time.monotonic, most: int = SENDERS) -> None:
        self._windows = windows
        self._clock = clock
        self._most = most
        self._logs: OrderedDict[Hashable, Log] = OrderedDict()

    def __len__(self) -> int:
        return len(self._logs)

    def spend(self, sender: Hashable) -> float:
        """Take one. Returns 0, or the seconds after which there is another; then nothing is taken."""
        wait = self.wait(sender)
        if wait or not self._windows:
            return wait
        self._logs.setdefault(sender, Log(self._windows)).note(self._clock())
        self._logs.move_to_end(sender)
        while len(self._logs) > self._most:
            self._logs.popitem(last=False)
        return 0.0

    def wait(self, sender: Hashable) -> float:
        """Seconds until there is one to take; 0 when there is one now."""
        log = self._logs.get(sender)
        return 0.0 if log is None else max(0.0, log.rest(self._clock()))
