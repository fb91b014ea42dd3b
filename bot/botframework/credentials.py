"""The token we show the connector: fetched in a thread, kept until shortly before it ends."""

import asyncio
import time
from collections.abc import Callable, Mapping
from typing import Any, Final, Protocol

import msal

LOGIN: Final = "https://login.microsoftonline.com/"
SCOPE: Final = "https://api.botframework.com/.default"
MARGIN: Final = 5 * 60.0
"""Seconds before its end that a token is no longer used."""
_TIMEOUT: Final = 10.0
"""Seconds one call to Microsoft Entra may take."""


class TokenUnavailable(Exception):
    """Microsoft Entra gave us no token. The message is Entra's error code or the kind of fault."""


class TokenSource(Protocol):
    """Where tokens come from."""

    def fetch(self, fresh: bool) -> Mapping[str, Any]:
        """An OAuth token response; `fresh` forgets what is cached. Blocks; called in a thread."""


class EntraTokens:
    """Client credentials of a single-tenant app. `http` replaces the connection to Entra."""

    def __init__(self, app_id: str, app_password: str, tenant_id: str, http: Any = None) -> None:
        self._app_id = app_id
        self._app_password = app_password
        self._tenant_id = tenant_id
        self._http = http
        self._app: Any = None

    def fetch(self, fresh: bool) -> Mapping[str, Any]:
        if fresh or self._app is None:
            # It keeps its own tokens, and asks Entra for its addresses: that belongs in the thread.
            self._app = self._new_app()
        answer: Mapping[str, Any] = self._app.acquire_token_for_client(scopes=[SCOPE])
        return answer

    def _new_app(self) -> Any:
        return msal.ConfidentialClientApplication(
            self._app_id,
            client_credential=self._app_password,
            authority=LOGIN + self._tenant_id,
            http_client=self._http,
            timeout=None if self._http else _TIMEOUT,
        )


class AppToken:
    """One token for everything this process sends. `clock` counts seconds."""

    def __init__(self, source: TokenSource, clock: Callable[[], float] = time.monotonic) -> None:
        self._source = source
        self._clock = clock
        self._token = ""
        self._ends = float("-inf")
        self._fetching = asyncio.Lock()

    async def current(self) -> str:
        """Raises TokenUnavailable."""
        async with self._fetching:
            if self._clock() >= self._ends - MARGIN:
                await self._fetch(fresh=False)
            return self._token

    async def after(self, refused: str) -> str:
        """Another token than the one the connector refused. Raises TokenUnavailable."""
        async with self._fetching:
            if self._token == refused:
                await self._fetch(fresh=True)
            return self._token

    async def _fetch(self, fresh: bool) -> None:
        try:
            answer = await asyncio.to_thread(self._source.fetch, fresh)
        except (OSError, ValueError) as fault:  # requests' and MSAL's own
            raise TokenUnavailable(type(fault).__name__) from None
        token, life = answer.get("access_token"), answer.get("expires_in")
        if not isinstance(token, str) or not isinstance(life, int):
            raise TokenUnavailable(str(answer.get("error", "no token")))
        self._token, self._ends = token, self._clock() + life
