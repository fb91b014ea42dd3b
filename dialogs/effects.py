"""What a turn wants remembered beyond the conversation's own state. Storage carries it out."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from dialogs.rhythm import Rhythm
from dialogs.state import AnswerField, Draft

PlanOutcome = Literal["done", "partly", "not-yet", "drop"]


@dataclass(frozen=True, slots=True)
class KeepReflection:
    """The draft becomes a reflection, with its match, level and plan."""

    draft: Draft
    ask_at: datetime | None = None
    """Wall time at which its plan is followed up; None: the next time the person writes."""


@dataclass(frozen=True, slots=True)
class CorrectAnswer:
    """An answer of a kept reflection gets new words."""

    reflection: str
    field: AnswerField
    text: str


@dataclass(frozen=True, slots=True)
class ForgetReflection:
    """A kept reflection goes, with its match, level and plan."""

    reflection: str


@dataclass(frozen=True, slots=True)
class FollowUpPlan:
    """The person said how a plan went. `again` is the next date to ask, None when it is closed."""

    plan: str
    outcome: PlanOutcome
    again: date | None
    ask_at: datetime | None = None
    """Wall time of that; None: the next time the person writes."""


@dataclass(frozen=True, slots=True)
class SetRhythm:
    """The person's pace from now on, and the wall time of the next prompt; None: there is none."""

    rhythm: Rhythm
    next: datetime | None


@dataclass(frozen=True, slots=True)
class RemindOfDraft:
    """A reflection was begun. If it still waits at this wall time, one reminder."""

    at: datetime


@dataclass(frozen=True, slots=True)
class ErasePerson:
    """Everything about the person goes, this conversation included."""


@dataclass(frozen=True, slots=True)
class EraseLater:
    """The same at a moment of theirs, unless they say otherwise before."""

    at: datetime


@dataclass(frozen=True, slots=True)
class KeepAfterAll:
    """Nothing goes that was to go later."""


@dataclass(frozen=True, slots=True)
class NoteWarning:
    """The person was told that all of it goes unless they come back."""


@dataclass(frozen=True, slots=True)
class ShareWithTeam:
    """Whether what the person does counts in their team's overview."""

    on: bool


@dataclass(frozen=True, slots=True)
class SawOverview:
    """A manager is shown the overviews of these units; not `asked` for, but brought."""

    units: tuple[str, ...]
    asked: bool = True


@dataclass(frozen=True, slots=True)
class PickTheme:
    """A manager picks the area a unit of theirs works with for four weeks."""

    unit: str
    area: str
    picker: str = ""
    """What the channel calls whoever picks; empty where it does not say."""


@dataclass(frozen=True, slots=True)
class ThemeTold:
    """The person has just been told of their team's theme: nobody tells them again."""


@dataclass(frozen=True, slots=True)
class TeamTold:
    """The person knows that this team was made, and that they are in it."""

    team: str


@dataclass(frozen=True, slots=True)
class DeclineTeam:
    """The person wants no part in this team."""

    team: str


@dataclass(frozen=True, slots=True)
class OfferCode:
    """This code, written in another chat within its time, joins that chat to this person."""

    code: str


@dataclass(frozen=True, slots=True)
class JoinChats:
    """The code was right: what both hold becomes one person's."""

    code: str


@dataclass(frozen=True, slots=True)
class GuessCode:
    """A wrong code was tried."""


@dataclass(frozen=True, slots=True)
class PartChats:
    """This channel's chat stands alone again; each keeps what it brought."""

    channel: str


Effect = (
    KeepReflection
    | CorrectAnswer
    | ForgetReflection
    | FollowUpPlan
    | SetRhythm
    | RemindOfDraft
    | ErasePerson
    | EraseLater
    | KeepAfterAll
    | NoteWarning
    | ShareWithTeam
    | SawOverview
    | PickTheme
    | ThemeTold
    | TeamTold
    | DeclineTeam
    | OfferCode
    | JoinChats
    | GuessCode
    | PartChats
)
