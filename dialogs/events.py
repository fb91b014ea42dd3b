"""What can happen in a conversation, whatever door it came through."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Said:
    """The person wrote something. Plain text: the door has taken markup and mentions off."""

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

    kind: Literal["prompt", "reminder", "follow_up"]
    plan: str = ""


Event = Said | Pressed | Joined | Left | Nudged
