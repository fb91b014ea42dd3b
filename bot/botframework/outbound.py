"""The one HTTP client of this door, for signing keys and for the connector services."""

from typing import Final

from aiohttp import ClientSession, ClientTimeout, DummyCookieJar

TIMEOUT: Final = ClientTimeout(total=15, connect=5, sock_connect=5, sock_read=10)
"""Seconds. A reply that takes longer may have been shown: it counts as ambiguous."""


class Outbound:
    """Opens its session at first use, inside the running loop."""

    def __init__(self, timeout: ClientTimeout = TIMEOUT) -> None:
        self._timeout = timeout
        self._session: ClientSession | None = None

    @property
    def session(self) -> ClientSession:
        """Callers must not follow redirects: an address is checked before it is called."""
        if self._session is None:
            self._session = ClientSession(timeout=self._timeout, cookie_jar=DummyCookieJar())
        return self._session

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None
