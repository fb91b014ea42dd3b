"""Puts the Teams door together from plain values."""

from collections.abc import Collection
from dataclasses import dataclass

from aiohttp import web

from bot.botframework.adapter import CoachAdapter
from bot.botframework.admission import Admission, LoopbackAdmission, TokenAdmission
from bot.botframework.app_token import AppToken
from bot.botframework.authentication import CoachAuthentication
from bot.botframework.bot import CoachBot, Takes
from bot.botframework.calls import Calls
from bot.botframework.connector import Connectors
from bot.botframework.credentials import TokenSource, tokens_for
from bot.botframework.door import BotFrameworkDoor
from bot.botframework.endpoint import PATH, Endpoint
from bot.botframework.identity import Credential
from bot.botframework.keys import SigningKeys
from bot.botframework.members import Members
from bot.botframework.outbound import TIMEOUT, Outbound
from bot.botframework.published_keys import METADATA, PublishedKeys
from bot.botframework.refusals import RETRIED
from bot.botframework.service_urls import ServiceRule, listed_service, loopback_service
from bot.botframework.team_places import Makes, TeamPlaces
from bot.botframework.tokens import TokenVerifier
from bot.botframework.typing_sign import TypingSign
from bot.buttons import ButtonSigner
from texts.say import Language


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
    credential: Credential,
    tenant_id: str,
    tenants: Collection[str] = (),
    language: Language = "da",
    timeout: float = TIMEOUT,
    retried: Collection[int] = RETRIED,
    by_email: bool = False,
    makes: Makes | None = None,
) -> BotFrameworkDoor:
    """Serve the endpoint in `app`, and return the way replies go out.

    Without `app_id` the door serves this machine only, and sends no token anywhere. `tenants` are
    further ones whose people may come. `timeout` is the connector's, in seconds; `retried` the
    statuses after which an activity is sent again; `by_email` asks the channel for people's addresses;
    `makes` makes coached teams of the channel's.
    Raises CertificateError.
    """
    parts = assemble(
        coach=coach,
        signer=signer,
        app_id=app_id,
        tokens=tokens_for(app_id, credential, tenant_id) if app_id else None,
        tenants=tuple(filter(None, (tenant_id, *tenants))),
        language=language,
        outbound=Outbound(timeout),
        retried=retried,
        by_email=by_email,
        makes=makes,
    )
    mount(app, parts)
    return parts.door


def assemble(
    *,
    coach: Takes,
    signer: ButtonSigner,
    app_id: str = "",
    tokens: TokenSource | None = None,
    tenants: Collection[str] = (),
    services: ServiceRule | None = None,
    metadata_url: str = METADATA,
    outbound: Outbound | None = None,
    retried: Collection[int] = RETRIED,
    language: Language = "da",
    typing: TypingSign | None = None,
    by_email: bool = False,
    makes: Makes | None = None,
) -> BotFramework:
    """`services` and `metadata_url` replace Microsoft's: for a closed network, or a test."""
    outbound = outbound or Outbound()
    allows = services or (listed_service() if app_id else loopback_service)
    calls = Calls(outbound, allows, AppToken(tokens) if tokens else None, retried)
    admission: Admission = LoopbackAdmission()
    if app_id:
        verifier = TokenVerifier(app_id, SigningKeys(PublishedKeys(outbound, metadata_url)))
        admission = TokenAdmission(verifier, tenants, allows)
    adapter = CoachAdapter(CoachAuthentication(admission, Connectors(calls)))
    members = Members(calls) if by_email else None
    teams = TeamPlaces(calls, makes, signer) if makes is not None else None
    bot = CoachBot(coach, signer, language, typing or TypingSign(), members=members, teams=teams)
    door = BotFrameworkDoor(adapter, signer)
    return BotFramework(Endpoint(admission, adapter, bot.on_turn), door, outbound, members)


def mount(app: web.Application, parts: BotFramework) -> None:
    """Serve the endpoint. The HTTP client is closed at cleanup, after the cleanup contexts."""

    async def close(_: web.Application) -> None:
        if parts.members is not None:
            await parts.members.close()
        await parts.outbound.close()

    app.router.add_post(PATH, parts.endpoint.receive)
    app.on_cleanup.append(close)
