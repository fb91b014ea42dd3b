"""`manage.py keys …`: the master keys in use, and a new one while everybody works."""

import sys

import typer

from commands.starting import settings_or_exit, with_store
from storage.key_file import KeyFileError, read_keys
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


def _line(name: str, found: Status) -> str:
    role = "current" if name == found.current else "old"
    line = f"{name} ({role}): wraps {found.wraps.get(name, 0)} keys"
    sealed = found.seals.get(name, 0)
    return f"{line}, seals {sealed} values from before people had keys of their own" if sealed else line
