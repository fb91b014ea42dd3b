"""The one gate of everything the coach says of its own accord (rules 12, 13 and 24)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from dialogs.rhythm import Rhythm

ACTIVE: Final = timedelta(minutes=30)
"""A dialogue counts as active for so long after the person's last word."""
RANKS: Final = ("notice", "summary", "team", "theme", "follow_up", "reminder", "prompt")
"""What goes first, of what is due to a person on one day."""

Hold = Literal["gone", "quiet", "away", "active", "told", "gives-way"]
"""gone: they left · quiet: they said stop · away: they are on a pause · active: they are talking with
us · told: they had a message today · gives-way: something that goes first is due today."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known about a person at the gate. `touched`: when they were last here, in each conversation."""

    rhythm: Rhythm
    reachable: bool
    touched: Sequence[datetime]
    told_today: bool
    more_due: bool
    owed: bool = False
    """A notice that the law owes the person: it comes once even to somebody who said stop."""


def held(standing: Standing, now: datetime) -> Hold | None:
    """Why nothing may be said now; None: the way is free. `now` is in the municipality's time zone."""
    if not standing.reachable:
        return "gone"
    if standing.rhythm.quiet and not standing.owed:
        return "quiet"
    if standing.rhythm.is_away(now.date()):
        return "away"
    if any(now - moment < ACTIVE for moment in standing.touched):
        return "active"
    if standing.told_today:
        return "told"
    return "gives-way" if standing.more_due else None
