"""What was said in the browser conversations while the service runs: kept in memory only, so
that a reload shows it again and every open page of the same visitor sees the same."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

Activity = dict[str, Any]
"""One Direct Line activity, as the JSON the page reads."""

KEPT: Final = 200
"""Activities kept of a conversation; older ones are gone from the page at the next reload."""
CONVERSATIONS: Final = 1000
"""Conversations kept; the one longest untouched goes first, and begins anew at its next visit."""


class ConversationLog:
    """One conversation. Every activity has a place: its moment in milliseconds, never twice the
    same. So places go on rising after a restart, and a page that stayed open never mistakes a
    new activity for one it has shown."""

    def __init__(self, conversation: str, clock: Callable[[], float] = time.time) -> None:
        self.conversation = conversation
        self.opened = False
        """The coach knows that somebody is here."""
        self.ended = False
        self._clock = clock
        self._last = 0
        self._activities: dict[int, Activity] = {}
        self._reserved: set[int] = set()
        self._changed = asyncio.Event()

    @property
    def empty(self) -> bool:
        return not self._activities

    def append(self, activity: Activity) -> None:
        """Add what the coach says."""
        self._put(self._next(), activity)

    def reserve(self) -> int:
        """A place for what the visitor is saying. Whatever comes after it waits until the place
        is settled, so that an answer never shows before the words it answers."""
        place = self._next()
        self._reserved.add(place)
        return place

    def settle(self, place: int, activity: Activity | None) -> None:
        """Fill a reserved place, or give it up when the words were not stored."""
        self._reserved.discard(place)
        if activity is not None:
            self._put(place, activity)
        self._wake()

    def id_at(self, place: int) -> str:
        return f"{self.conversation}|{place:013d}"

    def since(self, watermark: int) -> tuple[list[Activity], int]:
        """What the page has not seen yet, in order, and its next watermark."""
        limit = min(self._reserved, default=self._last + 1)
        places = sorted(place for place in self._activities if watermark < place < limit)
        return [self._activities[place] for place in places], max(places, default=watermark)

    async def news(self) -> None:
        """Returns at the next change. Ask `since` first: nothing between the two is missed."""
        await self._changed.wait()

    def end(self) -> None:
        """Let go of the pages that listen; they come back by themselves if somebody is there."""
        self.ended = True
        self._wake()

    def _next(self) -> int:
        self._last = max(self._last + 1, int(self._clock() * 1000))
        return self._last

    def _put(self, place: int, activity: Activity) -> None:
        moment = datetime.fromtimestamp(place / 1000, UTC)
        self._activities[place] = activity | {
            "id": self.id_at(place),
            "timestamp": moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "channelId": "directline",
            "conversation": {"id": self.conversation},
        }
        while len(self._activities) > KEPT:
            del self._activities[min(self._activities)]
        self._wake()

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()


class Logs:
    """All conversations of the browser door."""

    def __init__(self, clock: Callable[[], float] = time.time, most: int = CONVERSATIONS) -> None:
        self._clock = clock
        self._most = most
        self._logs: OrderedDict[str, ConversationLog] = OrderedDict()

    def of(self, conversation: str) -> ConversationLog:
        log = self._logs.get(conversation)
        if log is None:
            log = self._logs[conversation] = ConversationLog(conversation, self._clock)
            while len(self._logs) > self._most:
                self._logs.popitem(last=False)[1].end()
        self._logs.move_to_end(conversation)
        return log

    def end(self) -> None:
        """The service stops: let go of every page."""
        for log in self._logs.values():
            log.end()
