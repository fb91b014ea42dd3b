"""A second reader beside the built-in matcher: off by default, asked before the transaction, never waited for long.

`app.py` fills the port, with `EmbeddingsReader` or `ChatReader`. Whatever goes wrong, the built-in match
stands; the operator sees it counted in /readyz, the person sees nothing of it.
"""

import asyncio
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any, Final, Protocol

import structlog

from catalog_data.model import Catalogue
from dialogs.facts import Hearing
from dialogs.rereading import may_be_reread
from matching.types import Match

TOO_SLOW: Final = "too slow"
FAULT: Final = "fault"

log = structlog.get_logger()


class NoReading(Exception):
    """The reader has nothing to say. `reason` is a few plain words for the operator, never anything it read."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class SecondReader(Protocol):
    """Somebody who reads better than the built-in matcher, and may take longer or be away."""

    outside: bool
    """Whether texts leave this service to be read; then the notice to employees says so."""

    async def read(self, hearing: Hearing) -> Match:
        """A better match for what was heard. Raises NoReading; may be cancelled at any time."""

    async def close(self) -> None:
        """Let go of threads and connections."""


@dataclass(slots=True)
class Tally:
    """How often the reader answered, and how often the built-in match stood, by reason; since the start.

    What it was not shown is not counted: words of distress leave no trace.
    """

    answered: int = 0
    fell_back: Counter[str] = field(default_factory=Counter)

    def shown(self) -> dict[str, Any]:
        return {"answered": self.answered, "fell_back": dict(self.fell_back)}


class Rereading:
    """Has everything that may be shown read again, for at most so many seconds."""

    def __init__(self, reader: SecondReader, catalogue: Catalogue, seconds: float) -> None:
        self.tally: Final = Tally()
        self.outside: Final = reader.outside
        self._reader = reader
        self._catalogue = catalogue
        self._seconds = seconds

    async def reread(self, hearing: Hearing) -> Hearing:
        """The hearing with the reader's match, or as it was. Never raises but when cancelled itself."""
        if not may_be_reread(hearing.heard, self._catalogue):
            return hearing
        try:
            async with asyncio.timeout(self._seconds):
                match = await self._reader.read(hearing)
        except NoReading as none:
            return self._as_it_was(hearing, none.reason)
        except TimeoutError:
            return self._as_it_was(hearing, TOO_SLOW)
        except Exception as fault:  # noqa: BLE001 - a reader of whatever kind must never cost a turn
            log.warning("second_reader.fault", fault=type(fault).__name__)
            return self._as_it_was(hearing, FAULT)
        self.tally.answered += 1
        return replace(hearing, match=match)

    async def close(self) -> None:
        await self._reader.close()

    def _as_it_was(self, hearing: Hearing, reason: str) -> Hearing:
        self.tally.fell_back[reason] += 1
        log.info("second_reader.fell_back", reason=reason)
        return hearing
