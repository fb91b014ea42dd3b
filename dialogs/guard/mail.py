"""E-mail addresses, typed or spoken.

The kept libraries either validate one address or make links of those with a known top domain.
The guard wants whatever stands around an @, so that a mistyped address is caught too.
"""

import re
from collections.abc import Iterator
from typing import Final

from dialogs.guard.finding import Finding

_TOP: Final = r"(?:dk|com|net|org|eu|se|no|de|uk|io|me)\b"
_NO_WORD: Final = r"(?:dk|com|net|org|eu|uk)\b"
"""Endings that are no words: "@alle, de" and "@Rådhuset. No" are none."""
_TYPED: Final = rf"[\w.+%-]+\s?@\s?[\w-]+(?:(?:\.[\w-]+)+|\s?[.,]\s?{_NO_WORD})"
_SNABEL: Final = r"snabel-?\s?a|krøllet a"
_AT: Final = rf"(?:\s?[(\[{{<]\s?(?:at|a|{_SNABEL})\s?[)\]}}>]\s?|\s(?:{_SNABEL})\s)"
_DOT: Final = r"(?:\.|\s?[(\[{<]\s?(?:dot|punktum|prik)\s?[)\]}>]\s?|\s(?:punktum|prik|dot)\s)"
_SPOKEN: Final = (
    rf"[\w.+-]+{_AT}[\w-]+(?:{_DOT}[\w-]+)*(?:{_DOT}{_TOP}|\s?[.,]\s?{_NO_WORD})"
    rf"|[\w.+-]+\sat\s[\w-]+(?:\s(?:punktum|prik|dot)\s[\w-]+)*\s(?:punktum|prik|dot)\s{_TOP}"
)
_ADDRESS: Final = re.compile(rf"(?<![\w.+%-])(?:{_TYPED}|{_SPOKEN})", re.IGNORECASE)


def mail_addresses(text: str) -> Iterator[Finding]:
    """Every e-mail address in the text."""
    for match in _ADDRESS.finditer(text):
        yield Finding("email", match.start(), match.end())
