"""`manage.py backup` and `restore`: copies of the SQLite database."""

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path
from typing import Annotated

import typer

from commands.starting import settings_or_exit
from storage.copying import back_up, restore
from storage.key_file import KeyFileError, read_keys
from storage.refusal import DatabaseRefused
from storage.sealing import Sealer
from storage.sqlite import file_of


def backup(file: Annotated[Path, typer.Argument(help="where to write the copy")]) -> None:
    """Copy the SQLite database into FILE while the coach works."""
    settings = settings_or_exit()
    with _refused_plainly():
        back_up(settings.database_url, file)
    print(f"Backed up to {file}. Nobody can read it without {settings.key_file}: keep a copy of that somewhere else.")


def restore_backup(
    file: Annotated[Path, typer.Argument(help="a copy made by `backup`", exists=True, dir_okay=False)],
    yes: Annotated[bool, typer.Option("--yes", help="replace the database that is there")] = False,
) -> None:
    """Put the copy in FILE in the place of the SQLite database. It sends nothing until `outbox release`."""
    settings = settings_or_exit()
    database = file_of(settings.database_url)
    if database is not None and database.exists() and not yes:
        sys.exit(f"{database} is there already; restore with --yes to replace it.")
    with _refused_plainly():
        now = datetime.now(timezone.utc)
        asyncio.run(restore(file, settings.database_url, _sealer(settings.key_file), now))
    print(f"Restored {file}. Nothing is sent from it until `manage.py outbox release`; see what waits there first.")


def _sealer(key_file: Path) -> Sealer:
    keys = read_keys(key_file)
    return Sealer(keys, next(iter(keys)))


@contextmanager
def _refused_plainly() -> Iterator[None]:
    try:
        yield
    except (DatabaseRefused, KeyFileError) as refusal:
        sys.exit(f"{refusal}.")
