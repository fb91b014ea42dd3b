"""Every sentence of the coach, by key and language.

The sentences live in `da.ftl` (the master) and `en.ftl` (Project Fluent). Everything else
in the house speaks in keys and slots, so that a consultant can read and mend the language
in one place.
"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final, Literal

from fluent.runtime import FluentBundle, FluentResource

Language = Literal["da", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("da", "en")

FOLDER: Final = Path(__file__).parent

_LONG: Final = 2000
"""Fluent refuses slots of more than 2,500 characters, and people write longer answers: those get a
stand-in, of characters nobody types, until the sentence is made."""
_STAND_IN: Final = re.compile("\ue000([^\ue000\ue001]*)\ue001")

_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
)
"""What people write may hold signs that command a terminal or turn the direction of writing, ours after theirs
included. They say nothing, so they are left out. The joiner of emoji (U+200D) stays, and so do line breaks."""


class TextError(LookupError):
    """A sentence is missing, or lacks a slot it needs: a fault of ours, never of the person."""


def say(key: str, language: Language, slots: Mapping[str, str | int] | None = None) -> str:
    """The sentence `key` in `language`, with its slots filled. Raises TextError."""
    return _filled(key, language, slots) if slots else _fixed(key, language)


@cache
def _fixed(key: str, language: Language) -> str:
    """Most sentences have no slots, and a card says some of them three times."""
    return _filled(key, language, {})


def _filled(key: str, language: Language, slots: Mapping[str, str | int]) -> str:
    bundle = _bundle(language)
    if not bundle.has_message(key):
        raise TextError(f"{language}.ftl has no sentence {key!r}")
    pattern = bundle.get_message(key).value
    if pattern is None:
        raise TextError(f"{language}.ftl: {key!r} is empty")
    given = {name: _visible(value) if isinstance(value, str) else value for name, value in slots.items()}
    long = {name: value for name, value in given.items() if isinstance(value, str) and len(value) > _LONG}
    given |= {name: f"\ue000{name}\ue001" for name in long}
    text, faults = bundle.format_pattern(pattern, given)
    if faults:
        raise TextError(f"{language}.ftl: {key!r}: {faults[0]}")
    return _STAND_IN.sub(lambda found: long.get(found[1], found[0]), str(text))


def _visible(words: str) -> str:
    return words if words.isascii() and words.isprintable() else _UNSEEN.sub("", words)


@cache
def _bundle(language: Language) -> FluentBundle:
    # Isolation marks around slots are invisible characters that break screen readers,
    # copy and paste, and our own length rules; both our languages run left to right.
    bundle = FluentBundle([language], use_isolating=False)
    bundle.add_resource(FluentResource((FOLDER / f"{language}.ftl").read_text(encoding="utf-8")))
    return bundle
