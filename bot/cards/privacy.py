"""What is kept about me, what my manager sees, and my words without what must not be kept."""

from collections.abc import Sequence
from typing import Final

from bot.cards.elements import Element, box, heading, link, paragraph, run
from dialogs.replies import Line, text_of
from texts.say import Language, say

_HEADINGS: Final = {"my-data": "card-my-data", "manager-sees": "card-manager-sees", "privacy-who": "card-privacy"}
_LINKS: Final = frozenset({"my-data-link", "privacy-page"})
_PLACE: Final = "\ue000"
"""Stands where the link goes while the sentence is put together."""
_QUOTED: Final = "personal-data-suggestion"
KEYS: Final = frozenset(
    {
        *_HEADINGS, *_LINKS, "my-data-erase", "my-data-officer", "my-data-ask", "my-data-ask-town", "privacy-basis",
        "privacy-what", "privacy-seen", "privacy-others", "privacy-kept", "privacy-gone", "privacy-rights",
        "privacy-contact", _QUOTED,
    }
)  # fmt: skip


def elements(lines: Sequence[Line], language: Language) -> list[Element]:
    parts = []
    for one in lines:
        if one.key in _HEADINGS:
            parts.append(heading(say(_HEADINGS[one.key], language)))
        words = paragraph(*_runs(one, language))
        parts.append(box(words) if one.key == _QUOTED else words)
    return parts


def _runs(one: Line, language: Language) -> list[Element]:
    """Only the service fills the slot of a link, so none is ever made of what somebody wrote."""
    address = str(one.slots.get("address", ""))
    if one.key not in _LINKS or not address.startswith(("https://", "http://")):
        return [run(text_of(one, language))]
    before, _, after = say(one.key, language, {**one.slots, "address": _PLACE}).partition(_PLACE)
    title = say("card-open", language)
    return [run(before), link(title, address), *([run(after)] if after else [])]
