"""A whole reflection before it is kept: topic, behaviour sentence, the plan word for word, and when I ask about it."""

from collections.abc import Sequence
from typing import Final

from bot.cards.elements import Element, box, heading, paragraph, quiet, run, sentence
from dialogs.replies import Line, text_of
from texts.say import Language

_PLAN: Final = frozenset({"rehearse-plan", "rehearse-day", "rehearse-no-day"})
KEYS: Final = _PLAN | {"rehearse-topic", "rehearse-no-topic", "rehearse-level", "rehearse-ask"}


def elements(lines: Sequence[Line], language: Language) -> list[Element]:
    parts = [_part(one, language) for one in lines if one.key not in _PLAN]
    plan = [_planned(one, language) for one in lines if one.key in _PLAN]
    return [*parts, box(*plan)] if plan else parts


def _part(one: Line, language: Language) -> Element:
    match one.key:
        case "rehearse-topic" | "rehearse-no-topic":
            return heading(text_of(one, language))
        case "rehearse-level":
            return paragraph(*sentence(one, language, "sentence"))
        case _:
            return paragraph(run(text_of(one, language)))


def _planned(one: Line, language: Language) -> Element:
    if one.key == "rehearse-plan":
        return paragraph(*sentence(one, language, "plan"))
    return paragraph(quiet(text_of(one, language)), spacing="small")
