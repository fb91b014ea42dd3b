"""A team overview: what it is about, and a bar beside each figure that says no more than the words above it."""

from collections.abc import Sequence
from typing import Final

from bot.cards.elements import Element, column, columns, heading, paragraph, run
from bot.cards.progress import THICK
from dialogs.replies import Line, text_of
from texts.say import Language

KEYS: Final = frozenset({"overview-heading", "overview-bar"})
WHOLE: Final = 4
"""Quarters of a whole bar."""


def elements(lines: Sequence[Line], language: Language) -> list[Element]:
    return [part for one in lines for part in _part(one, language)]


def _part(one: Line, language: Language) -> list[Element]:
    words = text_of(one, language)
    if one.key == "overview-heading":
        return [heading(words, separator=True)]
    return [paragraph(run(words)), _bar(int(one.slots["bar"]))]


def _bar(quarters: int) -> Element:
    filled = column(quarters, style="accent", minHeight=THICK, spacing="none")
    rest = column(WHOLE - quarters, style="emphasis", minHeight=THICK, spacing="none")
    return columns(*([filled, rest] if quarters < WHOLE else [filled]), spacing="small")
