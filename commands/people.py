"""`manage.py people …`: what is kept about one person, and one person in two channels."""

import sys
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated, TypeVar
from zoneinfo import ZoneInfo

import typer

from bot.readable import as_page
from catalog_data.loader import load_catalogue
from commands.starting import settings_or_exit, with_store
from service.rights import Export, as_json, erase_person, export
from storage.audit import note
from storage.exporting import counts
from storage.identities import Identity, NoSuchIdentity, find, find_anybody, known_in
from storage.joining import join, obstacle, part
from storage.unit import Store

T = TypeVar("T")

app = typer.Typer(no_args_is_help=True, help="What is kept about one person: show, export, erase, link, unlink.")
WHO = typer.Argument(help="channel and the channel's id of the person, e.g. slack:U0123ABC")
ANYBODY = typer.Argument(
    metavar="PERSON", help="channel and id, e.g. msteams:29:1abc; or an e-mail or directory id of the list of teams"
)
REFUSALS = {
    "same": "They are one person already.",
    "taken": "One of them is joined to another chat already, or is in the same channel. Unlink it first.",
    "two": "The directory of teams knows them as two people.",
}


@app.command("show")
def people_show(who: Annotated[str, ANYBODY]) -> None:
    """In which channels a person is known, and how much of each kind is kept about them."""

    async def looking(store: Store) -> list[str]:
        async with store.unit() as unit:
            person = await find_anybody(unit.session, store.sealer, who)
            channels = await known_in(unit.session, person)
            kept = await counts(unit.session, store.sealer, person)
            await note(unit.session, store.sealer, "operator", "shown", _now(), person=person)
            return [*channels, *(f"{name}: {count}" for name, count in kept.items() if count)]

    print("\n".join(_done(looking)))


@app.command("export")
def people_export(
    who: Annotated[str, ANYBODY],
    html: Annotated[bool, typer.Option("--html", help="to be read and printed; without, JSON")] = False,
) -> None:
    """Everything that is kept about PERSON, on standard output: `people export PERSON > file`."""
    settings = settings_or_exit()

    async def exporting(store: Store) -> Export:
        async with store.unit() as unit:
            person = await find_anybody(unit.session, store.sealer, who)
        return await export(store, load_catalogue(), person, _now(), by="operator", municipality=settings.municipality)

    found = _done(exporting)
    print(as_page(found) if html else as_json(found))


@app.command("erase")
def people_erase(
    who: Annotated[str, ANYBODY],
    yes: Annotated[bool, typer.Option("--yes", help="do it; without, only say what would go")] = False,
) -> None:
    """Everything that is kept about PERSON goes, at once and for good. Their place in the list of teams stays."""

    async def erasing(store: Store) -> dict[str, int]:
        async with store.unit() as unit:
            person = await find_anybody(unit.session, store.sealer, who)
            kept = await counts(unit.session, store.sealer, person)
            if not yes:
                await note(unit.session, store.sealer, "operator", "shown", _now(), person=person)
        if yes:
            await erase_person(store, person, _now(), by="operator")
        return kept

    kept = _done(erasing)
    print("\n".join(f"{name}: {count}" for name, count in kept.items() if count))
    print(
        "All of it is gone. What was said in Teams or Slack lies there too: that copy is not the coach's to erase."
        if yes
        else "Nothing was erased; --yes erases it for good."
    )


@app.command("link")
def people_link(
    kept: Annotated[str, WHO],
    brought: Annotated[str, WHO],
) -> None:
    """Make BROUGHT the same person as KEPT. What both have kept is shared from then on; `unlink` undoes it."""

    async def linking(store: Store) -> str:
        async with store.unit() as unit:
            one = await find(unit.session, store.sealer, *_parted(kept))
            other = await find(unit.session, store.sealer, *_parted(brought))
            found = await obstacle(unit.session, one.person, other.person)
            if found == "good":
                await join(unit.session, unit.keys, one.person, other.person, _now())
                await note(unit.session, store.sealer, "operator", "linked", _now(), person=one.person)
            return found

    refusal = REFUSALS.get(_done(linking))
    if refusal:
        sys.exit(refusal)
    print("They are one person now.")


@app.command("unlink")
def people_unlink(who: Annotated[str, WHO]) -> None:
    """Take a channel out again. It keeps what it brought; what came since stays with the others."""

    async def unlinking(store: Store) -> bool:
        async with store.unit() as unit:
            found: Identity = await find(unit.session, store.sealer, *_parted(who))
            await note(unit.session, store.sealer, "operator", "unlinked", _now(), person=found.person)
            return await part(unit.session, unit.keys, found.person, found.channel, _now())

    if not _done(unlinking):
        sys.exit("They are in one channel only.")
    print("The channel stands alone now.")


def _parted(who: str) -> tuple[str, str]:
    channel, colon, user = who.partition(":")
    if not (channel and colon and user):
        sys.exit(f"{who} should be a channel and an id, such as slack:U0123ABC")
    return channel, user


def _now() -> datetime:
    return datetime.now(ZoneInfo(settings_or_exit().time_zone))


def _done(work: Callable[[Store], Awaitable[T]]) -> T:
    try:
        return with_store(settings_or_exit(), work)
    except NoSuchIdentity as fault:
        sys.exit(str(fault))
