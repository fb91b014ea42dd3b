"""Turns of one conversation line up; turns of different conversations do not wait for each other."""

import asyncio
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager
from typing import Final

CONVERSATIONS: Final = 4096
"""Conversations with a turn under way or waiting, at most."""
DEEP: Final = 64
"""Turns of one conversation under way or waiting, at most."""


class Crowded(Exception):
    """There is no room to wait in: the message should come again later."""


class _Queue:
    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.turns = 0


class Queues:
    """One queue per conversation, for as long as somebody stands in it, first come first served."""

    def __init__(self, most: int = CONVERSATIONS, deep: int = DEEP) -> None:
        self._queues: dict[Hashable, _Queue] = {}
        self._most = most
        self._deep = deep

    def __len__(self) -> int:
        return len(self._queues)

    @asynccontextmanager
    async def turn(self, key: Hashable) -> AsyncIterator[None]:
        """Wait for one's turn. Raises Crowded at once rather than let the queues grow without end."""
        queue = self._queues.get(key)
        if queue is None:
            if len(self._queues) >= self._most:
                raise Crowded
            queue = self._queues[key] = _Queue()
        if queue.turns >= self._deep:
            raise Crowded
        queue.turns += 1
        try:
            async with queue.lock:
                yield
        finally:
            queue.turns -= 1
            if not queue.turns:
                del self._queues[key]
