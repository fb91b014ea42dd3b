"""Remembers what was done, for things that need no more than a good memory."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Final

REMEMBERED: Final = 10_000


class Once:
    """The first of each kind within `seconds`; after a restart everything is new. `clock` never goes back."""

    def __init__(self, seconds: float, clock: Callable[[], float]) -> None:
        self._seconds = seconds
        self._clock = clock
        self._done: OrderedDict[Hashable, float] = OrderedDict()

    def first(self, what: Hashable) -> bool:
        """Whether it is the first time, which it never is again until the time has passed."""
        now = self._clock()
        if what in self._done and now - self._done[what] < self._seconds:
            return False
        self._done[what] = now
        self._done.move_to_end(what)
        if len(self._done) > REMEMBERED:
            self._done.popitem(last=False)
        return True
