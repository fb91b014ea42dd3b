"""What the page reads: how a conversation opens, and its stream of news."""

import asyncio
from typing import Any, Final

from aiohttp import web

from bot.web.log import Activity, ConversationLog
from bot.web.visitors import Visitor

HEARTBEAT: Final = 30.0
"""Seconds between signs of life on a stream."""
EXPIRES: Final = 1800
"""Seconds a page is told that its token lasts; it asks for another in time."""
_LARGEST: Final = 1024
"""Bytes of what the page may send on a stream, where it only listens."""


def token(visitor: Visitor) -> dict[str, Any]:
    """The protocol wants a token. It opens nothing: the cookie does."""
    return {"conversationId": visitor.conversation, "token": visitor.conversation, "expires_in": EXPIRES}


def opening(request: web.Request, visitor: Visitor, since: int, *, secure: bool) -> dict[str, Any]:
    """Where the page finds its conversation, and the stream of what it has not seen. `secure`: it came by https."""
    scheme = "wss" if secure else "ws"
    path = f"/v3/directline/conversations/{visitor.conversation}/stream?watermark={since}"
    return token(visitor) | {"streamUrl": f"{scheme}://{request.host}{path}"}


def activity_set(activities: list[Activity], mark: int) -> dict[str, Any]:
    return {"activities": activities, "watermark": str(mark)}


def watermark(request: web.Request) -> int:
    """How far the page has read; 0 when it has read nothing. Raises HTTPBadRequest."""
    given = request.query.get("watermark", "")
    if not given:
        return 0
    if not (given.isascii() and given.isdecimal() and len(given) < 20):  # noqa: PLR2004 - longer than any place
        raise web.HTTPBadRequest(text="The watermark is not one of ours.")
    return int(given)


async def stream(request: web.Request, log: ConversationLog) -> web.WebSocketResponse:
    """Serve one page until it goes, or until the log lets go of it."""
    mark = watermark(request)
    socket = web.WebSocketResponse(heartbeat=HEARTBEAT, max_msg_size=_LARGEST)
    await socket.prepare(request)
    sending = asyncio.create_task(_send(socket, log, mark))
    try:
        async for _sign_of_life in socket:
            pass
    finally:
        sending.cancel()
    return socket


async def _send(socket: web.WebSocketResponse, log: ConversationLog, mark: int) -> None:
    try:
        while not log.ended:
            activities, mark = log.since(mark)
            if activities:
                await socket.send_json(activity_set(activities, mark))
            else:
                await log.news()
        await socket.close()
    except ConnectionError:
        return  # the page went while we spoke; the reading side ends the stream
