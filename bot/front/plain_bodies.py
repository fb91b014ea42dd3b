"""Takes no compressed body: see `bot/front/serving.py`."""

from collections.abc import Awaitable, Callable

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def plain_bodies(request: web.Request, handler: Handler) -> web.StreamResponse:
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        return web.json_response({"error": "send the body uncompressed"}, status=415)
    return await handler(request)
