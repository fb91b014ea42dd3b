"""An operator erases somebody, and is killed: all of the person is there, or none."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import update
from sqlmodel import col

from service.start import open_store
from storage.about_people import ABOUT
from storage.audit_tables import AuditRow
from storage.key_file import make_key
from storage.tables import IdentityRow
from storage.unit import Store
from tests.conftest import Clock
from tests.databases import needs_postgres, postgres_database
from tests.faults.crashing_command import POINTS
from tests.somebody import somebody
from tests.test_erasing import on_the_disk, rows, sealed_of

pytestmark = pytest.mark.faults
NOBODY = "Nobody called U0SLETTES has talked with the coach in slack.\n"


@dataclass
class Operated:
    """An installation, with the service stopped, as an operator has it before them."""

    store: Store
    person: str
    environment: dict[str, str]

    async def erases(self, *program: str) -> tuple[int, str]:
        """Runs the command to its end, whichever that is: its exit code, and what it said."""
        command = (sys.executable, *program, "people", "erase", "slack:U0SLETTES", "--yes")
        process = await asyncio.create_subprocess_exec(
            *command, env=self.environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
        )
        said, _ = await process.communicate()
        return process.returncode or 0, said.decode()


@pytest.fixture(params=["file", pytest.param("postgres", marks=needs_postgres)])
async def operated(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> AsyncIterator[Operated]:
    key_file = tmp_path / "coach.key"
    make_key(key_file)
    async with AsyncExitStack() as left:
        url = f"sqlite+aiosqlite:///{tmp_path}/coach.db"
        if request.param == "postgres":
            url = await left.enter_async_context(postgres_database())
        store, _ = await open_store(url, key_file, production=True)
        left.push_async_callback(store.engine.dispose)
        await somebody(store, clock(), "den-anden")
        person = await somebody(store, clock())
        known = store.sealer.index("user", "slack", "U0SLETTES")
        async with store.engine.begin() as connection:
            its = col(IdentityRow.person_id) == person
            await connection.execute(update(IdentityRow).where(its).values(channel="slack", user_index=known))
        settings = {"COACH_DATABASE_URL": url, "COACH_KEY_FILE": str(key_file)}
        yield Operated(store, person, os.environ | settings)


@pytest.mark.parametrize("point", POINTS)
async def test_killed_for_real_all_of_it_is_there_or_none(operated: Operated, point: str, tmp_path: Path) -> None:
    """Then the command is run again: whoever died before the commit has lost nothing but time, and whoever died
    after it hears that there is nobody. Either way no byte is left, and the log has one line."""
    store, person = operated.store, operated.person
    sealed = await sealed_of(store, person)
    await store.engine.dispose()  # or its own connection would be what keeps the files
    assert await operated.erases("-m", "tests.faults.crashing_command", point) == (-signal.SIGKILL, "")
    gone = point in {"after the commit", "after the scrubbing"}
    theirs = [one for one in ABOUT if not one.stays]
    assert {await rows(store, one.row) for one in theirs} == {1 if gone else 2}
    assert await rows(store, AuditRow) == (1 if gone else 0)
    await store.engine.dispose()
    code, said = await operated.erases("manage.py")
    assert (code, said) == (1, NOBODY) if gone else code == 0
    assert {await rows(store, one.row) for one in theirs} == {1}
    assert await rows(store, AuditRow) == 1
    left = on_the_disk(tmp_path)
    assert not [value for value in sealed if value in left]
    assert person.encode() not in left
    assert not left or b"plan-outcome-den-anden" in left, "the search can find"


@pytest.mark.parametrize("operated", ["file"], indirect=True)
async def test_what_a_kill_leaves_in_the_files_is_found(operated: Operated, tmp_path: Path) -> None:
    """Before the command is run again, or the service has tidied."""
    sealed = await sealed_of(operated.store, operated.person)
    await operated.store.engine.dispose()
    await operated.erases("-m", "tests.faults.crashing_command", "after the commit")
    left = on_the_disk(tmp_path)
    assert [value for value in sealed if value in left]
