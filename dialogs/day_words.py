"""Days and dates as people write them, in both languages. The names come from babel's calendars."""

import re
from datetime import date, timedelta
from typing import Final

from babel.dates import get_day_names, get_month_names

from dialogs.rhythm import WORKDAYS
from texts.say import LANGUAGES, Language


def _names(language: Language, kind: str) -> dict[str, int]:
    """Long and short names of days (Monday is 0) or months (January is 1)."""
    read = get_day_names if kind == "day" else get_month_names
    wide = {str(name).casefold(): number for number, name in read("wide", locale=language).items()}
    return wide | {name[:3]: number for name, number in wide.items()}


_DAYS: Final = {language: _names(language, "day") for language in LANGUAGES}
_MONTHS: Final = {language: _names(language, "month") for language in LANGUAGES}
_PLURAL: Final[dict[Language, str]] = {"da": r"(?:ene|en|e)?", "en": r"s?"}
_SETS: Final = {
    "hverdage": WORKDAYS, "hverdag": WORKDAYS, "alle hverdage": WORKDAYS, "weekdays": WORKDAYS, "weekday": WORKDAYS,
    "weekenden": (5, 6), "weekender": (5, 6), "weekends": (5, 6), "dag": tuple(range(7)), "day": tuple(range(7)),
}  # fmt: skip


def _either(names: dict[str, int]) -> str:
    return "|".join(sorted(names, key=len, reverse=True))


DAY: Final[dict[Language, str]] = {
    language: "(?:{})(?!\\w)".format(
        "|".join([f"(?:{_either(_DAYS[language])}){_PLURAL[language]}", *sorted(_SETS, key=len, reverse=True)])
    )
    for language in LANGUAGES
}
DAYS: Final[dict[Language, str]] = {
    language: rf"{day}(?:\s*(?:,|og|and|eller|or|-|–|til|to)\s*{day})*" for language, day in DAY.items()
}
"""One day or several: 'mandag og torsdag', 'mandag-fredag'."""
_NUMBER: Final = r"[./-]\s*(\d{1,2})"
_YEAR: Final = r"(?:,?\s+(\d{4}))?"
A_DATE: Final[dict[Language, str]] = {
    "da": rf"(?:den\s+|d\.\s*)?"
    rf"(?:(\d{{1,2}})\.?\s*(?:({_either(_MONTHS['da'])})|{_NUMBER})\.?{_YEAR}|({DAY['da']}))",
    "en": rf"(?:the\s+)?"
    rf"(?:(\d{{1,2}})(?:st|nd|rd|th)?\s*(?:of\s+)?(?:({_either(_MONTHS['en'])})|{_NUMBER}){_YEAR}|({DAY['en']}))",
}
"""Five groups: day, month by name, month by number, year, weekday."""
A_MONTH: Final[dict[Language, str]] = {
    language: rf"({_either(_MONTHS[language])})(?!\w){_YEAR}" for language in LANGUAGES
}
"""Two groups: month by name, year."""


def read_days(said: str, language: Language) -> tuple[int, ...]:
    """'mandag til onsdag' → (0, 1, 2)."""
    days: list[int] = []
    for part in re.split(r"\s*(?:,|\bog\b|\band\b|\beller\b|\bor\b)\s*", said):
        ends = [_day(one, language) for one in re.split(r"\s*(?:-|–|\btil\b|\bto\b)\s*", part) if one]
        first, last = ends[0], ends[-1]
        days += first if len(ends) == 1 else [n % 7 for n in range(first[0], last[0] + 1 + 7 * (last[0] < first[0]))]
    return tuple(days)


def read_date(groups: tuple[str | None, ...], language: Language, today: date) -> date:
    """The next such date, today included, or the next such weekday. Raises ValueError where there is none."""
    day, name, number, year, weekday = groups
    if weekday:
        ahead = (_day(weekday, language)[0] - today.weekday()) % 7 or 7
        return today + timedelta(days=ahead)
    month = _MONTHS[language][name] if name else int(number or 0)
    if year:
        return date(int(year), month, int(day or 0))
    this = date(today.year, month, int(day or 0))
    return this if this >= today else date(today.year + 1, month, int(day or 0))


def read_month(groups: tuple[str | None, ...], language: Language, today: date) -> tuple[date, date]:
    """The first and the last day of the next such month, the running one included only where it begins today."""
    name, said_year = groups
    month = _MONTHS[language][name or ""]
    year = int(said_year) if said_year else today.year + int(date(today.year, month, 1) < today)
    first = date(year, month, 1)
    return first, date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _day(word: str, language: Language) -> tuple[int, ...]:
    word = word.strip()
    if word in _SETS:
        return _SETS[word]
    names = _DAYS[language]
    return (next(number for name, number in names.items() if word.startswith(name)),)
