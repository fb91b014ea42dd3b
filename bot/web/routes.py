"""Mounts the Direct Line routes, guarded, with every refusal as JSON."""

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import Final

from aiohttp import web
from aiohttp.typedefs import Middleware
from pydantic import ValidationError

from bot.front.limit import retry_after
from bot.web import origin
from bot.web.directline import DirectLine
from bot.web.log import Logs
from service.door import NotStored, TooFast

PREFIX: Final = "/v3/directline"
HEADERS: Final = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def mount(app: web.Application, line: DirectLine, logs: Logs, *, anywhere: bool) -> None:
    """Add the routes, and let go of open streams when the application stops."""
    routes = web.Application(middlewares=[_refusals_as_json, _guard(anywhere=anywhere)])
    one = "/conversations/{conversation}"
    routes.router.add_post("/conversations", line.start)
    routes.router.add_get(one, line.resume)
    routes.router.add_get(f"{one}/activities", line.activities)
    routes.router.add_post(f"{one}/activities", line.post)
    routes.router.add_get(f"{one}/stream", line.stream)
    routes.router.add_post("/tokens/refresh", line.refresh)

    async def let_go(_app: web.Application) -> None:
        logs.end()

    routes.on_shutdown.append(let_go)
    app.add_subapp(PREFIX, routes)


def _guard(*, anywhere: bool) -> Middleware:
    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        origin.check(request, anywhere=anywhere)
        response = await handler(request)
        if not response.prepared:
            response.headers.update(HEADERS)
        return response

    return guard


@web.middleware
async def _refusals_as_json(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False, include_context=False)[0]
        where = ".".join(str(part) for part in fault["loc"])
        return _refusal(400, f"{where}: {fault['msg']}" if where else fault["msg"])
    except TooFast as fault:
        return _refusal(429, "That was too fast. Send it again later.", {"Retry-After": retry_after(fault.wait)})
    except NotStored:
        return _refusal(503, "It was not stored. Send it again.")
    except web.HTTPException as refusal:
        return _refusal(refusal.status, refusal.text or refusal.reason)


def _refusal(status: int, message: str, more: Mapping[str, str] = MappingProxyType({})) -> web.Response:
    error = {"code": str(status), "message": message}
    return web.json_response({"error": error}, status=status, headers={**HEADERS, **more})
