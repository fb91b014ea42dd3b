"""What the coach heard, and the person's own words that spoke for it."""

from collections.abc import Sequence
from typing import Final

from bot.cards.elements import Element, paragraph, sentence
from dialogs.replies import Line
from texts.say import Language

KEYS: Final = frozenset({"match-because", "match-because-two", "match-plain"})


def elements(lines: Sequence[Line], language: Language) -> list[Element]:
    return [paragraph(*sentence(one, language, "name", "first", "second")) for one in lines]
