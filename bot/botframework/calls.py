"""One request to a connector service: sent once, and what became of it said exactly."""

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus

import structlog
from aiohttp import ClientConnectorError, ClientError, ConnectionTimeoutError, InvalidURL
from multidict import CIMultiDictProxy
from yarl import URL

from bot.botframework.app_token import AppToken, TokenUnavailable
from bot.botframework.outbound import Outbound
from bot.botframework.refusals import RETRIED, refusal
from bot.botframework.service_urls import ServiceRule
from service.door import NotDelivered

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: CIMultiDictProxy[str]
    body: bytes


class Calls:
    """Carries requests to the services `allows` names, and the token to nobody else. `token` is None where
    nobody asks for one (development); `retried` are the statuses after which an activity is sent again."""

    def __init__(
        self, outbound: Outbound, allows: ServiceRule, token: AppToken | None, retried: Collection[int] = RETRIED
    ) -> None:
        self._outbound = outbound
        self._allows = allows
        self._token = token
        self._retried = retried

    def check(self, service_url: str) -> None:
        """Raises NotDelivered where we do not talk to this service."""
        if not self._allows(service_url):
            log.warning("botframework.service_url_refused")
            raise NotDelivered("dead", reason="service url refused")

    async def send(self, method: str, service_url: str, path: str, body: bytes | None = None) -> bytes:
        """What the service answered. A second time only when the first was refused for its token.

        Raises NotDelivered by the sending policy.
        """
        self.check(service_url)
        address = f"{service_url.rstrip('/')}/{path}"
        try:
            answer = await self._authorised(method, address, body)
        except TokenUnavailable as fault:
            log.warning("botframework.no_token", fault=str(fault))
            raise NotDelivered("retry", reason="no token") from None
        if not HTTPStatus.OK <= answer.status < HTTPStatus.MULTIPLE_CHOICES:
            log.warning("botframework.not_taken", status=answer.status)
            raise refusal(answer.status, answer.headers, answer.body, self._retried)
        return answer.body

    async def _authorised(self, method: str, address: str, body: bytes | None) -> _Answer:
        if self._token is None:
            return await self._request(method, address, body, None)
        token = await self._token.current()
        answer = await self._request(method, address, body, token)
        if answer.status == HTTPStatus.UNAUTHORIZED:
            answer = await self._request(method, address, body, await self._token.after(token))
        return answer

    async def _request(self, method: str, address: str, body: bytes | None, token: str | None) -> _Answer:
        headers = {"Accept": "application/json"}
        headers |= {} if body is None else {"Content-Type": "application/json; charset=utf-8"}
        headers |= {} if token is None else {"Authorization": f"Bearer {token}"}
        try:
            url = URL(address, encoded=True)
            sending = self._outbound.session.request(method, url, data=body, headers=headers, allow_redirects=False)
            async with sending as response:
                answer = b""
                with suppress(ClientError, TimeoutError, OSError):
                    answer = await response.read()  # the status has said it all; the body may say why
                return _Answer(response.status, response.headers, answer)
        except (ClientConnectorError, ConnectionTimeoutError) as fault:
            raise NotDelivered("retry", reason=type(fault).__name__) from None  # it never left this machine
        except InvalidURL:
            raise NotDelivered("dead", reason="service url") from None
        except (ClientError, TimeoutError, OSError) as fault:
            raise NotDelivered("ambiguous", reason=type(fault).__name__) from None
