"""Judges whether a request comes from Slack.

Source of the rules: "Verifying requests from Slack". The SDK's own verifier raises on a timestamp
that is no number and on a signature outside ASCII; this one says no.
"""

import hashlib
import hmac
from collections.abc import Callable
from typing import Final

TIMESTAMP: Final = "X-Slack-Request-Timestamp"
SIGNATURE: Final = "X-Slack-Signature"
FRESH: Final = 5 * 60
"""Seconds a request may be old, or ahead of our clock: an older one may be a replay."""
_DIGITS: Final = 12
"""No moment has more; and a longer number takes time to read."""


class Signature:
    """Knows the app's signing secret. `clock` gives seconds since 1970."""

    def __init__(self, secret: str, clock: Callable[[], float]) -> None:
        self._secret = secret.encode()
        self._clock = clock

    def fits(self, timestamp: str, signature: str, body: bytes) -> bool:
        """Whether the body was signed with our secret, lately. `body` is as it came."""
        if not (timestamp.isascii() and timestamp.isdecimal() and len(timestamp) <= _DIGITS):
            return False
        if abs(self._clock() - int(timestamp)) > FRESH:
            return False
        expected = sign(self._secret, timestamp, body)
        return hmac.compare_digest(expected.encode(), signature.encode("utf-8", "replace"))


def sign(secret: bytes, timestamp: str, body: bytes) -> str:
    """What Slack puts beside a body it sends."""
    return "v0=" + hmac.new(secret, b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256).hexdigest()
