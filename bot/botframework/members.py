"""Who people are by e-mail, for a municipality whose list of teams names them so: asked of the channel, once each."""

import asyncio
from typing import Final

from bot.botframework.activities import Inbound
from bot.botframework.connector import Connectors
from service.door import NotDelivered

KEPT: Final = 10_000
"""Addresses remembered by a process; beyond, it begins anew and asks again."""


class Members:
    """E-mail addresses of the people who write, as the channel has them. Kept in memory alone."""

    def __init__(self, connectors: Connectors) -> None:
        self._connectors = connectors
        self._known: dict[str, str] = {}
        self._asking: dict[str, asyncio.Task[None]] = {}

    def email_of(self, inbound: Inbound) -> str:
        """The sender's address, or empty: then it is asked for meanwhile, so that nobody waits for it, and
        known when they are next heard from."""
        user = inbound.sender.id
        if user not in self._known and user not in self._asking:
            self._asking[user] = asyncio.create_task(self._ask(inbound), name="botframework-member")
            self._asking[user].add_done_callback(lambda _: self._asking.pop(user))
        return self._known.get(user, "")

    async def close(self) -> None:
        """Nobody asks any more."""
        asking = list(self._asking.values())
        for task in asking:
            task.cancel()
        await asyncio.gather(*asking, return_exceptions=True)

    async def quiet(self) -> None:
        """Returns when everything that was asked is answered."""
        await asyncio.gather(*self._asking.values())

    async def _ask(self, inbound: Inbound) -> None:
        try:
            email = await self._connectors.email_of(inbound.service_url, inbound.conversation.id, inbound.sender.id)
        except NotDelivered:
            return  # asked again with their next message
        if len(self._known) >= KEPT:
            self._known.clear()
        self._known[inbound.sender.id] = email
