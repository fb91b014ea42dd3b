"""The address the Bot Framework posts activities to."""

from collections.abc import Awaitable, Callable
from typing import Any, Final

import structlog
from aiohttp import web

from bot.botframework.activities import MalformedActivity, read_activity
from bot.botframework.adapter import CoachAdapter
from bot.botframework.admission import Admission
from bot.front.limit import retry_after
from bot.receiving import CROWDED, Refused, receive_body, vouch
from service.door import NotStored, TooFast

PATH: Final = "/api/messages"
MOST_BYTES: Final = 64 * 1024
"""Teams' own limit for a message is about 100 KB, with formatting; 28 KB of it are text."""
BODY_PATIENCE: Final = 10.0
"""Seconds the body may take to arrive."""
CONTENT_TYPES: Final = frozenset({"application/json"})
_SAID: Final = {
    401: "unauthorized",
    403: "forbidden",
    408: "the body took too long",
    413: "the body is too large",
    415: "the body must be plain application/json",
    429: "too many messages, send it again later",
    500: "something went wrong here",
    503: "not stored, send it again",
}

log = structlog.get_logger()


class Endpoint:
    """Answers only when the turn is committed: the channel may forget the activity then."""

    def __init__(self, admission: Admission, adapter: CoachAdapter, on_turn: Callable[[Any], Awaitable[None]]) -> None:
        self._admission = admission
        self._adapter = adapter
        self._on_turn = on_turn

    async def receive(self, request: web.Request) -> web.Response:
        """Every answer is ours: nothing a client sends becomes a fault, and no answer says why
        a token was not believed."""
        try:
            return await self._receive(request)
        except Refused as refused:
            if not request.get(CROWDED):
                log.warning("botframework.refused", status=refused.status, reason=refused.reason)
            return _closing(request, _answer(refused.status))
        except MalformedActivity as fault:
            log.warning("botframework.malformed", reason=str(fault))
            return web.json_response({"error": str(fault)}, status=400)
        except TooFast as fault:
            return _answer(429, {"Retry-After": retry_after(fault.wait)})
        except NotStored:
            return _answer(503)
        except Exception as fault:  # noqa: BLE001 - the last place to keep a person's words out of the log
            # A traceback may quote what the person wrote; the kind of fault must do.
            log.error("botframework.broken", fault=type(fault).__name__)  # noqa: TRY400
            return _answer(500)

    async def _receive(self, request: web.Request) -> web.Response:
        check = await self._admission.admit(request)
        vouch(request)
        inbound = read_activity(await receive_body(request, CONTENT_TYPES, MOST_BYTES, BODY_PATIENCE))
        check(inbound)
        answer = await self._adapter.process(inbound, self._on_turn)
        if answer is None or answer.body is None:
            return web.Response(status=200)
        return web.json_response(answer.body, status=answer.status)


def _closing(request: web.Request, answer: web.Response) -> web.Response:
    """What is left of a body nobody reads may be broken, and the connection with it."""
    if not request.content.is_eof():
        answer.force_close()
    return answer


def _answer(status: int, headers: dict[str, str] | None = None) -> web.Response:
    if status == 401:  # noqa: PLR2004
        headers = {"WWW-Authenticate": "Bearer"}
    return web.json_response({"error": _SAID.get(status, "not a valid request")}, status=status, headers=headers)
