"""Calls Slack's Web API: once each, and says exactly what became of it.

The SDK's own client would post again after a dropped connection, though the first post may have
been shown; it is told not to.
"""

import logging
from collections.abc import Mapping
from typing import Any, Final

import structlog
from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
    DummyCookieJar,
)
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from service.door import Failure, NotDelivered

TIMEOUT: Final = ClientTimeout(total=15, connect=5, sock_connect=5, sock_read=10)
"""Seconds. A message that takes longer may have been shown: it counts as ambiguous."""
TOO_FAST: Final = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
NOT_YET: Final = TOO_FAST | {"request_timeout", "team_added_to_org", "org_login_required"}
"""Slack did not take it, and may later. request_timeout: the body never arrived whole."""
UNSURE: Final = frozenset({"fatal_error", "internal_error", "service_unavailable", "update_failed"})
"""Slack broke on the way: "some aspect of the operation may have succeeded"."""
GONE: Final = frozenset(
    {"account_inactive", "token_revoked", "channel_not_found", "is_archived", "user_not_found", "user_disabled",
     "cannot_dm_bot", "messages_tab_disabled"}
)  # fmt: skip
"""Holds for whatever else we would post there, until the person is heard from: the app or the person is gone."""
_LONGEST: Final = 64
"""Characters of an error code that are kept."""
_TOO_MANY: Final = 429
_TIMED_OUT: Final = 408
_SERVER_ERROR: Final = 500
_LONGEST_WAIT: Final = 6
"""Digits of a number of seconds: eleven days; more is no number of seconds."""

log = structlog.get_logger()


def silent_logger() -> logging.Logger:
    """What other people's code may log to: its lines quote requests, and requests hold people's words."""
    logger = logging.getLogger("bot.slack.silent")
    logger.setLevel(logging.CRITICAL)
    logger.disabled = True
    return logger


class WebApi:
    """One client for the process. Opens its session at first use, inside the running loop."""

    def __init__(self, token: str, url: str, timeout: ClientTimeout = TIMEOUT) -> None:
        self._timeout = timeout
        self.client = AsyncWebClient(token=token, base_url=url, logger=silent_logger(), retry_handlers=[])
        if url.startswith("http://"):
            self.client.proxy = None  # on this machine, where no proxy is in between

    async def call(self, method: str, **arguments: Any) -> Mapping[str, Any]:
        """Slack's answer. Raises NotDelivered by the sending policy."""
        try:
            response = await self._opened().api_call(method, json=arguments)
        except SlackApiError as refusal:
            raise _failure(method, refusal) from None
        except (ClientConnectorError, ConnectionTimeoutError):
            raise NotDelivered("retry", reason="no connection") from None  # it never left this machine
        except (ClientError, TimeoutError, OSError, AttributeError, ValueError) as fault:
            # The last two: an answer the SDK cannot make head or tail of.
            raise NotDelivered("ambiguous", reason=type(fault).__name__) from None
        data = response.data if isinstance(response.data, dict) else {}
        return data | {"scopes": response.headers.get("x-oauth-scopes", "")}

    async def close(self) -> None:
        if self.client.session is not None:
            await self.client.session.close()
            self.client.session = None

    def _opened(self) -> AsyncWebClient:
        if self.client.session is None:
            self.client.session = ClientSession(timeout=self._timeout, cookie_jar=DummyCookieJar())
        return self.client


def _failure(method: str, refusal: SlackApiError) -> NotDelivered:
    response: Any = refusal.response
    status = int(getattr(response, "status_code", 0) or getattr(response, "status", 0))
    data = getattr(response, "data", None)
    error = str(data.get("error", "")) if isinstance(data, dict) else ""
    error = error[:_LONGEST] if error.isascii() and error.replace("_", "").isalnum() else ""
    log.warning("slack.not_taken", method=method, status=status, error=error)
    failure = classified(status, error)
    wait = retry_after(response.headers.get("Retry-After", "")) if failure == "retry" else None
    return NotDelivered(failure, wait, f"{status} {error}".strip())


def classified(status: int, error: str) -> Failure:
    """What a refusal means: only what certainly was not shown is tried again."""
    if status == _TOO_MANY or error in NOT_YET:
        return "retry"
    if status >= _SERVER_ERROR or status == _TIMED_OUT or error in UNSURE or not error:
        return "ambiguous"
    return "gone" if error in GONE else "dead"


def retry_after(value: str) -> float | None:
    """Seconds to wait. Slack gives whole seconds."""
    return float(value) if value.isdecimal() and len(value) <= _LONGEST_WAIT else None
