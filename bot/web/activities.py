"""Replies and messages as Direct Line activities."""

from typing import Final

from bot.buttons import ButtonSigner
from bot.cards.adaptive import card_of, summary_of
from bot.cards.taps import submit
from bot.web.bodies import Message
from bot.web.log import Activity
from dialogs.replies import Reply, paragraphs
from texts.say import Language

CHANNEL: Final = "web"
LOCALES: Final[dict[Language, str]] = {"da": "da-DK", "en": "en-US"}

_CARD: Final = "application/vnd.microsoft.card.adaptive"


def reply_activity(reply: Reply, conversation: str, signer: ButtonSigner) -> Activity:
    """The coach's message. With a card all words stand in the card: the page would show a text
    beside it twice. What a screen reader says is the same in both cases."""
    activity: Activity = {
        "type": "message",
        "from": {"id": "coach", "name": "Kompetencecoach", "role": "bot"},
        "locale": LOCALES[reply.language],
        "inputHint": "expectingInput" if reply.question else "acceptingInput",
        "textFormat": "plain",
        "channelData": {"webchat:fallback-text": summary_of(reply)},
    }
    card = card_of(reply, signer.token(CHANNEL, conversation, reply.question), submit)
    if card is None:
        return activity | {"text": "\n\n".join(paragraphs(reply))}
    return activity | {"summary": summary_of(reply), "attachments": [{"contentType": _CARD, "content": card}]}


def echo_activity(message: Message, user: str) -> Activity:
    """The visitor's own message as the page gets it back. A tap shows as the words on the button."""
    activity: Activity = {"type": "message", "from": {"id": user, "role": "user"}, "textFormat": "plain"}
    if message.text is not None:
        activity["text"] = message.text
    if message.channel_data is not None:
        activity["channelData"] = message.channel_data.model_dump(by_alias=True, exclude_none=True)
    return activity
