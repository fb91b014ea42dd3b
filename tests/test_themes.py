"""The team's theme: one area for four weeks, picked by a manager or next in rotation, told to everybody once."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from catalog_data.model import Catalogue, is_personal
from dialogs.effects import PickTheme
from storage.unit import Store
from summaries.themes import PROPOSED, proposals
from tests.conftest import Clock
from tests.municipality import Municipality, listed

TEN = [f"m{n}@by.dk" for n in range(10)]


@pytest.fixture
async def town(store: Store, clock: Clock, catalogue: Catalogue) -> Municipality:
    its = Municipality(store, clock, catalogue)
    await its.lists(listed(TEN))
    await its.meets(*TEN, "leder@by.dk")
    return its


async def picks(town: Municipality, area: str, address: str = "leder@by.dk") -> None:
    (unit,) = await town.rows("SELECT id FROM team WHERE name = 'Plejen'")
    await town.does(address, PickTheme(str(unit[0]), area))


def test_every_area_comes_before_any_comes_again(catalogue: Catalogue) -> None:
    areas = {area.code for area in catalogue.outline.area if not is_personal(area.code)}
    had: list[str] = []
    for _ in areas:
        had.append(proposals("plejen", catalogue, had)[0])
    assert sorted(had) == sorted(areas)
    assert proposals("plejen", catalogue, had)[0] == had[0]


def test_what_is_proposed_hangs_on_names_and_earlier_themes_alone(catalogue: Catalogue) -> None:
    offered = [proposals(name, catalogue, ()) for name in ("plejen", "byg", "skolen", "jobcenter")]
    assert all(len(set(areas)) == PROPOSED for areas in offered)
    assert len(set(offered)) > 1
    assert not any(is_personal(area) for areas in offered for area in areas)


async def test_a_theme_begins_with_the_first_overview_and_rotates_after_four_weeks(town: Municipality) -> None:
    assert (await town.reads(TEN[0])).theme is None
    themes = []
    for _ in range(9):
        await town.week_ends()
        themes.append((await town.reads(TEN[0])).theme)
    assert [themes.count(themes[n]) for n in (0, 4, 8)] == [4, 4, 1]
    assert all(one is not None and not one.picked_by_manager for one in themes)


async def test_a_manager_picks_in_place_of_the_rotation(town: Municipality) -> None:
    await town.week_ends()
    before = (await town.reads(TEN[0])).theme
    town.clock.passes(days=9)
    await picks(town, "3.3")
    theme = (await town.reads(TEN[0])).theme
    assert before is not None
    assert theme is not None
    assert (theme.area, theme.picked_by_manager, theme.last) == ("3.3", True, date(2027, 1, 3))
    assert (await town.reads("leder@by.dk")).manages[0].theme == theme


async def test_what_was_picked_lasts_its_four_weeks(town: Municipality) -> None:
    await picks(town, "3.3")
    await picks(town, "1.1")
    for _ in range(3):
        await town.week_ends()
        theme = (await town.reads(TEN[0])).theme
        assert theme is not None
        assert theme.area == "3.3"
    await town.week_ends()
    theme = (await town.reads(TEN[0])).theme
    assert theme is not None
    assert not theme.picked_by_manager


@pytest.mark.parametrize(("address", "area"), [(TEN[0], "1.1"), ("leder@by.dk", "5.1")])
async def test_only_a_manager_picks_and_never_dimension_five(town: Municipality, address: str, area: str) -> None:
    await picks(town, area, address)
    assert (await town.reads(TEN[0])).theme is None


async def test_themes_do_not_overlap(town: Municipality) -> None:
    for week in range(12):
        await town.week_ends()
        if week % 3 == 1:
            await picks(town, "2.1")
    rows = await town.rows("SELECT begins, ends FROM theme ORDER BY begins")
    assert len(rows) > 3
    assert all(str(ends) <= str(begins) for (_, ends), (begins, _) in pairwise(rows))
    assert all(
        date.fromisoformat(str(ends)) - date.fromisoformat(str(begins)) <= timedelta(weeks=4) for begins, ends in rows
    )
