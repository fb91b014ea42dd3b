"""My progress: a bar for each area with its count in words beside it, the latest talks, open plans."""

from collections.abc import Sequence
from typing import Final

from bot.cards.elements import Element, box, column, columns, heading, paragraph, sentence
from dialogs.replies import Line, text_of
from texts.say import Language

KEYS: Final = frozenset(
    {
        "progress", "progress-none", "progress-area", "progress-latest", "progress-entry", "progress-entry-level",
        "progress-entry-open", "progress-plan", "progress-plan-day",
    }
)  # fmt: skip
THICK: Final = "8px"


def elements(lines: Sequence[Line], language: Language) -> list[Element]:
    return [part for one in lines for part in _part(one, language)]


def _part(one: Line, language: Language) -> list[Element]:
    match one.key:
        case "progress" | "progress-none":
            return [heading(text_of(one, language))]
        case "progress-area":
            return [paragraph(*sentence(one, language, "name")), _bar(one)]
        case "progress-latest":
            return [paragraph(*sentence(one, language), separator=True, spacing="large")]
        case "progress-plan" | "progress-plan-day":
            return [box(paragraph(*sentence(one, language, "plan")))]
        case _:
            return [paragraph(*sentence(one, language, "name"), spacing="small")]


def _bar(one: Line) -> Element:
    """As long as the count, beside the longest. The words above say the same."""
    count, most = int(one.slots["count"]), int(one.slots["most"])
    filled = column(count, style="accent", minHeight=THICK, spacing="none")
    rest = column(most - count, style="emphasis", minHeight=THICK, spacing="none")
    return columns(*([filled, rest] if most > count else [filled]), spacing="small")
