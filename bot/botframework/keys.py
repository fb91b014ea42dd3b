"""The keys the Bot Framework signs its tokens with, as it publishes them."""

import asyncio
import time
from collections.abc import Callable, Mapping
from typing import Final

import structlog

from bot.botframework.published_keys import KeysUnavailable, PublishedKeys, SigningKey

LIFE: Final = 24 * 60 * 60.0
"""Seconds after which keys are fetched again (connector authentication page)."""
KEPT: Final = 5 * LIFE
"""Seconds the last good keys serve while no newer ones can be had: as long as Microsoft's own SDK
keeps them (the same page). After that a withdrawn key could be in use unnoticed."""
ASK_AGAIN: Final = 60.0
"""Least seconds between two fetches because of an unknown key id (the same page), and before the next
try to renew keys that still serve."""
PATIENCE: Final = 5.0
"""Least seconds before the next try while there are no keys at all."""

log = structlog.get_logger()


class SigningKeys:
    """Renewed every day, and at once when a token names a key nobody has heard of: Microsoft has
    changed keys. While it cannot be asked, the last good keys serve. `clock` counts seconds and never
    goes back."""

    def __init__(self, published: PublishedKeys, clock: Callable[[], float] = time.monotonic) -> None:
        self._published = published
        self._clock = clock
        self._keys: Mapping[str, SigningKey] = {}
        self._fetched = self._tried = self._unknown = float("-inf")
        self._fetching = asyncio.Lock()

    async def find(self, key_id: str) -> SigningKey | None:
        """The key with this id, or None when there is none. Raises KeysUnavailable."""
        if self._worth_asking(key_id):
            async with self._fetching:
                # Somebody else may have asked while we waited for our turn.
                if self._worth_asking(key_id):
                    await self._ask()
        if self._age() >= KEPT:
            raise KeysUnavailable
        return self._keys.get(key_id)

    def _worth_asking(self, key_id: str) -> bool:
        since = self._clock() - self._tried
        if self._age() >= KEPT:
            return since >= PATIENCE
        if self._age() >= LIFE:
            return since >= ASK_AGAIN
        return key_id not in self._keys and self._clock() - self._unknown >= ASK_AGAIN

    async def _ask(self) -> None:
        rolled = self._age() < LIFE
        try:
            self._keys = await self._published.fetch(at_once=rolled)
            self._fetched = self._clock()
        except KeysUnavailable:
            log.warning("botframework.keys_not_fetched", held=len(self._keys))
        # Noted at the end only, so that whoever comes meanwhile waits for the outcome.
        self._tried = self._clock()
        if rolled:
            self._unknown = self._tried

    def _age(self) -> float:
        return self._clock() - self._fetched
