"""Backups: whole while the coach works, brought back only where nobody serves, and silent until released."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from dialogs.effects import ErasePerson
from dialogs.replies import Reply, line
from dialogs.state import State
from manage import app
from service.delivery import Delivery
from service.door import Address
from service.start import open_store
from storage.database import open_database, ready_database
from storage.holding import is_held, release
from storage.house_keys import furnish
from storage.key_copy import read_copy
from storage.key_file import make_key, read_keys
from storage.migrating import is_current, migrate, revisions
from storage.refusal import DatabaseRefused
from storage.sealing import Sealer
from storage.service_lock import only_service
from storage.unit import Caller, Store
from tests.conftest import Clock
from tests.databases import needs_postgres, postgres_database
from tests.test_keys import somebody, wrapped_key
from tests.test_personal_data import bytes_of
from tests.test_storage import CANARY

Manage = Callable[..., Result]
TURNS = "SELECT version FROM conversation"
REPLIES = "SELECT count(*) FROM outbox"


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite+aiosqlite:///{tmp_path}/coach.db"


@pytest.fixture
def own_sealer(tmp_path: Path) -> Sealer:
    """Seals with a key in a file, as the commands do."""
    make_key(tmp_path / "coach.key")
    keys = read_keys(tmp_path / "coach.key")
    return Sealer(keys, next(iter(keys)))


@pytest.fixture
async def drawer(url: str, own_sealer: Sealer, clock: Clock, tmp_path: Path) -> AsyncIterator[Store]:
    """A store in a file, after two turns."""
    store = Store(await ready_database(url), own_sealer)
    await furnish(store, next(iter(read_keys(tmp_path / "coach.key").values())))
    for _ in range(2):
        await turn(store, clock)
    yield store
    await store.engine.dispose()


@pytest.fixture
def manage(tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> Manage:
    """The operator's commands."""
    monkeypatch.setenv("COACH_DATABASE_URL", url)
    monkeypatch.setenv("COACH_KEY_FILE", str(tmp_path / "coach.key"))
    monkeypatch.setattr("commands.starting.configure_logs", lambda _level: None)
    return lambda *command: CliRunner().invoke(app, [str(one) for one in command])


async def turn(store: Store, clock: Clock) -> None:
    """A turn that says one thing."""
    caller = Caller("test", "c", "u", {})
    async with store.unit() as unit:
        loaded = await unit.conversation(caller, State())
        await unit.save(loaded, State(turn=loaded.state.turn + 1), caller, clock())
        await unit.post(loaded.id, [Reply(language="da", lines=(line("thanks"),))], clock())


def ask(file: Path, query: str) -> int:
    with closing(sqlite3.connect(file)) as connection:
        return int(connection.execute(query).fetchone()[0])


def files_in(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


async def backed_up(manage: Manage, file: Path) -> Path:
    done = await asyncio.to_thread(manage, "backup", file)
    assert done.exit_code == 0, done.output
    return file


async def restored(manage: Manage, file: Path, *options: str) -> str:
    """What the command said; it fails unless it succeeds."""
    done = await asyncio.to_thread(manage, "restore", file, *options)
    assert done.exit_code == 0, done.output
    return done.output


async def refused(manage: Manage, *command: object) -> str:
    done = await asyncio.to_thread(manage, *command)
    assert done.exit_code == 1, done.output
    return done.output


# ── Backing up ────────────────────────────────────────────────────────────────


async def test_a_backup_made_while_turns_are_taken_holds_each_turn_whole(
    drawer: Store, manage: Manage, clock: Clock, tmp_path: Path
) -> None:
    async def keep_talking() -> None:
        while True:
            await turn(drawer, clock)

    talking = asyncio.create_task(keep_talking())
    copies = [await backed_up(manage, tmp_path / f"copy-{n}.db") for n in range(5)]
    talking.cancel()
    await asyncio.gather(talking, return_exceptions=True)
    turns = [ask(copy, TURNS) for copy in copies]
    assert turns == [ask(copy, REPLIES) for copy in copies]
    assert turns == sorted(turns)
    assert turns[-1] > turns[0]  # they did talk meanwhile


async def test_a_backup_is_one_file_that_others_cannot_read(drawer: Store, manage: Manage, tmp_path: Path) -> None:
    copy = await backed_up(manage, tmp_path / "copy.db")
    assert [name for name in files_in(tmp_path) if "copy" in name] == ["copy.db"]
    assert copy.stat().st_mode & 0o077 == 0


async def test_a_backup_overwrites_nothing_and_leaves_nothing_where_it_fails(
    drawer: Store, manage: Manage, tmp_path: Path
) -> None:
    copy = await backed_up(manage, tmp_path / "copy.db")
    assert "is there already" in await refused(manage, "backup", copy)
    before = files_in(tmp_path)
    assert "cannot be copied" in await refused(manage, "backup", tmp_path / "no such folder" / "copy.db")
    assert files_in(tmp_path) == before


def test_what_is_not_there_cannot_be_backed_up(manage: Manage, tmp_path: Path) -> None:
    done = manage("backup", tmp_path / "copy.db")
    assert (done.exit_code, "unable to open" in done.output) == (1, True)
    assert not list(tmp_path.glob("*.db"))


def test_postgresql_is_backed_up_by_its_own_tools(manage: Manage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACH_DATABASE_URL", "postgresql+asyncpg://coach@db/coach")
    assert "pg_dump" in manage("backup", "copy.db").output


# ── Bringing back ─────────────────────────────────────────────────────────────


class Shown:
    """A door that counts."""

    def __init__(self) -> None:
        self.times = 0

    async def show(self, address: Address, reply: Reply) -> None:
        self.times += 1


async def shown_after_a_restart(store: Store, clock: Clock) -> int:
    """How much the next service to start shows of what waits."""
    delivery, door = Delivery(store, clock), Shown()
    delivery.open({"test": door})
    await delivery.start()
    await delivery.quiet()
    await delivery.stop()
    return door.times


async def test_a_restored_copy_is_as_it_was_and_sends_nothing_until_released(
    drawer: Store, manage: Manage, clock: Clock, tmp_path: Path
) -> None:
    copy = await backed_up(manage, tmp_path / "copy.db")
    await turn(drawer, clock)
    assert "restore with --yes" in await refused(manage, "restore", copy)
    assert ask(tmp_path / "coach.db", TURNS) == 3
    assert "outbox release" in await restored(manage, copy, "--yes")
    assert ask(tmp_path / "coach.db", TURNS) == 2
    assert await is_held(drawer)  # whoever had the file open sees what was restored
    assert await shown_after_a_restart(drawer, clock) == 0
    await release(drawer)
    assert await shown_after_a_restart(drawer, clock) == 2


async def test_nothing_is_restored_under_a_running_service(
    drawer: Store, manage: Manage, url: str, clock: Clock, tmp_path: Path
) -> None:
    copy = await backed_up(manage, tmp_path / "copy.db")
    await turn(drawer, clock)
    with only_service(url):
        assert "is being served by process" in await refused(manage, "restore", copy, "--yes")
    assert ask(tmp_path / "coach.db", TURNS) == 3


async def test_a_backup_is_restored_where_there_is_nothing_and_where_all_is_broken(
    drawer: Store, manage: Manage, tmp_path: Path
) -> None:
    copy, database = await backed_up(manage, tmp_path / "copy.db"), tmp_path / "coach.db"
    await drawer.engine.dispose()
    database.unlink()
    await restored(manage, copy)
    assert ask(database, TURNS) == 2
    database.write_bytes(b"in pieces" * 1000)
    await restored(manage, copy, "--yes")
    assert ask(database, TURNS) == 2


async def test_a_backup_of_an_earlier_release_is_brought_up_to_date(
    manage: Manage, url: str, own_sealer: Sealer, tmp_path: Path
) -> None:
    old = open_database(url.replace("coach.db", "old.db"))
    await migrate(old, revisions()[0])
    await old.dispose()
    await restored(manage, tmp_path / "old.db")
    store = Store(open_database(url), own_sealer)
    assert await is_current(store.engine)
    assert await is_held(store)
    await store.engine.dispose()


def damaged(copy: Path) -> None:
    """Some bytes of an index are gone; SQLite would not notice until it used it."""
    page = ask(copy, "SELECT rootpage FROM sqlite_master WHERE name = 'ix_outbox_conversation_id'")
    content = bytearray(copy.read_bytes())
    content[page * 4096 - 20 : page * 4096] = bytes(20)
    copy.write_bytes(content)


def of_somebody_else(copy: Path) -> None:
    copy.unlink()
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("CREATE TABLE recipe (name TEXT)")


def no_database(copy: Path) -> None:
    copy.write_text("Kære dagbog" * 1000)


def newer(copy: Path) -> None:
    with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")


def under_another_key(copy: Path) -> None:
    key = copy.with_name("coach.key")
    key.unlink()
    make_key(key)


@pytest.mark.parametrize(
    "spoiled",
    [
        (damaged, "the copy is damaged"),
        (of_somebody_else, "not one of the coach"),
        (no_database, "file is not a database"),
        (newer, "has schema 9999"),
        (under_another_key, "the key file does not open this backup"),
    ],
)
async def test_what_cannot_be_used_is_refused_and_what_was_there_stays(
    drawer: Store, manage: Manage, clock: Clock, tmp_path: Path, spoiled: tuple[Callable[[Path], None], str]
) -> None:
    copy = await backed_up(manage, tmp_path / "copy.db")
    await turn(drawer, clock)
    spoil, said = spoiled
    spoil(copy)
    assert said in await refused(manage, "restore", copy, "--yes")
    assert ask(tmp_path / "coach.db", TURNS) == 3
    assert not await is_held(drawer)
    assert not [name for name in files_in(tmp_path) if name.startswith(".copy")]


# ── What was erased since stays erased ─────────────────────────────────────────


async def meet(store: Store, clock: Clock, name: str) -> tuple[str, bytes]:
    """Somebody who has kept a reflection. Returns their id and their wrapped key."""
    person = await somebody(store, Caller("test", f"c-{name}", name, {}), clock)
    wrapped = await wrapped_key(store, person)
    assert wrapped is not None
    return person, wrapped


async def test_a_backup_holds_no_key(drawer: Store, manage: Manage, clock: Clock, tmp_path: Path) -> None:
    """Wrapped or not; they are in a file of their own, written over each time."""
    anna, hers = await meet(drawer, clock, "anna")
    assert hers in bytes_of(tmp_path)
    first = await backed_up(manage, tmp_path / "copy-1.db")
    assert hers not in first.read_bytes()
    keys = tmp_path / "coach.keys"
    assert read_copy(keys).people[anna] == hers
    assert keys.stat().st_mode & 0o077 == 0
    async with drawer.unit() as unit:
        await unit.apply(ErasePerson(), anna, clock())
    await backed_up(manage, tmp_path / "copy-2.db")
    assert anna not in read_copy(keys).people
    for name in files_in(tmp_path):
        assert hers not in (tmp_path / name).read_bytes(), name
        assert CANARY.encode() not in (tmp_path / name).read_bytes(), name


async def test_who_was_erased_since_the_backup_is_not_brought_back(
    drawer: Store, manage: Manage, clock: Clock, tmp_path: Path
) -> None:
    (anna, _), (bo, _) = [await meet(drawer, clock, one) for one in ("anna", "bo")]
    copy = await backed_up(manage, tmp_path / "copy.db")
    async with drawer.unit() as unit:
        await unit.apply(ErasePerson(), anna, clock())
    assert "1 people are left out" in await restored(manage, copy, "--yes")
    assert ask(tmp_path / "coach.db", "SELECT count(*) FROM person") == 2
    async with drawer.unit() as unit:
        assert (await unit.history(bo)).past[0].episode
        loaded = await unit.conversation(Caller("test", "c-anna", "anna", {}), State())
        assert not loaded.known
    assert "left out" not in await restored(manage, copy, "--yes", "--keys", tmp_path / "coach.keys")


async def test_the_copy_of_the_keys_opens_a_backup_where_all_else_is_lost(
    drawer: Store, manage: Manage, clock: Clock, tmp_path: Path
) -> None:
    bo, _ = await meet(drawer, clock, "bo")
    copy, database, keys = await backed_up(manage, tmp_path / "copy.db"), tmp_path / "coach.db", tmp_path / "coach.keys"
    await drawer.engine.dispose()
    for name in ("coach.db", "coach.db-wal", "coach.db-shm"):
        (tmp_path / name).unlink(missing_ok=True)
    away = keys.rename(tmp_path / "elsewhere")
    assert "none of these people's keys is at hand" in await refused(manage, "restore", copy)
    assert not database.exists()
    away.rename(keys)
    assert "left out" not in await restored(manage, copy)
    async with drawer.unit() as unit:
        assert (await unit.history(bo)).past[0].episode


async def test_a_backup_from_before_the_master_key_was_changed_still_opens(
    drawer: Store, manage: Manage, clock: Clock, tmp_path: Path
) -> None:
    bo, _ = await meet(drawer, clock, "bo")
    copy = await backed_up(manage, tmp_path / "copy.db")
    assert "out of the key file" in (await asyncio.to_thread(manage, "keys", "rotate")).output
    await restored(manage, copy, "--yes")
    store, _keys = await open_store(str(drawer.engine.url), tmp_path / "coach.key", production=True)
    async with store.unit() as unit:
        assert (await unit.conversation(Caller("test", "c-bo", "bo", {}), State())).known
        assert (await unit.history(bo)).past[0].episode
    await store.engine.dispose()


async def test_nobody_serves_a_copy_without_its_keys(
    drawer: Store, manage: Manage, url: str, clock: Clock, tmp_path: Path
) -> None:
    """It would give everybody new ones, and never open what they wrote."""
    await meet(drawer, clock, "bo")
    copy = await backed_up(manage, tmp_path / "copy.db")
    with pytest.raises(DatabaseRefused, match="keys of this database are missing"):
        await open_store(url.replace("coach.db", "copy.db"), tmp_path / "coach.key", production=True)
    assert ask(copy, "SELECT count(*) FROM person_key") == 0


@needs_postgres
async def test_a_copy_restored_by_other_means_is_held_by_hand(
    own_sealer: Sealer, manage: Manage, monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    async with postgres_database() as url:
        monkeypatch.setenv("COACH_DATABASE_URL", url)
        assert (await asyncio.to_thread(manage, "outbox", "hold")).exit_code == 0
        store = Store(await ready_database(url), own_sealer)
        await turn(store, clock)
        assert await shown_after_a_restart(store, clock) == 0
        await release(store)
        assert await shown_after_a_restart(store, clock) == 1
        await store.engine.dispose()
