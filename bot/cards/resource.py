"""Something to try, and a page worth a visit."""

from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

from bot.cards.elements import Element, box, link, paragraph, run
from dialogs.replies import Line, text_of
from texts.say import Language, say

KEYS: Final = frozenset({"rehearse-exercise", "rehearse-link"})
_PLACE: Final = "\ue000"
"""Stands where the link goes while the sentence is put together."""


def elements(lines: Sequence[Line], language: Language) -> list[Element]:
    return [box(*(_part(one, language) for one in lines))]


def _part(one: Line, language: Language) -> Element:
    return paragraph(*_visit(one, language)) if one.key == "rehearse-link" else paragraph(run(text_of(one, language)))


def _visit(one: Line, language: Language) -> list[Element]:
    """The title can be tapped, and beside it stands where that leads. Only the catalogue fills
    these slots, so a link is never made of what somebody wrote."""
    address, title = str(one.slots.get("address", "")), str(one.slots.get("title", ""))
    if not address.startswith("https://"):
        return [run(text_of(one, language))]
    host = (urlsplit(address).hostname or "").removeprefix("www.")
    slots = {"title": _PLACE, "host": host, "look": one.slots["look"]}
    before, _, after = say("card-link", language, slots).partition(_PLACE)
    return [*([run(before)] if before else []), link(title, address), run(after)]
