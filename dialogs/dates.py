"""Days as people say them."""

from datetime import date, timedelta
from typing import Final

from babel.dates import format_date

from texts.say import Language, say

_HALF_A_YEAR: Final = timedelta(days=183)


def day_in_words(day: date, language: Language, today: date | None = None) -> str:
    """'torsdag 3. december' / 'Thursday 3 December': the weekday is what one remembers.

    Seen from `today`, a day more than half a year away has its year.
    """
    pattern = "EEEE d. MMMM" if language == "da" else "EEEE d MMMM"
    if today is not None and abs(day - today) > _HALF_A_YEAR:
        pattern += " y"
    return str(format_date(day, pattern, locale="da" if language == "da" else "en_GB"))


def period(days: int, language: Language) -> str:
    """'12 måneder' or '45 dage': in months where it is whole years."""
    months = 12 * days // 365
    return (
        say("period-days", language, {"days": days})
        if days % 365
        else say("period-months", language, {"months": months})
    )
