"""What is kept about me, and what my manager sees."""

from collections.abc import Sequence
from typing import Final

from bot.cards.elements import Element, heading, paragraph, run
from dialogs.replies import Line, text_of
from texts.say import Language, say

_HEADINGS: Final = {"my-data": "card-my-data", "manager-sees": "card-manager-sees"}
KEYS: Final = frozenset({*_HEADINGS, "my-data-erase"})


def elements(lines: Sequence[Line], language: Language) -> list[Element]:
    parts = []
    for one in lines:
        if one.key in _HEADINGS:
            parts.append(heading(say(_HEADINGS[one.key], language)))
        parts.append(paragraph(run(text_of(one, language))))
    return parts
