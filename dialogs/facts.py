"""What a turn needs to know from outside: handed in as values, so that a turn stays pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from catalog_data.model import Catalogue
from dialogs.contacts import Contact, Trouble, shown_for
from dialogs.joining import NOTHING_JOINED, Joining
from dialogs.rhythm import Closed, Rhythm, never
from dialogs.state import Outcome
from matching.types import Match
from texts.say import Language


@dataclass(frozen=True, slots=True)
class Heard:
    """Free text the matcher should hear before the turn is taken."""

    text: str
    topic: str | None
    language: Language
    agreed: bool = True
    """False while the person may still say no to this text: it stays in the house."""


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
class Overview:
    """A team overview as it was stored: its paragraphs, in both languages."""

    text: Mapping[Language, tuple[str, ...]]
    bars: tuple[int, ...] = ()
    """For each paragraph the quarters of the bar beside it; 0 where there is none."""
    id: str = ""


@dataclass(frozen=True, slots=True)
class TeamTheme:
    """One area a team works with for four weeks; `last` is its last day."""

    id: str
    area: str
    last: date
    picked_by_manager: bool
    """Otherwise it was next in rotation."""
    picker: str = ""
    """The manager who picked it, as their channel calls them; empty where that is not known."""


@dataclass(frozen=True, slots=True)
class ManagedUnit:
    """Where a team publishes that the person manages. `overviews` are the latest, newest first."""

    id: str
    name: str
    overviews: tuple[Overview, ...] = ()
    theme: TeamTheme | None = None
    proposals: tuple[str, ...] = ()
    """Areas to pick the next theme from."""


@dataclass(frozen=True, slots=True)
class MadeTeam:
    """A team of the person's that was made in their channel. `told`: they know of it."""

    id: str
    name: str
    told: bool


@dataclass(frozen=True, slots=True)
class TeamFacts:
    """What the municipality's directory says of the person, and the overviews they may read."""

    known: bool = False
    """Whether the directory names them at all."""
    profile: str = ""
    """What it says of their work, if anything: a role profile's key, or numbers."""
    sharing: bool = False
    unit: str = ""
    """Where their team publishes; empty where it does not."""
    overview: Overview | None = None
    """Their own team's last one."""
    theme: TeamTheme | None = None
    """Their own team's."""
    manager: bool = False
    manages: tuple[ManagedUnit, ...] = ()
    """Units of the teams they manage, as far as those publish."""
    made: MadeTeam | None = None
    """One that they do not know of goes first."""

    @property
    def overviews(self) -> tuple[Overview, ...]:
        """The last one of each unit they manage."""
        return tuple(unit.overviews[0] for unit in self.manages if unit.overviews)


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms the municipality keeps what people write. Days are what it has set."""

    basis: str = ""
    """The legal basis, as the municipality words it."""
    contact: str = ""
    """Whom to ask about one's data."""
    words: int = 365
    messages: int = 7
    log: int = 365
    person: int = 365
    recipients: tuple[str, ...] = ()
    """Who else than the municipality handles it: the channels, a second reader."""
    page: str = ""
    """Where all of it can be read."""
    shared: bool = False
    """Whoever is in a team counts in its figures until they say otherwise."""


@dataclass(frozen=True, slots=True)
class Facts:
    """`now` is aware, in the municipality's own time zone."""

    now: datetime
    catalogue: Catalogue
    nonce: str = ""
    """Drawn anew for every turn; it makes the id of the next question one of its kind."""
    unseen: bool = False
    """The coach's last question still waits to be sent, so that it can be taken back."""
    hearing: Hearing | None = None
    past: tuple[PastReflection, ...] = ()
    completed: int = 0
    """Reflections ever kept; `past` holds only the latest."""
    worked: Mapping[str, int] = field(default_factory=dict)
    """Reflections ever kept, by the code they were agreed to be about."""
    levelled: Mapping[str, datetime] = field(default_factory=dict)
    """When the person last chose a behaviour sentence, by code."""
    plans: tuple[OpenPlan, ...] = ()
    contacts: tuple[Contact, ...] = ()
    """Those of the person's unit, where the turn may name any; else everybody's."""
    rhythm: Rhythm = field(default_factory=Rhythm)
    closed: Closed = never
    next_prompt: datetime | None = None
    """Wall time of the prompt that stands in the calendar."""
    touched: Mapping[str, datetime] = field(default_factory=dict)
    """When each code was last reflected on; looked up for prompts only."""
    profile: str = ""
    """What the directory says of the person's work: a role profile's key, or numbers; empty where it says nothing."""
    theme: str = ""
    """The area or sub-competence the team works with these weeks; empty: none."""
    municipality: str = ""
    read_elsewhere: bool = False
    """Answers are also shown to a second reader outside this service, and the notice says so."""
    team: TeamFacts = TeamFacts()
    called: str = ""
    """What the channel calls the person. Kept nowhere, unless they do something in their own name."""
    terms: Terms = Terms()
    my_data: str = ""
    """A link to everything about the person, for a quarter of an hour; empty where no browser finds us."""
    erasing: bool = False
    """They asked for everything to go within a day, in whichever chat, and can still regret it."""
    joining: Joining = NOTHING_JOINED

    @property
    def picked(self) -> bool:
        """The municipality picked topics for this person by number."""
        named = self.catalogue.profiles.named(self.profile) is not None
        return bool(self.profile) and not named and bool(self.catalogue.listed(self.profile))

    @property
    def wall(self) -> datetime:
        """Now, as the clock on the wall shows it."""
        return self.now.replace(tzinfo=None)

    def contacts_for(self, trouble: Trouble) -> tuple[Contact, ...]:
        return shown_for(trouble, self.contacts)
