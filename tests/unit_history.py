"""A publishing unit through the weeks, made up from a seed: who belonged to it, shared, worked, left.

Whoever attacks the summaries knows every roster; whoever checks them knows everything here.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from catalog_data.model import Catalogue
from summaries.bands import K, least_members
from summaries.facts import Contribution, Kind, Outcome, TeamWeek
from summaries.week import Week

ZONE = ZoneInfo("Europe/Copenhagen")
FIRST = Week(2026, 40)  # the weeks run over the end of summer time
WINDOW = 4
"""Weeks a contribution may wait."""
AREAS = ("1.1", "1.2", "1.3", "3.2", "3.3", "5.2")
KINDS: tuple[Kind, ...] = ("reflection", "follow-up")
OUTCOMES: tuple[Outcome | None, ...] = (None, "good", "hard", "mixed")
VIEWER = "manager"


@dataclass
class UnitHistory:
    """Weeks are lived one after the other; after each, `facts` is what the summary is made from."""

    rng: Random
    catalogue: Catalogue
    k: int = K
    roster: set[str] = field(default_factory=set)
    sharing: set[str] = field(default_factory=set)
    rosters: list[frozenset[str]] = field(default_factory=list)
    """Who could contribute, week by week; the viewer is not among them."""
    contributions: list[Contribution] = field(default_factory=list)
    born: int = 0

    def __post_init__(self) -> None:
        self.activity = self.rng.choice((0.15, 0.4, 0.7, 1.0))
        self.areas = AREAS[: self.rng.randint(1, len(AREAS))]
        for _ in range(least_members(self.k) + self.rng.choice((0, 1, 3, 6, 15))):
            self._joins()

    def live_a_week(self) -> None:
        self._changes()
        self.rosters.append(frozenset(self.roster))
        week = FIRST.later(len(self.rosters) - 1)
        for person in sorted({*self.roster, VIEWER}):
            if (person in self.sharing or person == VIEWER) and self.rng.random() < self.activity:
                self._works(person, week)

    def facts(self, released: set[str]) -> TeamWeek:
        return TeamWeek(
            unit="unit",
            week=FIRST.later(len(self.rosters) - 1),
            zone=ZONE,
            catalogue=self.catalogue,
            contributions=tuple(one for one in self.contributions if one.id not in released),
            sharing=frozenset(self.sharing | {VIEWER}),
            viewers=frozenset({VIEWER}),
            members=min(len(roster) for roster in self.recent_rosters()),
        )

    def recent_rosters(self) -> list[frozenset[str]]:
        return self.rosters[-WINDOW:]

    def _joins(self) -> None:
        self.born += 1
        self.roster.add(f"p{self.born}")
        self.sharing.add(f"p{self.born}")

    def _changes(self) -> None:
        """Somebody may come, go, stop or start sharing, or be erased."""
        chance = self.rng.random()
        someone = self.rng.choice(sorted(self.roster)) if self.roster else ""
        if chance < 0.15:
            self._joins()
        elif chance < 0.3:
            self.roster.discard(someone)  # what they shared while they were here still counts
        elif chance < 0.4:
            self.sharing.discard(someone)
        elif chance < 0.45:
            self.sharing |= self.roster
        elif chance < 0.5:
            self.roster.discard(someone)
            self.sharing.discard(someone)
            self.contributions = [one for one in self.contributions if one.person != someone]

    def _works(self, person: str, week: Week) -> None:
        if len(self.roster) < least_members(self.k):
            return  # there is no unit to contribute to
        for _ in range(self.rng.randint(1, 2)):
            self.contributions.append(
                Contribution(
                    id=f"c{len(self.contributions)}-{len(self.rosters)}-{person}",
                    person=person,
                    unit="unit",
                    area=self.rng.choice(self.areas),
                    kind=self.rng.choice(KINDS),
                    outcome=self.rng.choice(OUTCOMES),
                    finished=_moment(self.rng, week),
                )
            )


def _moment(rng: Random, week: Week) -> datetime:
    return week.cutoff(ZONE) - timedelta(minutes=rng.randint(1, 7 * 24 * 60))
