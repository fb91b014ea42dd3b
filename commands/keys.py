"""`manage.py keys …`: the master keys in use, and a new one while everybody works."""

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import typer

from commands.starting import settings_or_exit, with_store
from storage.database import ready_database
from storage.key_copy import KeyCopy, copied, put_back, read_copy, write_copy
from storage.key_file import KeyFileError, read_keys
from storage.refusal import DatabaseRefused
from storage.rotating import Rotated, Status, rotate, status
from storage.unit import Store

app = typer.Typer(no_args_is_help=True, help="The keys that everything is sealed with.")


@app.command("status")
def keys_status() -> None:
    """How many people's keys each master key wraps. An old one that wraps nothing can be dropped."""
    settings = settings_or_exit()
    found, there = with_store(settings, status), read_keys(settings.key_file)
    for name in there:
        print(_line(name, found))
    for name in sorted((found.wraps.keys() | found.seals.keys()) - there.keys()):
        print(f"{_line(name, found)}. It is NOT in the key file: nobody can read what it wraps")


@app.command("rotate")
def keys_rotate() -> None:
    """Make a new master key, wrap everything with it, and drop the old one. Stopped half-way, it goes on where it
    was when it is begun again."""
    settings = settings_or_exit()

    async def rotating(store: Store) -> Rotated:
        return await rotate(store, settings.key_file)

    try:
        done = with_store(settings, rotating)
    except KeyFileError as refusal:
        sys.exit(f"{refusal}.")
    print(f"{done.current} is the master key now. Keep a copy of {settings.key_file} in a safe place.")
    if done.refusal:
        sys.exit(f"Nothing needs {', '.join(done.dropped)} any more; take it out yourself, for {done.refusal}.")
    for name in done.dropped:
        print(f"{name} is out of the key file: nothing needs it any more. Destroy the copies of it too.")
    for name, uses in done.kept.items():
        print(f"{name} stays in the key file: {uses} values need it still. Run `keys rotate` again.")


@app.command("copy")
def keys_copy(file: Annotated[Path, typer.Argument(help="where to write them, over those that are there")]) -> None:
    """Copy the wrapped keys into FILE, for a database that is backed up without them."""

    async def copying(store: Store) -> KeyCopy:
        async with store.unit() as unit:
            return await copied(unit.connection)

    found = with_store(settings_or_exit(), copying)
    try:
        write_copy(file, found)
    except OSError as fault:
        sys.exit(f"{file} cannot be written: {fault}.")
    print(f"{file} holds the keys of {len(found.people)} people. Keep no older one: it opens what was erased since.")


@app.command("put-back")
def keys_put_back(file: Annotated[Path, typer.Argument(help="a copy made by `keys copy`", exists=True)]) -> None:
    """Give a restored database its keys. Whoever has none in FILE has been erased since the backup: they go."""
    settings = settings_or_exit()

    async def putting() -> int:
        engine = await ready_database(settings.database_url)
        try:
            async with engine.begin() as connection:
                return await put_back(connection, read_copy(file))
        finally:
            await engine.dispose()

    try:
        gone = asyncio.run(putting())
    except DatabaseRefused as refusal:
        sys.exit(f"{refusal}.")
    print(f"The keys are back. {gone} people have been erased since the backup and are out of it.")


def _line(name: str, found: Status) -> str:
    role = "current" if name == found.current else "old"
    line = f"{name} ({role}): wraps {found.wraps.get(name, 0)} keys"
    sealed = found.seals.get(name, 0)
    return f"{line}, seals {sealed} values from before people had keys of their own" if sealed else line
