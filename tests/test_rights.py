"""What a person may ask for: everything about them, and that nothing of it is left. Whoever adds a table or a
column hears of it here until storage/about_people.py says what becomes of it."""

import asyncio
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, LargeBinary, MetaData, Table, delete, event, func, select, text, update
from sqlmodel import SQLModel

import storage.about_people
from bot.readable import as_page
from catalog_data.model import Catalogue
from dialogs.effects import SawOverview
from dialogs.events import Said
from dialogs.facts import Facts, ManagedUnit, Overview, TeamFacts
from dialogs.state import State
from dialogs.turn import take_turn
from service.rights import Gone, as_json, erase_person, export
from storage.about_people import ABOUT, NOT_ABOUT_PEOPLE
from storage.audit_tables import AuditRow
from storage.database import ready_database
from storage.exporting import counts, owned
from storage.sealing import Sealer
from storage.tables import PersonRow
from storage.unit import Store
from tests.conftest import Clock
from tests.house import House
from tests.somebody import somebody

EVERYTHING = {**{one.row: one for one in ABOUT}, **dict.fromkeys(NOT_ABOUT_PEOPLE)}


def uncovered(schema: MetaData) -> list[str]:
    """What nobody has said anything about: tables, and columns of tables about people."""
    known = {str(row.__tablename__): one for row, one in EVERYTHING.items()}
    found = []
    for table in schema.sorted_tables:
        if table.name not in known:
            found.append(table.name)
        one = known.get(table.name)
        said = set(one.exported) | set(one.left_out) if one else set(table.columns.keys())
        found += [f"{table.name}.{name}" for name in set(table.columns.keys()) ^ said]
    return found


def hanging_on_a_person(schema: MetaData) -> set[str]:
    """Tables whose foreign keys lead to a person, over however many others."""
    found = {"person"}
    while (
        more := {
            table.name for table in schema.sorted_tables for key in table.foreign_keys if key.column.table.name in found
        }
        - found
    ):
        found |= more
    return found


def test_every_column_about_a_person_is_exported_or_it_is_said_why_not() -> None:
    assert uncovered(SQLModel.metadata) == []


def test_every_table_that_hangs_on_a_person_is_among_them() -> None:
    assert hanging_on_a_person(SQLModel.metadata) == {one.table for one in ABOUT}
    assert not [one for one in ABOUT if set(one.exported) & set(one.left_out)]
    assert all(reason for one in ABOUT for reason in one.left_out.values())


def test_a_column_and_a_table_nobody_thought_of_are_found() -> None:
    schema = MetaData()
    for table in SQLModel.metadata.sorted_tables:
        table.to_metadata(schema)
    schema.tables["plan"].append_column(Column("mood", LargeBinary))
    Table("diary", schema, Column("person_id", schema.tables["person"].c.id.type))
    assert sorted(uncovered(schema)) == ["diary", "plan.mood"]


@pytest.fixture
async def person(store: Store, clock: Clock) -> str:
    await somebody(store, clock(), "den-anden")
    return await somebody(store, clock())


async def exported(store: Store, person: str, catalogue: Catalogue, clock: Clock) -> Any:
    return await export(store, catalogue, person, clock(), by="person", municipality="Prøvekøbing")


async def test_the_export_holds_every_sealed_word_and_nobody_elses(
    store: Store, person: str, catalogue: Catalogue, clock: Clock
) -> None:
    found = await exported(store, person, catalogue, clock)
    told = as_json(found)
    assert "den-anden" not in told
    for one in (one for one in ABOUT if one.exported):
        assert len(found.records[one.name]) == 1, one.name
        for column in one.row.__table__.columns:  # type: ignore[attr-defined]
            if isinstance(column.type, LargeBinary) and column.name != "settings":
                assert "kanariefugl" in json.dumps(found.records[one.name][0][column.name]), column
    (line,) = found.records["log"]
    assert (line["actor"], line["deed"]) == ("person", "exported")


async def test_the_page_says_what_the_file_says_in_the_persons_language(
    store: Store, person: str, catalogue: Catalogue, clock: Clock
) -> None:
    found = await exported(store, person, catalogue, clock)
    page = as_page(found)
    assert page.count("kanariefugl") >= 10
    assert '<html lang="da">' in page
    assert "<script" not in page
    assert "den-anden" not in page
    assert "Det, du tager med" in page


async def test_what_a_person_wrote_is_text_on_the_page(store: Store, catalogue: Catalogue, clock: Clock) -> None:
    person = await somebody(store, clock(), "<script>alert('1')</script>")
    assert "<script" not in as_page(await exported(store, person, catalogue, clock))


async def test_nobody_has_no_export_and_leaves_no_line(store: Store, catalogue: Catalogue, clock: Clock) -> None:
    with pytest.raises(Gone):
        await exported(store, "nobody", catalogue, clock)
    assert await rows(store, AuditRow) == 0


async def rows(store: Store, table: type[SQLModel]) -> int:
    async with store.engine.connect() as connection:
        return int((await connection.execute(select(func.count()).select_from(table))).scalar_one())


async def test_erased_is_every_row_about_them_and_no_row_of_anybody_else(
    store: Store, person: str, clock: Clock
) -> None:
    await erase_person(store, person, clock(), by="operator")
    left = {one.table for one in ABOUT if await rows(store, one.row) == 2}
    assert left == {one.table for one in ABOUT if one.stays}
    async with store.unit() as unit:
        assert set((await counts(unit.session, store.sealer, person)).values()) == {0}
        for one in ABOUT:
            its = select(func.count()).select_from(one.row).where(owned(one, person))
            assert (await unit.connection.execute(its)).scalar_one() == 0, one.table
    async with store.engine.connect() as connection:
        told = (await connection.execute(text("SELECT person_id FROM employee"))).scalars().all()
        assert sorted(map(bool, told)) == [False, True], "their own row in the municipality's list is untied"
        assert (await connection.execute(text("SELECT count(*) FROM release"))).scalar_one() == 1


async def test_erasing_again_changes_nothing(store: Store, person: str, clock: Clock) -> None:
    for _ in range(3):
        await erase_person(store, person, clock(), by="operator")
    assert await rows(store, AuditRow) == 1, "one deed, one line"
    assert await rows(store, PersonRow) == 1


async def test_the_log_leads_nowhere_once_the_person_is_gone(store: Store, person: str, clock: Clock) -> None:
    await erase_person(store, person, clock(), by="person")
    async with store.engine.connect() as connection:
        subject = (await connection.execute(select(AuditRow.subject))).scalar_one()
        assert subject
        for table in SQLModel.metadata.sorted_tables:
            for row in (await connection.execute(select(table))).mappings():
                others = [value for name, value in row.items() if (table.name, name) != ("audit", "subject")]
                assert subject not in others
                assert person not in others


@pytest.fixture
async def on_disk(tmp_path: Path, sealer: Sealer) -> Any:
    engine = await ready_database(f"sqlite+aiosqlite:///{tmp_path}/coach.db")
    yield Store(engine, sealer)
    await engine.dispose()


async def test_killed_half_way_nothing_has_happened(on_disk: Store, clock: Clock) -> None:
    """Whoever dies within the transaction leaves everything; again, it is all gone."""
    store, person = on_disk, await somebody(on_disk, clock())

    class Killed(BaseException):
        pass

    def dies(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith("DELETE FROM person"):
            raise Killed

    event.listen(store.engine.sync_engine, "after_cursor_execute", dies)
    with pytest.raises(Killed):
        await erase_person(store, person, clock(), by="operator")
    event.remove(store.engine.sync_engine, "after_cursor_execute", dies)
    assert {await rows(store, one.row) for one in ABOUT} == {1}
    assert await rows(store, AuditRow) == 0
    await erase_person(store, person, clock(), by="operator")
    assert await rows(store, PersonRow) == 0


async def sealed_of(store: Store, person: str) -> list[bytes]:
    """Every sealed value about a person but the list of teams' own, as it lies in the file."""
    found = []
    async with store.engine.connect() as connection:
        for one in (one for one in ABOUT if not one.stays):
            columns = [col for col in one.row.__table__.columns if isinstance(col.type, LargeBinary)]  # type: ignore[attr-defined]
            for column in columns:
                found += (await connection.execute(select(column).where(owned(one, person)))).scalars().all()
    return found


def on_the_disk(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(folder.glob("coach.db*")))


async def test_no_byte_of_what_was_sealed_is_left_in_the_files(
    on_disk: Store, clock: Clock, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    person = await somebody(on_disk, clock())
    await somebody(on_disk, clock(), "den-anden")
    sealed = await sealed_of(on_disk, person)
    assert len(sealed) > 10
    before = on_the_disk(tmp_path)
    assert all(value in before for value in sealed)
    assert b"plan-outcome-kanariefugl" in before, "what is not sealed is found too"
    caplog.set_level(logging.DEBUG)
    await erase_person(on_disk, person, clock(), by="person")
    after = on_the_disk(tmp_path)
    assert not [value for value in sealed if value in after or value[:40] in after]
    assert b"outcome-kanariefugl" not in after
    assert person.encode() not in after
    assert b"plan-outcome-den-anden" in after, "the search can find"
    assert "kanariefugl" not in caplog.text


async def test_without_the_scrubbing_the_search_finds_it(
    on_disk: Store, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nothing(_engine: object) -> None: ...

    monkeypatch.setattr("storage.unit.scrub", nothing)
    person = await somebody(on_disk, clock())
    sealed = await sealed_of(on_disk, person)
    await erase_person(on_disk, person, clock(), by="person")
    left = on_the_disk(tmp_path)
    assert [value for value in sealed if value in left]


async def test_delete_me_in_the_chat_is_the_same_erasure(house: House) -> None:
    await house.greeted()
    await house.take(Said("slet mig"))
    assert "teamoverblik" in house.door.last
    await house.tap("erase")
    assert await house.count("SELECT count(*) FROM person") == 0
    assert await house.value("SELECT actor || ' ' || deed FROM audit") == "person erased"


async def test_an_erasure_and_a_turn_at_once_leave_nothing_that_hangs_in_the_air(house: House) -> None:
    await house.greeted()
    person = await house.value("SELECT id FROM person")
    await asyncio.gather(
        house.receives(Said("mit forløb")),
        erase_person(house.store, person, house.clock(), by="operator"),
        house.receives(Said("menu")),
    )
    await house.delivery.quiet()
    assert await house.count(f"SELECT count(*) FROM person WHERE id = '{person}'") == 0
    orphans = "SELECT count(*) FROM conversation WHERE person_id NOT IN (SELECT id FROM person)"
    assert await house.count(orphans) == 0


@pytest.fixture
def changing(store: Store) -> Iterator[list[str]]:
    """Statements that change or remove lines of the log."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.upper().startswith(("UPDATE AUDIT", "DELETE FROM AUDIT")):
            seen.append(statement)

    event.listen(store.engine.sync_engine, "before_cursor_execute", note)
    yield seen
    event.remove(store.engine.sync_engine, "before_cursor_execute", note)


def test_nobody_but_retention_can_change_the_log() -> None:
    """Read from the code: who else names the table only adds to it or reads it."""
    root = Path(storage.about_people.__file__).parents[1]
    rooms = ("storage", "service", "bot", "commands")
    naming = {
        file.relative_to(root).as_posix()
        for room in rooms
        for file in (root / room).rglob("*.py")
        if "AuditRow" in file.read_text(encoding="utf-8") or '"audit"' in file.read_text(encoding="utf-8")
    }
    assert naming <= {
        "storage/about_people.py", "storage/audit.py", "storage/audit_tables.py", "storage/retention.py",
        "storage/migrations/versions/rights_and_retention.py",
    }  # fmt: skip
    changes = ("delete(", "update(", ".delete", "merge(", "setattr")
    assert not [one for one in changes if one in (root / "storage/audit.py").read_text(encoding="utf-8")]


PLEJEN = ManagedUnit("u1", "Plejen", (Overview({"da": ("Uge 48", "Alt"), "en": ("Week 48", "All")}, (), "u1-48"),))


@pytest.mark.parametrize(
    ("managed", "noted"),
    [((PLEJEN,), (SawOverview(("u1",)),)), ((), ()), ((ManagedUnit("u2", "Skolen"),), ())],
)
def test_a_managers_look_is_for_the_log(
    catalogue: Catalogue, clock: Clock, managed: tuple[ManagedUnit, ...], noted: tuple[SawOverview, ...]
) -> None:
    """And only what there was to see."""
    team = TeamFacts(known=True, manager=True, manages=managed)
    state = State(greeted=True, turn=1, step="menu", touched=clock())
    turn = take_turn(state, Said("ugeoverblik"), Facts(now=clock(), catalogue=catalogue, team=team))
    assert turn.effects == noted


async def test_what_managers_see_and_operators_do_stands_in_the_log(
    store: Store, person: str, clock: Clock, catalogue: Catalogue
) -> None:
    async with store.unit() as unit:
        for effect in (SawOverview(("u1",)), SawOverview(("u1",), asked=False)):
            await unit.apply(effect, person, clock())
    log = (await exported(store, person, catalogue, clock)).records["log"]
    assert [(one["actor"], one["deed"]) for one in log] == [
        ("manager", "overview-seen"), ("system", "overview-sent"), ("person", "exported"),
    ]  # fmt: skip


async def test_nothing_that_is_done_changes_a_line(
    house: House, changing: list[str], catalogue: Catalogue, store: Store
) -> None:
    await house.greeted()
    person = await house.value("SELECT id FROM person")
    await exported(store, person, catalogue, house.clock)
    for words in ("hej", "start", "stop", "mine data", "ugeoverblik", "slet mig"):
        await house.take(Said(words))
    await house.tap("erase")
    assert await house.count("SELECT count(*) FROM audit") == 2
    assert changing == []
    async with store.engine.begin() as connection:  # the watch would see it
        await connection.execute(update(AuditRow).values(deed="shown"))
        await connection.execute(delete(AuditRow))
    assert len(changing) == 2
