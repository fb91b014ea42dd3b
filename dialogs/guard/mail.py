"""E-mail addresses, typed or spoken.

The kept libraries either validate one address or make links of those with a known top domain.
The guard wants whatever stands around an @, so that a mistyped address is caught too.
"""

import re
from collections.abc import Iterator
from typing import Final

from dialogs.guard.finding import Finding

_TYPED: Final = r"[\w.+%-]+\s?@\s?[\w-]+(?:\.[\w-]+)+"
_AT: Final = r"(?:\(at\)|\[at\]|snabel-?\s?a|krøllet a)"
_DOT: Final = r"(?:\.|(?:punktum|prik|dot|\(dot\)|\[dot\])\s)"
_TOP: Final = r"(?:dk|com|net|org|eu|se|no|de|uk|io|me)\b"
_SPOKEN: Final = (
    rf"[\w.+-]+\s{_AT}\s[\w-]+(?:\s?{_DOT}\s?[\w-]+)+"
    rf"|[\w.+-]+\sat\s[\w-]+(?:\s(?:punktum|prik|dot)\s[\w-]+)*\s(?:punktum|prik|dot)\s{_TOP}"
)
_ADDRESS: Final = re.compile(rf"(?<![\w.+%-])(?:{_TYPED}|{_SPOKEN})", re.IGNORECASE)


def mail_addresses(text: str) -> Iterator[Finding]:
    """Every e-mail address in the text."""
    for match in _ADDRESS.finditer(text):
        yield Finding("email", match.start(), match.end())
