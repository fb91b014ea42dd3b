"""Telephone numbers. Recognising them is left to the library that knows every country's plan."""

import re
from collections.abc import Iterator
from typing import Final

from phonenumbers import PhoneNumberMatcher

from dialogs.guard.finding import Finding

_STRETCH: Final = re.compile(r"[+(]{0,2}\d(?:[-\s().,/]{0,4}\d){6,}")
"""Digits enough for a number, with what may stand between them: only there the library looks."""
AROUND: Final = 3
"""Characters before and after a stretch, by which the library tells a number from a part of a code."""

_OTHER_NUMBERS: Final = re.compile(
    r"(?:vare|artikel|ordre|ordrenr|indkøb|bestilling|serie|model|lager|faktura|bilag|ean|cvr|p-|se-|postnr|postnumre?|lot|batch|imei"
    r"|direktiv|forordning|directive|regulation|item|article|order|serial|invoice|part|product|id|kode|code|ticket|billet)"
    r"[\w.-]*(?: (?:nr|no|num\w*)\b\.?)?[:#\s]*$",
    re.IGNORECASE,
)
"""What stands right before a number that is a thing's and nobody's telephone."""
_YEARS: Final = re.compile(r"(?:19|20)\d\d\s?[-/ ]\s?(?:19|20)\d\d")
_DATE: Final = re.compile(
    r"(?:19|20)\d\d[-./ ]?(?:0[1-9]|1[0-2])[-./ ]?(?:0[1-9]|[12]\d|3[01])|\d\d?[-./]\d\d?[-./]\d{4}"
)
_NAMED: Final = re.compile(r"(?:tlf|telefon|mobil|mob|phone|sms|ring(?:er|ede)?(?: på)?)\.?:?\s?$", re.IGNORECASE)
"""What says that a number is a telephone's, right before it or grown together with it."""
_ODDLY_PARTED: Final = re.compile(r"(?<![\d,/•·])[2-9]\d([,/•·])\d\d\1\d\d\1\d\d(?![\d,/•·])")
"""Four pairs with something between them that the library takes for no number's."""
_TIMES: Final = re.compile(r"(?:[01]\d|2[0-4])[.:][0-5]\d\s?-\s?(?:[01]\d|2[0-4])[.:][0-5]\d")


def phone_numbers(text: str) -> Iterator[Finding]:
    """Every telephone number that could be called, Danish ones without country code too."""
    for stretch in _STRETCH.finditer(text):
        named = _NAMED.search(text[max(0, stretch.start() - 12) : stretch.start()]) is not None
        begins = stretch.start() if named else max(0, stretch.start() - AROUND)
        for found in PhoneNumberMatcher(text[begins : stretch.end() + AROUND], "DK"):
            start, end = begins + found.start, begins + found.end
            opened = found.raw_string.startswith("(") and ")" not in found.raw_string
            if not _something_else(text, start, end):
                yield Finding("phone", start + opened, end)
    for pairs in _ODDLY_PARTED.finditer(text):
        # Prices, years and pages are parted so too: only what is said to be a number to ring is one.
        if _NAMED.search(text[max(0, pairs.start() - 12) : pairs.start()]):
            yield Finding("phone", pairs.start(), pairs.end())


def _something_else(text: str, start: int, end: int) -> bool:
    number = text[start:end]
    if any(form.fullmatch(number) for form in (_YEARS, _DATE, _TIMES)):
        return True
    return _OTHER_NUMBERS.search(text[max(0, start - 30) : start]) is not None
