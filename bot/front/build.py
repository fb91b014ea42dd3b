"""What stands before every door: limits per address, and headers on every answer."""

from collections.abc import Sequence
from typing import Final

from aiohttp import web

from bot.front.addresses import Network, sender_of
from bot.front.headers import protecting
from bot.front.limit import limiting
from bot.front.plain_bodies import plain_bodies
from service.allowance import Allowance
from service.pace import Windows

VOUCHING: Final = frozenset({"/api/messages", "/slack/events"})
"""The doors at which a channel shows by token or signature that a request is its own."""


def build(*, windows: Windows, proxies: Sequence[Network], https: bool) -> web.Application:
    """The application the doors are mounted on."""
    allowance = Allowance(windows)
    limit = limiting(allowance, lambda request: sender_of(request, proxies), VOUCHING)
    app = web.Application(middlewares=[limit, plain_bodies])
    app.on_response_prepare.append(protecting(https=https))
    return app
