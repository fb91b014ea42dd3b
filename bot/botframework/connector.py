"""Sends activities to connector services, with the SDK's own client and a sender of ours.

The SDK's sender blocks threads, retries by itself and fetches tokens on the event loop; this one
sends once, and says exactly what became of it.
"""

import email.utils
from contextlib import suppress
from datetime import datetime, timezone
from http import HTTPStatus
from typing import Any, Final

import structlog
from aiohttp import ClientConnectorError, ClientError, ConnectionTimeoutError, InvalidURL
from botframework.connector.aio import ConnectorClient
from botframework.connector.auth import ConnectorFactory
from botframework.connector.bot_framework_sdk_client_async import BotFrameworkConnectorConfiguration
from msrest.pipeline import Request, Response
from msrest.pipeline.async_abc import AsyncHTTPSender, AsyncPipeline
from msrest.universal_http import ClientRequest
from msrest.universal_http.async_abc import AsyncClientResponse
from multidict import CIMultiDictProxy
from yarl import URL

from bot.botframework.app_token import AppToken, TokenUnavailable
from bot.botframework.outbound import Outbound
from bot.botframework.service_urls import ServiceRule
from service.door import NotDelivered

CLIENTS: Final = 64
"""Most service URLs a client is kept for; a municipality needs one or two."""
_NOT_YET: Final = {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.PRECONDITION_FAILED}
_SERVER_ERROR: Final = 500

log = structlog.get_logger()


class Connectors(ConnectorFactory):  # type: ignore[misc] # the SDK publishes no types
    """A client per service URL. `token` is None where nobody asks for one (development)."""

    def __init__(self, outbound: Outbound, allows: ServiceRule, token: AppToken | None) -> None:
        self._allows = allows
        self._sender = _Sender(outbound, token)
        self._clients: dict[str, Any] = {}

    async def create(self, service_url: str, audience: str) -> Any:
        """The client for this service. Raises NotDelivered where we do not talk to it."""
        if not self._allows(service_url):
            log.warning("botframework.service_url_refused")
            raise NotDelivered("dead")
        if service_url not in self._clients:
            if len(self._clients) >= CLIENTS:
                self._clients.clear()  # they hold no connections
            self._clients[service_url] = self._new_client(service_url)
        return self._clients[service_url]

    def _new_client(self, service_url: str) -> Any:
        configuration = BotFrameworkConnectorConfiguration(self._sender, service_url)
        configuration.custom_pipeline = AsyncPipeline([], self._sender)
        return ConnectorClient(None, custom_configuration=configuration)


class _Taken(AsyncClientResponse):
    """The connector took the activity. What it says about it is not needed."""

    def __init__(self, request: ClientRequest, status: int) -> None:
        super().__init__(request, None)
        self.status_code = status

    def body(self) -> bytes:
        return b""


class _Sender(AsyncHTTPSender[Any, Any]):
    """Sends one request once; twice only when the first was refused for its token."""

    def __init__(self, outbound: Outbound, token: AppToken | None) -> None:
        self._outbound = outbound
        self._token = token

    async def send(self, request: Request[Any], **config: Any) -> Response[Any, Any]:
        http: ClientRequest = request.http_request
        try:
            status, headers = await self._send(http)
        except TokenUnavailable as fault:
            log.warning("botframework.no_token", fault=str(fault))
            raise NotDelivered("retry") from None
        if not HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
            raise _failure(status, headers)
        return Response(request, _Taken(http, status))

    async def _send(self, http: ClientRequest) -> tuple[int, CIMultiDictProxy[str]]:
        if self._token is None:
            return await self._post(http, None)
        token = await self._token.current()
        status, headers = await self._post(http, token)
        if status == HTTPStatus.UNAUTHORIZED:
            status, headers = await self._post(http, await self._token.after(token))
        return status, headers

    async def _post(self, http: ClientRequest, token: str | None) -> tuple[int, CIMultiDictProxy[str]]:
        headers = dict(http.headers) | ({"Authorization": f"Bearer {token}"} if token else {})
        post = self._outbound.session.post(
            URL(http.url, encoded=True), data=http.data, headers=headers, allow_redirects=False
        )
        try:
            async with post as response:
                with suppress(ClientError, TimeoutError, OSError):
                    await response.read()  # for the connection's sake; the status has said it all
                return response.status, response.headers
        except (ClientConnectorError, ConnectionTimeoutError):
            raise NotDelivered("retry") from None  # it never left this machine
        except InvalidURL:
            raise NotDelivered("dead") from None
        except (ClientError, TimeoutError, OSError):
            raise NotDelivered("ambiguous") from None

    async def __aexit__(self, *exc_details: object) -> None:
        """The HTTP client belongs to the door, which closes it."""


def _failure(status: int, headers: CIMultiDictProxy[str]) -> NotDelivered:
    """What a refusal means, by the sending policy: only what certainly was not shown is retried."""
    log.warning("botframework.not_taken", status=status)
    if status in _NOT_YET:
        return NotDelivered("retry", retry_after(headers.get("Retry-After", ""), datetime.now(timezone.utc)))
    if status >= _SERVER_ERROR or status == HTTPStatus.REQUEST_TIMEOUT:
        return NotDelivered("ambiguous")
    return NotDelivered("dead")


def retry_after(value: str, now: datetime) -> float | None:
    """Seconds to wait, from a number of seconds or a moment; None when there is neither."""
    if value.isdecimal() and len(value) <= 6:  # noqa: PLR2004 - eleven days: more is no number of seconds
        return float(value)
    try:
        moment = email.utils.parsedate_to_datetime(value)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=timezone.utc)
    return max(0.0, (moment - now).total_seconds())
