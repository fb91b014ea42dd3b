"""Where what a team does is published: in its own summary, or with others in that of the nearest parent."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from summaries.bands import K, least_members

People = frozenset[str]
Below = Mapping[str | None, Sequence["Team"]]


@dataclass(frozen=True, slots=True)
class Team:
    """A team of the directory. A person is a member of one team, their first; they contribute nowhere else."""

    id: str
    parent: str | None
    members: People
    managers: People


@dataclass(frozen=True, slots=True)
class PublishingUnit:
    """Teams whose contributions are published together, under the id of the topmost of them."""

    id: str
    teams: frozenset[str]
    viewers: People
    """The managers of all its teams. They are shown the summary, and are never counted in it."""
    members: People
    """Everybody who can contribute to it."""


def publishing_units(teams: Iterable[Team], k: int = K) -> tuple[PublishingUnit, ...]:
    """The units that are large enough. Teams in none of them publish nothing.

    A parent's size is not the number of people below it, but of those who publish there: where the
    large teams publish for themselves, two small ones do not become safe by having large neighbours.
    """
    below: dict[str | None, list[Team]] = {}
    for team in teams:
        below.setdefault(team.parent, []).append(team)
    units: list[PublishingUnit] = []
    for root in below.get(None, ()):
        _publish(root, below, least_members(k), units)
    return tuple(units)


def _publish(team: Team, below: Below, least: int, units: list[PublishingUnit]) -> list[Team]:
    """Add the units at and below a team; returns the teams left over for its parent."""
    waiting = [team]
    for child in below.get(team.id, ()):
        waiting += _publish(child, below, least, units)
    unit = _together(team.id, waiting)
    if len(unit.members) < least:
        return waiting
    units.append(unit)
    return []


def _together(unit: str, teams: list[Team]) -> PublishingUnit:
    nobody: People = frozenset()
    viewers = nobody.union(*(team.managers for team in teams))
    members = nobody.union(*(team.members for team in teams)) - viewers
    return PublishingUnit(unit, frozenset(team.id for team in teams), viewers, members)
