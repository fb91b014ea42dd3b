"""One attempt to show a message, and what the sending policy makes of its outcome."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog

from service.door import Address, Door, NotDelivered
from storage.outbox import Posted, Verdict

PATIENCE: Final = 0.75
"""Part of its lease that an attempt may take; the rest is for writing down what became of it."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Policy:
    """The sending policy. Times are seconds."""

    tries: int = 5
    """Attempts at a message that was certainly not shown."""
    backoff: float = 2.0
    """Before the second try, unless the channel says otherwise."""
    growth: float = 4.0
    """Each further wait is so many times longer: 2, 8, 32, 128 seconds."""
    lease: float = 60.0
    """How long a sender has for one attempt; a sender that is silent for longer is gone."""
    silence: float = 60.0
    """After a reply that may not have been shown, before its question is asked again."""

    def wait(self, failure: NotDelivered, attempts: int) -> float:
        """Seconds before the next try: what the channel asked for, else longer each time."""
        return failure.retry_after or self.backoff * self.growth ** (attempts - 1)


async def attempt(door: Door | None, posted: Posted, policy: Policy, clock: Callable[[], datetime]) -> Verdict:
    """Show a message once. Never raises: whatever a door does, the outbox goes on."""
    if door is None:
        log.warning("delivery.no_door", outbox=posted.id, channel=posted.channel)
        return Verdict("dead", reason="no door")
    try:
        async with asyncio.timeout(policy.lease * PATIENCE):
            await door.show(Address(posted.channel, posted.conversation, posted.details), posted.reply)
    except NotDelivered as failure:
        return _judged(posted, failure, policy, clock())
    except Exception as fault:  # noqa: BLE001 - a door that breaks in a way it did not foresee may have shown it
        log.warning("delivery.broken", outbox=posted.id, fault=type(fault).__name__)
        return _ambiguous(posted, type(fault).__name__, policy, clock())
    return Verdict("sent")


def _judged(posted: Posted, failure: NotDelivered, policy: Policy, now: datetime) -> Verdict:
    log.warning("delivery.failed", outbox=posted.id, failure=failure.failure, attempts=posted.attempts)
    match failure.failure:
        case "retry" if posted.attempts < policy.tries:
            due = now + timedelta(seconds=policy.wait(failure, posted.attempts))
            return Verdict("pending", due=due, reason=failure.reason)
        case "ambiguous":
            return _ambiguous(posted, failure.reason, policy, now)
        case _:
            return Verdict("dead", reason=failure.reason, gone=failure.failure == "gone")


def _ambiguous(posted: Posted, reason: str, policy: Policy, now: datetime) -> Verdict:
    due = None if posted.once else now + timedelta(seconds=policy.silence)
    return Verdict("ambiguous", due=due, reason=reason)
