"""Settings: when the coach writes by itself."""

from collections.abc import Sequence
from typing import Final

from bot.cards.elements import Element, heading, paragraph, run
from dialogs.replies import Line, text_of
from texts.say import Language, say

KEYS: Final = frozenset(
    {
        "pause",
        "pace-understood",
        "pace-quiet",
        "pace-every-1",
        "pace-every-2",
        "pace-every-4",
        "pace-workdays",
        "pace-window",
        "pace-away",
        "pace-next",
        "pace-how",
        "pace-check",
    }
)


def elements(lines: Sequence[Line], language: Language) -> list[Element]:
    return [heading(say("card-pause", language)), *(paragraph(run(text_of(one, language))) for one in lines)]
