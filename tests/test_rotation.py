"""A new master key while everybody works: nothing is lost, whenever it is stopped."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import storage.rotating
from dialogs.state import State
from manage import app
from service.start import open_store
from storage.key_file import KeyFileError, fresh_key, make_key, read_keys, write_keys
from storage.rotating import Rotated, rotate, status
from storage.sealing import Sealer
from storage.unit import Caller, Store
from tests.conftest import Clock
from tests.test_keys import names, somebody

PEOPLE = [Caller("web", f"samtale-{n}", f"bruger-{n}", {}) for n in range(7)]


class Killed(BaseException):
    """The process is no more."""


@dataclass
class Place:
    """A database and its key file."""

    url: str
    key_file: Path

    async def opened(self) -> Store:
        """As a process does that starts now."""
        return (await open_store(self.url, self.key_file, production=True))[0]

    @property
    def current(self) -> str:
        return next(iter(read_keys(self.key_file)))


@pytest.fixture
async def place(database_url: str, tmp_path: Path, clock: Clock) -> Place:
    """With people in it, and the service stopped."""
    make_key(tmp_path / "coach.key")
    return Place(database_url, tmp_path / "coach.key")


@pytest.fixture
async def service(place: Place, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Store]:
    """A store that runs throughout."""
    monkeypatch.setattr(storage.rotating, "AT_ONCE", 2)
    store = await place.opened()
    for one in PEOPLE:
        await somebody(store, one, clock)
    yield store
    await store.engine.dispose()


async def opens(store: Store) -> None:
    """Everybody's words, and everybody is found."""
    for one in PEOPLE:
        async with store.unit() as unit:
            loaded = await unit.conversation(one, State())
            assert loaded.known
            assert (await unit.history(loaded.person)).past[0].episode


async def opens_with_the_file_alone(service: Store, place: Place) -> None:
    """As after a restart."""
    keys = read_keys(place.key_file)
    before = service.sealer
    service.sealer = Sealer(keys, next(iter(keys)), place.key_file)
    await storage.house_keys.furnish(service, keys[next(iter(keys))])
    await opens(service)
    service.sealer = before


async def test_everything_is_wrapped_anew_and_the_old_key_dropped(service: Store, place: Place) -> None:
    old = place.current
    done = await rotate(service, place.key_file)
    assert done == Rotated(place.current, [old], {})
    assert list(read_keys(place.key_file)) == [done.current] != [old]
    for table in ("person_key", "house_key"):
        assert await names(service, table, "wrapped") == {done.current}
    assert (await status(service)).wraps == {done.current: len(PEOPLE) + 5}
    await opens(service)
    await opens_with_the_file_alone(service, place)


async def test_stopped_at_any_point_it_goes_on_where_it_was(
    service: Store, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before and after each write to the file, and each transaction: whatever was done opens, and it is finished
    with no further key."""
    steps, left = 0, 10_000
    write, unit = write_keys, type(service).unit

    def step() -> None:
        nonlocal steps, left
        steps, left = steps + 1, left - 1
        if left == 0:
            raise Killed

    def written(*arguments: Any) -> None:
        step()
        write(*arguments)
        step()

    class Stopping(Store):
        def unit(self) -> Any:
            step()
            return unit(self)

    monkeypatch.setattr(storage.rotating, "write_keys", written)
    stopping = Stopping(service.engine, service.sealer)
    await rotate(stopping, place.key_file)
    every, steps = steps, 0
    assert every > 8
    for n in range(1, every + 1):
        left, old = n, place.current
        with pytest.raises(Killed):
            await rotate(stopping, place.key_file)
        left, begun = 10_000, place.current
        await opens_with_the_file_alone(service, place)
        if n < every:
            done = await rotate(stopping, place.key_file)
            assert done.current == begun if begun != old else done.current != old
        assert list(read_keys(place.key_file)) == [place.current]
        await opens_with_the_file_alone(service, place)


async def test_while_everybody_works(service: Store, place: Place, clock: Clock) -> None:
    """And new people come."""
    done, came = asyncio.Event(), list(PEOPLE)

    async def working() -> None:
        while not done.is_set() or len(came) < len(PEOPLE) + 3:
            came.append(Caller("web", f"samtale-{len(came)}", f"bruger-{len(came)}", {}))
            await somebody(service, came[-1], clock)
            await opens(service)

    async def rotating() -> None:
        another = Store(service.engine, Sealer(read_keys(place.key_file), place.current, place.key_file))
        for _ in range(3):
            assert not (await rotate(another, place.key_file)).kept
        done.set()

    await asyncio.gather(working(), rotating())
    (current,) = read_keys(place.key_file)
    assert await names(service, "person_key", "wrapped") == {current}
    await opens_with_the_file_alone(service, place)


async def test_a_key_that_is_needed_still_is_not_dropped(
    service: Store, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nobody(_store: Store) -> None:
        """One pass is left out."""

    monkeypatch.setattr(storage.rotating, "_wrap_people", nobody)
    old = place.current
    done = await rotate(service, place.key_file)
    assert (done.dropped, done.kept) == ([], {old: len(PEOPLE)})
    assert list(read_keys(place.key_file)) == [done.current, old]
    await opens(service)


async def test_a_secret_that_others_keep_is_theirs_to_change(
    service: Store, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They put the new key in first; it wraps everything, and says what they can take out."""
    (old,) = read_keys(place.key_file).values()
    write_keys(place.key_file, [fresh_key(), old])

    def refused(*_: Any) -> None:
        raise KeyFileError("it is mounted")

    monkeypatch.setattr(storage.rotating, "write_keys", refused)
    done = await rotate(service, place.key_file)
    assert (len(done.dropped), done.kept, done.refusal) == (1, {}, "it is mounted")
    assert await names(service, "person_key", "wrapped") == {done.current}


def test_a_key_file_is_the_old_one_or_the_new_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "coach.key"
    make_key(file)
    before = file.read_bytes()

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(KeyFileError, match="No space left"):
        write_keys(file, [fresh_key()])
    assert file.read_bytes() == before
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("database_url", ["file"], indirect=True)
async def test_the_command_killed_for_real(service: Store, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed as soon as the new key is in the file; then the command is run again."""
    monkeypatch.setenv("COACH_DATABASE_URL", place.url)
    monkeypatch.setenv("COACH_KEY_FILE", str(place.key_file))
    (old,) = read_keys(place.key_file)
    process = await asyncio.create_subprocess_exec(sys.executable, "manage.py", "keys", "rotate")
    while len(read_keys(place.key_file)) < 2 and process.returncode is None:
        await asyncio.sleep(0)
    os.kill(process.pid, signal.SIGKILL)
    await process.wait()
    await opens(service)
    await asyncio.to_thread(CliRunner().invoke, app, ["keys", "rotate"])
    status_now = (await asyncio.to_thread(CliRunner().invoke, app, ["keys", "status"])).output
    (new,) = read_keys(place.key_file)
    assert new != old
    assert status_now == f"{new} (current): wraps {len(PEOPLE) + 5} keys\n"
    await opens_with_the_file_alone(service, place)
