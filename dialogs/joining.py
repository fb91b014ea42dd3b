"""One person in two chats: a code shown in one and written in the other joins what both hold."""

import re
from dataclasses import dataclass
from typing import Final, Literal

from dialogs.commands import read_command
from dialogs.events import Event, Said
from dialogs.state import State
from dialogs.wording import plain_text

SIGNS: Final = "23456789BCDFGHJKMNPQRTVWXZ"
"""No vowels, so that a code is never a word; nothing that looks like something else."""
HALF: Final = 4
"""Signs before and after the hyphen: 26^8 codes."""
_SIGNS: Final = f"[{SIGNS}]{{{HALF}}}"
_CODE: Final = re.compile(rf"(?:(?:forbind|connect)\s+)?({_SIGNS})-({_SIGNS})", re.IGNORECASE)
_CALLED: Final = re.compile(rf"(?:forbind|connect)\s+({_SIGNS})\s?({_SIGNS})", re.IGNORECASE)

_COMMANDS: Final = frozenset({"connect", "disconnect"})

Found = Literal["good", "unknown", "tired", "same", "taken", "two"]
"""What became of a code: good · unknown: wrong, used or too old · tired: too many wrong ones · same: it is
this person's own · taken: one of the chats is joined already · two: the directory knows them as two people."""


@dataclass(frozen=True, slots=True)
class Joining:
    """What a turn about joining is told. `fresh` is a code nobody has seen yet."""

    fresh: str = ""
    found: Found | None = None
    here: str = ""
    """The channel this is said in."""
    joined: bool = False
    """Whether the person is known from another chat too."""


NOTHING_JOINED: Final = Joining()


def is_about_joining(state: State, event: Event) -> bool:
    """Whether a turn on this event may ask what stands above."""
    if not isinstance(event, Said) or not state.greeted:
        return False
    return read_code(event.text) is not None or read_command(plain_text(event.text), state.language) in _COMMANDS


def read_code(text: str) -> str | None:
    """The code this whole message is, with or without the command before it."""
    said = plain_text(text).rstrip(".! ")
    found = _CODE.fullmatch(said) or _CALLED.fullmatch(said)
    return f"{found[1]}-{found[2]}".upper() if found else None
