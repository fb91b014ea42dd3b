"""What a tap on a card sends back: always the signed question, and the choice."""

from collections.abc import Callable
from typing import Any, Final

from bot.cards.elements import Element
from dialogs.replies import Choice, Reply, text_of

Tap = Callable[[str, dict[str, Any]], Element]
"""Makes an action of a title and what it carries. Clients differ in which kind they know."""

VERB: Final = "choose"
_LOOKS: Final = {"begin": "positive", "keep": "positive", "erase": "destructive"}
"""How a button looks where it matters most which one it is. All say in words what they do."""


def submit(title: str, data: dict[str, Any]) -> Element:
    """For clients that only send: the browser, and old ones of Teams."""
    return {"type": "Action.Submit", "title": title, "data": data}


def execute(title: str, data: dict[str, Any]) -> Element:
    """For clients that wait for the card in its answered form (universal actions page)."""
    return {"type": "Action.Execute", "title": title, "verb": VERB, "data": data, "fallback": submit(title, data)}


def choosing(choice: Choice, reply: Reply, token: str, tap: Tap) -> Element:
    """The action that makes this choice."""
    return tap(text_of(choice.label, reply.language), {"question": token, "choice": choice.value})


def button(choice: Choice, reply: Reply, token: str, tap: Tap) -> Element:
    """The same as a button, which may look like the one most people want."""
    look = _LOOKS.get(choice.value)
    return choosing(choice, reply, token, tap) | ({"style": look} if look else {})
