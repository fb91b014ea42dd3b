"""No address keeps the service busy with what nobody vouches for.

What a channel vouches for, by its token or signature, is never refused for the sake of its address: all of
Teams comes from a few of Microsoft's, and whoever makes a bot of their own can have Microsoft send us
what we do not believe. There the person is limited instead (service/limiting.py).
"""

import math
from collections.abc import Awaitable, Callable, Collection
from typing import Final

import structlog
from aiohttp import web
from aiohttp.typedefs import Middleware

from bot.receiving import CROWDED, is_vouched_for
from service.allowance import Allowance
from service.pace import Window

FREE: Final = frozenset({"/healthz", "/readyz"})
"""Asked by whoever runs the service, as often as they like."""
NOTED: Final = (Window(1, 600.0),)
"""How often the log speaks of one address."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

log = structlog.get_logger()


def limiting(
    allowance: Allowance, sender_of: Callable[[web.BaseRequest], str], vouching: Collection[str]
) -> Middleware:
    """`vouching` are the paths at which a channel vouches for what it sends; anywhere else every request counts."""
    noted = Allowance(NOTED)

    def refused(sender: str, wait: float) -> web.Response:
        if not noted.spend(sender):
            log.warning("front.limited", retry_after=math.ceil(wait))
        return too_many(wait)

    @web.middleware
    async def limit(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path in FREE:
            return await handler(request)
        sender = sender_of(request)
        if request.path not in vouching:
            wait = allowance.spend(sender)
            return refused(sender, wait) if wait else await handler(request)
        request[CROWDED] = allowance.wait(sender) > 0
        response = await handler(request)
        wait = 0.0 if is_vouched_for(request) else allowance.spend(sender)
        return refused(sender, wait) if wait else response

    return limit


def too_many(wait: float) -> web.Response:
    """`wait` is in seconds."""
    return web.json_response({"error": "too many requests"}, status=429, headers={"Retry-After": retry_after(wait)})


def retry_after(wait: float) -> str:
    """Whole seconds, never fewer than it takes."""
    return str(max(1, math.ceil(wait)))
