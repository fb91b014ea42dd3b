"""The few pieces our cards are made of, as the JSON they become (Adaptive Cards 1.5).

All words stand in TextRuns, never in TextBlocks: a TextBlock reads Markdown, and what a person
wrote must show as they wrote it, not become a link or a list.
"""

import re
from typing import Any, Final, Literal

from dialogs.replies import Line
from texts.say import Language, say

Element = dict[str, Any]
"""One piece of a card."""

VERSION: Final = "1.5"
"""The newest schema that Teams shows on every device."""

Style = Literal["default", "emphasis", "accent"]

_OPEN, _CLOSE = "\ue000", "\ue001"
"""Private characters around a slot while a sentence is put together; none ever reaches a card."""
_MARKED: Final = re.compile(f"{_OPEN}(.*?){_CLOSE}", re.DOTALL)


def run(words: str, **looks: Any) -> Element:
    """Words, shown exactly as they are."""
    return {"type": "TextRun", "text": _literal(words), **looks}


def strong(words: str) -> Element:
    return run(words, weight="bolder")


def quiet(words: str) -> Element:
    return run(words, size="small", isSubtle=True)


def link(words: str, address: str) -> Element:
    opens = {"type": "Action.OpenUrl", "title": words, "tooltip": address, "url": address}
    return {**run(words), "selectAction": opens}


def paragraph(*runs: Element, **layout: Any) -> Element:
    return {"type": "RichTextBlock", "inlines": list(runs), **layout}


def heading(words: str, **layout: Any) -> Element:
    """What the card is about."""
    return paragraph(run(words, weight="bolder", size="medium"), **layout)


def box(*items: Element, style: Style = "emphasis", **layout: Any) -> Element:
    """Things that belong together, on a background of their own."""
    return {"type": "Container", "style": style, "roundedCorners": True, "items": list(items), **layout}


def columns(*its: Element, **layout: Any) -> Element:
    return {"type": "ColumnSet", "columns": list(its), **layout}


def column(width: str | int, *items: Element, **layout: Any) -> Element:
    """`width` is "auto", "stretch", or a share of what is left. One with nothing in it is a patch of its style."""
    content = {"items": list(items)} if items else {}
    return {"type": "Column", "width": width, "spacing": "small", **content, **layout}


def action_set(actions: list[Element]) -> Element:
    return {"type": "ActionSet", "actions": actions}


def sentence(one: Line, language: Language, *bold: str) -> list[Element]:
    """The line as runs, with the slots named in `bold` standing out."""
    slots = {name: _marked(value) if name in bold else value for name, value in one.slots.items()}
    parts = _MARKED.split(say(one.key, language, slots))
    return [strong(part) if place % 2 else run(part) for place, part in enumerate(parts) if part]


def card(language: Language, fallback: str, body: list[Element]) -> Element:
    """The whole; `fallback` is what a client shows that shows no cards."""
    return {
        "type": "AdaptiveCard",
        "version": VERSION,
        "lang": language,
        "fallbackText": _literal(fallback),
        "body": body,
    }


def _marked(value: str | int) -> str:
    return f"{_OPEN}{str(value).replace(_OPEN, '').replace(_CLOSE, '')}{_CLOSE}"


def _literal(words: str) -> str:
    """Cards turn {{DATE(…)}} into a date wherever it stands; an invisible joiner keeps it as written."""
    return words.replace("{{", "{\u2060{")
