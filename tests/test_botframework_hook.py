"""Our verification behind the SDK's own hook: whoever builds on the SDK's adapter gets the same judgement."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
from botbuilder.core import CloudAdapterBase
from botbuilder.schema import Activity

from bot.botframework.activities import MalformedActivity
from bot.botframework.admission import LoopbackAdmission, TokenAdmission
from bot.botframework.authentication import CoachAuthentication
from bot.botframework.calls import Calls
from bot.botframework.connector import Connectors
from bot.botframework.keys import SigningKeys
from bot.botframework.outbound import Outbound
from bot.botframework.published_keys import PublishedKeys
from bot.botframework.service_urls import loopback_service
from bot.botframework.tokens import TokenVerifier
from bot.receiving import Refused
from tests.botframework_fakes import APP_ID, TENANT, a_login, a_token, an_activity

SERVICE = "http://127.0.0.1:9/emea/"


class StockAdapter(CloudAdapterBase):  # type: ignore[misc]
    """The SDK's adapter as it comes."""


@dataclass
class Stock:
    """The SDK's adapter on our hook, and who got through to the bot."""

    authentication: CoachAuthentication
    heard: list[str]

    async def hears(self, token: str, **changes: Any) -> None:
        activity = Activity().deserialize(an_activity(SERVICE, **changes))

        async def on_turn(context: Any) -> None:
            self.heard.append(context.activity.text)

        await StockAdapter(self.authentication).process_activity(f"Bearer {token}", activity, on_turn)


@pytest.fixture
async def stock() -> AsyncIterator[Stock]:
    outbound = Outbound()
    async with a_login() as login:
        verifier = TokenVerifier(APP_ID, SigningKeys(PublishedKeys(outbound, login.url)))
        admission = TokenAdmission(verifier, (TENANT,), loopback_service)
        yield Stock(CoachAuthentication(admission, Connectors(Calls(outbound, loopback_service, None))), [])
        await outbound.close()


async def test_who_is_believed_gets_through(stock: Stock) -> None:
    await stock.hears(a_token(SERVICE), text="Jeg ringede")
    assert stock.heard == ["Jeg ringede"]


@pytest.mark.parametrize(
    ("token", "changes", "status"),
    [
        ("", {}, 401),
        ("garbage", {}, 401),
        (a_token(SERVICE, aud="another-app"), {}, 401),
        (a_token(SERVICE, "never-published"), {}, 401),
        (a_token("http://127.0.0.1:9/other/"), {}, 403),
        (a_token(SERVICE), {"channelData": {"tenant": {"id": "another-tenant"}}}, 403),
        (a_token(SERVICE), {"channelId": "webchat"}, 403),
    ],
)
async def test_who_is_not_believed_does_not(stock: Stock, token: str, changes: dict[str, Any], status: int) -> None:
    with pytest.raises(Refused) as refused:
        await stock.hears(token, **changes)
    assert refused.value.status == status
    assert stock.heard == []


async def test_an_activity_of_another_kind_is_refused_by_our_own_model(stock: Stock) -> None:
    with pytest.raises(MalformedActivity):
        await stock.hears(a_token(SERVICE), recipient=None)


async def test_nobody_comes_over_a_stream_or_without_a_peer(stock: Stock) -> None:
    with pytest.raises(Refused):
        await stock.authentication.authenticate_streaming_request("Bearer x", "msteams")
    local = CoachAuthentication(LoopbackAdmission(), Connectors(Calls(Outbound(), loopback_service, None)))
    with pytest.raises(Refused):
        await local.authenticate_request(Activity().deserialize(an_activity(SERVICE)), "")
