"""How often, and when, a person wants to hear from the coach (rule 13).

All times are the municipality's wall clock, without a zone.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict

Weeks = Literal[1, 2, 4]
Closed = Callable[[date], bool]
"""Whether a day is a public holiday, or one on which the municipality is closed."""


def never(_day: date) -> bool:
    """No day is closed."""
    return False


FAR: Final = 366
"""Days to look ahead from the end of the last absence."""
LATE: Final = timedelta(hours=2)
"""A prompt later than this is skipped (limits.md)."""


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True)


class Window(_Value):
    """Hours in which the person has time, on the weekdays it begins on (Monday is 0). It may end after midnight."""

    days: tuple[int, ...]
    start: time
    end: time

    def begins(self, day: date) -> datetime:
        return datetime.combine(day, self.start)

    def ends(self, day: date) -> datetime:
        over = timedelta(days=int(self.end <= self.start))
        return datetime.combine(day, self.end) + over


class Away(_Value):
    """Days on which the person is not to be written to, both included. Nobody asks why."""

    first: date
    last: date


WORKDAYS: Final = (0, 1, 2, 3, 4)
USUAL: Final = Window(days=WORKDAYS, start=time(9), end=time(15))


class Rhythm(_Value):
    """A person's own pace."""

    every: Weeks = 2
    windows: tuple[Window, ...] = (USUAL,)
    away: tuple[Away, ...] = ()
    quiet: bool = False
    """The coach writes nothing of its own accord until the person says so."""

    def is_away(self, day: date) -> bool:
        return any(one.first <= day <= one.last for one in self.away)


def next_window(rhythm: Rhythm, after: datetime, closed: Closed) -> datetime | None:
    """When the person's next own window begins, at `after` or later. None: never."""
    return next(_windows(rhythm, after, closed), None)


def next_prompt(rhythm: Rhythm, last: date, now: datetime, closed: Closed) -> datetime | None:
    """When to ask next, having asked on the day `last`; None for somebody who wants no prompts."""
    if rhythm.quiet:
        return None
    rested = datetime.combine(last + timedelta(weeks=rhythm.every), time())
    return next_window(rhythm, max(rested, now), closed)


def too_late(rhythm: Rhythm, wall: datetime) -> datetime:
    """Until when what was to be said at `wall` may be said: two hours, or the end of the person's window."""
    ends = [
        one.ends(day)
        for one in rhythm.windows
        for day in (wall.date(), wall.date() - timedelta(days=1))
        if day.weekday() in one.days and one.begins(day) <= wall < one.ends(day)
    ]
    return min(wall + LATE, max(ends)) if ends else wall + LATE


def _windows(rhythm: Rhythm, after: datetime, closed: Closed) -> Iterator[datetime]:
    last = max((after.date(), *(one.last for one in rhythm.away)))
    for number in range((min(last, after.date() + timedelta(days=10 * FAR)) - after.date()).days + FAR):
        day = after.date() + timedelta(days=number)
        if closed(day) or rhythm.is_away(day):
            continue
        starts = sorted(one.begins(day) for one in rhythm.windows if day.weekday() in one.days)
        yield from (start for start in starts if start >= after)
