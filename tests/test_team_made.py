"""An owner adds the coach to a team in Teams and makes it a coached team: who may, who is in it, who is told, who
declines; and what a lying tap, a refused roster and the municipality's own list do to it."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from aiohttp import web

from catalog_data.model import Catalogue
from dialogs.effects import KeepReflection, ShareWithTeam
from dialogs.replies import paragraphs
from dialogs.state import Draft
from matching.types import Matcher
from service.closing_days import closing_days
from service.rosters import Permission, TeamMaking
from service.turns import Knowledge
from storage.directory import Directory, DirectoryStore, EmployeeEntry, TeamEntry
from storage.unit import Store
from tests.botframework_fakes import BOT, TENANT, local_door, serving
from tests.conftest import Clock
from tests.connector_fake import a_connector
from tests.house import House, RecordingDoor
from tests.teams_town import ANNA, BO, OTHERS, OWNER, PEOPLE, TEAM, TOLD, Town, account, roster, user


@pytest.fixture
def also() -> frozenset[str]:
    return frozenset()


@pytest.fixture
async def town(
    store: Store, catalogue: Catalogue, matcher: Matcher, clock: Clock, also: frozenset[str]
) -> AsyncIterator[Town]:
    house, shown = House(store, Knowledge(catalogue, matcher, closed=closing_days()), clock), RecordingDoor()
    shown.clock = clock
    house.delivery.open({"msteams": shown})
    making = TeamMaking(store, clock, closing_days(), permission=Permission(also), changed=house.calendar.changed)
    async with a_connector() as connector, serving(local_door(house.coach, makes=making)) as client:
        yield Town(house, connector, client, shown, making)


async def test_the_whole_story(town: Town) -> None:
    await town.meets(ANNA)
    town.house.clock.passes(hours=1)
    # Added to the team, the coach says once what it is. Teams tells of it twice.
    await town.happens(OWNER, type="conversationUpdate", membersAdded=[{"id": BOT}])
    await town.is_added()
    assert len(town.connector.posts) == 1
    card = town.connector.last["attachments"][0]["content"]
    assert "Plejen Øst" in town.connector.last["summary"]
    assert [one["title"] for one in card["actions"]] == ["Gør det til et team", "Skriv privat"]
    # Bo owns nothing.
    guest = account(BO, "guest") | {"aadObjectId": "0a0b0c0d-9999-4000-8000-000000000000", "id": "29:guest"}
    town.connector.rosters = [[*roster(*PEOPLE[:6]), guest], roster(*PEOPLE[6:])]
    assert "Det kan kun en ejer af teamet gøre." in await town.taps(BO)
    assert await town.stands() is None
    assert await town.house.count("SELECT count(*) FROM employee") == 0
    # The owner does.
    assert "Hver af jer får det at vide og kan sige nej." in await town.taps(OWNER)
    assert town.connector.read[-1]["team"] == TEAM["id"]
    assert town.connector.puts[-1][0] == "o1"
    its = await town.stands()
    assert its is not None
    assert (its.managers, its.members, its.publishes_in) == ((OWNER,), 10, "Plejen Øst")
    assert set(its.unreachable) == set(PEOPLE) - {ANNA}
    # Anna is told in her own hours and declines; it is said to nobody else.
    assert await town.passes(days=1) == {
        ANNA: [f"{TOLD} Teamets leder får tal for mindst fem sammen og aldrig dine ord."]
    }
    (said,) = await town.presses(ANNA, "decline-team")
    assert paragraphs(said)[0].startswith("Du er ude af Plejen Øst hos mig, og jeg tæller dig ikke med.")
    its = await town.stands()
    assert its is not None
    assert its.members == 9
    await town.passes(minutes=5)
    assert await town.house.value("SELECT members FROM unit_size ORDER BY counted_at DESC LIMIT 1") == 9
    # Bo hears of it when he meets the coach, and stays.
    (said,) = await town.meets(BO)
    assert paragraphs(said)[0].startswith(TOLD)
    (said,) = await town.presses(BO, "stay-in-team")
    assert paragraphs(said)[0].startswith("Så er du med")
    assert TOLD not in " ".join(paragraphs((await town.writes(BO, "menu"))[-1]))
    assert await town.passes(days=3) == {}
    # The owner is the manager, and nobody else.
    await town.meets(OWNER)
    assert "endnu" in " ".join(paragraphs((await town.writes(OWNER, "ugeoverblik"))[0]))
    assert "Du står ikke som leder" in " ".join(paragraphs((await town.writes(BO, "ugeoverblik"))[0]))


@pytest.mark.parametrize(
    "lie",
    [
        {"role": "owner", "userRole": "owner"},
        {"question": "make-team|19:other@thread.tacv2|Byg~0000000000000000000000"},
        {"question": f"make-team|{TEAM['id']}|Plejen Øst"},
    ],
)
async def test_what_a_tap_says_of_itself_makes_nobody_an_owner(town: Town, lie: dict[str, str]) -> None:
    town.connector.rosters = [roster(*PEOPLE)]
    await town.is_added()
    await town.taps(BO, **lie)
    sender = {"id": user(BO), "aadObjectId": BO, "role": "owner", "userRole": "owner"}
    await town.happens(
        BO, type="invoke", name="adaptiveCard/action", value={"action": {"data": lie}}, **{"from": sender}
    )
    assert await town.house.count("SELECT count(*) FROM team") == 0
    assert await town.house.count("SELECT count(*) FROM managing") == 0


@pytest.mark.parametrize("team", ["19:other@thread.tacv2", TEAM["id"]])
async def test_not_even_an_owner_may_say_which_team_it_is(town: Town, team: str) -> None:
    town.connector.rosters = [roster(*PEOPLE)]
    await town.is_added()
    await town.taps(OWNER, question=f"make-team|{team}|Byg~0000000000000000000000")
    assert town.connector.read == []
    assert await town.house.count("SELECT count(*) FROM team") == 0


async def test_what_somebody_who_declines_did_there_counts_no_more(town: Town) -> None:
    await town.meets(ANNA)
    await town.made()
    await town.passes(days=1)
    draft = {"started": town.house.clock(), "perspective": "use", "opener": "|use-1", "code": "1.2.1", "episode": "x"}
    person = await town.house.value("SELECT person_id FROM employee WHERE person_id IS NOT NULL")
    async with town.house.store.unit() as unit:
        for effect in (ShareWithTeam(on=True), KeepReflection(Draft.model_validate(draft))):
            await unit.apply(effect, person, town.house.clock())
    assert await town.house.count("SELECT count(*) FROM contribution") == 1
    await town.presses(ANNA, "decline-team")
    assert await town.house.count("SELECT count(*) FROM contribution") == 0
    assert await town.house.count("SELECT count(*) FROM reflection") == 1


async def test_who_erased_all_and_comes_back_is_told_again(town: Town) -> None:
    await town.meets(ANNA)
    await town.made()
    await town.passes(days=1)
    await town.presses(ANNA, "stay-in-team")
    await town.writes(ANNA, "slet mig")
    await town.presses(ANNA, "erase")
    assert await town.house.count("SELECT count(*) FROM person") == 0
    (said,) = await town.meets(ANNA)
    assert paragraphs(said)[0].startswith(TOLD)


async def test_an_owner_of_another_team_is_nobody_here(town: Town) -> None:
    town.connector.rosters = [roster(*PEOPLE[1:])]
    await town.is_added()
    assert "kun en ejer" in await town.taps(OWNER)


async def test_a_manager_in_the_list_may_where_teams_does_not_tell_who_owns(town: Town) -> None:
    town.connector.rosters = [[account(one) for one in PEOPLE]]
    await town.is_added()
    assert "kun en ejer" in await town.taps(OWNER)
    await town.lists(Directory({"Byg": TeamEntry(None, frozenset({OWNER}))}))
    assert "er nu et team" in await town.taps(OWNER)


@pytest.mark.parametrize("also", [frozenset({"m0@by.dk"}), frozenset({OWNER})])
async def test_whoever_the_municipality_names_may(town: Town) -> None:
    town.connector.rosters = [[account(one) for one in PEOPLE]]
    await town.is_added()
    assert "kun en ejer" in await town.taps(BO)
    assert "er nu et team" in await town.taps(OWNER)


# Made anew for each test: a response can be sent once, and whoever sends it again leaves the caller waiting.
REFUSALS: dict[str, Callable[[], web.Response]] = {
    "forbidden": lambda: web.Response(status=403),
    "unknown": lambda: web.Response(status=404),
    "a page": lambda: web.Response(text="<html>"),
    "a list": lambda: web.json_response([]),
}


@pytest.mark.parametrize("refusal", REFUSALS)
async def test_a_roster_that_cannot_be_read_changes_nothing(town: Town, refusal: str) -> None:
    town.connector.rosters = [REFUSALS[refusal]()]
    await town.is_added()
    assert "Jeg kunne ikke se, hvem der er med." in await town.taps(OWNER)
    assert await town.stands() is None


@pytest.mark.parametrize("refusal", [*REFUSALS, "nobody"])
async def test_nor_does_it_empty_a_team(town: Town, refusal: str) -> None:
    await town.made()
    town.connector.rosters = [[] if refusal == "nobody" else REFUSALS[refusal]()]
    await town.happens(OWNER, type="conversationUpdate", membersRemoved=[{"id": "29:x"}])
    its = await town.stands()
    assert its is not None
    assert its.members == 10


async def test_who_comes_and_goes_and_who_said_no(town: Town) -> None:
    await town.meets(ANNA)
    await town.made()
    await town.passes(days=1)
    await town.presses(ANNA, "decline-team")
    await town.becomes(OWNER, *OTHERS)
    its = await town.stands()
    assert its is not None
    assert its.members == 8
    await town.becomes(*PEOPLE, who="membersAdded")
    its = await town.stands()
    assert its is not None
    assert its.members == 9, "Anna said no, however often the roster is read"
    assert await town.house.count("SELECT count(*) FROM employee") == 11


async def test_a_team_of_nine_with_one_who_declines_is_shown_no_overview(town: Town) -> None:
    await town.meets(ANNA)
    assert "er nu et team hos mig. Hver" in await town.made(*PEOPLE[:10])
    await town.passes(days=1)
    await town.presses(ANNA, "decline-team")
    await town.passes(minutes=5)
    its = await town.stands()
    assert its is not None
    assert (its.members, its.publishes_in) == (8, None)


async def test_too_few_are_told_at_once(town: Town) -> None:
    assert "der skal mindst 9 med ud over lederen" in await town.made(*PEOPLE[:9])
    its = await town.stands()
    assert its is not None
    assert its.publishes_in is None


@pytest.mark.parametrize(
    "activity",
    [
        {"type": "conversationUpdate", "membersRemoved": [{"id": BOT}]},
        {"type": "installationUpdate", "action": "remove"},
    ],
)
async def test_taken_out_of_the_team_it_closes_and_deletes_nothing(town: Town, activity: dict[str, Any]) -> None:
    await town.made()
    await town.happens(OWNER, **activity)
    assert await town.stands() is None
    assert await town.house.count("SELECT count(*) FROM membership WHERE until IS NOT NULL") == 10
    assert await town.house.count("SELECT count(*) FROM team") == 1
    await town.taps(OWNER)
    its = await town.stands()
    assert its is not None
    assert its.members == 10


async def test_a_second_owner_does_not_take_a_team_over_unless_the_first_has_left(town: Town) -> None:
    both = [account(one, "owner" if one in {OWNER, BO} else "user") for one in PEOPLE]
    town.connector.rosters = [both]
    await town.is_added()
    await town.taps(OWNER)
    assert "i forvejen" in await town.taps(BO)
    town.connector.rosters = [both[1:]]
    await town.happens(BO, type="conversationUpdate", membersRemoved=[{"id": user(OWNER)}])
    its = await town.stands()
    assert its is not None
    assert its.managers == ()
    await town.taps(BO)
    its = await town.stands()
    assert its is not None
    assert its.managers == (BO,)


async def test_a_teams_name_is_shown_in_signs_one_can_see(town: Town) -> None:
    """To its members, and in the terminal of whoever looks at the teams."""
    odd = TEAM | {"name": "  Plejen\x1b[31m \x1b]0;x\x07\u202eØst\n" + "x" * 300}
    await town.happens(OWNER, type="installationUpdate", action="add", channelData={"team": odd})
    summary = town.connector.last["summary"]
    assert "Plejen [31m ]0;x Østxxx" in summary.replace("Øst x", "Østx")
    assert summary.isprintable()
    town.connector.rosters = [roster(*PEOPLE)]
    await town.taps(OWNER)
    name = await town.house.value("SELECT name FROM team")
    assert name.isprintable()
    assert len(name) == 256


async def test_where_the_list_alone_makes_teams_nobody_else_does(town: Town) -> None:
    """Not by the button either, which may be there from before; a team that was made is kept in step."""
    await town.made()
    town.making.allowed = False
    await town.becomes(*PEOPLE[:-1])
    its = await town.stands()
    assert its is not None
    assert its.members == 9
    await town.happens(OWNER, type="installationUpdate", action="remove")
    assert await town.stands() is None
    await town.is_added()
    assert [one["title"] for one in town.connector.last["attachments"][0]["content"]["actions"]] == ["Skriv privat"]
    assert "det kommunen, der laver team" in await town.taps(OWNER)
    assert await town.stands() is None


async def test_the_list_and_the_team_leave_each_other_alone(town: Town) -> None:
    listed = Directory(
        {"Byg": TeamEntry(None, frozenset({"chef@by.dk"}))},
        {ANNA: EmployeeEntry(("Byg",)), "m2@by.dk": EmployeeEntry(("Byg",))},
    )
    await town.lists(listed)
    await town.made()
    places = "SELECT position FROM membership JOIN team ON team.id = team_id WHERE team.name = '{}' AND until IS NULL"
    further = places.format("Plejen Øst") + " ORDER BY position DESC"
    assert await town.house.value(places.format("Byg")) == 0
    assert await town.house.value(further) == 1, "Anna contributes to Byg"
    before = await town.stands()
    async with town.house.store.unit() as unit:
        assert await DirectoryStore(unit.session, town.house.store.sealer).load() == listed
    await town.lists(listed)
    assert await town.stands() == before
    await town.lists(Directory({"Byg": TeamEntry()}, {}))
    assert await town.house.value(further) == 0, "nobody is in Byg any more, so all contribute here"
    async with town.house.store.unit() as unit:
        store = DirectoryStore(unit.session, town.house.store.sealer)
        assert await store.taken_names(Directory({"plejen  øst": TeamEntry(), "Byg": TeamEntry()})) == ["plejen  øst"]


async def test_what_happens_in_a_group_chat_is_as_ever(town: Town) -> None:
    group = {"id": "19:x@thread.v2", "conversationType": "groupChat", "isGroup": True, "tenantId": TENANT}
    await town.happens(OWNER, conversation=group, channelData=None, text="hej")
    await town.happens(OWNER, conversation=group, channelData=None, type="installationUpdate", action="add")
    assert {one[2]["summary"] for one in town.connector.posts} == {"Skriv til mig privat, for her kan andre læse med."}
    assert town.connector.read == []
