"""What is kept about me, what my manager sees, and my words without what must not be kept."""

from collections.abc import Sequence
from typing import Final

from bot.cards.elements import Element, box, heading, paragraph, run
from dialogs.replies import Line, text_of
from texts.say import Language, say

_HEADINGS: Final = {"my-data": "card-my-data", "manager-sees": "card-manager-sees"}
_QUOTED: Final = "personal-data-suggestion"
KEYS: Final = frozenset({*_HEADINGS, "my-data-erase", "my-data-officer", _QUOTED})


def elements(lines: Sequence[Line], language: Language) -> list[Element]:
    parts = []
    for one in lines:
        if one.key in _HEADINGS:
            parts.append(heading(say(_HEADINGS[one.key], language)))
        words = paragraph(run(text_of(one, language)))
        parts.append(box(words) if one.key == _QUOTED else words)
    return parts
