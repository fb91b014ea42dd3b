"""Who may talk to the coach through this door, and as whom."""

from collections.abc import Callable, Collection, Sequence
from typing import Final, Protocol
from urllib.parse import urlsplit

from aiohttp import web

from bot.botframework.activities import Inbound
from bot.botframework.published_keys import KeysUnavailable
from bot.botframework.service_urls import ServiceRule, is_loopback, loopback_service
from bot.botframework.tokens import BadToken, TokenVerifier, Verified
from bot.front.addresses import PROXIED
from bot.receiving import Refused

CHANNELS: Final = frozenset({"msteams"})
"""Channels people may come through in operation. Others would be let in by the same token,
and share names with doors of our own (`slack`)."""
TRIAL_CHANNELS: Final = frozenset({"msteams", "emulator", "webchat", "directline"})
"""What clients for trying a bot on one's own machine call themselves."""

Check = Callable[[Inbound], None]
"""Judges the activity that came with an admitted request. Raises Refused."""


class Admission(Protocol):
    """Judges a request before its body is read."""

    async def admit(self, request: web.BaseRequest) -> Check:
        """What remains to be checked when the activity is known. Raises Refused."""

    async def admit_bearer(self, authorization: Sequence[str]) -> Check:
        """The same by the Authorization headers alone. Raises Refused."""


class LoopbackAdmission:
    """For trying the coach out, without an app id: only from this machine, only back to it."""

    async def admit(self, request: web.BaseRequest) -> Check:
        """A page in the developer's browser reaches loopback too; it cannot name it as host
        without being asked for permission first, nor can a tunnel without saying so."""
        if not is_loopback(request.remote or ""):
            raise Refused(403, "peer")
        if not is_loopback(_host(request)) or any(name in request.headers for name in PROXIED):
            raise Refused(403, "not addressed to this machine")
        return self._check

    async def admit_bearer(self, authorization: Sequence[str]) -> Check:
        """No header says that somebody is on this machine."""
        raise Refused(403, "peer unknown")

    def _check(self, inbound: Inbound) -> None:
        _check_channel(inbound, TRIAL_CHANNELS)
        _check_service(inbound, loopback_service)


class TokenAdmission:
    """For operation: the Bot Framework itself, speaking for a tenant of the municipality's.

    `tenants` are those whose people may come; without any, everybody's may.
    """

    def __init__(self, verifier: TokenVerifier, tenants: Collection[str], allows: ServiceRule) -> None:
        self._verifier = verifier
        self._tenants = frozenset(tenant.lower() for tenant in tenants)
        self._allows = allows

    async def admit(self, request: web.BaseRequest) -> Check:
        return await self.admit_bearer(request.headers.getall("Authorization", []))

    async def admit_bearer(self, authorization: Sequence[str]) -> Check:
        try:
            verified = await self._verifier.verify(authorization)
        except BadToken as fault:
            raise Refused(401, str(fault)) from None
        except KeysUnavailable:
            raise Refused(503, "no signing keys") from None
        return lambda inbound: self._check(verified, inbound)

    def _check(self, verified: Verified, inbound: Inbound) -> None:
        if verified.service_url != inbound.service_url:
            raise Refused(403, "service url of the token")
        if verified.endorsements and inbound.channel_id not in verified.endorsements:
            raise Refused(403, "endorsement")
        if self._tenants and not self._ours(inbound):
            raise Refused(403, "tenant")
        _check_channel(inbound, CHANNELS)
        _check_service(inbound, self._allows)

    def _ours(self, inbound: Inbound) -> bool:
        named = {*inbound.tenants, inbound.senders_tenant} - {None}
        return bool(inbound.tenants) and self._tenants.issuperset(named)


def _check_channel(inbound: Inbound, channels: frozenset[str]) -> None:
    if inbound.channel_id not in channels:
        raise Refused(403, "channel")


def _check_service(inbound: Inbound, allows: ServiceRule) -> None:
    if not allows(inbound.service_url):
        raise Refused(403, "service url")


def _host(request: web.BaseRequest) -> str:
    try:
        return urlsplit(f"//{request.headers.get('Host', '')}").hostname or ""
    except ValueError:
        return ""
