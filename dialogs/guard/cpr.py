"""Danish personal numbers, however they are written.

A number is a day of birth and four digits. The check digit says nothing since 2007, so nobody
looks at it: a day that exists is enough, and near the word CPR not even that.
"""

import re
from collections.abc import Iterator
from typing import Final

from babel.dates import get_month_names
from stdnum.dk.cpr import get_birth_date
from stdnum.exceptions import InvalidComponent

from dialogs.guard.finding import Finding

REPLACEMENT: Final = 60
"""Added to the day where somebody has no number yet, e.g. a newborn or a tourist in hospital."""
NEAR: Final = 40
"""Characters before a number within which the word CPR speaks for it."""

MONTHS: Final = {
    name.casefold().rstrip("."): f"{number:02}"
    for locale in ("da", "en")
    for table in (get_month_names("wide", locale=locale), get_month_names("abbreviated", locale=locale))
    for number, name in table.items()
}
"""Months by their names, whole and short, in small letters: "01" to "12"."""

_PAIR: Final = r"\d ?\d"
_DAY: Final = rf"(?<!\d)(?P<day>{_PAIR}|\d(?=\.? ?[-./]|\. i ))"
_MONTH: Final = rf"(?P<month>{_PAIR}|\d(?=\.? ?[-./]))"
_GAP: Final = r"(?:\. i |\s?[-./]{0,2}\s?)"
_YEAR: Final = rf"(?P<year>{_PAIR})"
_WHOLE_YEAR: Final = rf"(?P<year>{_PAIR} ?{_PAIR})"
_LAST_FOUR: Final = (
    r"(?:de |the )?(?:(?:sidste|last) (?:fire|four|4)|(?:fire|four|4) (?:sidste|last))(?: (?:cifre|tal|digits))?"
    r"(?: er| is| are)?"
)
_ENDS: Final = r"(?:som )?(?:slutter|ender|ends|ending) (?:på|med|in|with)"
_IN_WORDS: Final = (
    r"[\s,(]*(?:bindestreg|streg|minus|hyphen|dash|og så|and then|løbe(?:nr\.?|nummer)"
    rf"|(?:og |and )?(?:så |then )?(?:{_LAST_FOUR}|{_ENDS}))[\s:]*"
)
_JOIN: Final = rf"(?:[^\w\n]{{0,6}}|\s?_\s?|\s?-\s?\n|{_IN_WORDS})"
_FOUR: Final = r"(?P<four>\d ?\d ?\d ?\d)(?!\d)"

_FORMS: Final = (
    re.compile(f"{_DAY}{_GAP}{_MONTH}{_GAP},?{_YEAR}{_JOIN}{_FOUR}", re.IGNORECASE),
    re.compile(f"{_DAY}{_GAP}{_MONTH}{_GAP},?{_WHOLE_YEAR}{_JOIN}{_FOUR}", re.IGNORECASE),
    # 3 April 1987, last four 2265; 03apr87-2265
    re.compile(
        rf"(?<!\d)(?P<day>\d\d?)(?:\.|st|nd|rd|th)?[ -]?(?:of )?(?P<month>{'|'.join(MONTHS)})\.?,?[ -]?"
        rf"(?P<year>\d\d(?:\d\d)?)"
        rf"(?:\s?-\s?|{_IN_WORDS}){_FOUR}",
        re.IGNORECASE,
    ),
    # 010203 nr. 1234; after a date with points in it that would be a law's number
    re.compile(rf"(?<!\d)(?P<day>\d\d)(?P<month>\d\d)(?P<year>\d\d)[\s,]+(?:nr\.?|nummer)\s*{_FOUR}", re.IGNORECASE),
    # A spreadsheet has eaten the first nought.
    re.compile(r"(?<!\d)(?P<day>\d)(?P<month>\d\d)(?P<year>\d\d)-(?P<four>\d{4})(?!\d)"),
    # A hospital's replacement number has letters among the last four.
    re.compile(r"(?<!\d)(?P<day>\d\d)(?P<month>\d\d)(?P<year>\d\d)-(?P<four>(?=\d*[A-Z])[A-Z\d]{4})(?!\w)"),
)
_NAMED: Final = re.compile(r"(?<!\[)cpr|person-?(?:nr|num)|personal id|id number", re.IGNORECASE)
_BARE: Final = re.compile(r"(?<!\d)\d{5,6}[-\s./]{0,3}\d{4}(?!\d)")


def cpr_numbers(text: str) -> Iterator[Finding]:
    """Every personal number in the text. One number may be found more than once."""
    for form in _FORMS:
        yield from _dated(text, form)
    for name in _NAMED.finditer(text):
        number = _BARE.search(text, name.end(), name.end() + NEAR)
        if number:
            yield Finding("cpr", number.start(), number.end())


def _dated(text: str, form: re.Pattern[str]) -> Iterator[Finding]:
    """A run of digits can often be read in several ways; every way in which it is a number counts."""
    match = form.search(text)
    while match:
        if _somebodys_birthday(match):
            yield Finding("cpr", match.start(), match.end())
        match = form.search(text, match.start() + 1)


def _somebodys_birthday(match: re.Match[str]) -> bool:
    """Whether the day exists. A year in full must be the one the seventh digit stands for."""
    day, month, year, four = (re.sub(r"\s", "", match[part]) for part in ("day", "month", "year", "four"))
    born = int(day) - REPLACEMENT if int(day) > REPLACEMENT else int(day)
    month = MONTHS.get(month.casefold(), month)
    seventh = four[0] if four.isdecimal() else "4"
    try:
        birthday = get_birth_date(f"{born:02}{month:0>2}{year[-2:]}{seventh}000")
    except InvalidComponent:
        return False
    return len(year) < len("1987") or not four.isdecimal() or birthday.year == int(year)
