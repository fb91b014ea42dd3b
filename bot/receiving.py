"""Takes in the body of a request, for the doors on the open internet: no more of it and no longer than it may be."""

import asyncio
from collections.abc import Collection
from typing import Final

from aiohttp import web

CROWDED: Final = web.RequestKey("crowded", bool)
"""Where a request keeps that its address sends more than it may: the log has been told."""
_VOUCHED: Final = web.RequestKey("vouched", bool)


def vouch(request: web.BaseRequest) -> None:
    """A channel has shown that the request is its own."""
    request[_VOUCHED] = True


def is_vouched_for(request: web.BaseRequest) -> bool:
    return bool(request.get(_VOUCHED, False))


class Refused(Exception):
    """The request is turned away with an HTTP status. `reason` is a word for the log only."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


async def receive_body(request: web.Request, types: Collection[str], most: int, patience: float) -> bytes:
    """At most `most` bytes of one of the content types, plain, within `patience` seconds. Raises Refused.

    Types are demanded by name, so that a web page cannot post JSON here without asking the browser.
    """
    encoded = request.headers.get("Content-Encoding", "identity").lower() != "identity"
    if request.content_type not in types or encoded:
        raise Refused(415, "content type")
    if (request.content_length or 0) > most:
        raise Refused(413, "size")
    try:
        async with asyncio.timeout(patience):
            return await _bounded(request, most)
    except TimeoutError:
        raise Refused(408, "slow body") from None
    except (web.RequestPayloadError, ConnectionError):
        raise Refused(400, "broken body") from None


async def _bounded(request: web.Request, most: int) -> bytes:
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > most:
            raise Refused(413, "size")
    return bytes(body)
