"""Days as people say them."""

from datetime import date

from babel.dates import format_date

from texts.say import Language, say


def day_in_words(day: date, language: Language) -> str:
    """'torsdag 3. december' / 'Thursday 3 December': the weekday is what one remembers."""
    pattern = "EEEE d. MMMM" if language == "da" else "EEEE d MMMM"
    return str(format_date(day, pattern, locale="da" if language == "da" else "en_GB"))


def period(days: int, language: Language) -> str:
    """'12 måneder' or '45 dage': in months where it is whole years."""
    months = 12 * days // 365
    return (
        say("period-days", language, {"days": days})
        if days % 365
        else say("period-months", language, {"months": months})
    )
