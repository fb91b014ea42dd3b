"""The text in one way of writing: every dash a hyphen, every gap a space, every digit 0–9, an O among digits too.

Each character stands for one character, so that a place in the result is a place in the text.
"""

import re
from typing import Final

_DASHES: Final = "‐‑‒–—―−－\u00ad"
_GAPS: Final = "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_UNSEEN: Final = "\u200b\u200c\u200d\u2060\ufeff"
"""Characters nobody sees, which come along when something is copied from a page."""
_ZEROS: Final = "٠۰０₀"
_RAISED: Final = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_WIDE: Final = {"＠": "@", "．": ".", "，": ",", "（": "(", "）": ")", "＋": "+"}
_LETTER_O: Final = re.compile(r"(?<![^\W\d_])[oO](?=\d)|(?<=\d)[oO](?![^\W\d_])")
"""Typed for a nought, as on a typewriter."""
_PLAIN: Final = {
    **{ord(dash): "-" for dash in _DASHES},
    **{ord(gap): " " for gap in _GAPS + _UNSEEN},
    **{ord(zero) + n: str(n) for zero in _ZEROS for n in range(10)},
    **{ord(raised): str(n) for n, raised in enumerate(_RAISED)},
    **{ord(wide): plain for wide, plain in _WIDE.items()},
}


def plain_digits(text: str) -> str:
    """The text as the patterns read it, as long as it was."""
    return _LETTER_O.sub("0", text.translate(_PLAIN))
