"""What the door says by itself, beside the conversation: it is never a turn, and never stored."""

from typing import Final, Protocol

from bot.slack.answered import answered_form
from bot.slack.blocks import SlackMessage, actions, button, section
from bot.slack.door import INERT, SlackDoor
from bot.slack.fitting import spoken
from bot.slack.home import view_of
from bot.slack.payloads import BlockActions, Event
from bot.slack.translation import address_of
from bot.slack.web_api import WebApi
from dialogs.home import Home
from service.door import Address
from texts.say import say

PRIVATE: Final = "private"
"""Action id of the button that leads from a channel to the person's own chat."""


class Reads(Protocol):
    """The coach, as far as the person's own page needs it."""

    async def home(self, address: Address, user: str) -> Home:
        """Raises NotStored."""


class Asides:
    """What calls Slack raises NotDelivered, and all of that but `close_card` NotStored."""

    def __init__(self, api: WebApi, door: SlackDoor, coach: Reads) -> None:
        self._api = api
        self._door = door
        self._coach = coach

    async def home(self, team: str, user: str) -> Home:
        return await self._coach.home(address_of(team, user), user)

    def tapped(self, tap: BlockActions) -> None:
        """To be told before the turn: the answer must not find the card open, and close it too."""
        if tap.message and tap.message.ts:
            self._door.tapped(tap.user.id, tap.message.ts)

    async def close_card(self, tap: BlockActions) -> None:
        """A card answers once: its buttons go, and what was tapped stands instead."""
        closed = answered_form(tap)
        if closed is not None and tap.channel and tap.message and tap.message.ts:
            await self._door.update(tap.channel.id, tap.message.ts, closed)

    async def publish_home(self, team: str, user: str) -> None:
        view = view_of(await self.home(team, user))
        await self._api.call("views.publish", user_id=user, view=view)

    async def invite(self, team: str, event: Event) -> None:
        """In a channel only this, seen by nobody but who asked: write to me privately (rule 19)."""
        user = event.user or ""
        language = (await self.home(team, user)).language
        text = say("slack-private", language)
        tap = button(say("slack-private-button", language), PRIVATE, PRIVATE)
        thread = {"thread_ts": event.thread_ts} if event.thread_ts else {}
        await self._api.call(
            "chat.postEphemeral",
            channel=event.channel,
            user=user,
            text=spoken([text]),
            blocks=[section(text), actions([tap])],
            **INERT,
            **thread,
        )

    async def hint(self, team: str, user: str, key: str) -> None:
        """One sentence of ours in the person's chat."""
        text = say(key, (await self.home(team, user)).language)
        await self._door.post(address_of(team, user), SlackMessage(spoken([text]), [section(text)]))
