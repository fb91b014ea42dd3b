"""What a match is, for everyone who wants to speak of one."""

from typing import Literal, Protocol

from pydantic import BaseModel, ConfigDict

from texts.say import Language

Outcome = Literal["propose", "choose", "none"]
"""propose: one is clearly meant · choose: let the person pick · none: nothing here fits."""


class Candidate(BaseModel):
    """A sub-competence the text may be about."""

    model_config = ConfigDict(frozen=True)

    code: str
    confidence: float
    """Between 0 and 1; comparable within one match."""
    because: tuple[str, ...] = ()
    """The person's own words that spoke for it, the strongest first."""


class Match(BaseModel):
    """Up to ten candidates, the best first; they are listed even when the outcome is none."""

    model_config = ConfigDict(frozen=True)

    outcome: Outcome
    candidates: tuple[Candidate, ...] = ()


class Matcher(Protocol):
    """Hears which of the 60 sub-competences a text is about."""

    def match(self, text: str, *, topic: str | None, language: Language) -> Match:
        """`topic`: the area or sub-competence the dialogue is already about, if any."""

    def named(self, text: str, language: Language) -> tuple[str, ...]:
        """Codes whose code, name or everyday name the text spells, typos forgiven; at most five."""
