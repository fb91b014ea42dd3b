"""The address Slack posts to: events, taps, shortcuts and the slash command alike."""

import asyncio
from typing import Final

import structlog
from aiohttp import web

from bot.front.limit import retry_after
from bot.receiving import CROWDED, Refused, receive_body, vouch
from bot.slack.dispatch import Dispatcher, WrongWorkspace
from bot.slack.payloads import MalformedPayload, read_body
from bot.slack.signature import SIGNATURE, TIMESTAMP, Signature
from bot.slack.workspace import NotSignedIn

PATH: Final = "/slack/events"
MOST_BYTES: Final = 512 * 1024
"""A message may have 40,000 characters, and Slack sends them twice: as text, and as blocks."""
BODY_PATIENCE: Final = 2.0
"""Seconds the body may take to arrive; Slack itself waits no longer than three for the answer."""
ANSWER_PATIENCE: Final = 10.0
"""Seconds a turn may take. Slack has long given up then, and sends it again."""
CONTENT_TYPES: Final = frozenset({"application/json", "application/x-www-form-urlencoded"})
NO_RETRY: Final = {"X-Slack-No-Retry": "1"}
"""Tells Slack that the same again will not go better (Events API)."""
_SAID: Final = {
    400: "not a valid request",
    401: "unauthorized",
    403: "forbidden",
    408: "the body took too long",
    413: "the body is too large",
    415: "the body must be plain JSON or a form",
    429: "too many messages, send it again later",
    500: "something went wrong here",
    503: "not stored, send it again",
}

log = structlog.get_logger()


class Endpoint:
    """Answers only when the turn is committed: Slack may forget the event then."""

    def __init__(self, signature: Signature, dispatcher: Dispatcher) -> None:
        self._signature = signature
        self._dispatcher = dispatcher

    async def receive(self, request: web.Request) -> web.Response:
        """Every answer is ours: nothing a client sends becomes a fault, and no answer says why a
        signature was not believed."""
        try:
            return await self._receive(request)
        except Refused as refused:
            if not request.get(CROWDED):
                log.warning("slack.refused", status=refused.status, reason=refused.reason)
            return _refusal(refused.status)
        except MalformedPayload as fault:
            log.warning("slack.malformed", reason=str(fault))
            return _refusal(400)
        except WrongWorkspace:
            log.warning("slack.refused", status=403, reason="workspace")
            return _refusal(403)
        except (NotSignedIn, TimeoutError):
            return _refusal(503)
        except Exception as fault:  # noqa: BLE001 - the last place to keep a person's words out of the log
            # A traceback may quote what the person wrote; the kind of fault must do.
            log.error("slack.broken", fault=type(fault).__name__)  # noqa: TRY400
            return _refusal(500)

    async def _receive(self, request: web.Request) -> web.Response:
        body = await receive_body(request, CONTENT_TYPES, MOST_BYTES, BODY_PATIENCE)
        if not self._signature.fits(_header(request, TIMESTAMP), _header(request, SIGNATURE), body):
            raise Refused(401, "signature")
        vouch(request)
        payload = read_body(request.content_type, body)
        async with asyncio.timeout(ANSWER_PATIENCE):
            answer = await self._dispatcher.dispatch(payload)
        if answer.status != 200:  # noqa: PLR2004
            return _refusal(answer.status, answer.wait)
        return web.Response(status=200, text=answer.body, content_type="application/json" if answer.body else None)


def _header(request: web.Request, name: str) -> str:
    """The header, if it is there once."""
    found = request.headers.getall(name, [])
    return found[0] if len(found) == 1 else ""


def _refusal(status: int, wait: float = 0.0) -> web.Response:
    """A refusal that stands is not asked for again; one of ours is, and what came too fast, after `wait` seconds."""
    headers = NO_RETRY if status < 500 and status not in {408, 429} else {}  # noqa: PLR2004
    if wait:
        headers = {"Retry-After": retry_after(wait)}
    return web.json_response({"error": _SAID.get(status, "not a valid request")}, status=status, headers=headers)
