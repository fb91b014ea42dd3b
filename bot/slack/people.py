"""Who somebody in Slack is in the municipality's directory of teams: their e-mail address, and no more.

Slack is asked once in a while, and never waited for long: without an address the talk goes on, and
the directory is asked again later.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Protocol

import structlog

from bot.slack.web_api import WebApi
from bot.slack.workspace import DIRECTORY_SCOPES, NotSignedIn, SignIn
from dialogs.home import Home
from service.door import Address, Incoming, NotDelivered

PATIENCE: Final = 0.8
"""Seconds an answer may take: Slack waits three for ours."""
GOOD_FOR: Final = 24 * 3600.0
"""Seconds an address is taken for what it was."""
ASKED_AGAIN: Final = 600.0
"""Seconds before somebody of whom Slack said nothing is asked about again."""
REMEMBERED: Final = 10_000

log = structlog.get_logger()


class Takes(Protocol):
    """The coach, as far as this door needs it."""

    async def take(self, incoming: Incoming) -> str | None:
        """Returns when the turn is stored; raises NotStored."""

    async def home(self, address: Address, user: str) -> Home:
        """Raises NotStored."""


@dataclass(frozen=True, slots=True)
class _Known:
    email: str
    until: float


class People:
    """`clock` counts seconds and never goes back."""

    def __init__(self, api: WebApi, sign_in: SignIn, clock: Callable[[], float] = time.monotonic) -> None:
        self._api = api
        self._sign_in = sign_in
        self._clock = clock
        self._known: OrderedDict[str, _Known] = OrderedDict()

    async def email(self, user: str) -> str:
        """The address Slack vouches for, or "". Never raises."""
        known = self._known.get(user)
        if known is not None and self._clock() < known.until:
            return known.email
        email = await self._ask(user)
        self._known[user] = _Known(email, self._clock() + (GOOD_FOR if email else ASKED_AGAIN))
        self._known.move_to_end(user)
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return email

    async def _ask(self, user: str) -> str:
        try:
            async with asyncio.timeout(PATIENCE):
                workspace = await self._sign_in.workspace()
                if not workspace.scopes >= DIRECTORY_SCOPES:
                    return ""
                return _vouched((await self._api.call("users.info", user=user)).get("user"), workspace.team)
        except (NotDelivered, NotSignedIn, TimeoutError) as fault:
            log.info("slack.no_address", fault=type(fault).__name__)
            return ""


class Introduced:
    """The coach, told with each turn whom the directory may know the person as."""

    def __init__(self, coach: Takes, people: People) -> None:
        self._coach = coach
        self._people = people

    async def take(self, incoming: Incoming) -> str | None:
        return await self._coach.take(replace(incoming, directory=await self._people.email(incoming.user)))

    async def home(self, address: Address, user: str) -> Home:
        return await self._coach.home(address, user)


def _vouched(user: Any, team: str) -> str:
    """Only a member's own address that Slack has seen confirmed: a guest may have come with any, and so may
    somebody of another workspace, who is no stranger to Slack where the two share a channel."""
    if not isinstance(user, Mapping) or user.get("is_email_confirmed") is not True:
        return ""
    if any(user.get(mark) for mark in ("deleted", "is_bot", "is_restricted", "is_ultra_restricted", "is_stranger")):
        return ""
    if team not in _workspaces(user):
        return ""
    profile = user.get("profile")
    email = profile.get("email") if isinstance(profile, Mapping) else None
    return email if isinstance(email, str) and len(email) <= _LONGEST else ""


def _workspaces(user: Mapping[Any, Any]) -> tuple[Any, ...]:
    """Where somebody is a member: of one workspace, or, in an organisation, of several."""
    organised = user.get("enterprise_user")
    teams = organised.get("teams") if isinstance(organised, Mapping) else None
    return user.get("team_id"), *(teams if isinstance(teams, list) else ())


_LONGEST: Final = 254
"""Characters of an e-mail address (RFC 5321)."""
