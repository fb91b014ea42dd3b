"""Reads signing keys from where the Bot Framework publishes them."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final, Literal, TypeVar

import jwt
from aiohttp import ClientError, ClientTimeout
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt.algorithms import RSAAlgorithm
from pydantic import BaseModel

from bot.botframework.outbound import Outbound

METADATA: Final = "https://login.botframework.com/v1/.well-known/openidconfiguration"
TIMEOUT: Final = ClientTimeout(total=5)
"""Seconds for one document: a message waits for it, and its channel waits 15 s for us."""
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


_Document = TypeVar("_Document", bound=BaseModel)


class PublishedKeys:
    """Two documents: the metadata says where the keys are, and hardly ever says anything new."""

    def __init__(self, outbound: Outbound, metadata_url: str = METADATA) -> None:
        self._outbound = outbound
        self._metadata_url = metadata_url
        self._address = ""

    async def fetch(self, *, at_once: bool = False) -> Mapping[str, SigningKey]:
        """The keys by their ids, never none. `at_once` asks where they were the last time, for a
        message waits that is signed with a new key. Raises KeysUnavailable."""
        if at_once and self._address:
            with suppress(KeysUnavailable):
                return await self._keys_at(self._address)
        self._address = (await self._read(self._metadata_url, _Metadata)).jwks_uri
        return await self._keys_at(self._address)

    async def _keys_at(self, address: str) -> Mapping[str, SigningKey]:
        return _usable((await self._read(address, _KeySet)).keys)

    async def _read(self, url: str, kind: type[_Document]) -> _Document:
        try:
            async with self._outbound.session.get(url, allow_redirects=False, timeout=TIMEOUT) as response:
                if response.status != HTTPStatus.OK:
                    raise KeysUnavailable
                return kind.model_validate_json(await response.read())
        except (ClientError, TimeoutError, OSError, ValueError):  # pydantic's fault is a ValueError
            raise KeysUnavailable from None


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
