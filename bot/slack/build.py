"""Puts the Slack door together from plain values. Imported only where Slack is configured."""

import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

import structlog
from aiohttp import web

from bot.buttons import ButtonSigner
from bot.slack.afterwards import Afterwards
from bot.slack.asides import Asides
from bot.slack.departure import Departure, EverybodyLeft
from bot.slack.dispatch import Dispatcher
from bot.slack.door import SlackDoor
from bot.slack.endpoint import PATH, Endpoint
from bot.slack.listeners import Listeners, Takes
from bot.slack.signature import Signature
from bot.slack.socket_mode import SocketMode
from bot.slack.web_api import WebApi
from bot.slack.workspace import NotSignedIn, SignIn

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Slack:
    """The door both ways: `endpoint` or `socket_mode` for what comes in, `door` for what goes out."""

    door: SlackDoor
    api: WebApi
    sign_in: SignIn
    afterwards: Afterwards
    departure: Departure
    endpoint: Endpoint | None
    socket_mode: SocketMode | None


def build(
    app: web.Application,
    *,
    coach: Takes,
    everybody_left: EverybodyLeft,
    signer: ButtonSigner,
    bot_token: str,
    signing_secret: str,
    app_token: str,
    api_url: str,
) -> SlackDoor:
    """Serve the endpoint in `app`, or connect to Slack, and return the way replies go out.

    `signing_secret` opens the endpoint, `app_token` makes the connection; both may be given.
    """
    parts = assemble(
        coach=coach,
        everybody_left=everybody_left,
        signer=signer,
        bot_token=bot_token,
        signing_secret=signing_secret,
        app_token=app_token,
        api_url=api_url,
    )
    mount(app, parts)
    return parts.door


def assemble(
    *,
    coach: Takes,
    everybody_left: EverybodyLeft,
    signer: ButtonSigner,
    bot_token: str,
    signing_secret: str = "",
    app_token: str = "",
    api_url: str,
    clock: Callable[[], float] = time.time,
) -> Slack:
    """`clock`, in seconds since 1970, replaces the real one in a test."""
    api = WebApi(bot_token, api_url)
    sign_in, afterwards, departure = SignIn(api), Afterwards(), Departure(everybody_left)
    door = SlackDoor(api, signer, afterwards)
    listeners = Listeners(coach, signer, Asides(api, door, coach), afterwards, departure)
    dispatcher = Dispatcher(sign_in, listeners)
    return Slack(
        door=door,
        api=api,
        sign_in=sign_in,
        afterwards=afterwards,
        departure=departure,
        endpoint=Endpoint(Signature(signing_secret, clock), dispatcher) if signing_secret else None,
        socket_mode=SocketMode(app_token, api, dispatcher) if app_token else None,
    )


def mount(app: web.Application, parts: Slack) -> None:
    """Serve and connect with the application. The HTTP client is closed at cleanup, last of all:
    the outbox may still be sending when the cleanup contexts end."""

    async def close(_: web.Application) -> None:
        await parts.api.close()

    if parts.endpoint is not None:
        app.router.add_post(PATH, parts.endpoint.receive)
    app.cleanup_ctx.append(_lifetime(parts))
    app.on_cleanup.append(close)


def _lifetime(parts: Slack) -> Callable[[web.Application], AsyncIterator[None]]:
    async def lifetime(_: web.Application) -> AsyncIterator[None]:
        parts.afterwards.run(lambda: _introduce(parts.sign_in), "sign-in")
        if parts.socket_mode is not None:
            parts.socket_mode.start()
        yield
        if parts.socket_mode is not None:
            await parts.socket_mode.close()
        await parts.departure.close()
        await parts.afterwards.close()

    return lifetime


async def _introduce(sign_in: SignIn) -> None:
    """Whoever runs the service should know at once when Slack does not accept the token."""
    try:
        await sign_in.workspace()
    except NotSignedIn as fault:
        log.warning("slack.not_signed_in", for_good=fault.for_good)
