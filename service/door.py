"""The port between the coach at work and the channels. `app.py` fills it; the service never
knows which channel is behind it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from dialogs.events import Event
from dialogs.replies import Reply
from texts.say import Language

Failure = Literal["retry", "dead", "gone", "ambiguous"]
"""retry: certainly not shown, may be sent again · dead: never will be · gone: nor will anything
else in this conversation, until the person is heard from · ambiguous: may have been shown, so
it is not blindly sent again."""

Render = Callable[[Reply | None, Sequence[Reply]], str | None]
"""A door's way to answer in the request itself, given the question that was tapped, as it stands now
(None: nothing was tapped, or it is no longer kept), and what the coach says."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a conversation can be reached. `details` is the door's own, stored sealed."""

    channel: str
    conversation: str
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Incoming:
    """One authenticated, validated event, translated by a door.

    `message` is the channel's own id of it: the same id twice is the same message.
    `user` is the channel's id of the person; `directory` their id in the municipality's directory
    and `email` their address there, only where the channel vouches for them. `language` is what the
    channel says the person reads, if it does; it counts at first contact only. `render` is given where the
    channel wants an answer in the request itself: what it returns is stored with the turn, and
    answered again word for word when the channel asks again. `name` is what the channel calls the person;
    `origin` where the person's browser reached us, for a door that is a page of our own.
    """

    address: Address
    user: str
    message: str
    event: Event
    language: Language | None = None
    render: Render | None = None
    directory: str = ""
    email: str = ""
    name: str = ""
    origin: str = ""


class NotDelivered(Exception):
    """A door could not show a reply. `retry_after` is in seconds, where the channel said so;
    `reason` is for the operator, and holds no more than a status and a code."""

    def __init__(self, failure: Failure, retry_after: float | None = None, reason: str = "") -> None:
        super().__init__(failure)
        self.failure = failure
        self.retry_after = retry_after
        self.reason = reason


class NotStored(Exception):
    """The turn could not be committed: nothing was changed and nothing said. The channel should
    send the message again."""


class TooFast(NotStored):
    """The person sends more than one person does. `wait` is in seconds."""

    def __init__(self, wait: float) -> None:
        super().__init__()
        self.wait = wait


class Door(Protocol):
    """A channel's way of showing a reply."""

    async def show(self, address: Address, reply: Reply) -> None:
        """Show it, or raise NotDelivered. Called in order per conversation."""
