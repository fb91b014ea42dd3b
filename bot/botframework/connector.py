"""Sends activities to connector services, with the SDK's own client and a sender of ours.

The SDK's sender blocks threads, retries by itself and fetches tokens on the event loop; this one
sends once, and says exactly what became of it.
"""

from collections.abc import Collection
from contextlib import suppress
from http import HTTPStatus
from typing import Any, Final

import structlog
from aiohttp import ClientConnectorError, ClientError, ConnectionTimeoutError, InvalidURL
from botframework.connector.aio import ConnectorClient
from botframework.connector.bot_framework_sdk_client_async import BotFrameworkConnectorConfiguration
from msrest.pipeline import Request, Response
from msrest.pipeline.async_abc import AsyncHTTPSender, AsyncPipeline
from msrest.universal_http import ClientRequest
from msrest.universal_http.async_abc import AsyncClientResponse
from multidict import CIMultiDictProxy
from yarl import URL

from bot.botframework.credentials import AppToken, TokenUnavailable
from bot.botframework.outbound import Outbound
from bot.botframework.refusals import RETRIED, refusal
from bot.botframework.service_urls import ServiceRule
from service.door import NotDelivered

CLIENTS: Final = 64
"""Most service URLs a client is kept for; a municipality needs one or two."""

_Answer = tuple[int, CIMultiDictProxy[str], bytes]
"""Status, headers and body."""

log = structlog.get_logger()


class Connectors:
    """A client per service URL. `token` is None where nobody asks for one (development); `retried`
    are the statuses after which an activity is sent again."""

    def __init__(
        self, outbound: Outbound, allows: ServiceRule, token: AppToken | None, retried: Collection[int] = RETRIED
    ) -> None:
        self._allows = allows
        self._sender = _Sender(outbound, token, retried)
        self._clients: dict[str, Any] = {}

    async def send(self, activity: Any) -> Any:
        """Append an activity to its conversation. Raises NotDelivered."""
        conversations = self._client(activity.service_url).conversations
        return await conversations.send_to_conversation(activity.conversation.id, activity)

    async def update(self, activity: Any) -> Any:
        """Replace an activity of its conversation, which `id` names. Raises NotDelivered."""
        conversations = self._client(activity.service_url).conversations
        return await conversations.update_activity(activity.conversation.id, activity.id, activity)

    def _client(self, service_url: str) -> Any:
        if not self._allows(service_url):
            log.warning("botframework.service_url_refused")
            raise NotDelivered("dead", reason="service url refused")
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
    """The connector took the activity. What it says about it is not needed, nor which kind of success
    it was: the SDK knows only some of them."""

    def __init__(self, request: ClientRequest) -> None:
        super().__init__(request, None)
        self.status_code = HTTPStatus.OK

    def body(self) -> bytes:
        return b""


class _Sender(AsyncHTTPSender[Any, Any]):
    """Sends one request once; twice only when the first was refused for its token."""

    def __init__(self, outbound: Outbound, token: AppToken | None, retried: Collection[int]) -> None:
        self._outbound = outbound
        self._token = token
        self._retried = retried

    async def send(self, request: Request[Any], **config: Any) -> Response[Any, Any]:
        http: ClientRequest = request.http_request
        try:
            status, headers, body = await self._send(http)
        except TokenUnavailable as fault:
            log.warning("botframework.no_token", fault=str(fault))
            raise NotDelivered("retry", reason="no token") from None
        if not HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
            log.warning("botframework.not_taken", status=status)
            raise refusal(status, headers, body, self._retried)
        return Response(request, _Taken(http))

    async def _send(self, http: ClientRequest) -> _Answer:
        if self._token is None:
            return await self._request(http, None)
        token = await self._token.current()
        answer = await self._request(http, token)
        if answer[0] == HTTPStatus.UNAUTHORIZED:
            answer = await self._request(http, await self._token.after(token))
        return answer

    async def _request(self, http: ClientRequest, token: str | None) -> _Answer:
        headers = dict(http.headers) | ({"Authorization": f"Bearer {token}"} if token else {})
        sending = self._outbound.session.request(
            http.method, URL(http.url, encoded=True), data=http.data, headers=headers, allow_redirects=False
        )
        try:
            async with sending as response:
                body = b""
                with suppress(ClientError, TimeoutError, OSError):
                    body = await response.read()  # the status has said it all; the body may say why
                return response.status, response.headers, body
        except (ClientConnectorError, ConnectionTimeoutError) as fault:
            raise NotDelivered("retry", reason=type(fault).__name__) from None  # it never left this machine
        except InvalidURL:
            raise NotDelivered("dead", reason="service url") from None
        except (ClientError, TimeoutError, OSError) as fault:
            raise NotDelivered("ambiguous", reason=type(fault).__name__) from None

    async def __aexit__(self, *exc_details: object) -> None:
        """The HTTP client belongs to the door, which closes it."""
