"""`manage.py outbox …`: what waits to be sent, what nobody can tell, and what will never be shown.

People's words stay sealed unless they are asked for by name.
"""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from datetime import datetime, timezone
from typing import Annotated, Any

import typer

from app import REFUSALS
from commands.starting import settings_or_exit
from dialogs.replies import paragraphs
from service.start import open_store
from storage import holding, oversight
from storage.oversight import OPEN, Entry, NotPossible
from storage.sealing import SealError
from storage.unit import Store

app = typer.Typer(no_args_is_help=True, help="Messages on their way to people, without their words.")

_Id = Annotated[str, typer.Argument(metavar="ID", help="as `outbox list` shows it")]
_Ids = Annotated[list[str] | None, typer.Argument(metavar="[ID]…", help="ambiguous or dead messages to send after all")]


@app.command("list")
def list_outbox(
    status: Annotated[str, typer.Option(help=f"one of {', '.join(OPEN)}; all of them where none is named")] = "",
    most: Annotated[int, typer.Option(min=1, help="lines to print")] = 100,
    as_json: Annotated[bool, typer.Option("--json", help="for a program to read")] = False,
) -> None:
    """List what was not shown for certain, oldest first."""
    if status and status not in OPEN:
        sys.exit(f"--status should be one of {', '.join(OPEN)}.")

    async def listed(store: Store) -> None:
        entries = await oversight.list_open(store, (status,) if status else OPEN, most)
        if as_json:
            print(json.dumps([_plain(one) for one in entries], indent=2))
            return
        for one in entries:
            when = f"{one.created_at:%Y-%m-%d %H:%M}Z"
            print(f"{one.id}  {when}  {one.status:<9}  {one.kind:<6}  {one.channel}  {one.reason}")
        counts = await oversight.count_open(store.engine)
        print(", ".join(f"{count} {name}" for name, count in counts.items()))
        if await holding.is_held(store):
            print("Nothing is sent: this is a restored copy, until `manage.py outbox release`.")

    _with_store(listed)


@app.command()
def show(
    message: _Id,
    words: Annotated[bool, typer.Option("--words", help="also print what it says, which may quote a person")] = False,
) -> None:
    """Show everything about a message; what it says only with --words."""

    async def shown(store: Store) -> None:
        for name, value in _plain(await oversight.find(store, message)).items():
            print(f"{name + ':':<14}{'–' if value in (None, '') else value}")
        if words:
            print("\n" + "\n".join(paragraphs(await oversight.words_of(store, message, datetime.now(timezone.utc)))))

    _with_store(shown)


@app.command()
def hold() -> None:
    """Send nothing until `outbox release`: for a copy that was not restored by `manage.py restore`."""

    async def held(store: Store) -> None:
        await holding.hold(store, datetime.now(timezone.utc))
        print("Nothing is sent from this database until `manage.py outbox release`.")

    _with_store(held)


@app.command()
def release(messages: _Ids = None) -> None:
    """Send ambiguous or dead messages after all: what may have been shown may then be shown twice.

    Without an ID, lift the hold on a restored copy: everything that waits in it is sent.
    """

    async def released(store: Store) -> None:
        if not messages:
            await holding.release(store)
            print("Whatever waits is sent now.")
        for message in messages or ():
            await oversight.release(store, message)
            print(f"{message} is sent again.")

    _with_store(released)


@app.command()
def drop(messages: Annotated[list[str], typer.Argument(metavar="ID…", help="messages that will not be sent")]) -> None:
    """Take messages out of the outbox for good: they are neither sent nor listed any more."""

    async def dropped(store: Store) -> None:
        for message in messages:
            await oversight.drop(store, message)
            print(f"{message} is dropped.")

    _with_store(dropped)


def _with_store(work: Callable[[Store], Awaitable[None]]) -> None:
    """Do it on the database of the settings; what cannot be done ends the command with one sentence."""
    settings = settings_or_exit()

    async def run() -> None:
        store, _ = await open_store(
            settings.database_url,
            settings.key_file,
            production=settings.production,
            database_connections=settings.database_connections,
        )
        try:
            await work(store)
        finally:
            await store.engine.dispose()

    try:
        asyncio.run(run())
    except (*REFUSALS, NotPossible, SealError) as refusal:
        sys.exit(f"{refusal}.")


def _plain(entry: Entry) -> dict[str, Any]:
    moments = {name: value.isoformat() for name, value in asdict(entry).items() if isinstance(value, datetime)}
    return asdict(entry) | moments
