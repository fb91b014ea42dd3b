"""Who is at the other end: a browser known by a cookie, and by nothing else."""

import hashlib
import hmac
import re
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from typing import Final

from aiohttp import web

COOKIE: Final = "coach_visitor"
LIFE: Final = 30 * 24 * 3600
"""Seconds the browser is recognised after its last visit; the page says 30 days."""

_COOKIE: Final = re.compile(r"(?P<secret>[A-Za-z0-9_-]{43})(?:\.(?P<employee>[A-Za-z0-9_-]{4,300}))?")
"""32 random bytes as URL-safe base64, and whom the page said to be: what we hand out, and all we take back."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """One browser. Only `cookie` is in its cookie; the rest follows from it and our key, so
    that nothing stored or shown lets anybody make the cookie."""

    cookie: str
    user: str
    conversation: str
    employee: str = ""
    """The e-mail address its page came with, where it came with one. Nobody checked it."""


class Visitors:
    """`key` is the installation's own. `pretending`: a page may say which employee it is, and nobody checks."""

    def __init__(self, key: bytes, *, pretending: bool = True) -> None:
        self._key = key
        self.pretending = pretending

    def known(self, request: web.Request) -> Visitor | None:
        """The visitor whose cookie came along. One that names an employee is taken back only where it is one we
        handed out, and only where pages may still say who they are."""
        cookie = request.cookies.get(COOKIE, "")
        found = _COOKIE.fullmatch(cookie)
        if found is None:
            return None
        if found["employee"] is None:
            return self._visitor(cookie)
        named = self.named(_decoded(found["employee"]))
        return named if self.pretending and hmac.compare_digest(named.cookie, cookie) else None

    def new(self) -> Visitor:
        return self._visitor(secrets.token_urlsafe(32))

    def named(self, employee: str) -> Visitor:
        """An employee for trying out: the same one in every browser, as a person is."""
        secret = hmac.new(self._key, f"as\x1f{employee}".encode(), hashlib.sha256).digest()
        return self._visitor(f"{_encoded(secret)}.{_encoded(employee.encode())}")

    def remember(self, visitor: Visitor, response: web.Response, *, secure: bool) -> None:
        """Send the cookie, to come back with requests of our own page only, out of reach of scripts."""
        response.set_cookie(
            COOKIE, visitor.cookie, max_age=LIFE, path="/v3/directline", httponly=True, samesite="Strict", secure=secure
        )

    def _visitor(self, cookie: str) -> Visitor:
        _, _, employee = cookie.partition(".")
        user, conversation = self._derived("user", cookie), self._derived("conversation", cookie)
        return Visitor(cookie, user, conversation, _decoded(employee))

    def _derived(self, what: str, secret: str) -> str:
        return hmac.new(self._key, f"{what}\x1f{secret}".encode(), hashlib.sha256).hexdigest()[:40]


def _encoded(what: bytes) -> str:
    return urlsafe_b64encode(what).decode().rstrip("=")


def _decoded(encoded: str) -> str:
    try:
        return urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)).decode()
    except ValueError:
        return ""
