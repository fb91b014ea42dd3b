"""The one HTTP client of this door, for signing keys and for the connector services."""

from typing import Final

from aiohttp import ClientSession, ClientTimeout, DummyCookieJar, TCPConnector
from aiohttp.abc import AbstractResolver

TIMEOUT: Final = 15.0
"""Seconds. A reply that takes longer may have been shown: it counts as ambiguous."""
CONNECT: Final = 5.0
"""Seconds to connect. Until then nothing has left this machine."""


class Outbound:
    """Opens its session at first use, inside the running loop. `resolver` replaces the machine's own."""

    def __init__(self, timeout: float = TIMEOUT, resolver: AbstractResolver | None = None) -> None:
        self._timeout = ClientTimeout(total=timeout, connect=CONNECT, sock_connect=CONNECT)
        self._resolver = resolver
        self._session: ClientSession | None = None

    @property
    def session(self) -> ClientSession:
        """Callers must not follow redirects: an address is checked before it is called."""
        if self._session is None:
            connector = TCPConnector(resolver=self._resolver)
            self._session = ClientSession(timeout=self._timeout, connector=connector, cookie_jar=DummyCookieJar())
        return self._session

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None
