"""Slack's pace, and a clock to try it with."""

import asyncio
from collections.abc import Callable

RATES = {"chat.update": (50, 50 / 60), "views.publish": (100, 100 / 60), "chat.postEphemeral": (100, 100 / 60)}
"""Calls at once, and a second, by method (rate limits page: tiers 3, 4 and 4)."""


class Seconds:
    """A clock that counts seconds when told to, and a sleep that only moves it."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds
        await asyncio.sleep(0)


class Bucket:
    """So many at once, and so many a second."""

    def __init__(self, most: float, refill: float, clock: Callable[[], float]) -> None:
        self.most, self.refill, self.clock = most, refill, clock
        self.left, self.at = most, clock()

    def takes(self) -> bool:
        now = self.clock()
        self.left = min(self.most, self.left + (now - self.at) * self.refill)
        self.at = now
        if self.left < 1:
            return False
        self.left -= 1
        return True
