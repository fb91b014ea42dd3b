"""What a prompt is about follows from the directory: the team's theme, and the person's own profile."""

import pytest

from catalog_data.model import Catalogue
from dialogs.effects import ErasePerson, PickTheme
from dialogs.events import Said
from storage.directory import Directory, EmployeeEntry, tie
from storage.releases import publishing
from storage.unit import Store
from storage.work import Work, work_of
from tests.conftest import Clock
from tests.house import House
from tests.municipality import Municipality, listed
from tests.test_prompts import house, passes

__all__ = ["house"]

GREETED = "SELECT person_id FROM conversation WHERE channel = 'test'"
NINE = [f"m{n}@by.dk" for n in range(9)]


@pytest.mark.parametrize(
    ("profile", "areas"),
    [
        ("1.2", ["1.2"]),
        ("3.2, 1.2", ["3.2", "1.2"]),
        ("3", ["3"]),
        ("4.1.1", ["4.1.1"]),
        ("noget ukendt", []),
        ("", []),
    ],
)
def test_a_profile_names_dimensions_areas_and_sub_competences(
    profile: str, areas: list[str], catalogue: Catalogue
) -> None:
    wanted = {code for area in areas for code in (catalogue.codes_of(area) or (area,))}
    assert catalogue.listed(profile) == wanted


async def test_prompts_are_about_the_theme_and_then_the_profile(house: House, catalogue: Catalogue) -> None:
    town = Municipality(house.store, house.clock, catalogue)
    await town.lists(Directory(listed(NINE).teams, dict.fromkeys(NINE, EmployeeEntry(("Plejen",), "3.2"))))
    await town.meets("leder@by.dk")
    await house.greeted()
    person = await house.value(GREETED)
    async with house.store.unit() as unit:
        (its,) = await publishing(unit.session)
        assert await tie(unit.session, house.store.sealer, person, NINE[0])
    await town.does("leder@by.dk", PickTheme(its, "1.2"))
    offered = []
    for _ in range(2):
        await passes(house, weeks=2)
        offered.append((await house.state()).offered)
    assert [str(code)[:3] for code in offered] == ["1.2", "3.2"]


async def test_theme_and_profile_are_the_person_s_own(store: Store, clock: Clock, catalogue: Catalogue) -> None:
    town = Municipality(store, clock, catalogue)
    people = dict.fromkeys(NINE, EmployeeEntry(("Plejen",), "3.2"))
    await town.lists(Directory(listed(NINE).teams, people))
    await town.meets(NINE[0], "leder@by.dk", "fremmed@by.dk")
    async with store.unit() as unit:
        (its,) = await publishing(unit.session)
    await town.does("leder@by.dk", PickTheme(its, "1.2"))

    async def work(address: str) -> Work:
        async with store.unit() as unit:
            return await work_of(unit.session, unit.keys, town.people[address], clock().date())

    assert await work(NINE[0]) == Work("3.2", "1.2")
    assert await work("leder@by.dk") == await work("fremmed@by.dk") == Work()
    clock.passes(days=28)
    assert (await work(NINE[0])).theme == ""
    await town.does(NINE[0], ErasePerson())
    assert await work(NINE[0]) == Work()


async def test_what_the_directory_says_of_one_s_work_is_known_in_a_turn(house: House, catalogue: Catalogue) -> None:
    town = Municipality(house.store, house.clock, catalogue)
    people = dict.fromkeys(NINE, EmployeeEntry(("Plejen",), "aeldrepleje"))
    await town.lists(Directory(listed(NINE).teams, people))
    await house.greeted()
    person = await house.value(GREETED)
    async with house.store.unit() as unit:
        assert await tie(unit.session, house.store.sealer, person, NINE[0])
    await house.take(Said("mit arbejde"))
    assert "work-is-listed" in [one.key for reply in house.door.shown[-1:] for one in reply.lines]
