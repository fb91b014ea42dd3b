"""How often a team's overview has something to show: simulated, with the very rule that publishes.

`python -m bench.summaries` prints the table of `docs/explanation/team-summary.md`; the same seed,
the same figures. It takes a minute.

Everybody who takes part keeps one reflection every second week, the coach's own pace, on any
sub-competence of the catalogue. A theme is one area for four weeks, and steers half of the reflections.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from random import Random
from zoneinfo import ZoneInfo

from catalog_data.loader import load_catalogue
from catalog_data.model import Catalogue, area_of, is_personal
from summaries.facts import FRESH, Contribution, TeamWeek
from summaries.release import Summary, TooFew, summarise
from summaries.week import Week

MEMBERS = (8, 9, 12, 20, 40)
ACTIVE = (0.5, 1.0)
"""Share of the members who take part at all."""
TEAMS = 200
WEEKS = 52
PACE = 2
"""Weeks between two reflections of a person."""
THEME = 4
"""Weeks a theme lasts."""
STEERED = 0.5
"""Share of reflections that a theme steers."""
BEGINNING = Week(2026, 1)
ZONE = ZoneInfo("Europe/Copenhagen")


@dataclass(frozen=True, slots=True)
class Shares:
    """Of all weeks: those with something to show, and those that show an area by its name."""

    something: float
    area: float

    def __str__(self) -> str:
        return f"{self.something:.0%} ({self.area:.0%})"


def shares(catalogue: Catalogue, members: int, active: float, *, theme: bool) -> Shares:
    results = [
        result
        for seed in range(TEAMS)
        for result in year_of(catalogue, members, active, Random(seed), theme=theme)  # noqa: S311 - to be run again
    ]
    told = [result for result in results if isinstance(result, Summary)]
    by_name = [result for result in told if any("." in one.code for one in result.shown)]
    return Shares(len(told) / len(results), len(by_name) / len(results))


def year_of(
    catalogue: Catalogue, members: int, active: float, rng: Random, *, theme: bool
) -> Iterator[Summary | TooFew]:
    """A team's overviews, week by week."""
    taking_part = range(round(members * active))
    phases = {person: rng.randrange(PACE) for person in taking_part}
    areas = [area.code for area in catalogue.outline.area if not is_personal(area.code)]
    waiting: list[Contribution] = []
    ids = count()
    for number in range(WEEKS):
        week = BEGINNING.later(number)
        themed = areas[number // THEME % len(areas)] if theme else None
        waiting += [
            _contribution(f"{next(ids)}", f"p{person}", week, _area(catalogue, themed, rng))
            for person in taking_part
            if number % PACE == phases[person]
        ]
        facts = _facts(catalogue, week, waiting, members)
        result = summarise(facts)
        spent = set(result.released) if isinstance(result, Summary) else set()
        waiting = [one for one in waiting if one.id not in spent and one.finished >= facts.cutoff - FRESH]
        yield result


def _area(catalogue: Catalogue, themed: str | None, rng: Random) -> str:
    if themed is not None and rng.random() < STEERED:
        return themed
    return area_of(rng.choice(catalogue.codes))


def _contribution(name: str, person: str, week: Week, area: str) -> Contribution:
    finished = week.cutoff(ZONE) - timedelta(days=3)
    return Contribution(name, person, "team", area, "reflection", None, finished)


def _facts(catalogue: Catalogue, week: Week, waiting: list[Contribution], members: int) -> TeamWeek:
    people = frozenset(one.person for one in waiting)
    return TeamWeek("team", week, ZONE, catalogue, tuple(waiting), people, frozenset(), members)


def table(catalogue: Catalogue) -> Iterator[str]:
    """Rows of Markdown: weeks with something to show, and in brackets weeks that name an area."""
    yield "| members | half take part | half, with a theme | all take part | all, with a theme |"
    yield "|---|---|---|---|---|"
    for members in MEMBERS:
        row = [shares(catalogue, members, active, theme=theme) for active in ACTIVE for theme in (False, True)]
        yield f"| {members} | " + " | ".join(map(str, row)) + " |"


if __name__ == "__main__":
    for row in table(load_catalogue()):
        print(row, flush=True)
