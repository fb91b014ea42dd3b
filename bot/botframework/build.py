"""Puts the Teams door together from plain values."""

from collections.abc import Collection
from dataclasses import dataclass

from aiohttp import web

from bot.botframework.adapter import CoachAdapter
from bot.botframework.admission import Admission, LoopbackAdmission, TokenAdmission
from bot.botframework.bot import CoachBot, Takes
from bot.botframework.connector import Connectors
from bot.botframework.credentials import AppToken, EntraTokens, TokenSource
from bot.botframework.door import BotFrameworkDoor
from bot.botframework.endpoint import PATH, Endpoint
from bot.botframework.keys import METADATA, SigningKeys
from bot.botframework.members import Members
from bot.botframework.outbound import TIMEOUT, Outbound
from bot.botframework.refusals import RETRIED
from bot.botframework.service_urls import ServiceRule, listed_service, loopback_service
from bot.botframework.tokens import TokenVerifier
from bot.buttons import ButtonSigner


@dataclass(frozen=True, slots=True)
class BotFramework:
    """The door both ways: `endpoint` for what comes in, `door` for what goes out."""

    endpoint: Endpoint
    door: BotFrameworkDoor
    outbound: Outbound
    members: Members | None = None


def build(
    app: web.Application,
    *,
    coach: Takes,
    signer: ButtonSigner,
    app_id: str,
    app_password: str,
    tenant_id: str,
    timeout: float = TIMEOUT,
    retried: Collection[int] = RETRIED,
    by_email: bool = False,
) -> BotFrameworkDoor:
    """Serve the endpoint in `app`, and return the way replies go out.

    Without `app_id` the door serves this machine only, and sends no token anywhere. `timeout` is the
    connector's, in seconds; `retried` the statuses after which an activity is sent again. `by_email`
    asks the channel for people's e-mail addresses, for a list of teams that goes by them.
    """
    parts = assemble(
        coach=coach,
        signer=signer,
        app_id=app_id,
        app_password=app_password,
        tenant_id=tenant_id,
        outbound=Outbound(timeout),
        retried=retried,
        by_email=by_email,
    )
    mount(app, parts)
    return parts.door


def assemble(
    *,
    coach: Takes,
    signer: ButtonSigner,
    app_id: str = "",
    app_password: str = "",
    tenant_id: str = "",
    services: ServiceRule | None = None,
    tokens: TokenSource | None = None,
    metadata_url: str = METADATA,
    outbound: Outbound | None = None,
    retried: Collection[int] = RETRIED,
    by_email: bool = False,
) -> BotFramework:
    """`services`, `tokens` and `metadata_url` replace Microsoft's: for a closed network, or a test."""
    outbound = outbound or Outbound()
    if not app_id:
        connectors = Connectors(outbound, loopback_service, None, retried)
        return _joined(LoopbackAdmission(), connectors, coach, signer, outbound, by_email=by_email)
    allows = services or listed_service()
    verifier = TokenVerifier(app_id, SigningKeys(outbound, metadata_url))
    token = AppToken(tokens or EntraTokens(app_id, app_password, tenant_id))
    connectors = Connectors(outbound, allows, token, retried)
    return _joined(TokenAdmission(verifier, tenant_id, allows), connectors, coach, signer, outbound, by_email=by_email)


def mount(app: web.Application, parts: BotFramework) -> None:
    """Serve the endpoint. The HTTP client is closed at cleanup, after the cleanup contexts."""

    async def close(_: web.Application) -> None:
        if parts.members is not None:
            await parts.members.close()
        await parts.outbound.close()

    app.router.add_post(PATH, parts.endpoint.receive)
    app.on_cleanup.append(close)


def _joined(
    admission: Admission,
    connectors: Connectors,
    coach: Takes,
    signer: ButtonSigner,
    outbound: Outbound,
    *,
    by_email: bool,
) -> BotFramework:
    adapter = CoachAdapter(connectors)
    members = Members(connectors) if by_email else None
    endpoint = Endpoint(admission, adapter, CoachBot(coach, signer, members).on_turn)
    return BotFramework(endpoint, BotFrameworkDoor(adapter, signer), outbound, members)
