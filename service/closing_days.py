"""Days on which nobody is written to: Danish public holidays, and those the municipality adds."""

from collections.abc import Collection
from datetime import date

from holidays import country_holidays

from dialogs.rhythm import Closed


def closing_days(own: Collection[date] = ()) -> Closed:
    """Tells whether a day is closed. Years are looked up as they are asked for."""
    public, added = country_holidays("DK"), frozenset(own)
    return lambda day: day in added or day in public
