"""Microsoft Entra as MSAL sees it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


class EntraOverHttp:
    """Two addresses and a form. The first `refusals` are answered with an error."""

    def __init__(self, refusals: int = 0) -> None:
        self.refusals = refusals
        self.forms: list[Mapping[str, str]] = []

    def get(self, url: str, **_: Any) -> Any:
        base = url.split("/v2.0/", maxsplit=1)[0]
        endpoints = {
            "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
            "token_endpoint": f"{base}/oauth2/v2.0/token",
            "issuer": f"{base}/v2.0",
            "metadata": [],
        }
        return Answer(json.dumps(endpoints))

    def post(self, url: str, data: Mapping[str, str] | None = None, **_: Any) -> Any:
        self.forms.append({"url": url} | dict(data or {}))
        if len(self.forms) <= self.refusals:
            return Answer(json.dumps({"error": "invalid_client"}), 401)
        token = f"entra-{len(self.forms)}"
        return Answer(json.dumps({"access_token": token, "expires_in": 3600, "token_type": "Bearer"}))

    def close(self) -> None:
        """Nothing is open."""


@dataclass
class Answer:
    """As much of an HTTP answer as MSAL looks at."""

    text: str
    status_code: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    def raise_for_status(self) -> None:
        assert self.status_code == 200
