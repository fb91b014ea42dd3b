"""The card each person has in front of them, so that it closes when they answer in words instead.

Kept in memory only: after a restart an old card stays open, and a tap on it is an old button, which
the conversation knows how to meet.
"""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

from bot.slack.blocks import SlackMessage

REMEMBERED: Final = 10_000
"""Cards kept in mind, the latest ones."""


@dataclass(frozen=True, slots=True)
class Card:
    """A message of ours with buttons, and where it stands."""

    channel: str
    ts: str
    message: SlackMessage


class OpenCards:
    """At most one for each person."""

    def __init__(self) -> None:
        self._open: OrderedDict[str, Card] = OrderedDict()

    def opened(self, user: str, card: Card) -> Card | None:
        """Remember the card. Returns the one that was open until now."""
        before = self._open.pop(user, None)
        self._open[user] = card
        if len(self._open) > REMEMBERED:
            self._open.popitem(last=False)
        return before

    def closed(self, user: str, ts: str) -> None:
        """The card was tapped, and closes by itself."""
        if user in self._open and self._open[user].ts == ts:
            del self._open[user]
