"""The keys the Bot Framework signs its tokens with, as it publishes them."""

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final, Literal

import jwt
from aiohttp import ClientError
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt.algorithms import RSAAlgorithm
from pydantic import BaseModel, ValidationError

from bot.botframework.outbound import Outbound

METADATA: Final = "https://login.botframework.com/v1/.well-known/openidconfiguration"
LIFE: Final = 24 * 60 * 60.0
"""Seconds fetched keys are trusted (connector authentication page)."""
ASK_AGAIN: Final = 60.0
"""Least seconds between two fetches because of an unknown key id (the same page)."""
PATIENCE: Final = 5.0
"""Least seconds before the next try when nothing could be fetched."""
_LEAST_BITS: Final = 2048


class KeysUnavailable(Exception):
    """The keys cannot be had right now, so that no token can be judged."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A public key, and the channels it may speak for; none listed means all."""

    public: RSAPublicKey
    endorsements: frozenset[str]


class _Metadata(BaseModel):
    jwks_uri: str


class _KeySet(BaseModel):
    keys: list[Any]


class _Published(BaseModel):
    kid: str
    kty: Literal["RSA"]
    use: Literal["sig"] = "sig"
    n: str
    e: str
    endorsements: list[str] = []


class SigningKeys:
    """Kept for a day. `clock` counts seconds and never goes back."""

    def __init__(
        self, outbound: Outbound, metadata_url: str = METADATA, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._outbound = outbound
        self._metadata_url = metadata_url
        self._clock = clock
        self._keys: Mapping[str, SigningKey] = {}
        self._fetched = self._asked = self._failed = float("-inf")
        self._fetching = asyncio.Lock()

    async def find(self, key_id: str) -> SigningKey | None:
        """The key with this id, or None when there is none. Raises KeysUnavailable."""
        if self._stale() or key_id not in self._keys:
            async with self._fetching:
                await self._refresh(key_id)
        return self._keys.get(key_id)

    def _stale(self) -> bool:
        return self._clock() - self._fetched >= LIFE

    async def _refresh(self, key_id: str) -> None:
        """Somebody else may have fetched them while we waited for our turn."""
        if self._stale():
            await self._fetch()
        elif key_id not in self._keys and self._clock() - self._asked >= ASK_AGAIN:
            self._asked = self._clock()
            await self._fetch()

    async def _fetch(self) -> None:
        if self._clock() - self._failed < PATIENCE:
            raise KeysUnavailable
        try:
            metadata = _Metadata.model_validate_json(await self._read(self._metadata_url))
            key_set = _KeySet.model_validate_json(await self._read(metadata.jwks_uri))
            keys = _usable(key_set.keys)
        except (ClientError, TimeoutError, OSError, ValidationError, KeysUnavailable):
            self._failed = self._clock()
            raise KeysUnavailable from None
        self._keys, self._fetched = keys, self._clock()

    async def _read(self, url: str) -> bytes:
        async with self._outbound.session.get(url, allow_redirects=False) as response:
            if response.status != HTTPStatus.OK:
                raise KeysUnavailable
            return await response.read()


def _usable(published: list[Any]) -> Mapping[str, SigningKey]:
    """The RSA keys among what is published; one that cannot be read does not spoil the others."""
    found = dict(pair for one in published if (pair := _named_key(one)) is not None)
    if not found:
        raise KeysUnavailable
    return found


def _named_key(published: Any) -> tuple[str, SigningKey] | None:
    try:
        key = _Published.model_validate(published)
        public = RSAAlgorithm.from_jwk({"kty": key.kty, "n": key.n, "e": key.e})
    except (jwt.InvalidKeyError, ValueError):  # pydantic's fault is a ValueError too
        return None
    if not isinstance(public, RSAPublicKey) or public.key_size < _LEAST_BITS:
        return None
    return key.kid, SigningKey(public, frozenset(key.endorsements))
