"""What a person may ask for: everything about them, and that nothing of it is left. Whoever adds a table or a
column hears of it here until storage/about_people.py says what becomes of it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, LargeBinary, MetaData, Table, delete, event, func, select, update
from sqlmodel import SQLModel

import storage.about_people
from bot.readable import as_page
from catalog_data.model import Catalogue
from dialogs.effects import SawOverview
from dialogs.events import Said
from dialogs.facts import Facts, ManagedUnit, Overview, TeamFacts
from dialogs.state import State
from dialogs.turn import take_turn
from service.rights import Gone, as_json, export
from storage.about_people import ABOUT, NOT_ABOUT_PEOPLE
from storage.audit_tables import AuditRow
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
