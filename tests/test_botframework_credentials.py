"""The token we show the connector: how it is had, kept, renewed, and kept out of the log."""

import asyncio
import logging
from typing import Any

import pytest

from bot.botframework.app_token import AppToken, TokenUnavailable
from bot.botframework.credentials import EntraTokens
from bot.botframework.identity import Secret
from tests.botframework_fakes import APP_ID, TENANT, FakeEntra, Seconds
from tests.entra_fakes import EntraOverHttp


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
    token = AppToken(EntraTokens(APP_ID, Secret("secret"), TENANT, http))
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
    assert await AppToken(EntraTokens(APP_ID, Secret("a-secret"), TENANT, EntraOverHttp())).current() == "entra-1"
    assert "msal" in caplog.text
    assert "a-secret" not in caplog.text
    assert "entra-1" not in caplog.text
