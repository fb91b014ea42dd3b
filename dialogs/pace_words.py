"""A person's pace in their own words: what the clauses they said it in come to, beside the pace they have."""

import re
from datetime import date, datetime, time, timedelta
from typing import Final, Literal

from dialogs.day_words import DAY, read_date, read_days, read_month
from dialogs.pace_clauses import TOLD_HOURS, Clause, read_clauses
from dialogs.rhythm import USUAL, WORKDAYS, Away, Rhythm, Weeks, Window
from texts.say import Language

Refusal = Literal["pace-past", "pace-today", "pace-which", "pace-hours", "pace-no-days"]
"""What was understood and cannot be had: the key of what is said about it."""

_HOUR: Final = timedelta(hours=2)
"""How long a window is of which only the beginning was said."""
_NIGHT: Final = timedelta(hours=12)
"""No window past midnight is longer: "mellem 12 og 10" is a slip, "fra 22 til 6" a night shift."""
_PARTS: Final[dict[str, tuple[time, time]]] = {
    "morgenen": (time(7), time(9)), "morning": (time(8), time(11)), "formiddagen": (time(9), time(12)),
    "eftermiddagen": (time(13), time(16)), "afternoon": (time(13), time(16)), "aftenen": (time(18), time(21)),
    "evening": (time(18), time(21)), "natten": (time(23), time(5)), "night": (time(23), time(5)),
}  # fmt: skip
_LATE: Final = {"eftermiddagen", "afternoon", "aftenen", "evening"}
_DARK: Final = {"natten", "night"}
_EVERY: Final[dict[str, Weeks]] = {
    "anden": 2, "andet": 2, "2": 2, "other": 2, "second": 2, "two": 2, "fjerde": 4, "4": 4, "fourth": 4, "four": 4,
}  # fmt: skip
_STEPS: Final[tuple[Weeks, ...]] = (1, 2, 4)
_RARER: Final = {"sjældnere", "less often"}
_NUMBERS: Final = {"en": 1, "et": 1, "én": 1, "a": 1, "one": 1, "to": 2, "two": 2, "tre": 3, "three": 3,
                   "fire": 4, "four": 4, "fem": 5, "five": 5, "seks": 6, "six": 6}  # fmt: skip
_NOON: Final = 12
FAR_WEEKS: Final = 99

_WEAK: Final = frozenset({"filler", "days", "part", "step-bare", "daily"})
"""Alone no wish about the pace, unless it was asked for: "på torsdag" and "hver dag" may answer anything."""


class _Impossible(Exception):
    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal)
        self.refusal = refusal


def read_pace(
    text: str, language: Language, rhythm: Rhythm, today: date, *, asked: bool = False
) -> Rhythm | Refusal | None:
    """The rhythm as it would be with what was said; why it cannot be; None where anything in it was not understood.

    Unless the coach has `asked` for it, days alone are no wish about the pace: "på torsdag" may answer anything.
    """
    clauses = list(read_clauses(text, language))
    said = {name for name, _ in clauses}
    if not said - ({"filler"} if asked else _WEAK):
        return None
    if "quiet" in said:
        return None if said - {"quiet", "filler"} else rhythm.model_copy(update={"quiet": True})
    if said & {"cannot", "daily"}:
        return "pace-which"
    try:
        return _changed(clauses, language, rhythm, today)
    except _Impossible as impossible:
        return impossible.refusal
    except ValueError:  # the 31st of February, half past thirty
        return None


def _changed(clauses: list[Clause], language: Language, rhythm: Rhythm, today: date) -> Rhythm:
    every, away = rhythm.every, list(rhythm.away)
    for name, found in clauses:
        match name:
            case "every" | "monthly" | "weekly" | "fortnight" | "step" | "step-bare":
                every = _cadence(name, found, every)
            case "weeks" | "week" | "length" | "between" | "including" | "until" | "month":
                away += _away(name, found, language, today)
    windows = _without(_windows(clauses, language, rhythm) or rhythm.windows, clauses, language)
    kept = tuple(one for one in away if one.last >= today)
    return Rhythm(every=every, windows=windows, away=kept)


def _cadence(name: str, found: re.Match[str], every: Weeks) -> Weeks:
    match name:
        case "every":
            return _EVERY.get(found[1] or "", 1)
        case "fortnight":
            return 2
        case "monthly" | "weekly":
            return 4 if name == "monthly" else 1
        case _:
            step = _STEPS.index(every) + (1 if found[1] in _RARER else -1)
            if not 0 <= step < len(_STEPS):
                raise _Impossible("pace-which")
            return _STEPS[step]


def _windows(clauses: list[Clause], language: Language, rhythm: Rhythm) -> tuple[Window, ...]:
    """The windows that were named: days before their hours, or the hours first and then the days."""
    windows: list[Window] = []
    days: tuple[int, ...] = ()
    open_ = False  # the only window so far was named without days
    for name, found in clauses:
        if name == "days" or (name == "every" and re.match(DAY[language], found[2])):
            days += read_days(found[1 if name == "days" else 2], language)
        elif name in {"hours", "at", "part"}:
            open_ = not windows and not days
            windows.append(_window(name, found, days, rhythm))
            days = ()
    if days and open_ and len(windows) == 1:
        return (windows[0].model_copy(update={"days": tuple(sorted(set(days)))}),)
    if days:
        hours = rhythm.windows[0] if len(rhythm.windows) == 1 else USUAL
        windows.append(Window(days=tuple(sorted(set(days))), start=hours.start, end=hours.end))
    return tuple(windows)


def _without(windows: tuple[Window, ...], clauses: list[Clause], language: Language) -> tuple[Window, ...]:
    never = {day for name, found in clauses if name == "never" for day in read_days(found[1], language)}
    left = tuple(one.model_copy(update={"days": tuple(day for day in one.days if day not in never)}) for one in windows)
    if not any(one.days for one in left):
        raise _Impossible("pace-no-days")
    return tuple(one for one in left if one.days)


def _window(name: str, found: re.Match[str], days: tuple[int, ...], rhythm: Rhythm) -> Window:
    on = tuple(sorted(set(days or _days_of(rhythm))))
    if name == "part":
        start, end = _PARTS[found[1]]
        return Window(days=on, start=start, end=end)
    before, *clock, after = found.groups()
    part = after or before
    start = _clock(part, *clock[:4])
    if name == "at":
        # The day does not matter, only that two hours after eleven at night is one.
        return Window(days=on, start=start, end=(datetime.combine(date.min, start) + _HOUR).time())
    end = _clock(part, *clock[4:])
    if part in _LATE and start >= end:  # "mellem 11 og 2 om eftermiddagen"
        start = _clock(None, *clock[:4])
    window = Window(days=on, start=start, end=end)
    if end <= start and window.ends(date.min) - window.begins(date.min) > _NIGHT:
        raise _Impossible("pace-hours")
    return window


def _days_of(rhythm: Rhythm) -> tuple[int, ...]:
    return tuple(day for one in rhythm.windows for day in one.days) or WORKDAYS


def _clock(part: str | None, half_hour: str | None, hour: str, minute: str | None, half: str | None) -> time:
    number = TOLD_HOURS.get(hour) or int(hour)
    if half_hour == "halv" and not minute:  # halv ti is half past nine
        number, minute = (number - 1) or 12, "30"
    elif half_hour and not minute:
        minute = "30"
    elif half_hour:
        raise ValueError(minute)
    if half:
        number = number % 12 + 12 * (half == "pm")
    return time(_by_part(number % 24 if hour == "24" else number, part), int(minute or 0))


def _by_part(hour: int, part: str | None) -> int:
    """Nine in the evening is 21; at night eleven is 23, and twelve is 0."""
    if part in _LATE:
        return hour + 12 if hour < _NOON else hour
    if part in _DARK:
        return {10: 22, 11: 23, 12: 0}.get(hour, hour)
    if part and hour > _NOON:
        raise ValueError(hour)
    return hour


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
            if not 0 < number <= FAR_WEEKS:
                raise ValueError(number)
            return [Away(first=today, last=today + timedelta(days=number * unit - 1))]
        case "between":
            half = len(groups) // 2
            first = read_date(groups[:half], language, today)
            last = read_date(groups[half:], language, first)
            return [_pause(first, last, today)]
        case "month":
            return [_month(groups[0], read_month(groups[1:], language, today), today)]
        case _:
            return [_until(read_date(groups, language, today), today, whole=name == "including")]


def _month(joined: str, month: tuple[date, date], today: date) -> Away:
    """ "I august" is the whole month, "til august" until its first day, "til og med" until its last."""
    first, last = month
    if joined in {"i", "in"}:
        return _pause(max(first, today), last, today)
    whole = joined == "through" or joined.endswith("med")
    return _until(last if whole else first, today, whole=whole)


def _until(day: date, today: date, *, whole: bool) -> Away:
    """Until a day, or through it when it is to be a day off as well."""
    if day == today and not whole:
        raise _Impossible("pace-today")
    return _pause(today, day if whole else day - timedelta(days=1), today)


def _pause(first: date, last: date, today: date) -> Away:
    if last < today:
        raise _Impossible("pace-past")
    if last < first:
        raise ValueError(last)
    return Away(first=first, last=last)


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
