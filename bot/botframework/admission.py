"""Who may talk to the coach through this door, and as whom."""

from collections.abc import Callable
from typing import Final, Protocol
from urllib.parse import urlsplit

from aiohttp import web

from bot.botframework.activities import Inbound
from bot.botframework.keys import KeysUnavailable
from bot.botframework.service_urls import ServiceRule, is_loopback, loopback_service
from bot.botframework.tokens import BadToken, TokenVerifier, Verified

CHANNELS: Final = frozenset({"msteams"})
"""Channels people may come through in operation. Others would be let in by the same token,
and share names with doors of our own (`slack`)."""
TRIAL_CHANNELS: Final = frozenset({"msteams", "emulator", "webchat", "directline"})
"""What clients for trying a bot on one's own machine call themselves."""
_PROXIED: Final = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP")

Check = Callable[[Inbound], None]
"""Judges the activity that came with an admitted request. Raises Refused."""


class Refused(Exception):
    """The request is turned away with an HTTP status. `reason` is a word for the log only."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


class Admission(Protocol):
    """Judges a request before its body is read."""

    async def admit(self, request: web.BaseRequest) -> Check:
        """What remains to be checked when the activity is known. Raises Refused."""


class LoopbackAdmission:
    """For trying the coach out, without an app id: only from this machine, only back to it."""

    async def admit(self, request: web.BaseRequest) -> Check:
        """A page in the developer's browser reaches loopback too; it cannot name it as host
        without being asked for permission first, nor can a tunnel without saying so."""
        if not is_loopback(request.remote or ""):
            raise Refused(403, "peer")
        if not is_loopback(_host(request)) or any(name in request.headers for name in _PROXIED):
            raise Refused(403, "not addressed to this machine")
        return self._check

    def _check(self, inbound: Inbound) -> None:
        _check_channel(inbound, TRIAL_CHANNELS)
        _check_service(inbound, loopback_service)


class TokenAdmission:
    """For operation: the Bot Framework itself, speaking for the municipality's tenant."""

    def __init__(self, verifier: TokenVerifier, tenant_id: str, allows: ServiceRule) -> None:
        self._verifier = verifier
        self._tenant = tenant_id.lower()
        self._allows = allows

    async def admit(self, request: web.BaseRequest) -> Check:
        try:
            verified = await self._verifier.verify(request.headers.getall("Authorization", []))
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
        if self._tenant and set(inbound.tenants) != {self._tenant}:
            raise Refused(403, "tenant")
        _check_channel(inbound, CHANNELS)
        _check_service(inbound, self._allows)


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
