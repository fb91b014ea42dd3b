"""From the list of teams to what a manager reads: stored once, shown as it was, to whom the directory says."""

import pytest
from sqlmodel import select

from catalog_data.model import Catalogue
from dialogs.effects import ErasePerson, FollowUpPlan, ForgetReflection, ShareWithTeam
from dialogs.facts import TeamFacts
from dialogs.state import State
from storage.directory import Directory, DirectoryStore, EmployeeEntry, TeamEntry
from storage.overviews import overview_of_team
from storage.releases import publishing
from storage.standing import standing
from storage.tables import ConversationRow
from storage.unit import Caller, LostRace, Store
from summaries.week import week_of
from tests.conftest import Clock
from tests.municipality import Municipality, listed

TEN = [f"m{n}@by.dk" for n in range(10)]
NEUTRAL = "Der er ikke noget at vise siden sidste overblik."


@pytest.fixture
def town(store: Store, clock: Clock, catalogue: Catalogue) -> Municipality:
    return Municipality(store, clock, catalogue)


@pytest.fixture
async def team(town: Municipality) -> Municipality:
    """Ten who share, and their manager."""
    await town.lists(listed(TEN))
    await town.meets(*TEN, "leder@by.dk")
    await town.shares(*TEN)
    return town


async def test_five_are_shown_and_never_again(team: Municipality) -> None:
    await team.reflects(*TEN[:5])
    assert await team.week_ends()
    assert "Kompetencer omkring data: 5 eller flere medarbejdere" in await team.shown()
    assert await team.week_ends()
    assert NEUTRAL in await team.shown()


async def test_what_is_too_little_waits(team: Municipality) -> None:
    await team.reflects(*TEN[:3])
    await team.week_ends()
    assert NEUTRAL in await team.shown()
    await team.reflects(*TEN[3:5])
    await team.week_ends()
    assert "Kompetencer omkring data" in await team.shown()


async def test_nobody_and_four_are_stored_alike(team: Municipality) -> None:
    """Every column but the ids and the moment, so that no log and no query can tell either."""
    await team.lists(Directory({**listed([]).teams, "Byg": TeamEntry(None, frozenset({"leder@by.dk"}))},
                               {**listed(TEN).employees, **{f"b{n}@by.dk": EmployeeEntry(("Byg",)) for n in range(10)}}))  # fmt: skip
    await team.meets(*(f"b{n}@by.dk" for n in range(10)))
    await team.reflects(*TEN[:4])
    await team.week_ends()
    rows = await team.rows("SELECT week, text_da, text_en, question_code, question_perspective FROM release")
    one, other = ([str(value).replace("Byg", "Plejen") for value in row] for row in rows)
    assert one == other


async def test_a_week_is_released_once(team: Municipality) -> None:
    await team.reflects(*TEN[:5])
    week = week_of(team.clock().date())
    assert await team.week_ends()
    before = await team.rows("SELECT * FROM release")
    await team.reflects(*TEN[5:])
    assert not await team.releases(week)
    assert await team.rows("SELECT * FROM release") == before


async def test_of_two_that_release_at_once_one_loses_the_race(
    team: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    await team.reflects(*TEN[:5])
    week = week_of(team.clock().date())
    await team.week_ends()

    async def not_yet(*_: object) -> None:
        return None

    with pytest.raises(LostRace):
        async with team.store.unit() as unit:
            (one,) = await publishing(unit.session)
            monkeypatch.setattr(unit.session, "get", not_yet)
            await team.publisher.publish(unit.session, one, week, team.clock())


async def test_leaving_and_erasing_never_change_what_was_shown(team: Municipality) -> None:
    await team.reflects(*TEN[:5])
    await team.week_ends()
    before = await team.shown()
    await team.lists(listed(TEN[1:]))
    await team.does(TEN[1], ErasePerson())
    await team.shares(TEN[2], on=False)
    assert await team.shown() == before
    assert len(await team.rows("SELECT * FROM contribution")) == 4


@pytest.mark.parametrize("how", ["stops sharing", "erases all", "forgets it"])
async def test_what_waits_counts_only_as_long_as_the_person_lets_it(team: Municipality, how: str) -> None:
    await team.reflects(*TEN[:5])
    (reflection,) = await team.rows(f"SELECT id FROM reflection WHERE person_id = '{team.people[TEN[0]]}'")
    changed = {
        "stops sharing": ShareWithTeam(on=False),
        "erases all": ErasePerson(),
        "forgets it": ForgetReflection(str(reflection[0])),
    }[how]
    await team.does(TEN[0], changed)
    await team.week_ends()
    assert NEUTRAL in await team.shown()


async def test_only_shared_work_outside_dimension_five_is_noted(team: Municipality) -> None:
    await team.reflects(*TEN[:5], code="5.1.1")
    await team.shares(TEN[0], on=False)
    await team.reflects(TEN[0])
    assert await team.rows("SELECT * FROM contribution") == []
    await team.reflects(TEN[1], outcome="good", plan="Når det sker, så vil jeg spørge")
    (plan,) = await team.rows("SELECT id FROM plan")
    await team.does(TEN[1], FollowUpPlan(str(plan[0]), "not-yet", None))
    await team.does(TEN[1], FollowUpPlan(str(plan[0]), "done", None))
    assert await team.rows("SELECT area, kind, outcome FROM contribution ORDER BY id") == [
        ("1.2", "reflection", "good"),
        ("1.2", "follow-up", None),
    ]


async def test_nobody_shares_before_they_say_so_unless_the_municipality_does(
    town: Municipality, store: Store, clock: Clock, catalogue: Catalogue
) -> None:
    await town.lists(listed(TEN))
    await town.meets(TEN[0])
    assert not (await town.reads(TEN[0])).sharing
    other = Municipality(Store(store.engine, store.sealer, share_at_first=True), clock, catalogue)
    await other.meets(TEN[1])
    assert (await other.reads(TEN[1])).sharing
    await other.shares(TEN[1], on=False)
    await other.meets(TEN[1])
    assert not (await other.reads(TEN[1])).sharing


async def test_who_may_read_follows_from_the_directory_alone(team: Municipality) -> None:
    await team.meets("fremmed@by.dk")
    await team.reflects(*TEN[:5])
    await team.week_ends()
    member, manager, stranger = [await team.reads(one) for one in (TEN[9], "leder@by.dk", "fremmed@by.dk")]
    assert (member.overview, member.overviews, member.manager) == (manager.overviews[0], (), False)
    assert stranger == TeamFacts()
    await team.lists(listed(TEN, manager="ny@by.dk"))
    assert await team.reads("leder@by.dk") == TeamFacts(known=True)


async def test_a_manager_is_never_counted(team: Municipality) -> None:
    await team.lists(listed([*TEN, "leder@by.dk"]))
    await team.shares("leder@by.dk")
    await team.reflects(*TEN[:4], "leder@by.dk")
    await team.week_ends()
    assert NEUTRAL in await team.shown()


async def test_whoever_has_not_met_the_coach_does_not_make_the_team_larger(town: Municipality) -> None:
    """Eight of ten have; of the others the list of unreachable people says that they took no part."""
    await town.lists(listed(TEN))
    await town.meets(*TEN[:8], "leder@by.dk")
    await town.shares(*TEN[:8])
    await town.reflects(*TEN[:6])
    await town.week_ends()
    assert NEUTRAL in await town.shown()
    await town.meets(TEN[8])
    await town.week_ends()
    assert "Kompetencer omkring data" in await town.shown()


async def test_a_team_that_was_smaller_within_four_weeks_counts_as_it_was(team: Municipality) -> None:
    team.clock.passes(days=35)
    await team.lists(listed(TEN[:8]))
    team.clock.passes(days=7)
    await team.lists(listed(TEN))
    await team.reflects(*TEN[:6])
    await team.week_ends()
    assert NEUTRAL in await team.shown()
    team.clock.passes(days=28)
    await team.reflects(*TEN[:6])
    await team.week_ends()
    assert "Kompetencer omkring data" in await team.shown()


async def test_small_teams_share_an_overview_with_the_nearest_parent(town: Municipality) -> None:
    people = {f"a{n}@by.dk": EmployeeEntry(("Nord",)) for n in range(5)} | {
        f"b{n}@by.dk": EmployeeEntry(("Syd", "Nord")) for n in range(5)
    }
    teams = {"Pleje": TeamEntry(None, frozenset({"chef@by.dk"})), "Nord": TeamEntry("Pleje", frozenset({"n@by.dk"}))}
    await town.lists(Directory(teams | {"Syd": TeamEntry("Pleje")}, people))
    await town.meets(*people, "chef@by.dk", "n@by.dk")
    await town.shares(*people)
    await town.reflects(*list(people)[3:8])
    await town.week_ends()
    assert (await town.shown("chef@by.dk")).startswith("Overblik for Pleje, uge 48 i 2026")
    assert await town.shown("n@by.dk") == await town.shown("chef@by.dk")
    assert (await town.reads("b1@by.dk")).unit == "Pleje"


async def test_nobody_is_deleted_and_a_leaver_can_come_back(team: Municipality) -> None:
    assert f"- {TEN[0]} leaves Plejen" in await team.lists(listed(TEN[1:]))
    assert f"+ {TEN[0]} joins Plejen" in await team.lists(listed(TEN))
    assert len(await team.rows("SELECT * FROM membership")) == len(TEN) + 1
    assert (await team.reads(TEN[0])).unit == "Plejen"
    assert await team.lists(listed(TEN, team="Byg")) != []
    async with team.store.unit() as unit:
        assert await overview_of_team(unit.session, "plejen") == (True, None)
        assert await overview_of_team(unit.session, "Kaffe") == (False, None)


async def test_the_operator_sees_whom_the_coach_cannot_reach(town: Municipality) -> None:
    await town.lists(listed(TEN))
    await town.meets(*TEN[1:])
    async with town.store.unit() as unit:
        (one,) = await standing(DirectoryStore(unit.session, town.store.sealer), "PLEJEN")
    assert (one.members, one.publishes_in, one.unreachable) == (10, "Plejen", ("leder@by.dk", TEN[0]))


async def test_whoever_removed_the_coach_cannot_be_reached(town: Municipality) -> None:
    await town.lists(listed(TEN))
    await town.meets(*TEN, "leder@by.dk")
    async with town.store.unit() as unit:
        rows = (await unit.session.exec(select(ConversationRow))).all()
        next(row for row in rows if row.person_id == town.people[TEN[3]]).refused_at = town.clock()
    async with town.store.unit() as unit:
        (one,) = await standing(DirectoryStore(unit.session, town.store.sealer))
    assert one.unreachable == (TEN[3],)


async def test_no_address_stands_unsealed(team: Municipality) -> None:
    await team.reflects(*TEN[:5])
    await team.week_ends()
    tables = [row[0] for row in await team.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    rows = "".join([str(await team.rows(f'SELECT * FROM "{name}"')) for name in tables])
    assert "Plejen" in rows  # the scan does see what is there
    for secret in ("@by.dk", "@BY.DK", "kanariefugl"):
        assert secret not in rows


async def test_an_employee_is_known_by_id_or_address(town: Municipality) -> None:
    """Whichever of the two the list has; and who was met before the list came is known with the next message."""
    await town.lists(listed(TEN))
    caller = Caller("msteams", "chat", "29:x", {}, ("0a0b0c0d-0000-4000-8000-000000000001", TEN[0].upper()))
    async with town.store.unit() as unit:
        loaded = await unit.conversation(caller, State())
        person = await unit.save(loaded, State(turn=1, touched=town.clock()), caller, town.clock())
        assert (await unit.team(person, town.publisher.catalogue, town.clock())).known


async def test_an_employee_is_one_person(town: Municipality) -> None:
    """A second person who comes with the same address gets none of the first one's standing."""
    await town.lists(listed(TEN))
    await town.meets(TEN[0])
    async with town.store.unit() as unit:
        caller = Caller("slack", "chat", "U1", {}, (TEN[0],))
        loaded = await unit.conversation(caller, State())
        second = await unit.save(loaded, State(turn=1, touched=town.clock()), caller, town.clock())
        assert await unit.team(second, town.publisher.catalogue, town.clock()) == TeamFacts()
    assert (await town.reads(TEN[0])).known
