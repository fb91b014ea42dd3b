"""Whom to turn to. The names and numbers stand together, so that they are found at a glance."""

from collections.abc import Sequence
from typing import Final

from bot.cards.elements import Element, box, paragraph, sentence
from dialogs.replies import Line
from texts.say import Language

KEYS: Final = frozenset({"distress-contact", "distress-acute", "help-contact"})


def elements(lines: Sequence[Line], language: Language) -> list[Element]:
    return [box(*(paragraph(*sentence(one, language, "name")) for one in lines))]
