"""In groups and channels nobody reflects: the coach says where to write instead (rule 19)."""

from typing import Any, Final
from urllib.parse import quote

from botbuilder.core import CardFactory
from botbuilder.schema import Activity, ActivityTypes

from bot.botframework.activities import Inbound
from texts.say import Language, say

CHAT: Final = "https://teams.microsoft.com/l/chat/0/0?users="
"""Opens the chat with those named (deep links to a chat, Microsoft Teams documentation)."""
_BOT: Final = "28:"
"""Stands before a bot's id in Teams."""


def calls_us(inbound: Inbound) -> bool:
    """Whether an activity of a group wants an answer: a message, which Teams passes on only when the
    coach is mentioned in it, or the coach's own installation there."""
    if inbound.type == ActivityTypes.message:
        return inbound.sender.id != inbound.recipient.id
    return inbound.type == ActivityTypes.installation_update and inbound.action == "add"


def invitation(bot_id: str, language: Language) -> Any:
    """A message with one button, which opens the private chat with the coach."""
    text = say("group-private", language)
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.5",
        "lang": language,
        "body": [{"type": "TextBlock", "text": text, "wrap": True}],
        "actions": [
            {"type": "Action.OpenUrl", "title": say("choice-private-chat", language), "url": private_chat(bot_id)}
        ],
    }
    return Activity(type=ActivityTypes.message, attachments=[CardFactory.adaptive_card(card)], summary=text)


def private_chat(bot_id: str) -> str:
    """The address of the chat with the bot."""
    return CHAT + quote(_BOT + bot_id.removeprefix(_BOT), safe=":-")
