"""Judges the token every activity of the Bot Framework must carry.

Source of the rules: "Authenticate requests from the Bot Connector service to your bot".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import jwt

from bot.botframework.keys import SigningKey, SigningKeys

ISSUER: Final = "https://api.botframework.com"
LEEWAY: Final = 5 * 60
"""Seconds the two clocks may be apart."""
_ALGORITHM: Final = "RS256"
_NEEDED: Final = ["iss", "aud", "exp", "nbf", "serviceurl"]


class BadToken(Exception):
    """There is no token, or none we believe. The message is a word for the log, never the token."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What a good token says about the activity it comes with."""

    service_url: str
    endorsements: frozenset[str]


class TokenVerifier:
    """Believes tokens made for `app_id` only."""

    def __init__(self, app_id: str, keys: SigningKeys) -> None:
        self._app_id = app_id
        self._keys = keys

    async def verify(self, authorization: Sequence[str]) -> Verified:
        """Judge the Authorization headers of a request. Raises BadToken, or KeysUnavailable."""
        token = _bearer(authorization)
        key = await self._keys.find(_key_id(token))
        if key is None:
            raise BadToken("unknown key")
        service_url = self._claims(token, key)["serviceurl"]
        if not isinstance(service_url, str):
            raise BadToken("no service url")
        return Verified(service_url, key.endorsements)

    def _claims(self, token: str, key: SigningKey) -> dict[str, Any]:
        try:
            return jwt.decode(
                token,
                key.public,
                algorithms=[_ALGORITHM],
                audience=self._app_id,
                issuer=ISSUER,
                leeway=LEEWAY,
                options={"require": _NEEDED, "strict_aud": True},
            )
        except jwt.PyJWTError as fault:
            raise BadToken(type(fault).__name__) from None


def _bearer(authorization: Sequence[str]) -> str:
    if len(authorization) != 1:
        raise BadToken("no token")
    scheme, _, token = authorization[0].partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise BadToken("no token")
    return token.strip()


def _key_id(token: str) -> str:
    """The algorithm is looked at before any key is fetched for it."""
    try:
        header = jwt.get_unverified_header(token)
    except jwt.PyJWTError as fault:
        raise BadToken(type(fault).__name__) from None
    key_id = header.get("kid")
    if header.get("alg") != _ALGORITHM or not isinstance(key_id, str):
        raise BadToken("algorithm or key id")
    return key_id
