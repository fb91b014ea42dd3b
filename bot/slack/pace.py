"""Sends no faster than Slack takes it, so that being slowed down is the exception.

Source: chat.postMessage: about one message a second to a channel, several hundred a minute to a
workspace, bursts allowed.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Final

SECONDS_PER_MESSAGE: Final = 1.0
"""To one person, in the long run."""
BURST: Final = 4
"""Messages one person may get at once: a turn brings one or two."""
SECONDS_PER_POST: Final = 0.2
"""To all of a workspace, in the long run: 300 a minute."""
POSTS: Final = 30
"""Messages a workspace may get at once."""
REMEMBERED: Final = 10_000
"""People whose pace is kept in mind; whoever was not written to for a while needs no keeping."""


class Pace:
    """`clock` counts seconds and never goes back; `sleep` waits for some."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._people: dict[str, float] = {}
        self._workspace = float("-inf")

    async def wait(self, person: str) -> None:
        """Returns when the next message to this person may go."""
        now = self._clock()
        self._forget(now)
        own, pause = _booked(self._people.get(person, now), now, SECONDS_PER_MESSAGE, BURST)
        self._people[person] = own
        self._workspace, all_pause = _booked(self._workspace, now, SECONDS_PER_POST, POSTS)
        if longest := max(pause, all_pause):
            await self._sleep(longest)

    def _forget(self, now: float) -> None:
        if len(self._people) > REMEMBERED:
            self._people = {person: due for person, due in self._people.items() if due > now}


def _booked(due: float, now: float, interval: float, burst: int) -> tuple[float, float]:
    """When the place after this one is due, and the seconds to wait for this one.

    `due` runs ahead of the clock by one interval for each message; as long as it is ahead by less
    than a burst, nobody waits.
    """
    due = max(due, now)
    return due + interval, max(0.0, due - (burst - 1) * interval - now)
