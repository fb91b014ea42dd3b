"""Who people are by e-mail, for a municipality whose list of teams names them so: asked of the channel, once each."""

import asyncio
from typing import Final
from urllib.parse import quote

from pydantic import BaseModel, ValidationError

from bot.botframework.activities import Inbound
from bot.botframework.calls import Calls
from service.door import NotDelivered

KEPT: Final = 10_000
"""Addresses remembered by a process; beyond, it begins anew and asks again."""


class Members:
    """E-mail addresses of the people who write, as the channel has them. Kept in memory alone."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
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
            body = await self._calls.send("GET", inbound.service_url, _path(inbound))
        except NotDelivered:
            return  # asked again with their next message
        if len(self._known) >= KEPT:
            self._known.clear()
        self._known[inbound.sender.id] = _email_in(body)


class _Member(BaseModel):
    """What the channel tells of a member, as far as we ask."""

    email: str | None = None


def _email_in(body: bytes) -> str:
    try:
        return (_Member.model_validate_json(body).email or "").casefold()
    except ValidationError:
        return ""


def _path(inbound: Inbound) -> str:
    """Source: the Bot Connector REST reference."""
    conversation, user = quote(inbound.conversation.id, safe=""), quote(inbound.sender.id, safe="")
    return f"v3/conversations/{conversation}/members/{user}"
