"""What a summary is made from: one publishing unit's week, handed in as values."""

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Final, Literal

from catalog_data.model import Catalogue
from summaries.questions import Question
from summaries.week import Week

Kind = Literal["reflection", "follow-up"]
"""What the person did: kept a reflection, or told how a plan went. Never shown apart."""
Outcome = Literal["good", "hard", "mixed"]
"""Only ever from a tapped choice, never inferred from words."""

FRESH: Final = timedelta(days=28)
"""How long a contribution may wait for others before it is no longer shown to anybody."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """That a person worked with an area. Made only while they shared, and without a word they wrote."""

    id: str
    person: str
    unit: str
    """The publishing unit, fixed when this was saved: later moves change nothing."""
    area: str
    """Such as "1.2"."""
    kind: Kind
    outcome: Outcome | None
    finished: datetime
    released: bool = False
    """Whether it was part of a release. It never is part of two."""


@dataclass(frozen=True, slots=True)
class TeamWeek:
    """Everything `summarise` may know."""

    unit: str
    week: Week
    zone: tzinfo
    catalogue: Catalogue
    contributions: tuple[Contribution, ...]
    sharing: frozenset[str]
    """People who share with their team now. Whoever was erased shares nothing."""
    viewers: frozenset[str]
    """People who are shown this summary; they are never counted in it."""
    members: int
    """The fewest people who, at any time in the last 28 days, could have contributed to this unit;
    viewers are not among them. Not who shares or takes part: what anybody with the rosters knows."""
    asked: tuple[Question, ...] = ()
    """Questions this unit's overviews have asked in the last twelve weeks."""

    @property
    def cutoff(self) -> datetime:
        return self.week.cutoff(self.zone)
