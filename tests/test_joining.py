"""One person in two chats: what both hold is shared, nothing is lost, and it can be undone."""

import asyncio

import pytest
from sqlalchemy import text
from sqlmodel import SQLModel

import storage.calendar_tables
import storage.joining_tables
import storage.team_tables  # noqa: F401 - importing is what declares the tables
from catalog_data.model import Catalogue
from dialogs.events import Said
from dialogs.joining import read_code
from dialogs.rhythm import Rhythm
from matching.types import Matcher
from service.turns import Knowledge, fresh_code
from storage.codes import forget_codes
from storage.directory import Directory, DirectoryStore, EmployeeEntry, TeamEntry
from storage.identities import find
from storage.joining import MOVED, ONE_EACH
from storage.rhythms import keep_rhythm, rhythm_of
from storage.unit import Store
from tests.conftest import Clock
from tests.three_chats import Chat, Town


@pytest.fixture
async def town(store: Store, catalogue: Catalogue, matcher: Matcher, clock: Clock) -> Town:
    built = Town(store, Knowledge(catalogue, matcher, municipality="Prøvekøbing"), clock)
    for one in (built.teams, built.slack, built.web):
        await one.greeted()
    return built


@pytest.fixture
async def two(town: Town) -> Town:
    """Each chat with a reflection of its own."""
    await town.teams.reflects("i går ringede jeg til en borger i stedet for at skrive et brev")
    await town.slack.reflects("jeg skrev en besked til en kollega i stedet for at ringe til hende")
    return town


@pytest.mark.parametrize("said", ["forbind {}", "FORBIND {}", "connect {}", "{}", "{}.", "<at>Coach</at> forbind {}"])
def test_a_code_is_read_however_it_is_written(said: str) -> None:
    code = fresh_code()
    assert read_code(said.format(code)) == code
    assert read_code(said.format(code.lower())) == code


@pytest.mark.parametrize(
    "said", ["forbind", "forbind kablerne", "forbind mig med it", "12345678", "BCDFGHJK", "jeg skrev BCDF-GHJK", ""]
)
def test_what_is_no_code_is_an_answer(said: str) -> None:
    assert read_code(said) is None


async def test_progress_is_shared_by_two_chats_and_then_three(two: Town) -> None:
    assert (await two.teams.kept(), await two.slack.kept(), await two.web.kept()) == (1, 1, 0)
    answer = await two.slack.says(f"forbind {await two.teams.code()}")
    assert "Nu er de to chats forbundet." in answer
    assert (await two.teams.kept(), await two.slack.kept()) == (2, 2)
    await two.web.says(await two.slack.code())
    assert [await one.kept() for one in (two.teams, two.slack, two.web)] == [2, 2, 2]
    await two.web.reflects("jeg brugte nexus til at finde en plan for en borger i går")
    assert [await one.kept() for one in (two.teams, two.slack, two.web)] == [3, 3, 3]
    assert await two.count("SELECT count(*) FROM person") == 1


async def test_parted_again_each_has_what_it_brought_and_nothing_is_lost(two: Town) -> None:
    words = [await one.says("mit forløb") for one in (two.teams, two.slack)]
    await two.slack.says(await two.teams.code())
    assert [await one.says("mit forløb") for one in (two.teams, two.slack)] != words
    await two.slack.says("frakobl")
    assert [await one.says("mit forløb") for one in (two.teams, two.slack)] == words
    assert await two.count("SELECT count(*) FROM joined") == 0
    assert "intet at skille ad" in await two.slack.says("frakobl")


async def test_what_came_since_stays_with_the_chat_that_was_joined_to(two: Town) -> None:
    await two.slack.says(await two.teams.code())
    await two.slack.reflects("jeg brugte nexus til at finde en plan for en borger i går")
    await two.teams.says("frakobl")  # from the other end: it is the chat that came that goes
    assert (await two.teams.kept(), await two.slack.kept()) == (2, 1)
    assert await two.count("SELECT count(*) FROM reflection") == 3
    await two.slack.says(await two.teams.code())  # and again
    assert (await two.teams.kept(), await two.slack.kept()) == (3, 3)


async def test_a_code_is_good_once_and_only_the_last(two: Town) -> None:
    old = await two.teams.code()
    code = await two.teams.code()
    assert "Den kode kender jeg ikke" in await two.slack.says(old)
    await two.slack.says(code)
    assert "Den kode kender jeg ikke" in await two.web.says(code)
    assert await two.count("SELECT count(*) FROM joined") == 1


async def test_a_code_is_good_for_a_quarter_of_an_hour(two: Town, clock: Clock) -> None:
    code = await two.teams.code()
    clock.passes(minutes=15)
    assert "Den kode kender jeg ikke" in await two.slack.says(code)
    async with two.store.unit() as unit:
        await forget_codes(unit.session, clock())
    assert await two.count("SELECT count(*) FROM joining_code") == 0


async def test_nobody_guesses_for_long(two: Town, clock: Clock) -> None:
    for _ in range(5):
        assert "Den kode kender jeg ikke" in await two.slack.says(fresh_code())
    code = await two.teams.code()
    assert "mange forkerte koder" in await two.slack.says(code)
    assert "Nu er de to chats forbundet" in await two.web.says(code)  # others may still
    clock.passes(hours=1)
    assert "Nu er de to chats forbundet" in await two.slack.says(await two.teams.code())


async def test_a_chat_is_joined_to_one_person_only(two: Town) -> None:
    assert "Koden er din egen" in await two.teams.says(await two.teams.code())
    await two.slack.says(await two.teams.code())
    assert "allerede forbundet" in await two.slack.says(await two.web.code())
    assert await two.count("SELECT count(*) FROM joined") == 1


async def test_two_employees_are_two_people(two: Town, clock: Clock) -> None:
    async with two.store.unit() as unit:
        employees = {"a@kommune.example": EmployeeEntry(("Plejen",)), "b@kommune.example": EmployeeEntry(("Plejen",))}
        directory = Directory({"Plejen": TeamEntry()}, employees)
        await DirectoryStore(unit.session, two.store.sealer).save(directory, clock())
    two.teams.directory, two.slack.directory = "a@kommune.example", "b@kommune.example"
    for one in (two.teams, two.slack):
        await one.says("hjælp")
    assert "som to personer" in await two.slack.says(await two.teams.code())
    await two.web.says(await two.slack.code())  # the directory's name goes with the chat that has it
    assert await two.count("SELECT count(*) FROM employee WHERE person_id IS NOT NULL") == 2


async def test_the_directorys_name_comes_and_goes_with_its_chat(two: Town, clock: Clock) -> None:
    async with two.store.unit() as unit:
        directory = Directory({"Plejen": TeamEntry()}, {"b@kommune.example": EmployeeEntry(("Plejen",))})
        await DirectoryStore(unit.session, two.store.sealer).save(directory, clock())
    two.slack.directory = "b@kommune.example"
    await two.slack.says("del med teamet")
    await two.slack.says(await two.teams.code())
    assert "tæller" in await two.teams.says("del med teamet")
    await two.slack.says("frakobl")
    assert "Du står ikke i noget team" in await two.teams.says("del med teamet")
    assert "tæller" in await two.slack.says("del med teamet")


async def test_whoever_said_no_to_sharing_has_said_no(two: Town, clock: Clock) -> None:
    async with two.store.unit() as unit:
        directory = Directory({"Plejen": TeamEntry()}, {"b@kommune.example": EmployeeEntry(("Plejen",))})
        await DirectoryStore(unit.session, two.store.sealer).save(directory, clock())
    two.slack.directory = "b@kommune.example"
    await two.slack.says("del ikke")
    await two.slack.says(await two.teams.code())
    assert await two.count("SELECT count(*) FROM sharing WHERE shares") == 0


async def test_a_pause_holds_in_whichever_chat_it_was_asked_for(two: Town) -> None:
    async def rhythm(channel: str) -> Rhythm | None:
        async with two.store.unit() as unit:
            who = await find(unit.session, two.store.sealer, channel, f"user in {channel}")
            return await rhythm_of(unit.session, await unit.keys.of(who.person), who.person)

    async with two.store.unit() as unit:
        for channel, pace in (("msteams", Rhythm(every=4)), ("slack", Rhythm(every=1, quiet=True))):
            who = await find(unit.session, two.store.sealer, channel, f"user in {channel}")
            await keep_rhythm(unit.session, await unit.keys.of(who.person), who.person, pace)
    await two.slack.says(await two.teams.code())
    assert await rhythm("msteams") == await rhythm("slack") == Rhythm(every=4, quiet=True)


async def test_erased_in_one_chat_is_erased_in_both(two: Town) -> None:
    await two.slack.says(await two.teams.code())
    await two.teams.says("slet mig")
    await two.teams.taps("erase")
    for table in ("identity", "conversation", "reflection", "joined", "brought", "joining_code"):
        left = await two.count(f"SELECT count(*) FROM {table}")
        assert left == (1 if table in {"identity", "conversation"} else 0), table  # the third chat is another person


async def test_a_code_stands_nowhere_in_the_database_but_in_what_is_on_its_way(two: Town) -> None:
    code = await two.teams.code()
    async with two.store.engine.connect() as connection:
        for table in SQLModel.metadata.sorted_tables:
            for row in (await connection.execute(table.select())).all():
                assert code not in str(row), table


async def test_of_two_who_write_a_code_at_once_one_is_joined(two: Town) -> None:
    code = Said(await two.teams.code())
    await asyncio.gather(
        two.receive(two.coach, two.slack, code), two.receive(two.other, two.web, code), return_exceptions=False
    )
    assert await two.count("SELECT count(*) FROM joined") == 1


async def test_a_turn_under_way_while_its_chat_is_joined_is_not_lost(two: Town) -> None:
    code = await two.teams.code()
    before = await two.count("SELECT version FROM conversation WHERE channel = 'slack'")
    await asyncio.gather(
        two.receive(two.coach, two.slack, Said(code)),
        *(two.receive(two.other, two.slack, Said("hjælp")) for _ in range(5)),
    )
    assert await two.count("SELECT version FROM conversation WHERE channel = 'slack'") == before + 6
    assert await two.teams.kept() == 2


async def test_before_the_notice_no_code_is_taken(town: Town) -> None:
    code = await town.teams.code()
    stranger = Chat(town, "web", door=town.web.door)
    async with town.store.engine.begin() as connection:
        await connection.execute(text("DELETE FROM conversation WHERE channel = 'web'"))
        await connection.execute(text("DELETE FROM identity WHERE channel = 'web'"))
    assert "Jeg har ikke gemt det, du skrev" in await stranger.says(code)
    assert await town.count("SELECT count(*) FROM joined") == 0


def test_every_table_about_people_says_what_becomes_of_it() -> None:
    """Whoever adds one decides in storage/joining.py."""
    about = {
        table.name
        for table in SQLModel.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == "person"
    }
    assert about == {str(one.__tablename__) for one in (*MOVED, *ONE_EACH)}
