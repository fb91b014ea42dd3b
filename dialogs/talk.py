"""The parts every step is made of: what it sees, what it asks, and where an answer leads."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from catalog_data.model import Prose
from dialogs.effects import Effect
from dialogs.facts import Facts, Heard
from dialogs.replies import Choice, Layout, Line
from dialogs.state import Draft, State

SKIP: Final = "skip"
"""The choice every skippable step understands, tapped or written."""


ASIDES: Final = frozenset({"resume", "reminder", "erase", "edit", "edit-text", "personal-data", "pace", "pace-check"})
"""Steps that come in between. Each leads back to the step that waits in `State.before`."""


@dataclass(frozen=True, slots=True)
class Talk:
    """Where the conversation is and what is known: all a step may look at."""

    state: State
    facts: Facts

    @property
    def draft(self) -> Draft:
        """The reflection under way. Only steps inside a reflection may ask for it."""
        if self.state.draft is None:
            raise LookupError(f"step {self.state.step} needs a draft")
        return self.state.draft

    def prose(self, code: str) -> Prose:
        return self.facts.catalogue.prose(code, self.state.language)

    def title(self, code: str | None) -> str:
        """The competence's full name in the person's language; empty when there is none."""
        return self.prose(code).name if code else ""

    def to(self, step: str, **changes: Any) -> State:
        """The state with another step on screen."""
        return self.state.model_copy(update={"step": step, **changes})

    @property
    def base(self) -> str:
        """The step on screen, or the one that waits behind an aside."""
        return (self.state.before or "menu") if self.state.step in ASIDES else self.state.step

    @property
    def waiting(self) -> State:
        """The state at the question that waits behind an aside: also that for the new words of an answer."""
        before = self.base if self.state.editing else ""
        return self.to(self.state.behind, before=before, held="")

    def turns_aside(self, step: str, *, held: str = "") -> State:
        """The state at an aside, from which one comes back to where one was."""
        correcting = step == "personal-data" and self.state.step in {"personal-data", "edit-text"}
        editing = self.state.editing if correcting else ""  # what is held was written as the new words of an answer
        return self.to(step, before=self.base, held=held, editing=editing)

    def drafted(self, **changes: Any) -> "Talk":
        """The same talk with the draft changed."""
        draft = self.draft.model_copy(update=changes)
        return Talk(self.state.model_copy(update={"draft": draft}), self.facts)


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a step puts on screen. Drawn again from the state after help or an interruption."""

    lines: tuple[Line, ...]
    choices: tuple[Choice, ...] = ()
    layout: Layout = "text"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the person answered: a choice on screen (tapped or written), or free text."""

    text: str = ""
    choice: str = ""
    unsure: bool = False
    """They wrote "ved ikke" or the like: information, never a low level (rule 5)."""


@dataclass(frozen=True, slots=True)
class Move:
    """Where an answer leads. `lines` open the next question's message; `aside` goes before it."""

    state: State
    lines: tuple[Line, ...] = ()
    effects: tuple[Effect, ...] = ()
    aside: tuple[Prompt, ...] = ()


Hears = Callable[[State, Answer], Heard | None]


def hears_nothing(_state: State, _answer: Answer) -> Heard | None:
    return None


@dataclass(frozen=True, slots=True)
class Step:
    """One named place in the conversation.

    `leads_to` is declared, not discovered: the map is drawn from it and a test walks every
    flow to see that no answer leads elsewhere.
    """

    name: str
    ask: Callable[[Talk], Prompt]
    answer: Callable[[Talk, Answer], Move]
    leads_to: tuple[str, ...]
    free: bool = False
    """Free text is an answer here, not only a choice."""
    reflecting: bool = False
    """Part of a reflection: the turn counts, and back, skip, edit and delete mean the draft."""
    counts: bool = False
    """The answer spends one of the six turns (rule 1)."""
    skippable: bool = False
    otherwise: str = ""
    """The step that takes free text which is no answer here: after `stop` one may just tell on."""
    hears: Hears = field(default=hears_nothing)
    """What the matcher should hear before this step can take the answer."""
