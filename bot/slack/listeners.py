"""Which of Slack's events are turns, as listeners of Bolt's."""

import re
import time
from typing import Any, Final

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot.buttons import ButtonSigner
from bot.slack import translation
from bot.slack.afterwards import Afterwards
from bot.slack.asides import PRIVATE, Asides
from bot.slack.blocks import CHOICE
from bot.slack.departure import Departure
from bot.slack.home import HOME, command_in, spoken_for
from bot.slack.once import Once
from bot.slack.payloads import BlockActions, Command, EventCallback, MessageShortcut
from bot.slack.people import Takes
from service.door import Incoming, NotStored
from texts.say import say

INBOUND: Final = "competence_coach_inbound"
"""Where a request's context keeps the validated payload."""
COMMAND: Final = "/kompetence"
SHORTCUT: Final = "reflect"
NOTHING_WRITTEN: Final = "menu"
"""What a bare /kompetence means."""
TOLD: Final = 60 * 60.0
"""Seconds within which Slack may tell of the same event again."""


class Listeners:
    """Every listener returns when the turn is committed: only then is Slack told that we have it."""

    def __init__(
        self, coach: Takes, signer: ButtonSigner, asides: Asides, afterwards: Afterwards, departure: Departure
    ) -> None:
        self._coach = coach
        self._signer = signer
        self._asides = asides
        self._afterwards = afterwards
        self._departure = departure
        self._told = Once(TOLD, time.monotonic)

    def register(self, app: AsyncApp) -> None:
        app.event("message")(self._message)
        app.event("app_home_opened")(self._home_opened)
        app.event("app_mention")(self._mentioned)
        app.event("app_uninstalled")(self._uninstalled)
        app.event("tokens_revoked")(self._revoked)
        app.action(re.compile(f"^{CHOICE}-"))(self._tapped)
        app.action(re.compile(f"^{HOME}-"))(self._home_tapped)
        app.action(PRIVATE)(self._called)
        app.command(COMMAND)(self._commanded)
        app.message_shortcut(SHORTCUT)(self._brought)

    async def _message(self, context: AsyncBoltContext) -> None:
        """Words, or a change to words that were said before."""
        envelope: EventCallback = context[INBOUND]
        event = envelope.event
        if translation.is_message(event):
            await self._coach.take(translation.said(envelope))
        elif (change := translation.amended(envelope)) is not None:
            await self._coach.take(change)

    async def _home_opened(self, context: AsyncBoltContext) -> None:
        """Slack tells of every visit; only the first is an arrival."""
        envelope: EventCallback = context[INBOUND]
        team, user = envelope.team_id, envelope.event.user
        if not user:
            return
        if envelope.event.tab == "home":
            self._publish(team, user)
        elif not (await self._asides.home(team, user)).known:
            await self._coach.take(translation.arrived(team, user))

    async def _mentioned(self, context: AsyncBoltContext) -> None:
        envelope: EventCallback = context[INBOUND]
        event = envelope.event
        told = (event.channel, event.ts)
        if event.user and event.channel and not event.bot_id and self._told.first(told):
            self._afterwards.run(lambda: self._asides.invite(envelope.team_id, event), "invitation")

    async def _uninstalled(self, context: AsyncBoltContext) -> None:
        envelope: EventCallback = context[INBOUND]
        await self._departure.everybody(envelope.team_id, envelope.event_id)

    async def _revoked(self, context: AsyncBoltContext) -> None:
        """Only the bot's tokens are ours; people's own we never ask for."""
        envelope: EventCallback = context[INBOUND]
        tokens = envelope.event.tokens
        if tokens and tokens.bot:
            await self._departure.everybody(envelope.team_id, envelope.event_id)

    async def _tapped(self, context: AsyncBoltContext, ack: AsyncAck) -> None:
        tap: BlockActions = context[INBOUND]
        self._asides.tapped(tap)
        await self._coach.take(translation.pressed(tap, self._signer))
        shown = (tap.channel and tap.channel.id, tap.message and tap.message.ts)
        if self._told.first(shown):  # a double click closes the card once, and the first tap stands
            self._afterwards.run(lambda: self._asides.close_card(tap), "card")
        await ack()

    async def _home_tapped(self, context: AsyncBoltContext, ack: AsyncAck) -> None:
        tap: BlockActions = context[INBOUND]
        command = command_in(tap.actions[0].action_id)
        if command is not None:
            language = (await self._asides.home(tap.team.id, tap.user.id)).language
            word = spoken_for(command, language)
            if word is not None:
                await self._coach.take(translation.spoken(tap, word))
            self._publish(tap.team.id, tap.user.id)
        await ack()

    async def _called(self, context: AsyncBoltContext, ack: AsyncAck) -> None:
        await self._coach.take(translation.called(context[INBOUND]))
        await ack()

    async def _commanded(self, context: AsyncBoltContext, ack: AsyncAck) -> None:
        """The answer comes in the private chat; here stands only where, seen by nobody else."""
        command: Command = context[INBOUND]
        incoming = translation.commanded(command, NOTHING_WRITTEN)
        key = "slack-answered"
        try:
            await self._coach.take(incoming)
        except NotStored:
            key = "slack-not-stored"
        await ack(say(key, await self._language(incoming)), response_type="ephemeral")

    async def _brought(self, context: AsyncBoltContext, ack: AsyncAck) -> None:
        """Only one's own words may be reflected on: a colleague's are theirs."""
        shortcut: MessageShortcut = context[INBOUND]
        team, user = shortcut.team.id, shortcut.user.id
        if shortcut.message.user == user and not shortcut.message.bot_id:
            await self._coach.take(translation.brought(shortcut))
        else:
            self._afterwards.run(lambda: self._asides.hint(team, user, "slack-not-yours"), "hint")
        await ack()

    def _publish(self, team: str, user: str) -> None:
        self._afterwards.run(lambda: self._asides.publish_home(team, user), "home")

    async def _language(self, incoming: Incoming) -> Any:
        try:
            return (await self._coach.home(incoming.address, incoming.user)).language
        except NotStored:
            return "da"
