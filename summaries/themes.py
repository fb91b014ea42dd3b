"""A team's theme: one area for four weeks, so that a team's work meets and can be shown.

What is proposed follows from the calendar and from earlier themes alone: never from what anybody did.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final, Literal

from catalog_data.model import Catalogue, is_personal

Picker = Literal["manager", "rotation"]
LASTS: Final = timedelta(weeks=4)
PROPOSED: Final = 3
"""Areas a manager picks from."""


def proposals(unit: str, catalogue: Catalogue, had: Sequence[str]) -> tuple[str, ...]:
    """Areas for the next theme, the first of which is next in rotation. `had`: earlier themes, oldest first.

    Every area comes before any comes again. Units begin at different areas.
    """
    areas = [area.code for area in catalogue.outline.area if not is_personal(area.code)]
    start = sum(unit.encode()) % len(areas)
    turn = areas[start:] + areas[:start]
    last = {area: place for place, area in enumerate(had)}
    return tuple(sorted(turn, key=lambda area: last.get(area, -1))[:PROPOSED])


def monday_of(day: date) -> date:
    """A theme begins on the Monday of the week it is picked in, like everything that is counted in weeks."""
    return day - timedelta(days=day.weekday())
