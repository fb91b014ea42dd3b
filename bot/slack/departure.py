"""The workspace removed the app: silence, and everybody has left."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

import structlog

from bot.slack.translation import CHANNEL
from service.door import NotStored

PATIENCE: Final = 2.0
"""Seconds Slack is kept waiting; it gives up after three and asks again."""

EverybodyLeft = Callable[[str, str, Mapping[str, str]], Awaitable[None]]
"""Tells the coach that all of a channel have left: the channel, the id of the message, and what their addresses
have in common."""

log = structlog.get_logger()


class Departure:
    """Slack tells of a removal in several events and in any order; each is safe to hear again."""

    def __init__(self, everybody_left: EverybodyLeft, patience: float = PATIENCE) -> None:
        self._everybody_left = everybody_left
        self._patience = patience
        self._under_way: dict[str, asyncio.Task[None]] = {}

    async def everybody(self, team: str, message: str) -> None:
        """All of a workspace. Returns when it is committed.

        Raises NotStored when that takes longer than Slack waits: the work goes on, and Slack's
        next attempt finds it further, or done.
        """
        task = self._under_way.get(message) or asyncio.create_task(self._leave(team, message), name="slack-departure")
        self._under_way[message] = task
        task.add_done_callback(lambda _: self._under_way.pop(message, None))
        done, _ = await asyncio.wait({task}, timeout=self._patience)
        if not done:
            raise NotStored
        await task

    async def close(self, patience: float = 10.0) -> None:
        """Finish what is under way, for at most `patience` seconds: Slack asks again for the rest."""
        late = list(self._under_way.values())
        if late:
            await asyncio.wait(late, timeout=patience)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def _leave(self, team: str, message: str) -> None:
        log.warning("slack.uninstalled", note="nobody in this workspace is written to any more")
        await self._everybody_left(CHANNEL, message, {"team": team})
