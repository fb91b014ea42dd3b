"""Opening a database: what is refused, in words for the operator, and who may have it open."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.engine import make_url

from dialogs.state import State
from settings import Settings, SettingsError, read_settings
from storage.database import ready_database
from storage.migrating import is_current
from storage.mounts import file_system_of
from storage.refusal import DatabaseRefused
from storage.sealing import Sealer
from storage.service_lock import only_service
from storage.unit import Caller, Store
from tests.conftest import Clock
from tests.databases import POSTGRES, needs_postgres, postgres_database
from tests.effort import thorough

HOUSE = Path(__file__).parent.parent


def on_file(folder: Path) -> str:
    return f"sqlite+aiosqlite:///{folder}/coach.db"


# ── Who may have a file open ──────────────────────────────────────────────────


def test_a_second_service_on_the_same_file_is_refused_until_the_first_is_gone(tmp_path: Path) -> None:
    with only_service(on_file(tmp_path)):
        with pytest.raises(DatabaseRefused, match=f"process {os.getpid()} on "), only_service(on_file(tmp_path)):
            pass
        with only_service(f"sqlite+aiosqlite:///{tmp_path}/another.db"):
            pass
    with only_service(on_file(tmp_path)):
        pass


def test_the_same_file_by_another_name_is_the_same_file(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "data")
    with (
        only_service(on_file(tmp_path / "data")),
        pytest.raises(DatabaseRefused),
        only_service(on_file(tmp_path / "link")),
    ):
        pass


@pytest.mark.parametrize("url", ["sqlite+aiosqlite://", "postgresql+asyncpg://coach@db.example/coach"])
def test_other_databases_take_any_number_of_services(url: str) -> None:
    with only_service(url), only_service(url):
        pass


@thorough
async def test_app_refuses_to_serve_a_served_file_and_commands_do_not_mind(tmp_path: Path) -> None:
    async with running("app.py", tmp_path) as first:
        assert first.stdout is not None
        assert b"answers at" in await first.stdout.readline()
        async with running("app.py", tmp_path) as second:
            _, said = await second.communicate()
            assert (second.returncode, b"is being served by process" in said) == (1, True)
        async with running("manage.py", tmp_path, "chat") as chat:
            said, _ = await chat.communicate(b"hej\n")
            assert (chat.returncode, "Hej" in said.decode()) == (0, True)
        first.kill()
        await first.wait()
        async with running("app.py", tmp_path) as third:
            assert third.stdout is not None
            assert b"answers at" in await third.stdout.readline()


@asynccontextmanager
async def running(program: str, folder: Path, *arguments: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """A program of ours with its database in `folder`, killed at the end if it still runs."""
    own = {"COACH_DATABASE_URL": on_file(folder), "COACH_KEY_FILE": str(folder / "coach.key"), "COACH_PORT": "0"}
    pipes: dict[str, Any] = dict.fromkeys(("stdin", "stdout", "stderr"), asyncio.subprocess.PIPE)
    command = (sys.executable, program, *arguments)
    process = await asyncio.create_subprocess_exec(*command, cwd=HOUSE, env=os.environ | own, **pipes)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def test_turns_of_one_process_stand_in_line_for_the_file(tmp_path: Path, sealer: Sealer, clock: Clock) -> None:
    """With no patience for a locked file at all, whoever did not stand in line would fail at once."""

    def impatient(connection: Any, _entry: Any) -> None:
        connection.cursor().execute("PRAGMA busy_timeout=0")

    event.listen(Engine, "connect", impatient)
    try:
        engine = await ready_database(on_file(tmp_path))
        store = Store(engine, sealer)

        async def first_turn(n: int) -> None:
            async with store.unit() as unit:
                caller = Caller("web", f"c{n}", f"u{n}", {})
                await unit.save(await unit.conversation(caller, State()), State(turn=1), caller, clock())

        await asyncio.gather(*(first_turn(n) for n in range(20)))
        await engine.dispose()
    finally:
        event.remove(Engine, "connect", impatient)


# ── Where a file may lie ──────────────────────────────────────────────────────

MOUNTS = r"""
27 1 254:0 / / rw,relatime - ext4 /dev/vda rw,discard
40 27 0:50 / /srv/fælles\040drev rw,relatime shared:2 master:1 - nfs4 files.example:/drev rw,vers=4.2
41 40 254:1 / /srv/fælles\040drev/local rw,relatime - xfs /dev/vdb rw
42 27 0:51 / /mnt rw - ext4 /dev/vdc rw
43 27 0:52 / /mnt rw - cifs //files/share rw
44 27 0:53 / /home/x rw - fuse.sshfs x@files:/ rw
""".strip()


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ("/var/lib/coach/coach.db", "ext4"),
        ("/srv/fælles drev/coach.db", "nfs4"),
        ("/srv/fælles drev/local/coach.db", "xfs"),
        ("/srv/fælles drevet/coach.db", "ext4"),
        ("/mnt/coach.db", "cifs"),
        ("/home/x/coach.db", "fuse.sshfs"),
    ],
)
async def test_a_file_on_a_network_file_system_is_refused(
    file: str, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert file_system_of(Path(file), MOUNTS) == kind
    # The same kind of file system under the test's own folder.
    mounts = tmp_path / "mountinfo"
    mounts.write_text(f"{MOUNTS}\n50 27 0:60 / {tmp_path} rw - {kind} somewhere rw\n")
    monkeypatch.setattr("storage.mounts.MOUNTS", mounts)
    if kind in {"ext4", "xfs"}:
        await (await ready_database(on_file(tmp_path))).dispose()
    else:
        with pytest.raises(DatabaseRefused, match=f"network file system \\({kind}\\)"):
            await ready_database(on_file(tmp_path))
        assert not (tmp_path / "coach.db").exists()


async def test_where_the_system_does_not_say_nothing_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.mounts.MOUNTS", tmp_path / "no such file")
    await (await ready_database(on_file(tmp_path))).dispose()


# ── What cannot be opened ─────────────────────────────────────────────────────


async def test_what_is_no_database_is_refused_in_plain_words(tmp_path: Path) -> None:
    (tmp_path / "coach.db").write_text("noget helt andet, som er langt nok til at ligne en fil" * 20)
    with pytest.raises(DatabaseRefused, match=r"coach.db cannot be opened: file is not a database"):
        await ready_database(on_file(tmp_path))


async def test_a_server_that_does_not_answer_is_named_without_the_password() -> None:
    with pytest.raises(DatabaseRefused, match=r"coach:\*\*\*@127.0.0.1:1/coach cannot be opened: .*failed") as refusal:
        await ready_database("postgresql+asyncpg://coach:hemmeligt@127.0.0.1:1/coach")
    assert "hemmeligt" not in str(refusal.value)


@needs_postgres
async def test_a_wrong_password_is_refused_in_plain_words() -> None:
    wrong = make_url(POSTGRES).set(password="hemmeligt").render_as_string(hide_password=False)
    with pytest.raises(DatabaseRefused, match=r"password authentication failed") as refusal:
        await ready_database(wrong)
    assert "hemmeligt" not in str(refusal.value)


@needs_postgres
async def test_a_database_that_sorts_by_danish_rules_is_refused() -> None:
    danish = "LOCALE_PROVIDER icu ICU_LOCALE 'da'"
    async with postgres_database(options=danish) as url:
        with pytest.raises(DatabaseRefused, match=r"aa"):
            await ready_database(url)


@needs_postgres
async def test_an_old_server_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.postgresql.OLDEST", 99)
    async with postgres_database() as url:
        with pytest.raises(DatabaseRefused, match=r"needs 99 or newer"):
            await ready_database(url)


@needs_postgres
async def test_replicas_that_start_together_migrate_once() -> None:
    start = "import asyncio, sys; from storage.database import ready_database; asyncio.run(ready_database(sys.argv[1]))"
    async with postgres_database() as url:
        command = (sys.executable, "-c", start, url)
        replicas = [await asyncio.create_subprocess_exec(*command, cwd=HOUSE) for _ in range(4)]
        assert [await replica.wait() for replica in replicas] == [0, 0, 0, 0]
        engine = await ready_database(url)
        assert await is_current(engine)
        await engine.dispose()


@pytest.mark.parametrize("url", ["postgres://coach@db/coach", "postgresql://coach@db/coach", "sqlite:///coach.db", "x"])
def test_an_address_of_another_kind_is_refused(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACH_DATABASE_URL", url)
    with pytest.raises(SettingsError, match=r"COACH_DATABASE_URL: should begin with"):
        read_settings()


def test_the_password_in_the_address_is_not_shown() -> None:
    assert "hemmeligt" not in repr(Settings(database_url="postgresql+asyncpg://coach:hemmeligt@db/coach"))
