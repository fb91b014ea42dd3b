"""A link to one person's own data: signed, and of limited life. Whoever holds it reads what is that person's."""

import base64
import hashlib
import hmac
import re
from datetime import datetime, timedelta
from typing import Final

LIFE: Final = timedelta(minutes=15)
PATH: Final = "/mine-data"
PARTS: Final = 3
"""Of a token: person, end, signature."""


class Links:
    """`key` comes from the installation's own; `public_url` is where people's browsers find the service, empty
    where they cannot."""

    def __init__(self, key: bytes, public_url: str = "") -> None:
        self._key = key
        self._public_url = public_url.rstrip("/")

    def make(self, person: str, now: datetime, origin: str = "") -> str:
        """A link that works until LIFE is over; empty for nobody, and where no browser finds us. `origin`: where
        this person's browser is talking with us already."""
        base = self._public_url or origin
        if not (person and base):
            return ""
        until = int((now + LIFE).timestamp())
        return f"{base}{PATH}/{person}.{until}.{self._signature(person, until)}"

    def person(self, token: str, now: datetime) -> str | None:
        """Whose data a token opens; None for one that we did not make, or whose time is over."""
        parts = token.split(".")
        if len(parts) != PARTS or not re.fullmatch("[0-9]{1,12}", parts[1]):
            return None
        person, until, signature = parts
        genuine = hmac.compare_digest(signature.encode(), self._signature(person, int(until)).encode())
        return person if genuine and now.timestamp() <= int(until) else None

    def _signature(self, person: str, until: int) -> str:
        digest = hmac.new(self._key, f"{person}\x1f{until}".encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
