"""What a turn needs to know from outside: handed in as values, so that a turn stays pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from catalog_data.model import Catalogue
from dialogs.state import Outcome
from matching.types import Match
from texts.say import Language


@dataclass(frozen=True, slots=True)
class Heard:
    """Free text the matcher should hear before the turn is taken."""

    text: str
    topic: str | None
    language: Language


@dataclass(frozen=True, slots=True)
class Hearing:
    """What the matcher heard in it."""

    heard: Heard
    match: Match
    named: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PastReflection:
    """A kept reflection, newest first in `Facts.past`."""

    id: str
    code: str | None
    finished: datetime
    outcome: Outcome | None
    level: int | None
    episode: str
    judgement: str
    learning: str
    started: datetime | None = None


@dataclass(frozen=True, slots=True)
class OpenPlan:
    """A plan that is neither done nor dropped. `follow_up` is the day the person chose, if any."""

    id: str
    reflection: str
    code: str | None
    text: str
    follow_up: date | None
    asked: int
    """How often it was asked about."""


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to turn to, named by the municipality."""

    name: str
    reach: str


@dataclass(frozen=True, slots=True)
class Facts:
    """`now` is aware, in the municipality's own time zone."""

    now: datetime
    catalogue: Catalogue
    hearing: Hearing | None = None
    past: tuple[PastReflection, ...] = ()
    completed: int = 0
    """Reflections ever kept; `past` holds only the latest."""
    levelled: Mapping[str, datetime] = field(default_factory=dict)
    """When the person last chose a behaviour sentence, by code."""
    plans: tuple[OpenPlan, ...] = ()
    contacts: tuple[Contact, ...] = ()
    municipality: str = ""
