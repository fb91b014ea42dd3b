"""The weekly summary: which contributions are published, together, once, and what is said of them.

The rule is "publish disjoint batches, never recompute". A contribution is part of one release at
the most, and a release says nothing about fewer than k people; so no comparison of releases does
either. `docs/explanation/team-summary.md` says it in plain words, `tests/test_summary_privacy.py` proves it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from catalog_data.model import is_personal
from summaries.bands import Band, K, band_of, bands
from summaries.cells import Cell, People, shown_cells
from summaries.facts import FRESH, Contribution, TeamWeek
from summaries.outcomes import Overall, overall
from summaries.questions import Question, question_about, question_of_week
from summaries.week import Week


@dataclass(frozen=True, slots=True)
class Shown:
    """An area ("1.2"), or what is left of a dimension ("1"), and how many worked with it."""

    code: str
    band: Band


@dataclass(frozen=True, slots=True)
class TooFew:
    """Nothing can be shown. The same for nobody as for k-1: not even how it came about is kept."""

    week: Week
    question: Question


@dataclass(frozen=True, slots=True)
class Summary:
    """What is published about a batch of contributions."""

    week: Week
    shown: tuple[Shown, ...]
    outcome: Overall | None
    question: Question
    released: tuple[str, ...]
    """Ids of all contributions in the batch, shown or not: they are never part of another."""


def summarise(facts: TeamWeek, k: int = K) -> Summary | TooFew:
    """One unit's week. Raises LoweredK where k is below five.

    Step 1 of the rule, that a week is released once, is the primary key of the stored release.
    """
    offered = bands(facts.members, k)
    # 2  What is the unit's, not yet released, fresh, and from people who share and do not read this.
    batch = publishable(facts)
    # 3  A person counts once in each area, however often they worked with it.
    counted = once_each(batch)
    people = {one.person for one in counted}
    # 5, 6  Only cells of k people, and only such that subtraction gives no fewer.
    cells = shown_cells(people_by_area(counted), k)
    # 4  Too few, or nothing to show: one sentence, and everything waits for the next week.
    if len(people) < k or not cells or not offered:
        return TooFew(facts.week, question_of_week(facts.week, facts.catalogue))
    codes = [cell.code for cell in cells]
    return Summary(
        week=facts.week,
        # 8  Bands, no numbers.
        shown=tuple(Shown(cell.code, band_of(len(cell.people), offered)) for cell in cells),
        # 7  How it went, of those who are shown and tapped a choice.
        outcome=overall(_behind(cells, counted), k),
        question=question_about(codes, facts.week, facts.catalogue, facts.asked),
        # 9  The whole batch is spent.
        released=tuple(one.id for one in batch),
    )


def publishable(facts: TeamWeek) -> tuple[Contribution, ...]:
    """Step 2. Dimension 5 is about personal traits and is never part of anything a manager sees."""
    end = facts.cutoff
    beginning = end - FRESH
    return tuple(
        one
        for one in facts.contributions
        if one.unit == facts.unit
        and not one.released
        and beginning <= one.finished < end
        and one.person in facts.sharing
        and one.person not in facts.viewers
        and not is_personal(one.area)
    )


def once_each(batch: Iterable[Contribution]) -> tuple[Contribution, ...]:
    """Step 3: of several contributions of one person, area and kind, the latest."""
    by_time = sorted(batch, key=lambda one: (one.finished, one.id))
    return tuple({(one.person, one.area, one.kind): one for one in by_time}.values())


def people_by_area(counted: Iterable[Contribution]) -> dict[str, People]:
    found: dict[str, set[str]] = {}
    for one in counted:
        found.setdefault(one.area, set()).add(one.person)
    return {area: frozenset(found[area]) for area in sorted(found)}


def _behind(cells: Sequence[Cell], counted: Iterable[Contribution]) -> tuple[Contribution, ...]:
    """The contributions behind the shown cells. What is hidden has no say in how it went."""
    shown = frozenset[str]().union(*(cell.areas for cell in cells))
    return tuple(one for one in counted if one.area in shown)
