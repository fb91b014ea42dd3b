"""The coach as a bot of the SDK: which activities are turns, and which are not."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any, Final, Protocol

from botbuilder.core import ActivityHandler, CardFactory, InvokeResponse
from botbuilder.schema import Activity, ActivityTypes

from bot.botframework.activities import Inbound, MalformedActivity
from bot.botframework.adapter import INBOUND
from bot.botframework.door import closed_activity_of
from bot.botframework.groups import calls_us, invitation
from bot.botframework.members import Members
from bot.botframework.team_places import Answered, TeamPlaces
from bot.botframework.translation import (
    change_id,
    executed,
    greeting_id,
    heard,
    incoming,
    language_of,
    newcomer,
    reread,
)
from bot.botframework.typing_sign import TypingSign
from bot.buttons import ButtonSigner
from bot.cards.adaptive import answered_card_of
from dialogs.events import Deleted, Event, Joined, Left, Pressed
from dialogs.replies import Reply
from service.door import Incoming, NotDelivered
from texts.say import Language

CARD_ACTION: Final = "adaptiveCard/action"
CARD_TYPE: Final = "application/vnd.microsoft.card.adaptive"
NOTED: Final = {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": "OK"}
"""Answers a tap at once, in any language; what the coach says comes as a message of its own."""
CHANGES: Final = frozenset({ActivityTypes.installation_update, ActivityTypes.conversation_update})
PATIENCE: Final = 3.0
"""Seconds the person waits at most for the card to be replaced."""


class Takes(Protocol):
    """The coach, as far as this door needs it."""

    async def take(self, incoming: Incoming) -> str | None: ...


class CoachBot(ActivityHandler):  # type: ignore[misc] # the SDK publishes no types
    """Speaks with one person at a time; groups and channels only learn where (rule 19). `language` is
    for places whose own is not known; `members` tells people's e-mail addresses, where the municipality's
    list of teams goes by them; `teams` makes coached ones of teams in Teams.

    Anything without a handler here (typing, reactions, traces) is no turn.
    """

    def __init__(
        self,
        coach: Takes,
        signer: ButtonSigner,
        language: Language,
        typing: TypingSign,
        *,
        members: Members | None = None,
        teams: TeamPlaces | None = None,
    ) -> None:
        super().__init__()
        self._coach = coach
        self._signer = signer
        self._language = language
        self._typing = typing
        self._members = members
        self._teams = teams

    async def on_turn(self, turn_context: Any) -> None:
        inbound = _inbound(turn_context)
        if inbound.personal:
            await super().on_turn(turn_context)
            return
        language = language_of(inbound.locale) or self._language
        if self._teams is not None and await self._in_a_team(self._teams, turn_context, language):
            return
        if calls_us(inbound):
            await _say_there(turn_context, invitation(inbound.recipient.id, language))

    async def _in_a_team(self, teams: TeamPlaces, turn_context: Any, language: Language) -> bool:
        """Whether it was something about the team itself."""
        inbound = _inbound(turn_context)
        if inbound.type in {ActivityTypes.message, ActivityTypes.invoke} and teams.is_tap(inbound):
            await _answer_there(turn_context, await teams.tapped(inbound, language))
            return True
        if inbound.team is None or inbound.type not in CHANGES:
            return False
        if inbound.type == ActivityTypes.installation_update and inbound.action == "add":
            await _say_there(turn_context, teams.offer(inbound, language))
        elif inbound.type == ActivityTypes.conversation_update or inbound.action == "remove":
            await teams.changed(inbound)
        return True

    async def on_message_activity(self, turn_context: Any) -> None:
        inbound = _inbound(turn_context)
        if inbound.sender.id == inbound.recipient.id:
            return  # some channels echo what we said
        event = heard(inbound, self._signer)
        if isinstance(event, Pressed):
            await self._tap(turn_context, inbound, event)
        else:
            await self._take(turn_context, self._incoming(inbound, event))

    async def on_message_update_activity(self, turn_context: Any) -> None:
        """An edited message, or one that was deleted and is back."""
        await self._change(turn_context, reread(_inbound(turn_context)))

    async def on_message_delete_activity(self, turn_context: Any) -> None:
        await self._change(turn_context, Deleted(_inbound(turn_context).id or ""))

    async def on_invoke_activity(self, turn_context: Any) -> Any:
        """Raises MalformedActivity for a tap that cannot be read."""
        inbound = _inbound(turn_context)
        if inbound.name != CARD_ACTION:
            return InvokeResponse(status=200)
        event = executed(inbound, self._signer)
        if event is None:
            raise MalformedActivity("not a valid activity: value")
        closed = await self._tap(turn_context, inbound, event)
        return InvokeResponse(status=200, body=NOTED if closed is None else _replacing(closed))

    async def on_members_added_activity(self, members_added: Any, turn_context: Any) -> None:
        await self._greet(_inbound(turn_context))

    async def on_installation_update(self, turn_context: Any) -> None:
        """The SDK takes an upgrade for a removal; only the person removing the coach is one."""
        inbound = _inbound(turn_context)
        if inbound.action == "add":
            await self._greet(inbound)
        elif inbound.action == "remove":
            await self._coach.take(self._incoming(inbound, Left()))

    async def _greet(self, inbound: Inbound) -> None:
        joined = newcomer(inbound)
        if joined is not None:
            greeting = self._incoming(joined, Joined())
            await self._coach.take(replace(greeting, message=greeting_id(joined)))

    async def _tap(self, turn_context: Any, inbound: Inbound, event: Pressed) -> Reply | None:
        """Take a tap, and show its card in answered form wherever the person looks: what an invoke
        returns is seen on this device only, and until the chat is opened again."""
        answer = await self._take(turn_context, replace(self._incoming(inbound, event), render=_closed))
        closed = Reply.model_validate_json(answer) if answer else None
        if closed is not None and inbound.reply_to_id:
            with suppress(NotDelivered, TimeoutError):  # the turn is taken; an old card is harmless
                async with asyncio.timeout(PATIENCE):
                    await turn_context.update_activity(closed_activity_of(closed, inbound.reply_to_id))
        return closed

    async def _change(self, turn_context: Any, event: Event) -> None:
        inbound = _inbound(turn_context)
        await self._take(turn_context, replace(self._incoming(inbound, event), message=change_id(inbound)))

    def _incoming(self, inbound: Inbound, event: Event) -> Incoming:
        email = self._members.email_of(inbound) if self._members is not None else ""
        return replace(incoming(inbound, event), email=email)

    async def _take(self, turn_context: Any, taken: Incoming) -> str | None:
        async with self._typing.while_thinking(turn_context):
            return await self._coach.take(taken)


async def _say_there(turn_context: Any, activity: Any) -> None:
    """In a group or channel. Nothing is stored, so there is nothing to send it from again."""
    with suppress(NotDelivered):
        await turn_context.send_activity(activity)


async def _answer_there(turn_context: Any, answered: Answered) -> None:
    """Whoever tapped is told alone, unless something was made: that is for all to see."""
    if turn_context.activity.type != ActivityTypes.invoke:
        await _say_there(turn_context, Activity(type=ActivityTypes.message, text=answered.text))
        return
    noted = {**NOTED, "value": answered.text}
    if answered.card is not None:
        noted = {"statusCode": 200, "type": CARD_TYPE, "value": answered.card}
        shown = Activity(
            id=_inbound(turn_context).reply_to_id,
            type=ActivityTypes.message,
            attachments=[CardFactory.adaptive_card(answered.card)],
            summary=answered.text,
        )
        with suppress(NotDelivered, TimeoutError):
            async with asyncio.timeout(PATIENCE):
                await turn_context.update_activity(shown)
    body = InvokeResponse(status=200, body=noted)
    await turn_context.send_activity(Activity(type=ActivityTypes.invoke_response, value=body))


def _closed(tapped: Reply | None, _replies: Sequence[Reply]) -> str | None:
    """Kept with the turn, so that a tap that comes again closes the same card."""
    return tapped.model_dump_json() if tapped else None


def _replacing(closed: Reply) -> dict[str, Any]:
    """What an invoke returns to put a card in place of the one that was tapped (universal actions page)."""
    return {"statusCode": 200, "type": CARD_TYPE, "value": answered_card_of(closed)}


def _inbound(context: Any) -> Inbound:
    inbound: Inbound = context.turn_state[INBOUND]
    return inbound
