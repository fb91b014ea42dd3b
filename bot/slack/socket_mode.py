"""Socket Mode: Slack's events through a connection we open, for a municipality behind a firewall."""

import asyncio
import json
from typing import Any, Final

import structlog
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from bot.slack.dispatch import Answer, Dispatcher, WrongWorkspace
from bot.slack.payloads import MalformedPayload, read_envelope
from bot.slack.web_api import WebApi, silent_logger
from bot.slack.workspace import NotSignedIn

PING: Final = 10.0
"""Seconds between two signs of life; after four without an answer the SDK connects anew."""
BACKOFF: Final = 5.0
"""Seconds before the next try when no connection could be had at first."""

log = structlog.get_logger()


class SocketMode:
    """One connection; Slack allows ten, one for each process."""

    def __init__(self, app_token: str, api: WebApi, dispatcher: Dispatcher, backoff: float = BACKOFF) -> None:
        self._backoff = backoff
        self._app_token = app_token
        self._api = api
        self._dispatcher = dispatcher
        self._client: SocketModeClient | None = None
        self._connecting: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Connect, and go on trying: the coach serves other doors meanwhile."""
        self._client = SocketModeClient(
            app_token=self._app_token, logger=silent_logger(), web_client=self._api.client, ping_interval=PING
        )
        self._client.proxy = self._api.client.proxy
        self._client.socket_mode_request_listeners.append(self._received)
        self._connecting = asyncio.create_task(self._connect(self._client), name="slack-socket-mode")

    async def close(self) -> None:
        if self._connecting is not None:
            self._connecting.cancel()
            await asyncio.gather(self._connecting, return_exceptions=True)
        if self._client is not None:
            await self._client.close()  # type: ignore[no-untyped-call]

    async def _connect(self, client: SocketModeClient) -> None:
        """The SDK reconnects by itself, but not before it was connected once."""
        while True:
            try:
                await client.connect_to_new_endpoint()
            except Exception as fault:  # noqa: BLE001 - whatever it is, it may pass
                note = "is COACH_SLACK_APP_TOKEN right, and Socket Mode on?"
                log.warning("slack.not_connected", fault=type(fault).__name__, note=note)
                await asyncio.sleep(self._backoff)
            else:
                log.info("slack.connected")
                return

    async def _received(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        """What is not acknowledged, Slack sends again; so only what cannot go better is let go."""
        try:
            answer = await self._dispatcher.dispatch(read_envelope(request.payload))
        except MalformedPayload as fault:
            log.warning("slack.malformed", reason=str(fault))
            answer = Answer(200)
        except WrongWorkspace:
            log.warning("slack.refused", reason="workspace")
            answer = Answer(200)
        except NotSignedIn:
            return
        if answer.status == 200:  # noqa: PLR2004
            await client.send_socket_mode_response(_acknowledged(request, answer))


def _acknowledged(request: SocketModeRequest, answer: Answer) -> SocketModeResponse:
    payload: dict[str, Any] | None = json.loads(answer.body) if answer.body else None
    return SocketModeResponse(envelope_id=request.envelope_id, payload=payload)
