"""The three moving dots, while an answer takes longer than one expects."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, Final

from botbuilder.schema import Activity, ActivityTypes

from service.door import NotDelivered

SOON: Final = 1.0
"""Seconds an answer may take without a sign. Teams wants an answer or a sign within two
(store validation guidelines)."""


class TypingSign:
    """`a_while` returns when an answer is late."""

    def __init__(self, a_while: Callable[[], Awaitable[object]] | None = None) -> None:
        self._a_while = a_while or partial(asyncio.sleep, SOON)

    @asynccontextmanager
    async def while_thinking(self, context: Any) -> AsyncIterator[None]:
        """Shows the sign in the conversation of `context` if what is done inside takes a while."""
        sign = asyncio.create_task(self._show_later(context))
        try:
            yield
        finally:
            sign.cancel()
            await asyncio.wait([sign])

    async def _show_later(self, context: Any) -> None:
        await self._a_while()
        try:
            await context.send_activity(Activity(type=ActivityTypes.typing))
        except NotDelivered:
            return  # the answer itself will tell whether the channel can be reached
