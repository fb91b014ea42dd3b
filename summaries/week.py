"""A week as the calendar on the wall has it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """An ISO week: it begins on Monday, and some years have 53. Raises ValueError for one that does not exist."""

    year: int
    number: int

    def __post_init__(self) -> None:
        self.monday()

    def monday(self) -> date:
        return date.fromisocalendar(self.year, self.number, 1)

    def cutoff(self, zone: tzinfo) -> datetime:
        """Sunday 24:00 on the clock on the wall: what is finished later belongs to the next week."""
        return datetime.combine(self.monday() + timedelta(weeks=1), time(), zone)

    def ordinal(self) -> int:
        """Weeks since the year 1, so that counting does not stumble at New Year."""
        return self.monday().toordinal() // 7

    def later(self, weeks: int) -> "Week":
        """So many weeks later, or earlier where negative."""
        return week_of(self.monday() + timedelta(weeks=weeks))


def week_of(day: date) -> Week:
    year, number, _ = day.isocalendar()
    return Week(year, number)
