"""What can happen in a conversation, whatever door it came through."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Said:
    """The person wrote something. Plain text: the door has taken markup and mentions off.

    `message` is the channel's id of it, where it tells of edits by it.
    """

    text: str
    message: str = ""


@dataclass(frozen=True, slots=True)
class Edited:
    """The person changed a message they wrote before. `text` is what it says now, as in Said."""

    message: str
    text: str


@dataclass(frozen=True, slots=True)
class Deleted:
    """The person took back a message they wrote before."""

    message: str


@dataclass(frozen=True, slots=True)
class Brought:
    """The person brought a message they wrote elsewhere, to reflect on it. Plain text, as in Said."""

    text: str


@dataclass(frozen=True, slots=True)
class Pressed:
    """The person tapped a choice under the question with this id."""

    question: str
    choice: str


@dataclass(frozen=True, slots=True)
class Joined:
    """The person opened the conversation, for the first time or again."""


@dataclass(frozen=True, slots=True)
class Left:
    """The person removed the coach."""


@dataclass(frozen=True, slots=True)
class Nudged:
    """It is time for the coach to say something of its own accord. `plan`: what a follow-up is about."""

    kind: Literal["prompt", "reminder", "follow_up", "team"]
    plan: str = ""


Event = Said | Brought | Edited | Deleted | Pressed | Joined | Left | Nudged
