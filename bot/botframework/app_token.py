"""The one token everything we send is shown with: fetched in a thread, kept until shortly before it ends."""

import asyncio
import time
from collections.abc import Callable
from typing import Final

from bot.botframework.credentials import TokenSource

MARGIN: Final = 5 * 60.0
"""Seconds before its end that a token is no longer used."""


class TokenUnavailable(Exception):
    """Microsoft Entra gave us no token. The message is Entra's error code or the kind of fault."""


class AppToken:
    """One token for everything this process sends. `clock` counts seconds."""

    def __init__(self, source: TokenSource, clock: Callable[[], float] = time.monotonic) -> None:
        self._source = source
        self._clock = clock
        self._token = ""
        self._ends = float("-inf")
        self._fetching = asyncio.Lock()

    async def current(self) -> str:
        """Raises TokenUnavailable."""
        async with self._fetching:
            if self._clock() >= self._ends - MARGIN:
                await self._fetch(fresh=False)
            return self._token

    async def after(self, refused: str) -> str:
        """Another token than the one the connector refused. Raises TokenUnavailable."""
        async with self._fetching:
            if self._token == refused:
                await self._fetch(fresh=True)
            return self._token

    async def _fetch(self, fresh: bool) -> None:
        try:
            answer = await asyncio.to_thread(self._source.fetch, fresh)
        except (OSError, ValueError, LookupError) as fault:  # requests', MSAL's own, and what it trips over
            raise TokenUnavailable(type(fault).__name__) from None
        token, life = answer.get("access_token"), answer.get("expires_in")
        if not isinstance(token, str) or not isinstance(life, int):
            raise TokenUnavailable(str(answer.get("error", "no token")))
        self._token, self._ends = token, self._clock() + life
