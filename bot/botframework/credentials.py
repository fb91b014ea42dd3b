"""Where the token comes from that we send with. MSAL knows how each kind of identity gets it."""

from collections.abc import Mapping
from functools import partial
from typing import Any, Final, Protocol

import msal
import requests

from bot.botframework.identity import Certificate, Credential, ManagedIdentity, Secret

LOGIN: Final = "https://login.microsoftonline.com/"
RESOURCE: Final = "https://api.botframework.com"
SCOPE: Final = f"{RESOURCE}/.default"
TIMEOUT: Final = 10.0
"""Seconds one call to Microsoft Entra may take."""


class TokenSource(Protocol):
    """Where tokens come from."""

    def fetch(self, fresh: bool) -> Mapping[str, Any]:
        """An OAuth token response; `fresh` forgets what is cached. Blocks; called in a thread."""


def tokens_for(app_id: str, credential: Credential, tenant_id: str) -> TokenSource:
    """Raises CertificateError, so that a wrong file stops the start and not the first answer."""
    if isinstance(credential, ManagedIdentity):
        return ManagedIdentityTokens(app_id)
    if isinstance(credential, Certificate):
        credential.read()
    return EntraTokens(app_id, credential, tenant_id)


class EntraTokens:
    """Client credentials of a single-tenant app. `http` replaces the connection to Entra."""

    def __init__(self, app_id: str, credential: Secret | Certificate, tenant_id: str, http: Any = None) -> None:
        self._app_id = app_id
        self._credential = credential
        self._tenant_id = tenant_id
        self._http = http
        self._app: Any = None

    def fetch(self, fresh: bool) -> Mapping[str, Any]:
        if fresh or self._app is None:
            # It keeps its own tokens, and asks Entra for its addresses: that belongs in the thread.
            self._app = self._new_app()
        answer: Mapping[str, Any] = self._app.acquire_token_for_client(scopes=[SCOPE])
        if "access_token" not in answer:
            self._app = None  # a renewed certificate is read the next time
        return answer

    def _new_app(self) -> Any:
        return msal.ConfidentialClientApplication(
            self._app_id,
            client_credential=_for_msal(self._credential),
            authority=LOGIN + self._tenant_id,
            http_client=self._http,
            timeout=None if self._http else TIMEOUT,
        )


def _for_msal(credential: Secret | Certificate) -> str | dict[str, str]:
    if isinstance(credential, Secret):
        return credential.words
    pem = credential.read()
    return {"private_key": pem, "public_certificate": pem}


class ManagedIdentityTokens:
    """What the machine gives us. `http` replaces the connection to its own service."""

    def __init__(self, app_id: str, http: Any = None) -> None:
        self._identity = msal.UserAssignedManagedIdentity(client_id=app_id)
        self._http = http or _patient_session()
        self._client: Any = None

    def fetch(self, fresh: bool) -> Mapping[str, Any]:
        if fresh or self._client is None:
            self._client = msal.ManagedIdentityClient(self._identity, http_client=self._http)
        answer: Mapping[str, Any] = self._client.acquire_token_for_client(resource=RESOURCE)
        return answer


def _patient_session() -> requests.Session:
    """MSAL sets no time-out here, and requests would wait for ever."""
    session = requests.Session()
    session.request = partial(session.request, timeout=TIMEOUT)  # type: ignore[method-assign]
    return session
