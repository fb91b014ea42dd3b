"""What a turn wants remembered beyond the conversation's own state. Storage carries it out."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from dialogs.state import AnswerField, Draft

PlanOutcome = Literal["done", "partly", "not-yet", "drop"]


@dataclass(frozen=True, slots=True)
class KeepReflection:
    """The draft becomes a reflection, with its match, level and plan."""

    draft: Draft


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


@dataclass(frozen=True, slots=True)
class ErasePerson:
    """Everything about the person goes, this conversation included."""


@dataclass(frozen=True, slots=True)
class ShareWithTeam:
    """Whether what the person does counts in their team's overview."""

    on: bool


Effect = KeepReflection | CorrectAnswer | ForgetReflection | FollowUpPlan | ErasePerson | ShareWithTeam
