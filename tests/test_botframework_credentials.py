"""The token we show the connector: how it is had, kept, renewed, and kept out of the log."""

import asyncio
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from bot.botframework.credentials import AppToken, EntraTokens, TokenUnavailable
from tests.botframework_fakes import APP_ID, TENANT, FakeEntra, Seconds


class EntraOverHttp:
    """Microsoft Entra as MSAL sees it: two addresses and a form."""

    def __init__(self) -> None:
        self.forms: list[Mapping[str, str]] = []

    def get(self, url: str, **_: Any) -> Any:
        base = url.split("/v2.0/", maxsplit=1)[0]
        endpoints = {
            "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
            "token_endpoint": f"{base}/oauth2/v2.0/token",
            "issuer": f"{base}/v2.0",
        }
        return _Answer(json.dumps(endpoints))

    def post(self, url: str, data: Mapping[str, str] | None = None, **_: Any) -> Any:
        self.forms.append({"url": url} | dict(data or {}))
        token = f"entra-{len(self.forms)}"
        return _Answer(json.dumps({"access_token": token, "expires_in": 3600, "token_type": "Bearer"}))

    def close(self) -> None:
        """Nothing is open."""


@dataclass
class _Answer:
    text: str
    status_code: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    def raise_for_status(self) -> None:
        assert self.status_code == 200


async def test_a_token_is_kept_until_shortly_before_it_ends() -> None:
    entra, clock = FakeEntra(life=3600), Seconds()
    token = AppToken(entra, clock)
    assert [await token.current(), await token.current()] == ["token-1", "token-1"]
    clock.now += 3600 - 5 * 60
    assert await token.current() == "token-2"


async def test_many_refusals_of_one_token_renew_it_once() -> None:
    entra = FakeEntra()
    token = AppToken(entra)
    refused = await token.current()
    renewed = await asyncio.gather(*(token.after(refused) for _ in range(5)))
    assert set(renewed) == {"token-2"}
    assert entra.given == [False, True]


async def test_entra_is_asked_as_a_single_tenant_app() -> None:
    http = EntraOverHttp()
    token = AppToken(EntraTokens(APP_ID, "secret", TENANT, http))
    first = await token.current()
    assert (first, await token.after(first)) == ("entra-1", "entra-2")
    form = http.forms[0]
    assert form["url"] == f"https://login.microsoftonline.com/{TENANT}/oauth2/v2.0/token"
    assert form["grant_type"] == "client_credentials"
    assert form["scope"] == "https://api.botframework.com/.default"
    assert form["client_id"] == APP_ID


async def test_entras_refusal_is_known_by_its_code() -> None:
    class Refusing(FakeEntra):
        def fetch(self, fresh: bool) -> dict[str, Any]:
            return {"error": "invalid_client", "error_description": "the secret of app …"}

    with pytest.raises(TokenUnavailable, match=r"^invalid_client$"):
        await AppToken(Refusing()).current()


async def test_the_way_to_a_token_leaves_no_secret_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    assert await AppToken(EntraTokens(APP_ID, "a-secret", TENANT, EntraOverHttp())).current() == "entra-1"
    assert "msal" in caplog.text
    assert "a-secret" not in caplog.text
    assert "entra-1" not in caplog.text
