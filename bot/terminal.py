"""The same coach in a terminal, or in a pipe: one line in, the coach's answer out."""

import asyncio
import getpass
from typing import Final, Protocol, TextIO
from uuid import uuid4

from bot.plain import plain_text_of
from dialogs.events import Event, Joined, Said
from dialogs.replies import Reply
from service.door import Address, Incoming, NotStored

CHANNEL: Final = "terminal"


class Takes(Protocol):
    """The coach, as far as a door needs it."""

    async def take(self, incoming: Incoming) -> object: ...


class Delivers(Protocol):
    """Lets the door wait until everything posted has been shown."""

    async def quiet(self) -> None: ...


class TerminalDoor:
    """Prints replies. One conversation per user of the machine."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    async def show(self, address: Address, reply: Reply) -> None:
        print(plain_text_of(reply), file=self._out, flush=True)
        print(file=self._out, flush=True)


async def converse(coach: Takes, delivery: Delivers, lines: TextIO, out: TextIO) -> None:
    """Talk until the end of input. An answer is out before the next line is read."""
    user = getpass.getuser()

    async def take(event: Event) -> None:
        try:
            await coach.take(Incoming(Address(CHANNEL, user), user, uuid4().hex, event))
        except NotStored:
            print("Det blev ikke gemt. Prøv at skrive det igen.", file=out, flush=True)
        await delivery.quiet()

    await take(Joined())
    while line := await asyncio.to_thread(lines.readline):
        await take(Said(text_of(line)))


def text_of(line: str) -> str:
    """What was typed. Bytes that are no text come through a pipe as halves of characters, which nothing can store."""
    return line.rstrip("\n").encode("utf-8", "replace").decode()
