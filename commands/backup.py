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
from storage.copying import back_up, knows_people, restore
from storage.key_file import KeyFileError
from storage.refusal import DatabaseRefused
from storage.sqlite import file_of

KEYS = "coach.keys"
"""The copy of the keys, beside the backups unless it is told otherwise."""


def backup(
    file: Annotated[Path, typer.Argument(help="where to write the copy")],
    keys: Annotated[
        Path | None, typer.Option(help="where to write the keys, over those that are there; coach.keys beside FILE")
    ] = None,
) -> None:
    """Copy the SQLite database into FILE while the coach works, and its keys into a file of their own."""
    settings = settings_or_exit()
    its = keys or file.with_name(KEYS)
    with _refused_plainly():
        back_up(settings.database_url, file, its)
    print(f"Backed up to {file}. Nobody can read it without {its} and {settings.key_file}.")
    print(f"Keep {settings.key_file} somewhere else, and no older {its.name}: it opens what people have erased since.")


def restore_backup(
    file: Annotated[Path, typer.Argument(help="a copy made by `backup`", exists=True, dir_okay=False)],
    yes: Annotated[bool, typer.Option("--yes", help="replace the database that is there")] = False,
    keys: Annotated[
        Path | None, typer.Option(help="the copy of the keys; needed only where the database there lacks some")
    ] = None,
) -> None:
    """Put the copy in FILE in the place of the SQLite database. It sends nothing until `outbox release`."""
    settings = settings_or_exit()
    database = file_of(settings.database_url)
    if database is not None and database.exists() and not yes:
        sys.exit(f"{database} is there already; restore with --yes to replace it.")
    with _refused_plainly():
        now = datetime.now(timezone.utc)
        gone = asyncio.run(restore(file, settings.database_url, settings.key_file, now, _sources(file, database, keys)))
    if gone:
        print(f"{gone} people are left out: their keys are gone, as they have erased everything since the backup.")
        print("If they have not, restore again with --keys and the copy of the keys.")
    print(f"Restored {file}. Nothing is sent from it until `manage.py outbox release`; see what waits there first.")


def _sources(file: Path, database: Path | None, keys: Path | None) -> list[Path]:
    """Which copies of the keys may be read. Unless it is asked for, none where there is a database that knows who
    has been erased."""
    beside = file.with_name(KEYS)
    if keys is not None:
        return [keys]
    return [beside] if beside.exists() and not (database and knows_people(database)) else []


@contextmanager
def _refused_plainly() -> Iterator[None]:
    try:
        yield
    except (DatabaseRefused, KeyFileError) as refusal:
        sys.exit(f"{refusal}.")
