"""What it means when the connector does not take an activity, by the sending policy.

Only what certainly was not shown is tried again.
"""

import email.utils
import json
from collections.abc import Collection, Mapping
from datetime import datetime, timezone
from http import HTTPStatus
from typing import Any, Final

from service.door import NotDelivered

RETRIED: Final = frozenset({HTTPStatus.PRECONDITION_FAILED, HTTPStatus.TOO_MANY_REQUESTS})
"""Microsoft names 502 and 504 too (rate-limit page), but replies retried after those were seen twice
(openclaw/openclaw#125127)."""
GONE: Final = frozenset(
    {"BotNotInConversationRoster", "ConversationBlockedByUser", "MessageWritesBlocked", "BotDisabledByAdmin",
     "BotNotRegistered"}
)  # fmt: skip
"""Error codes that hold for everything we would send to this conversation (conversation-messages page)."""
_SERVER_ERROR: Final = 500
_LONGEST: Final = 64
"""Characters of an error code that are kept."""


def refusal(status: int, headers: Mapping[str, str], body: bytes, retried: Collection[int] = RETRIED) -> NotDelivered:
    """`retried`: statuses after which the activity is sent again."""
    code = error_code(body)
    reason = f"{status} {code}".strip()
    if status in retried:
        wait = retry_after(headers.get("Retry-After", ""), datetime.now(timezone.utc))
        return NotDelivered("retry", wait, reason)
    if status >= _SERVER_ERROR or status == HTTPStatus.REQUEST_TIMEOUT:
        return NotDelivered("ambiguous", reason=reason)
    gone = code in GONE or status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
    return NotDelivered("gone" if gone else "dead", reason=reason)


def error_code(body: bytes) -> str:
    """The connector's word for it, e.g. "BotDisabledByAdmin"; empty where there is none. Never its message,
    which may quote what was sent."""
    try:
        found: Any = json.loads(body)
        code = found["error"]["code"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""
    known = isinstance(code, str) and code.isascii() and code.isalnum()
    return code[:_LONGEST] if known else ""


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
