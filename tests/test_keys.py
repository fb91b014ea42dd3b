"""Everybody has a key of their own: what is theirs opens with it and with no other, and goes with it."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from unittest.mock import AsyncMock

import pytest
from sqlalchemy import LargeBinary, delete, text, update
from sqlmodel import SQLModel, col, select
from structlog.testing import capture_logs

import storage.team_tables  # noqa: F401 - importing is what declares the tables
from catalog_data.model import Catalogue
from dialogs.effects import ErasePerson, KeepReflection
from dialogs.events import Said
from dialogs.replies import Reply, line
from dialogs.state import State
from matching.types import Matcher
from service.start import open_store
from service.turns import Knowledge
from storage.database import ready_database
from storage.directory import DirectoryStore
from storage.erasing import erase, scrub
from storage.house_keys import BUTTONS, furnish, settle
from storage.key_copy import KeyCopy, copied, put_back, read_copy
from storage.key_file import KeyFileError, derived, key_name, make_key
from storage.key_tables import HouseKeyRow, PersonKeyRow
from storage.ledger import Ledger
from storage.outbox import Posted
from storage.refusal import DatabaseRefused
from storage.resealing import THEIRS, reseal
from storage.sealing import Place, Sealer, SealError, name_of
from storage.sqlite import open_sqlite
from storage.tables import PersonRow, ReflectionRow
from storage.unit import Caller, Store
from tests.conftest import KEY, Clock
from tests.house import House
from tests.municipality import Municipality, listed
from tests.test_personal_data import bytes_of
from tests.test_storage import LEASE, draft
from tests.three_chats import Town

SIX = [f"m{n}@by.dk" for n in range(6)]
NOBODYS = {("employee", "address"), ("person_key", "wrapped"), ("house_key", "wrapped")}
"""Columns of bytes that hold nothing of anybody who talks with the coach, or the keys themselves."""
ANNA, BO = (Caller("web", f"samtale-{one}", f"bruger-{one}", {}) for one in (1, 2))


async def somebody(store: Store, caller: Caller, clock: Clock) -> str:
    """A person who has kept a reflection, to whom something is to be said."""
    async with store.unit() as unit:
        loaded = await unit.conversation(caller, State())
        person = await unit.save(loaded, State(turn=1, touched=clock()), caller, clock())
        await unit.apply(KeepReflection(draft(clock)), person, clock())
        await unit.note_taken(loaded.id, "besked-1", clock(), "svar")
        await unit.post(loaded.id, [Reply(language="da", lines=(line("thanks"),))], clock(), turn=1)
    return person


async def names(store: Store, table: str, column: str) -> set[str]:
    """Which keys a column is sealed with."""
    async with store.engine.connect() as connection:
        found = await connection.execute(text(f'SELECT "{column}" FROM "{table}" WHERE "{column}" IS NOT NULL'))
        return {name_of(bytes(value)) for (value,) in found}


async def keys_in_use(store: Store) -> set[str]:
    """The names of the keys that people's own columns are sealed with."""
    return {name for one in THEIRS for column in one.columns for name in await names(store, one.table, column)}


async def wrapped_key(store: Store, person: str) -> bytes | None:
    async with store.unit() as unit:
        row = await unit.session.get(PersonKeyRow, person)
        return row.wrapped if row else None


def test_every_column_of_bytes_is_somebodys() -> None:
    """Whoever adds one says whose it is, so that it is sealed anew where chats are joined and parted."""
    found = {
        (table.name, column.name)
        for table in SQLModel.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, LargeBinary)
    }
    assert found == NOBODYS | {(one.table, column) for one in THEIRS for column in one.columns}


async def test_what_a_person_wrote_is_sealed_with_their_own_key(house: House) -> None:
    await house.greeted()
    for said in ("jeg ringede til hende i stedet for at skrive", "fint", "ja", "ring først", "når hun ringer", "gem"):
        await house.take(Said(said))
    (name,) = await keys_in_use(house.store)
    assert re.fullmatch("p[0-9a-f]{8}", name)
    assert await names(house.store, "person_key", "wrapped") == {house.store.sealer.current}


async def test_two_people_have_two_keys_and_neither_opens_the_others(store: Store, clock: Clock) -> None:
    people = [await somebody(store, one, clock) for one in (ANNA, BO)]
    rows = select(ReflectionRow).order_by(ReflectionRow.id)
    async with store.unit() as unit:
        one, other = (await unit.session.exec(rows)).all()
        one.episode, other.episode = other.episode, one.episode
    for person in people:
        with pytest.raises(SealError):
            async with store.unit() as unit:
                await unit.history(person)


async def test_a_key_put_in_anothers_place_opens_nothing(store: Store, clock: Clock) -> None:
    people = [await somebody(store, one, clock) for one in (ANNA, BO)]
    keys = [await wrapped_key(store, one) for one in people]
    async with store.unit() as unit:
        for person, wrapped in zip(people, reversed(keys), strict=True):
            mine = col(PersonKeyRow.person_id) == person
            await unit.session.exec(update(PersonKeyRow).where(mine).values(wrapped=wrapped))
    for caller in (ANNA, BO):
        with pytest.raises(SealError, match=r"person_key\.wrapped"):
            async with store.unit() as unit:
                await unit.conversation(caller, State())


async def test_a_key_with_one_bit_turned_does_not_open(store: Store, clock: Clock) -> None:
    person = await somebody(store, ANNA, clock)
    wrapped = await wrapped_key(store, person)
    assert wrapped is not None
    for n in range(len(wrapped)):
        with pytest.raises(SealError):
            store.sealer.of(person, wrapped[:n] + bytes((wrapped[n] ^ 1,)) + wrapped[n + 1 :])


async def as_before_there_were_keys(store: Store, clock: Clock) -> str:
    """A person whose rows are sealed with the master key, as the release before this one did."""
    person = await somebody(store, ANNA, clock)
    async with store.unit() as unit:
        await reseal(unit.connection, person, await unit.keys.of(person), store.sealer)
        await unit.connection.execute(delete(PersonKeyRow))
    assert await keys_in_use(store) == {store.sealer.current}
    return person


async def test_what_was_sealed_before_there_were_keys_still_opens_and_is_sent(store: Store, clock: Clock) -> None:
    person = await as_before_there_were_keys(store, clock)
    ledger = Ledger(store)
    async with store.unit() as unit:
        loaded = await unit.conversation(ANNA, State(), message="besked-1")
        history = await unit.history(person)
        await unit.save(loaded, State(turn=2, touched=clock()), ANNA, clock())
    assert loaded.message is not None
    assert (loaded.message.answer, history.past[0].episode) == ("svar", draft(clock).episode)
    posted = await ledger.claim_next(loaded.id, clock(), LEASE)
    await ledger.close()
    assert isinstance(posted, Posted)
    (name,) = await keys_in_use(store)
    assert re.fullmatch("p[0-9a-f]{8}", name)


async def test_at_the_start_everything_from_before_comes_under_keys_that_stay(
    store: Store, clock: Clock, catalogue: Catalogue
) -> None:
    """The blind indexes and the signs on buttons are what they were."""
    town = Municipality(store, clock, catalogue)
    await town.lists(listed(SIX))
    before = store.sealer.index("x"), derived(KEY, "buttons")
    await as_before_there_were_keys(store, clock)
    keys = await furnish(store, KEY)
    assert (store.sealer.index("x"), keys[BUTTONS]) == before
    await settle(store)
    (name,) = await keys_in_use(store)
    assert re.fullmatch("p[0-9a-f]{8}", name)
    assert await names(store, "employee", "address") == {store.sealer.sealing} != {store.sealer.current}
    assert await names(store, "house_key", "wrapped") == {store.sealer.current}
    async with store.unit() as unit:
        assert set((await DirectoryStore(unit.session, store.sealer).addresses()).values()) == {*SIX, "leder@by.dk"}


async def test_a_new_database_has_keys_that_come_of_no_other(store: Store) -> None:
    """So that whoever finds an old master key cannot work out the blind indexes."""
    keys = await furnish(store, KEY)
    assert keys == await furnish(Store(store.engine, Sealer({key_name(KEY): KEY}, key_name(KEY))), KEY)
    assert len(set(keys.values())) == 5
    assert not set(keys.values()) & {derived(KEY, one) for one in keys}


async def test_chats_that_are_joined_have_one_key_and_parted_two(
    store: Store, catalogue: Catalogue, matcher: Matcher, clock: Clock
) -> None:
    """The one that stays keeps its own."""
    town = Town(store, Knowledge(catalogue, matcher, municipality="Prøvekøbing"), clock)
    for chat in (town.teams, town.slack):
        await chat.greeted()
        await chat.reflects("i går ringede jeg til en borger i stedet for at skrive et brev")
    before = await keys_in_use(store)
    assert len(before) == 2
    await town.slack.says(await town.teams.code())
    together = await keys_in_use(store)
    assert len(together) == 1
    assert together < before
    assert await town.count("SELECT count(*) FROM person_key") == 1
    assert await town.slack.kept() == 2
    await town.slack.says("frakobl")
    parted = await keys_in_use(store)
    assert len(parted) == 2
    assert parted & before == together
    assert (await town.teams.kept(), await town.slack.kept()) == (1, 1)


@pytest.mark.parametrize("scrubbed", [True, False])
async def test_who_is_erased_takes_their_key_out_of_the_files(
    tmp_path: Path, sealer: Sealer, clock: Clock, monkeypatch: pytest.MonkeyPatch, *, scrubbed: bool
) -> None:
    """Even the wrapped one, which nobody can use without the master key. Unless the log is emptied, it is there."""
    if not scrubbed:
        monkeypatch.setattr("storage.unit.scrub", AsyncMock())
    store = Store(await ready_database(f"sqlite+aiosqlite:///{tmp_path}/coach.db"), sealer)
    anna, bo = [await somebody(store, one, clock) for one in (ANNA, BO)]
    hers, his = await wrapped_key(store, anna), await wrapped_key(store, bo)
    assert hers is not None
    assert his is not None
    assert hers in bytes_of(tmp_path)
    async with store.unit() as unit:
        await unit.apply(ErasePerson(), anna, clock())
    assert his in bytes_of(tmp_path)
    assert (hers in bytes_of(tmp_path)) is not scrubbed
    await store.engine.dispose()


async def test_files_are_scrubbed_on_every_database(store: Store, clock: Clock) -> None:
    await somebody(store, ANNA, clock)
    assert await scrub(store.engine)


async def test_while_somebody_reads_the_log_scrubbing_is_for_later(
    tmp_path: Path, sealer: Sealer, clock: Clock
) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/coach.db"
    await (await ready_database(url)).dispose()
    store = Store(open_sqlite(url, patience=0.01), sealer)
    with closing(sqlite3.connect(tmp_path / "coach.db", isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM person").fetchall()
        await somebody(store, ANNA, clock)
        assert not await scrub(store.engine)
        reader.execute("COMMIT")
    assert await scrub(store.engine)
    await store.engine.dispose()


async def test_an_erased_persons_words_open_with_no_key_there_is(store: Store, clock: Clock) -> None:
    """Whoever has a copy of the row from before."""
    person = await somebody(store, ANNA, clock)
    async with store.unit() as unit:
        row = (await unit.session.exec(select(ReflectionRow))).one()
        place, copy = Place("reflection", "episode", row.id), row.episode
        assert (await unit.keys.of(person)).open(place, copy) == draft(clock).episode
    async with store.unit() as unit:
        await erase(unit.session, unit.keys, person, clock(), by="person")
    other = await somebody(store, BO, clock)
    async with store.unit() as unit:
        for sealer in (await unit.keys.of(person), await unit.keys.of(other)):
            with pytest.raises(SealError):
                sealer.open(place, copy)


async def test_a_restored_database_gets_its_keys_back_and_loses_whom_they_do_not_name(
    store: Store, clock: Clock
) -> None:
    anna, bo = [await somebody(store, one, clock) for one in (ANNA, BO)]
    await furnish(store, KEY)
    async with store.engine.begin() as connection:
        kept = await copied(connection)
        await connection.execute(delete(PersonKeyRow))
        await connection.execute(delete(HouseKeyRow))
    with pytest.raises(DatabaseRefused, match="keys of this database are missing"):
        await furnish(store, KEY)
    with pytest.raises(DatabaseRefused, match="none of these people's keys"):
        async with store.engine.begin() as connection:
            await put_back(connection, KeyCopy({}, kept.house))
    async with store.engine.begin() as connection:
        assert await put_back(connection, KeyCopy({bo: kept.people[bo], "nobody": b"x"}, kept.house)) == 1
        assert await put_back(connection, kept) == 0
    assert await furnish(store, KEY)
    async with store.unit() as unit:
        assert (await unit.history(bo)).past[0].episode
        assert await unit.session.get(PersonRow, anna) is None


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"people": [], "house": {}}', '{"people": {"a": "?"}, "house": {}}'])
def test_what_is_no_copy_of_the_keys_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "coach.keys").write_text(text)
    with pytest.raises(DatabaseRefused, match="is no copy of the keys"):
        read_copy(tmp_path / "coach.keys")


async def test_without_a_key_production_does_not_start_and_makes_none(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/coach.db"
    with pytest.raises(KeyFileError, match="in production it must be there first"):
        await open_store(url, tmp_path / "coach.key", production=True)
    assert not list_of(tmp_path)


async def test_in_development_a_key_is_made_and_with_another_the_database_does_not_open(tmp_path: Path) -> None:
    url, key_file = f"sqlite+aiosqlite:///{tmp_path}/coach.db", tmp_path / "coach.key"
    with capture_logs() as logs:
        store, _ = await open_store(url, key_file, production=False)
    await store.engine.dispose()
    assert [(one["event"], one["log_level"]) for one in logs] == [("key.made", "warning")]
    assert "keep a copy in a safe place" in logs[0]["note"]
    key_file.unlink()
    make_key(key_file)
    with pytest.raises(KeyFileError, match="does not open this database"):
        await open_store(url, key_file, production=True)


def list_of(folder: Path) -> list[str]:
    return [one.name for one in folder.iterdir()]
