"""First contact: who is talking, then what one should know, then how to begin."""

from collections.abc import Sequence
from typing import Final

from bot.cards.elements import Element, box, heading, paragraph, run
from dialogs.replies import Line, text_of
from texts.say import Language

_NOTICE: Final = frozenset(
    {
        "welcome-stored",
        "welcome-stored-by",
        "welcome-seen",
        "welcome-read-elsewhere",
        "welcome-channel",
        "welcome-purpose",
        "welcome-purpose-basis",
        "welcome-kept",
        "welcome-counts",
        "welcome-rights",
        "welcome-object",
        "welcome-object-contact",
        "welcome-pace",
    }
)
KEYS: Final = _NOTICE | {"welcome-who", "welcome-stop"}


def elements(lines: Sequence[Line], language: Language) -> list[Element]:
    notice = [paragraph(run(text_of(one, language))) for one in lines if one.key in _NOTICE]
    parts = []
    for one in lines:
        words = text_of(one, language)
        if one.key == "welcome-who":
            parts += _who(words)
        elif one.key == "welcome-stop":
            parts += [box(*notice), paragraph(run(words))]
    return parts


def _who(words: str) -> list[Element]:
    """The first sentence greets; the rest says what it is."""
    greeting, _, rest = words.partition(". ")
    return [heading(f"{greeting}."), paragraph(run(rest), spacing="small")]
