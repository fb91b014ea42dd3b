"""Whoever is erased is gone: every row, every byte in the files, and whenever it is killed."""

import asyncio
import logging
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import LargeBinary, event, func, select, text, update
from sqlmodel import SQLModel

from dialogs.events import Said
from service.rights import erase_person
from storage.about_people import ABOUT
from storage.audit_tables import AuditRow
from storage.database import ready_database
from storage.exporting import counts, owned
from storage.sealing import Sealer
from storage.tables import PersonRow
from storage.team_tables import RosterMemberRow
from storage.unit import Store
from tests.conftest import Clock
from tests.house import House
from tests.somebody import somebody


@pytest.fixture
async def person(store: Store, clock: Clock) -> str:
    await somebody(store, clock(), "den-anden")
    return await somebody(store, clock())


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


@pytest.mark.parametrize(("standing", "left"), [("told", "untold"), ("declined", "declined"), ("untold", "untold")])
async def test_that_they_were_told_of_a_team_goes_and_a_no_stays(
    store: Store, person: str, clock: Clock, standing: str, left: str
) -> None:
    async with store.engine.begin() as connection:
        later = clock() + timedelta(days=3)
        await connection.execute(update(RosterMemberRow).values(standing=standing, since=later))
    await erase_person(store, person, clock(), by="person")
    async with store.engine.connect() as connection:
        found = (await connection.execute(text("SELECT standing FROM roster_member ORDER BY standing"))).scalars().all()
        dates = "SELECT m.since = r.since FROM roster_member r JOIN membership m ON m.employee_id = r.employee_id"
        as_if_never = (await connection.execute(text(f"{dates} AND r.standing = 'untold'"))).scalars().all()
    assert sorted(found) == sorted([left, standing]), "the other one's is as it was"
    assert standing != "told" or any(as_if_never), "nor does the day say that they were told"


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
