"""Judges the token every activity of the Bot Framework must carry.

Source of the rules: "Authenticate requests from the Bot Connector service to your bot".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import jwt
from jwt.types import Options

from bot.botframework.keys import SigningKeys
from bot.botframework.published_keys import SigningKey

ISSUER: Final = "https://api.botframework.com"
LEEWAY: Final = 5 * 60
"""Seconds the two clocks may be apart."""
_ALGORITHM: Final = "RS256"
_DEMANDS: Final[Options] = {
    "require": ["iss", "aud", "exp", "nbf", "serviceurl"],
    "strict_aud": True,
    # PyJWT would leave these out where it is not to look at the signature.
    "verify_iss": True,
    "verify_aud": True,
    "verify_exp": True,
    "verify_nbf": True,
}


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
        key_id = _key_id(token)
        # What is not even meant for us must not use up the one question a minute about unknown keys.
        self._claims(token, None)
        key = await self._keys.find(key_id)
        if key is None:
            raise BadToken("unknown key")
        return Verified(self._claims(token, key)["serviceurl"], key.endorsements)

    def _claims(self, token: str, key: SigningKey | None) -> dict[str, Any]:
        """What the token says, if it is what a token for us says. Without `key` anybody may have written it."""
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                key.public if key else "",
                algorithms=[_ALGORITHM],
                audience=self._app_id,
                issuer=ISSUER,
                leeway=LEEWAY,
                options=_DEMANDS | {"verify_signature": key is not None},
            )
        except jwt.PyJWTError as fault:
            raise BadToken(type(fault).__name__) from None
        if not isinstance(claims["serviceurl"], str):
            raise BadToken("no service url")
        return claims


def _bearer(authorization: Sequence[str]) -> str:
    if len(authorization) != 1:
        raise BadToken("no token")
    scheme, _, token = authorization[0].partition(" ")
    if scheme.lower() != "bearer" or not token.isascii() or not token:
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
