"""Who is at the other end: a browser known by a cookie, and by nothing else."""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from typing import Final

from aiohttp import web

COOKIE: Final = "coach_visitor"
LIFE: Final = 30 * 24 * 3600
"""Seconds the browser is recognised after its last visit; the page says 30 days."""

_SECRET: Final = re.compile(r"[A-Za-z0-9_-]{43}")
"""32 random bytes as URL-safe base64: what we hand out, and all we take back."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """One browser. Only `secret` is in its cookie; the rest follows from it and our key, so
    that nothing stored or shown lets anybody make the cookie."""

    secret: str
    user: str
    conversation: str


class Visitors:
    """`key` is the installation's own."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def known(self, request: web.Request) -> Visitor | None:
        """The visitor whose cookie came along."""
        secret = request.cookies.get(COOKIE, "")
        return self._visitor(secret) if _SECRET.fullmatch(secret) else None

    def new(self) -> Visitor:
        return self._visitor(secrets.token_urlsafe(32))

    def remember(self, visitor: Visitor, response: web.Response, *, secure: bool) -> None:
        """Send the cookie, to come back with requests of our own page only, out of reach of scripts."""
        response.set_cookie(
            COOKIE, visitor.secret, max_age=LIFE, path="/v3/directline", httponly=True, samesite="Strict", secure=secure
        )

    def _visitor(self, secret: str) -> Visitor:
        return Visitor(secret, self._derived("user", secret), self._derived("conversation", secret))

    def _derived(self, what: str, secret: str) -> str:
        return hmac.new(self._key, f"{what}\x1f{secret}".encode(), hashlib.sha256).hexdigest()[:40]
