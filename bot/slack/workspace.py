"""Which workspace the bot token is for, and who the coach is there."""

import asyncio
from dataclasses import dataclass
from typing import Final

import structlog

from bot.slack.web_api import WebApi
from service.door import NotDelivered

SCOPES: Final = frozenset({"app_mentions:read", "chat:write", "commands", "im:history"})
"""What the app must be allowed to; manifest/slack-app.yml asks for these and says why."""
DIRECTORY_SCOPES: Final = frozenset({"users:read", "users:read.email"})
"""What it may be allowed to besides, where people should be found in the directory of teams."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Workspace:
    """Ids: of the workspace, of the app's bot as a person and as a bot, and of the organisation it may be part of."""

    team: str
    bot_user: str
    bot: str
    enterprise: str = ""
    scopes: frozenset[str] = frozenset()
    """What the app may do there."""


class NotSignedIn(Exception):
    """Slack could not be asked, or does not accept our token. `for_good`: asking again is no use."""

    def __init__(self, *, for_good: bool) -> None:
        super().__init__("for good" if for_good else "for now")
        self.for_good = for_good


class SignIn:
    """Asks Slack once, and again as long as there was no answer."""

    def __init__(self, api: WebApi) -> None:
        self._api = api
        self._known: Workspace | None = None
        self._asking = asyncio.Lock()

    async def workspace(self) -> Workspace:
        """Raises NotSignedIn."""
        if self._known is None:
            async with self._asking:
                self._known = self._known or await self._ask()
        return self._known

    async def _ask(self) -> Workspace:
        try:
            answer = await self._api.call("auth.test")
        except NotDelivered as failure:
            for_good = failure.failure in {"dead", "gone"}
            if for_good:
                note = "Slack does not accept COACH_SLACK_BOT_TOKEN"
                log.error("slack.signed_out", note=note)  # noqa: TRY400 - a traceback would hold the request
            raise NotSignedIn(for_good=for_good) from None
        scopes = frozenset(str(answer["scopes"]).replace(" ", "").split(","))
        missing = SCOPES - scopes
        if missing:
            log.error("slack.scopes_missing", missing=sorted(missing), note="add them, and install the app again")
        team, user, bot, enterprise = (answer.get(one) for one in ("team_id", "user_id", "bot_id", "enterprise_id"))
        return Workspace(str(team), str(user), str(bot), str(enterprise or ""), scopes)
