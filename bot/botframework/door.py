"""Shows the coach's replies in Teams, and in other clients of the Bot Framework."""

from typing import Any

from botbuilder.core import CardFactory
from botbuilder.schema import (
    Activity,
    ActivityTypes,
    ChannelAccount,
    ConversationAccount,
    ConversationReference,
    TextFormatTypes,
)

from bot.botframework.adapter import CoachAdapter
from bot.buttons import ButtonSigner
from bot.cards.adaptive import answered_card_of, answered_summary_of, card_of, summary_of
from bot.cards.elements import Element
from bot.cards.taps import execute
from dialogs.replies import Reply, paragraphs
from service.door import Address, NotDelivered
from texts.say import Language


class BotFrameworkDoor:
    """Implements service.door.Door. Raises NotDelivered by the sending policy."""

    def __init__(self, adapter: CoachAdapter, signer: ButtonSigner) -> None:
        self._adapter = adapter
        self._signer = signer

    async def show(self, address: Address, reply: Reply) -> None:
        reference = reference_of(address, reply.language)
        token = self._signer.token(address.channel, address.conversation, reply.question)
        activity = activity_of(reply, token)

        async def send(context: Any) -> None:
            await context.send_activity(activity)

        await self._adapter.continue_conversation(reference, send)


def reference_of(address: Address, language: Language) -> Any:
    """The SDK's own idea of where a conversation is. Raises NotDelivered when too little is known."""
    details = address.details
    try:
        bot, user, service_url = details["bot"], details["user"], details["service_url"]
    except KeyError:
        raise NotDelivered("dead", reason="address incomplete") from None
    return ConversationReference(
        channel_id=address.channel,
        service_url=service_url,
        bot=ChannelAccount(id=bot),
        user=ChannelAccount(id=user),
        conversation=ConversationAccount(id=address.conversation),
        locale=language,
    )


def activity_of(reply: Reply, token: str) -> Any:
    """A card where there is something to tap; otherwise plain text, so that nothing the person
    wrote is taken for markup."""
    card = card_of(reply, token, execute)
    if card is None:
        text = "\n\n".join(paragraphs(reply))
        return Activity(type=ActivityTypes.message, text=text, text_format=TextFormatTypes.plain)
    return _message(card, summary_of(reply))


def closed_activity_of(reply: Reply, shown_as: str) -> Any:
    """What replaces the activity `shown_as` once its question is closed."""
    return _message(answered_card_of(reply), answered_summary_of(reply), shown_as)


def _message(card: Element, summary: str, activity_id: str | None = None) -> Any:
    attachments = [CardFactory.adaptive_card(card)]
    return Activity(id=activity_id, type=ActivityTypes.message, attachments=attachments, summary=summary)
