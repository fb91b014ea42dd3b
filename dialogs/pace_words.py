"""A person's pace in their own words: »hver anden torsdag kl 9«, »pause til 3. august«, »ikke i uge 7«.

A small grammar of our own: libraries that read repetition know English only, those that read Danish
dates know no repetition and find dates in ordinary sentences. Here every word must be understood, or
nothing is: "torsdag var der travlt" stays an answer.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Final

from dialogs.day_words import A_DATE, DAY, DAYS, read_date, read_days
from dialogs.rhythm import USUAL, WORKDAYS, Away, Rhythm, Weeks, Window
from texts.say import Language

_HOUR: Final = timedelta(hours=2)
"""How long a window is of which only the beginning was said."""
_PARTS: Final[dict[str, tuple[time, time]]] = {
    "morgenen": (time(7), time(9)), "morning": (time(8), time(11)), "formiddagen": (time(9), time(12)),
    "eftermiddagen": (time(13), time(16)), "afternoon": (time(13), time(16)), "aftenen": (time(18), time(21)),
    "evening": (time(18), time(21)), "natten": (time(23), time(5)), "night": (time(23), time(5)),
}  # fmt: skip
_EVERY: Final[dict[str, Weeks]] = {
    "anden": 2, "andet": 2, "2": 2, "other": 2, "second": 2, "fjerde": 4, "4": 4, "fourth": 4,
}  # fmt: skip
_NUMBERS: Final = {"en": 1, "et": 1, "én": 1, "a": 1, "one": 1, "to": 2, "two": 2, "tre": 3, "three": 3,
                   "fire": 4, "four": 4, "seks": 6, "six": 6}  # fmt: skip
_CLOCK: Final = r"(\d{1,2})(?:[:.](\d{2}))?(?:\s*(am|pm))?(?!\d|\.\s*[a-zæøå])"
_OFF: Final = (
    r"(?:(?:hold|holder|holde)\s+)?(?:pause|fri|ferie|væk|ikke|ingen beskeder|away|off|not|holiday|no messages)"
)
_CLAUSES: Final[dict[Language, tuple[tuple[str, str], ...]]] = {
    "da": (
        ("weeks", rf"{_OFF}\s+(?:i\s+)?ugen?r?\s+(\d{{1,2}}(?:\s*(?:-|–|til|og|,)\s*\d{{1,2}})*)(?!\d)"),
        ("week", rf"{_OFF}\s+(?:i\s+)?(næste|denne)\s+uge"),
        ("length", rf"{_OFF}\s+i\s+(\w+)\s+(dage?|uger?|måneder|måned)"),
        ("between", rf"{_OFF}\s+fra\s+{A_DATE['da']}\s+til\s+(?:og\s+med\s+)?{A_DATE['da']}"),
        ("including", rf"{_OFF}\s+til\s+og\s+med\s+{A_DATE['da']}"),
        ("until", rf"{_OFF}\s+(?:indtil|til|før)\s+{A_DATE['da']}"),
        ("every", rf"hver(?:t)?\s+(?:(anden|andet|2|fjerde|4)\.?\s+)?(uge|{DAYS['da']})"),
        ("monthly", r"(?:hver måned|en gang om måneden|månedligt)"),
        ("weekly", r"(?:en gang om ugen|ugentligt)"),
        ("hours", rf"(?:mellem|fra|kl\.?)\s*(?:kl\.?\s*)?{_CLOCK}\s*(?:-|–|til|og)\s*(?:kl\.?\s*)?{_CLOCK}"),
        ("at", rf"kl\.?\s*{_CLOCK}"),
        ("part", r"om\s+(morgenen|formiddagen|eftermiddagen|aftenen|natten)"),
        ("days", rf"(?:om\s+|på\s+)?({DAYS['da']})"),
        ("filler", r"(?:og|tak|gerne|så|til mig|skriv(?: til mig)?|jeg vil gerne|kun)\b"),
    ),
    "en": (
        ("weeks", rf"{_OFF}\s+(?:in\s+)?weeks?\s+(\d{{1,2}}(?:\s*(?:-|–|to|and|,)\s*\d{{1,2}})*)(?!\d)"),
        ("week", rf"{_OFF}\s+(?:in\s+)?(next|this)\s+week"),
        ("length", rf"{_OFF}\s+for\s+(\w+)\s+(days?|weeks?|months?)"),
        ("between", rf"{_OFF}\s+from\s+{A_DATE['en']}\s+(?:to|until)\s+{A_DATE['en']}"),
        ("including", rf"{_OFF}\s+through\s+{A_DATE['en']}"),
        ("until", rf"{_OFF}\s+(?:until|till|til|before)\s+{A_DATE['en']}"),
        ("every", rf"every\s+(?:(other|second|2|fourth|4)(?:nd|th)?\s+)?(weeks?|{DAYS['en']})"),
        ("monthly", r"(?:every month|once a month|monthly)"),
        ("weekly", r"(?:once a week|weekly)"),
        ("hours", rf"(?:between|from|at)\s*{_CLOCK}\s*(?:-|–|to|and)\s*{_CLOCK}"),
        ("at", rf"at\s*{_CLOCK}"),
        ("part", r"(?:in the\s+|at\s+)(morning|afternoon|evening|night)"),
        ("days", rf"(?:on\s+)?({DAYS['en']})"),
        ("filler", r"(?:and|please|thanks|write(?: to me)?|only)\b"),
    ),
}
_PATTERNS: Final = {
    language: tuple((name, re.compile(rf"{pattern}(?!\w)[\s,]*")) for name, pattern in clauses)
    for language, clauses in _CLAUSES.items()
}
_Clause = tuple[str, re.Match[str]]


def read_pace(text: str, language: Language, rhythm: Rhythm, today: date, *, asked: bool = False) -> Rhythm | None:
    """The rhythm as it would be with what was said; None where anything in it was not understood.

    Unless the coach has `asked` for it, days alone are no wish about the pace: "på torsdag" may answer anything.
    """
    clauses = list(_clauses(text, language))
    if not {name for name, _ in clauses} - ({"filler"} if asked else {"filler", "days", "part"}):
        return None
    try:
        return _changed(clauses, language, rhythm, today)
    except ValueError:  # the 31st of February, half past thirty
        return None


def _clauses(text: str, language: Language) -> Iterator[_Clause]:
    rest = re.sub(r"\s+", " ", text.casefold()).strip(" .!")
    found: list[_Clause] = []
    while rest:
        match = next(((name, its) for name, one in _PATTERNS[language] if (its := one.match(rest))), None)
        if match is None:
            return
        found.append(match)
        rest = rest[match[1].end() :]
    yield from found


def _changed(clauses: list[_Clause], language: Language, rhythm: Rhythm, today: date) -> Rhythm:
    every, away = rhythm.every, list(rhythm.away)
    windows: list[Window] = []
    days: tuple[int, ...] = ()
    for name, found in clauses:
        match name:
            case "every":
                every = _EVERY.get(found[1] or "", 1)
                days = days + (read_days(found[2], language) if re.match(DAY[language], found[2]) else ())
            case "monthly" | "weekly":
                every = 4 if name == "monthly" else 1
            case "days":
                days += read_days(found[1], language)
            case "hours" | "at" | "part":
                windows.append(_window(name, found, days, rhythm))
                days = ()
            case "filler":
                pass
            case _:
                away += _away(name, found, language, today)
    if days:
        hours = rhythm.windows[0] if len(rhythm.windows) == 1 else USUAL
        windows.append(Window(days=tuple(sorted(set(days))), start=hours.start, end=hours.end))
    kept = tuple(one for one in away if one.last >= today)
    return Rhythm(every=every, windows=tuple(windows) or rhythm.windows, away=kept)


def _window(name: str, found: re.Match[str], days: tuple[int, ...], rhythm: Rhythm) -> Window:
    on = tuple(sorted(set(days or _days_of(rhythm))))
    if name == "part":
        start, end = _PARTS[found[1]]
        return Window(days=on, start=start, end=end)
    start = _clock(*found.groups()[:3])
    # The day does not matter, only that two hours after eleven at night is one.
    end = _clock(*found.groups()[3:6]) if name == "hours" else (datetime.combine(date.min, start) + _HOUR).time()
    return Window(days=on, start=start, end=end)


def _days_of(rhythm: Rhythm) -> tuple[int, ...]:
    return tuple(day for one in rhythm.windows for day in one.days) or WORKDAYS


def _clock(hour: str, minute: str | None, half: str | None) -> time:
    number = int(hour) % 12 + 12 * (half == "pm") if half else int(hour) % 24 if hour == "24" else int(hour)
    return time(number, int(minute or 0))


def _away(name: str, found: re.Match[str], language: Language, today: date) -> list[Away]:
    groups = found.groups()
    match name:
        case "weeks":
            return _weeks(groups[0], today)
        case "week":
            monday = today - timedelta(days=today.weekday()) + timedelta(weeks=int(groups[0] in {"næste", "next"}))
            return [Away(first=max(monday, today), last=monday + timedelta(days=6))]
        case "length":
            number = _NUMBERS.get(groups[0]) or int(groups[0])
            unit = 1 if groups[1].startswith("da") else 7 if groups[1].startswith(("u", "w")) else 28
            if number > FAR_WEEKS:
                raise ValueError(number)
            return [Away(first=today, last=today + timedelta(days=number * unit - 1))]
        case "between":
            half = len(groups) // 2
            first = read_date(groups[:half], language, today)
            return [Away(first=first, last=read_date(groups[half:], language, first))]
        case _:
            last = read_date(groups, language, today)
            return [Away(first=today, last=last if name == "including" else last - timedelta(days=1))]


FAR_WEEKS: Final = 99


def _weeks(said: str, today: date) -> list[Away]:
    """'28-30' is three weeks, '28 og 30' two. Of a week that is over, next year's."""
    away = []
    for part in re.split(r"\s*(?:og|and|,)\s*", said):
        numbers = [int(one) for one in re.split(r"\s*(?:-|–|til|to)\s*", part)]
        first, last = numbers[0], numbers[-1]
        year = today.isocalendar().year
        if first <= last and date.fromisocalendar(year, min(last, 52), 7) < today:
            year += 1
        end = date.fromisocalendar(year + int(last < first), last, 7)
        away.append(Away(first=max(date.fromisocalendar(year, first, 1), today), last=end))
    return away
