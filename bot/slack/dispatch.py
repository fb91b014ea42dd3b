"""Hands a validated payload to Bolt, which knows whose it is: the same for HTTP and Socket Mode."""

from dataclasses import dataclass
from typing import Final

import structlog
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse

from bot.slack.listeners import INBOUND, Listeners
from bot.slack.payloads import (
    BlockActions,
    Command,
    EventCallback,
    MessageShortcut,
    OtherInteraction,
    Payload,
    RateLimited,
    UrlVerification,
)
from bot.slack.web_api import silent_logger
from bot.slack.workspace import NotSignedIn, SignIn, Workspace
from service.door import NotStored, TooFast

DEPARTURES: Final = frozenset({"app_uninstalled", "tokens_revoked"})
"""Told of when our token may be no good any more."""
WAIT: Final = "x-competence-coach-wait"
"""Where an answer of Bolt's says how many seconds Slack had better wait."""
_WORKSPACE: Final = "competence_coach_workspace"
_UNKNOWN: Final = Workspace(team="", bot_user="", bot="")

log = structlog.get_logger()


class WrongWorkspace(Exception):
    """The payload is about a workspace the coach does not serve."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What Slack should get: an HTTP status, and a JSON body or none."""

    status: int
    body: str = ""
    wait: float = 0.0
    """Seconds after which Slack may send it again, where that matters."""


class Dispatcher:
    """One per process. `listeners` do the work."""

    def __init__(self, sign_in: SignIn, listeners: Listeners) -> None:
        self._sign_in = sign_in
        self._app = AsyncApp(
            name="competence-coach",
            logger=silent_logger(),
            signing_secret="",  # the endpoint has judged the signature, and Socket Mode needs none
            request_verification_enabled=False,
            process_before_response=True,
            authorize=_authorize,
        )
        self._app.error(_fault)
        listeners.register(self._app)

    async def dispatch(self, payload: Payload) -> Answer:
        """Returns when the turn is committed, or was none. Raises NotSignedIn and WrongWorkspace."""
        workspace = await self._admitted(payload)
        if isinstance(payload, OtherInteraction | RateLimited):
            log.info("slack.not_used", type=payload.type)
            return Answer(200)
        context = {INBOUND: payload, _WORKSPACE: workspace}
        body = payload.model_dump(mode="json", exclude_none=True)
        response = await self._app.async_dispatch(AsyncBoltRequest(body=body, mode="socket_mode", context=context))
        # What Bolt has no listener for is no turn; anything else than 200 would bring it again.
        status = 200 if response.status == 404 else response.status  # noqa: PLR2004
        return Answer(status, _body(response), _wait(response))

    async def _admitted(self, payload: Payload) -> Workspace:
        if isinstance(payload, UrlVerification):
            return _UNKNOWN
        workspace = await self._workspace(payload)
        if workspace is not _UNKNOWN and _is_foreign(payload, workspace):
            raise WrongWorkspace
        return workspace

    async def _workspace(self, payload: Payload) -> Workspace:
        """A removal is heard even when Slack no longer tells us who we are."""
        try:
            return await self._sign_in.workspace()
        except NotSignedIn as fault:
            departing = isinstance(payload, EventCallback) and payload.event.type in DEPARTURES
            if fault.for_good and departing:
                return _UNKNOWN
            raise


def _is_foreign(payload: Payload, workspace: Workspace) -> bool:
    """Whether it happened in another workspace, or in what two share and by somebody of the other one.

    Who is at home says the workspace or, in an organisation of several, the organisation.
    """
    at_home = {workspace.team, workspace.enterprise}
    return _team(payload) not in {None, workspace.team} or not {one for one in _from(payload) if one} <= at_home


def _team(payload: Payload) -> str | None:
    match payload:
        case EventCallback() | Command() | RateLimited():
            return payload.team_id
        case BlockActions() | MessageShortcut() | OtherInteraction():
            return payload.team.id if payload.team else None
    return None


def _from(payload: Payload) -> tuple[str | None, ...]:
    """Where whoever did it is from, as far as Slack says it: it does in what is shared (Slack Connect)."""
    match payload:
        case EventCallback(event=event):
            messages = (event.message, event.previous_message)
            return event.user_team, event.source_team, *(one.user_team for one in messages if one)
        case BlockActions() | MessageShortcut():
            return (payload.user.team_id,)
    return ()


async def _authorize(context: dict[str, Workspace]) -> AuthorizeResult:
    """Bolt wants to know who the app is, so that it does not hear what it says itself."""
    workspace = context[_WORKSPACE]
    return AuthorizeResult(
        enterprise_id=None, team_id=workspace.team, bot_user_id=workspace.bot_user, bot_id=workspace.bot
    )


async def _fault(error: Exception) -> BoltResponse:
    """Slack sends again what was not stored; what broke for another reason it had better not."""
    if isinstance(error, TooFast):
        return BoltResponse(status=429, headers={WAIT: str(error.wait)})
    if isinstance(error, NotStored):
        return BoltResponse(status=503)
    log.error("slack.broken", fault=type(error).__name__)
    return BoltResponse(status=500)


def _wait(response: BoltResponse) -> float:
    return float(response.headers.get(WAIT, ["0"])[0])


def _body(response: BoltResponse) -> str:
    return response.body if response.status == 200 and response.body.startswith("{") else ""  # noqa: PLR2004
