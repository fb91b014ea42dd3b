"""Which workspace the bot token is for, and who the coach is there."""

import asyncio
from dataclasses import dataclass
from typing import Final

import structlog

from bot.slack.web_api import WebApi
from service.door import NotDelivered

SCOPES: Final = frozenset({"app_mentions:read", "chat:write", "commands", "im:history"})
"""What the app must be allowed to; manifest/slack-app.yml asks for these and says why."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Workspace:
    """Ids: of the workspace, and of the app's bot as a person and as a bot."""

    team: str
    bot_user: str
    bot: str


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
        missing = SCOPES - set(str(answer["scopes"]).replace(" ", "").split(","))
        if missing:
            log.error("slack.scopes_missing", missing=sorted(missing), note="add them, and install the app again")
        return Workspace(str(answer.get("team_id")), str(answer.get("user_id")), str(answer.get("bot_id")))
