"""Nobody can be found in the overviews: not by comparing all of them, and not by three who put together
what they know. Each proof has a control: a rule that looks careful, and fails it.

`make torture` plays 100,000 histories; HISTORIES says how many.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cache
from random import Random

import pytest

from catalog_data.model import Catalogue
from summaries.bands import COLLUDERS, K, least_members
from summaries.cells import shown_cells
from summaries.facts import Contribution, Outcome, TeamWeek
from summaries.release import Summary, TooFew, once_each, people_by_area, publishable, summarise
from summaries.wording import paragraphs
from tests.attacker import Counts, People, Worlds, atoms, multisets
from tests.effort import effort, thorough
from tests.unit_history import FIRST, VIEWER, ZONE, UnitHistory
from texts.say import LANGUAGES

HISTORIES = effort("HISTORIES", 500, 2000)
WEEKS = 7
Figures = list[list[Contribution]]
Publish = Callable[[TeamWeek, int], tuple[object, Figures, set[str]]]
"""Facts and k → what is shown, the contributions each figure counts, and what is spent."""


def by_the_rule(facts: TeamWeek, k: int) -> tuple[object, Figures, set[str]]:
    result = summarise(facts, k)
    if not isinstance(result, Summary):
        return None, [], set()
    counted = once_each(publishable(facts))
    cells = shown_cells(people_by_area(counted), k)
    assert [cell.code for cell in cells] == [one.code for one in result.shown]
    figures = [[one for one in counted if one.area in cell.areas] for cell in cells]
    return published(result), figures, set(result.released)


def published(result: Summary | TooFew) -> object:
    """All that anybody is shown; the question follows from it and the calendar."""
    return (result.shown, result.outcome) if isinstance(result, Summary) else None


def cumulative(facts: TeamWeek, k: int) -> tuple[object, Figures, set[str]]:
    """The careful-looking rule: everybody so far, in weeks in which at least k took part."""
    so_far = [one for one in facts.contributions if one.finished < facts.cutoff and one.person in facts.sharing]
    this_week = {one.person for one in so_far if one.finished >= facts.cutoff - timedelta(weeks=1)}
    first = {(one.person, one.area): one for one in sorted(so_far, key=lambda one: one.finished, reverse=True)}
    figures = [[one for one in first.values() if one.area == area] for area in {one.area for one in so_far}]
    large = [figure for figure in figures if len(figure) >= k]
    return None, (large if len(this_week) >= k else []), set()


def figures_of(history: UnitHistory, publish: Publish) -> Figures:
    """Everything published about a history, week after week."""
    spent: set[str] = set()
    figures: Figures = []
    for _ in range(WEEKS):
        history.live_a_week()
        _, shown, released = publish(history.facts(spent), history.k)
        assert not spent & released
        spent |= released
        figures += shown
    return figures


def histories(catalogue: Catalogue, count: int = HISTORIES) -> Iterator[UnitHistory]:
    for seed in range(count):
        rng = Random(seed)  # noqa: S311 - to be played again
        yield UnitHistory(rng, catalogue, k=rng.choice((K, K, K, 6, 8)))


def smallest(found: Sequence[People], besides: People = frozenset()) -> int:
    """How many are in the smallest set that is not empty, once colluders have left it."""
    return min((len(people - besides) for people in found if people), default=10**6)


def test_no_comparison_of_overviews_gives_a_small_set(catalogue: Catalogue) -> None:
    published = 0
    for history in histories(catalogue):
        found = atoms(figures_of(history, by_the_rule))
        published += len(found)
        assert smallest(found) >= history.k
        for people in found:
            colluders = frozenset(sorted(people)[:COLLUDERS])
            assert smallest(found, colluders) >= history.k - COLLUDERS
    assert published > HISTORIES / 2, "hardly anything was published, so nothing was proved"


def test_control_cumulative_figures_give_small_sets_away(catalogue: Catalogue) -> None:
    found = [(history, atoms(figures_of(history, cumulative))) for history in histories(catalogue, 200)]
    assert sum(smallest(people) < history.k for history, people in found) > 100


def test_what_is_shown_leaves_no_small_rest_and_counts_only_whom_it_may(catalogue: Catalogue) -> None:
    def check(facts: TeamWeek, k: int) -> tuple[object, Figures, set[str]]:
        told, figures, released = by_the_rule(facts, k)
        everybody = {one.person for one in facts.contributions if one.id in released}
        shown = {one.person for figure in figures for one in figure}
        assert not figures or not 0 < len(everybody - shown) < k
        assert shown <= facts.sharing - {VIEWER}
        assert not any(one.area.startswith("5.") for figure in figures for one in figure)
        return told, figures, released

    for history in histories(catalogue, HISTORIES // 4):
        figures_of(history, check)


def test_a_figure_leaves_more_people_over_than_can_collude(catalogue: Catalogue) -> None:
    for history in histories(catalogue, HISTORIES // 4):
        spent: set[str] = set()
        for _ in range(WEEKS):
            history.live_a_week()
            result = summarise(history.facts(spent), history.k)
            if isinstance(result, Summary):
                spent |= set(result.released)
                least = max(history.k, *(one.band.low for one in result.shown))
                assert all(len(roster) - COLLUDERS > least for roster in history.recent_rosters())


@cache
def contribution(person: int, area: str = "1.2", week: int = 0, outcome: Outcome | None = None) -> Contribution:
    finished = FIRST.later(week).cutoff(ZONE) - timedelta(days=2)
    return Contribution(f"{person}/{area}/{week}", f"p{person}", "unit", area, "reflection", outcome, finished)


def facts_of(catalogue: Catalogue, contributions: Sequence[Contribution], members: int, week: int = 0) -> TeamWeek:
    people = frozenset(one.person for one in contributions)
    return TeamWeek(
        "unit", FIRST.later(week), ZONE, catalogue, tuple(contributions), people, frozenset({VIEWER}), members
    )


def people_doing(counts: Counts) -> Iterator[tuple[int, int]]:
    """Person by person, the number of what they did."""
    return enumerate(doing for doing, people in enumerate(counts) for _ in range(people))


def three_weeks(
    catalogue: Catalogue, counts: Counts, members: int, publish: Publish = by_the_rule
) -> Iterator[tuple[object, Figures]]:
    """What was shown in each of three weeks. A person's doing is a bit for each they worked in, with the one area."""
    spent: set[str] = set()
    done = [contribution(p, week=week) for p, doing in people_doing(counts) for week in range(3) if doing >> week & 1]
    for week in range(3):
        facts = facts_of(catalogue, [one for one in done if one.id not in spent], members, week)
        shown, figures, released = publish(facts, K)
        yield shown, figures
        spent |= released


def in_three_areas(catalogue: Catalogue, counts: Counts, members: int) -> object:
    """A person's doing is a bit for each area they worked with in the one week."""
    areas = ("1.1", "1.2", "3.2")
    done = [
        contribution(p, area) for p, doing in people_doing(counts) for bit, area in enumerate(areas) if doing >> bit & 1
    ]
    return shown_of(facts_of(catalogue, done, members))


def with_a_tap(catalogue: Catalogue, counts: Counts, members: int) -> object:
    """A person did nothing, tapped nothing, or tapped how it went, in the one area and week."""
    done = [contribution(p, outcome=TAPS[doing]) for p, doing in people_doing(counts) if doing]
    return shown_of(facts_of(catalogue, done, members))


def shown_of(facts: TeamWeek) -> object:
    return published(summarise(facts))


TAPS: tuple[Outcome | None, ...] = (None, None, "good", "hard", "mixed")
IDLE, DOINGS = 0, 8
Lived = dict[Counts, tuple[tuple[object, ...], Figures]]


@pytest.fixture(scope="module")
def lived(catalogue: Catalogue) -> Lived:
    """Every three weeks of nine people, up to renaming of people: what was shown, and whom each figure counted.

    Nine is the smallest unit that publishes. Every history of eight is there: one of them does nothing.
    """
    found: Lived = {}
    for row in multisets(least_members(), DOINGS):
        counts = tuple(map(int, row))
        weeks = list(three_weeks(catalogue, counts, least_members()))
        found[counts] = tuple(shown for shown, _ in weeks), [figure for _, figures in weeks for figure in figures]
    return found


@thorough
def test_every_three_weeks_by_sets(lived: Lived) -> None:
    assert sum(len(figures) for _, figures in lived.values()) > len(lived) / 2
    for _, figures in lived.values():
        found = atoms(figures)
        assert smallest(found) >= K
        for people in found:
            assert smallest(found, frozenset(sorted(people)[:COLLUDERS])) >= K - COLLUDERS


def test_control_every_three_weeks_by_sets(catalogue: Catalogue) -> None:
    five_then_six = (3, 0, 1, 4, 0, 0, 0, 1)
    weeks = three_weeks(catalogue, five_then_six, least_members(), publish=cumulative)
    assert smallest(atoms(figure for _, figures in weeks for figure in figures)) < K


@thorough
@pytest.mark.parametrize("colluders", [0, COLLUDERS])
def test_every_three_weeks_by_worlds(lived: Lived, colluders: int) -> None:
    """Fewer colluders know less, so the cases between need no test."""
    worlds = Worlds(least_members(), DOINGS, lambda counts: lived[counts][0], colluders)
    assert len(worlds.looks) > 4
    assert worlds.small_sets(K - colluders) == 0
    assert worlds.certain_of(range(1, DOINGS)) == 0


def test_control_eight_members_are_too_few(catalogue: Catalogue) -> None:
    """Eight members, five shown, three who know it was not them: five names. So a unit has nine."""
    assert least_members() == 9

    def show(members: int) -> Callable[[Counts], object]:
        return lambda counts: shown_of(facts_of(catalogue, [contribution(p) for p in range(counts[1])], members))

    assert Worlds(8, 2, show(9), COLLUDERS).certain_of([1]) > 0
    assert Worlds(8, 2, show(8), COLLUDERS).certain_of([1]) == 0
    assert Worlds(8, 2, show(8), COLLUDERS).looks == {None: 0}


@pytest.mark.parametrize("members", [9, 10, 13, 14])
def test_no_band_names_everybody(catalogue: Catalogue, members: int) -> None:
    """The control: were bands the same for every unit, "10–19" of ten to thirteen people would."""

    def show(thought: int) -> Callable[[Counts], object]:
        return lambda counts: shown_of(facts_of(catalogue, [contribution(p) for p in range(counts[1])], thought))

    assert Worlds(members, 2, show(members), COLLUDERS).certain_of([1]) == 0
    assert (Worlds(members, 2, show(1000), COLLUDERS).certain_of([1]) > 0) == (10 <= members <= 13)


def test_nobody_is_named_by_several_areas_at_once(catalogue: Catalogue) -> None:
    worlds = Worlds(
        least_members(), DOINGS, lambda counts: in_three_areas(catalogue, counts, least_members()), COLLUDERS
    )
    assert len(worlds.looks) > 6
    assert worlds.certain_of(range(1, DOINGS)) == 0
    for bit in range(3):
        assert worlds.certain_of([doing for doing in range(DOINGS) if doing >> bit & 1]) == 0


def test_nobodys_tap_follows_from_how_it_went(catalogue: Catalogue) -> None:
    worlds = Worlds(least_members(), 5, lambda counts: with_a_tap(catalogue, counts, least_members()), COLLUDERS)
    assert len(worlds.looks) == 5  # nothing, no sentence, and each of the three
    assert worlds.certain_of([1, 2, 3, 4]) == 0
    for tap in (2, 3, 4):
        assert worlds.certain_of([tap]) == 0


def test_nought_to_four_look_the_same(catalogue: Catalogue) -> None:
    """Byte for byte, in both languages; as does a week in which enough took part and nothing may be shown."""
    done = [[contribution(p) for p in range(count)] for count in range(K)]
    done.append([*(contribution(p) for p in range(K)), contribution(K, "3.2")])  # one person over, who would stand out
    for language in LANGUAGES:
        shown = {paragraphs(summarise(facts_of(catalogue, one, 12)), "Plejen", catalogue, language) for one in done}
        assert len(shown) == 1
    enough = summarise(facts_of(catalogue, [contribution(p) for p in range(K)], 12))
    assert paragraphs(enough, "Plejen", catalogue, "da") not in shown


def test_dimension_five_reaches_nobody(catalogue: Catalogue) -> None:
    """A unit that also works with dimension 5 cannot be told from the same unit that does not."""
    for history in histories(catalogue, 300):
        for _ in range(2):
            history.live_a_week()
        facts = history.facts(set())
        without = tuple(one for one in facts.contributions if not one.area.startswith("5."))
        more = tuple(replace(one, id=f"{one.id}+", area="5.1", outcome="hard") for one in facts.contributions)
        told = summarise(replace(facts, contributions=without), history.k)
        assert summarise(facts, history.k) == told
        assert summarise(replace(facts, contributions=facts.contributions + more), history.k) == told


def test_control_dimension_five_would_be_seen(catalogue: Catalogue) -> None:
    """The same people in another dimension are."""
    done = [contribution(p) for p in range(K)]
    other = [contribution(p, "3.2") for p in range(K)]
    assert shown_of(facts_of(catalogue, done + other, 12)) != shown_of(facts_of(catalogue, done, 12))
