"""Days as people say them."""

from datetime import date

from babel.dates import format_date

from texts.say import Language


def day_in_words(day: date, language: Language) -> str:
    """'torsdag 3. december' / 'Thursday 3 December': the weekday is what one remembers."""
    pattern = "EEEE d. MMMM" if language == "da" else "EEEE d MMMM"
    return str(format_date(day, pattern, locale="da" if language == "da" else "en_GB"))
