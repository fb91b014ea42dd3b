"""Work that follows an answer to Slack and that nobody waits for: closing a card, the Home tab."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Final

import structlog

from service.door import NotDelivered, NotStored

PATIENCE: Final = 5.0
"""Seconds to let such work end when the service stops."""
TRIES: Final = 3
"""How often Slack may say "later" before the work is let go."""
LONGEST_WAIT: Final = 60.0
"""Seconds one is ready to wait when Slack says so; nothing here matters for longer."""
_BACKOFF: Final = 1.0

log = structlog.get_logger()


class Afterwards:
    """Runs work beside everything else. Nothing a person needs may depend on it."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[None]] = set()
        self._closed = False

    def run(self, work: Callable[[], Coroutine[Any, Any, None]], name: str) -> None:
        """`work` may raise NotDelivered and NotStored; it may be done again when Slack says "later"."""
        if self._closed:
            return
        task = asyncio.create_task(_done(work, name), name=f"slack-{name}")
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def quiet(self) -> None:
        """Returns when nothing is running."""
        while self._running:
            await asyncio.gather(*self._running, return_exceptions=True)

    async def close(self) -> None:
        """Let what is running end; nothing is begun any more."""
        self._closed = True
        if self._running:
            _, late = await asyncio.wait(self._running, timeout=PATIENCE)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)


async def _done(work: Callable[[], Coroutine[Any, Any, None]], name: str) -> None:
    for _ in range(TRIES):
        try:
            await work()
        except NotDelivered as failure:
            wait = failure.retry_after or _BACKOFF
            if failure.failure != "retry" or wait > LONGEST_WAIT:
                return
            await asyncio.sleep(wait)
        except NotStored:
            return
        except Exception as fault:  # noqa: BLE001 - nobody waits for this; its kind must do
            log.error("slack.afterwards_broken", work=name, fault=type(fault).__name__)  # noqa: TRY400
            return
        else:
            return
