"""Shows the coach's replies in Slack, in the person's chat with the app."""

from collections.abc import Mapping
from typing import Any, Final

from bot.buttons import ButtonSigner
from bot.slack.afterwards import Afterwards
from bot.slack.answered import closed_form
from bot.slack.blocks import SlackMessage, message_of
from bot.slack.cards import Card, OpenCards
from bot.slack.web_api import WebApi
from dialogs.replies import Reply
from service.door import Address, NotDelivered

INERT: Final = {"parse": "none", "link_names": False}
"""Nothing in a message is turned into a mention or a link by itself."""
UNADORNED: Final = {"mrkdwn": False, "unfurl_links": False, "unfurl_media": False}
"""Nor is it read as markup, or shown with a preview."""


class SlackDoor:
    """Implements service.door.Door. Raises NotDelivered by the sending policy."""

    def __init__(self, api: WebApi, signer: ButtonSigner, afterwards: Afterwards) -> None:
        self._api = api
        self._signer = signer
        self._afterwards = afterwards
        self._cards = OpenCards()

    async def show(self, address: Address, reply: Reply) -> None:
        token = self._signer.token(address.channel, address.conversation, reply.question)
        message = message_of(reply, token)
        posted = await self.post(address, message)
        if reply.question and reply.choices:
            self._opened(address.details["user"], posted, message)

    async def post(self, address: Address, message: SlackMessage) -> Mapping[str, Any]:
        """Append a message to the person's chat with the app; Slack opens it if need be."""
        try:
            user = address.details["user"]
        except KeyError:
            raise NotDelivered("dead", reason="no user") from None
        return await self._api.call(
            "chat.postMessage", channel=user, text=message.text, blocks=message.blocks, **INERT, **UNADORNED
        )

    async def update(self, channel: str, ts: str, message: SlackMessage) -> None:
        """Put another message in the place of one of ours."""
        await self._api.call("chat.update", channel=channel, ts=ts, text=message.text, blocks=message.blocks, **INERT)

    def tapped(self, user: str, ts: str) -> None:
        """The card was answered by a tap; whoever heard the tap closes it."""
        self._cards.closed(user, ts)

    def _opened(self, user: str, posted: Mapping[str, Any], message: SlackMessage) -> None:
        """One question at a time: the one before, answered in words, loses its buttons."""
        card = Card(str(posted.get("channel")), str(posted.get("ts")), message)
        before = self._cards.opened(user, card)
        if before is not None:
            closed = closed_form(before.message)
            self._afterwards.run(lambda: self.update(before.channel, before.ts, closed), "card")
