"""In a team: what the coach is, and how an owner makes the team a coached one.

A tap carries our own signed word on which team it is about. Who tapped is the channel's word, and what they
may do is read from the roster and the directory: nothing else that a tap carries is looked at.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

import structlog
from botbuilder.core import CardFactory
from botbuilder.schema import Activity, ActivityTypes

from bot.botframework.activities import Inbound, Team
from bot.botframework.calls import Calls
from bot.botframework.groups import invitation, private_chat
from bot.botframework.roster import roster_of
from bot.buttons import ButtonSigner
from bot.cards.elements import VERSION, Element, paragraph, run
from bot.cards.taps import execute
from service.door import NotDelivered
from service.rosters import Outcome
from storage.rosters import ChannelTeam, Member
from texts.say import Language, say

MAKE: Final = "make-team"
LONGEST_NAME: Final = 256
"""Characters of a team's name that are kept; Teams allows no more."""
_SAID: Final[dict[Outcome, str]] = {
    "made": "place-made",
    "made-small": "place-small",
    "already": "place-already",
    "not-yours": "place-not-yours",
    "list-alone": "place-list-alone",
}

log = structlog.get_logger()


class Makes(Protocol):
    """What is made of teams, as far as this door needs it."""

    @property
    def allowed(self) -> bool: ...

    @property
    def least(self) -> int: ...

    async def make(self, team: ChannelTeam, roster: Sequence[Member], by: str) -> Outcome: ...

    async def knows(self, team: ChannelTeam) -> bool: ...

    async def keep(self, team: ChannelTeam, roster: Sequence[Member]) -> None: ...

    async def close(self, team: ChannelTeam) -> None: ...


@dataclass(frozen=True, slots=True)
class Answered:
    """What becomes of a tap: `text` is for whoever tapped, `card` in place of the card, for all."""

    text: str
    card: Element | None = None


class TeamPlaces:
    """What happens in teams."""

    def __init__(self, calls: Calls, makes: Makes, signer: ButtonSigner) -> None:
        self._calls = calls
        self._makes = makes
        self._signer = signer

    def offer(self, inbound: Inbound, language: Language) -> Any:
        """Said once, when the coach is added to a team."""
        if not self._makes.allowed:
            return invitation(inbound.recipient.id, language)
        team = _team(inbound)
        token = self._signer.token(inbound.channel_id, _thread(inbound), f"{MAKE}|{team.id}|{team.name}")
        text = say("place-offer", language, {"team": team.name})
        make = execute(say("choice-make-team", language), {"question": token, "choice": MAKE})
        url = private_chat(inbound.recipient.id)
        private = {"type": "Action.OpenUrl", "title": say("choice-private-chat", language), "url": url}
        return _message(_card(text, language, make, private), text)

    def is_tap(self, inbound: Inbound) -> bool:
        return self._tapped(inbound) is not None

    async def tapped(self, inbound: Inbound, language: Language) -> Answered:
        """Make the team a coached one, if whoever tapped may. Raises NotStored."""
        team = self._tapped(inbound)
        if team is None:
            return Answered(say("place-unread", language))
        try:
            roster = await self._roster(inbound, team)
        except NotDelivered as fault:
            log.warning("botframework.roster_not_read", reason=fault.reason)
            return Answered(say("place-unread", language))
        outcome = await self._makes.make(team, roster, inbound.sender.aad_object_id or "")
        text = say(_SAID[outcome], language, {"team": team.name, "least": self._makes.least})
        return Answered(text, None if outcome in {"not-yours", "list-alone"} else _card(text, language))

    async def changed(self, inbound: Inbound) -> None:
        """Somebody came or went, the coach itself included. A roster that cannot be read changes nothing.
        Raises NotStored."""
        team = _team(inbound)
        gone = [one.id for one in inbound.members_removed or ()]
        if inbound.recipient.id in gone or (inbound.type == ActivityTypes.installation_update):
            await self._makes.close(team)
            return
        if not (gone or inbound.members_added) or not await self._makes.knows(team):
            return
        try:
            await self._makes.keep(team, await self._roster(inbound, team))
        except NotDelivered as fault:
            log.warning("botframework.roster_not_read", reason=fault.reason)

    async def _roster(self, inbound: Inbound, team: ChannelTeam) -> list[Member]:
        return await roster_of(self._calls, inbound.service_url, team.id, inbound.tenants)

    def _tapped(self, inbound: Inbound) -> ChannelTeam | None:
        """The team of the card that was tapped, if it is a card of ours and was shown here."""
        data = _data(inbound.value)
        question, choice = data.get("question"), data.get("choice")
        if choice != MAKE or not isinstance(question, str):
            return None
        about = self._signer.question(inbound.channel_id, _thread(inbound), question) or ""
        verb, _, rest = about.partition("|")
        team, _, name = rest.partition("|")
        return ChannelTeam(inbound.channel_id, team, name) if verb == MAKE and team else None


def _team(inbound: Inbound) -> ChannelTeam:
    team = inbound.team
    if team is None:
        raise LookupError("not in a team")
    return ChannelTeam(inbound.channel_id, team.id, _called(team))


def _called(team: Team) -> str:
    """Its name on one line, in signs one can see: it is shown to its members, and in an operator's terminal."""
    visible = "".join(one if one.isprintable() else " " for one in team.name)
    return " ".join(visible.split())[:LONGEST_NAME]


def _thread(inbound: Inbound) -> str:
    """The channel, without the message whose thread it is."""
    return inbound.conversation.id.partition(";")[0]


def _data(value: Any) -> dict[str, Any]:
    """What a button carries: by invoke, or by an older client's message."""
    action = value.get("action") if isinstance(value, dict) else None
    data = action.get("data") if isinstance(action, dict) else value
    return data if isinstance(data, dict) else {}


def _card(text: str, language: Language, *actions: Element) -> Element:
    return {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": VERSION,
        "lang": language,
        "body": [paragraph(run(text))],
        "actions": list(actions),
    }


def _message(card: Element, summary: str) -> Any:
    return Activity(type=ActivityTypes.message, attachments=[CardFactory.adaptive_card(card)], summary=summary)
