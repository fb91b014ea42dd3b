"""Lists of phrases in the content: how they are found in what somebody wrote.

A phrase is words in a row, each a whole word. A * lets a word go on, before or after; | stands
between words of which any will do; … stands for up to eight words of the same sentence.
"""

import re
from functools import lru_cache
from typing import Final

GAP: Final = "…"
_NEXT: Final = r"[^\w.!?\n]+"
_SKIP: Final = rf"(?:{_NEXT}\w+){{0,8}}?{_NEXT}"


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
