"""Lists of phrases in the content: what may stand in one, and how they are found in what somebody wrote.

A phrase is words in a row, each a whole word. A * lets a word go on, before or after; | stands
between words of which any will do; … stands for up to eight words of the same sentence.
"""

import re
from functools import lru_cache
from itertools import pairwise
from typing import Annotated, Final

from pydantic import AfterValidator

from catalog_data.content import Text

GAP: Final = "…"
_NEXT: Final = r"[^\w.!?\n]+"
_SKIP: Final = rf"(?:{_NEXT}\w+){{0,8}}?{_NEXT}"


def whole(phrase: str) -> str:
    """The phrase itself, or ValueError where it could not be found as its author meant it."""
    slots = phrase.split()
    if slots[:1] == [GAP] or slots[-1:] == [GAP] or (GAP, GAP) in pairwise(slots):
        raise ValueError(f"a {GAP} stands between words: {phrase!r}")
    for word in (word for slot in slots if slot != GAP for word in slot.split("|")):
        if not word.strip("*"):
            raise ValueError(f"a word is missing beside | or *: {phrase!r}")
        if re.search(r"[.!?…]", word):
            raise ValueError(f"{word!r} ends a sentence or is a gap without spaces around it: {phrase!r}")
    return phrase


Phrase = Annotated[Text, AfterValidator(whole)]
"""A phrase of the content: a wrong one is named when the catalogue is loaded."""


@lru_cache(maxsize=16)
def pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """Matches, in small letters, a text that any of the phrases stands in."""
    return re.compile(r"\b(?:" + "|".join(_expression(one.casefold()) for one in phrases) + r")\b")


def _expression(phrase: str) -> str:
    written = ""
    between = ""
    for slot in phrase.split():
        if slot == GAP:
            between = _SKIP
        else:
            written += between + "(?:" + "|".join(map(_word, slot.split("|"))) + ")"
            between = _NEXT
    return written


def _word(word: str) -> str:
    return re.escape(word).replace(r"\*", r"\w*")
