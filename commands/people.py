"""`manage.py people …`: one person in two channels, where they cannot do it themselves."""

import sys
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated, TypeVar
from zoneinfo import ZoneInfo

import typer

from commands.starting import settings_or_exit, with_store
from storage.identities import Identity, NoSuchIdentity, find, known_in
from storage.joining import join, obstacle, part
from storage.unit import Store

T = TypeVar("T")

app = typer.Typer(no_args_is_help=True, help="One person in several channels.")
WHO = typer.Argument(help="channel and the channel's id of the person, e.g. slack:U0123ABC")
REFUSALS = {
    "same": "They are one person already.",
    "taken": "One of them is joined to another chat already, or is in the same channel. Unlink it first.",
    "two": "The directory of teams knows them as two people.",
}


@app.command("show")
def people_show(who: Annotated[str, WHO]) -> None:
    """In which channels a person is known."""

    async def looking(store: Store) -> list[str]:
        async with store.unit() as unit:
            found = await find(unit.session, store.sealer, *_parted(who))
            return await known_in(unit.session, found.person)

    print("\n".join(_done(looking)))


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
