"""What the coach remembers between two messages of one conversation.

It is stored as versioned JSON, sealed. Steps are named, never numbered, so that a new
release finds its place again; an unknown name leads to the menu with an apology.
"""

from datetime import date, datetime, timedelta
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict

from catalog_data.model import Perspective
from dialogs.rhythm import Rhythm
from matching.types import Candidate
from texts.say import Language

DRAFT_LIFE: Final = timedelta(days=7)
"""How long an unfinished reflection is kept (promised to the person when they stop)."""

Outcome = Literal["good", "hard", "mixed"]
"""Only ever from a tapped choice, never inferred from words."""

AnswerField = Literal["episode", "judgement", "learning", "plan"]


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True)


class Draft(_Value):
    """A reflection under way. It counts nowhere until the person taps Gem."""

    started: datetime
    perspective: Perspective
    opener: str
    short: bool = False
    topic: str | None = None
    """Chosen before the person told anything."""
    code: str | None = None
    """The sub-competence the person agreed to; None: unmatched, which is fine."""
    episode: str = ""
    reminded: bool = False
    """The one reminder about it was sent (rule 10)."""
    tapped: bool = False
    """The episode is one of the coach's own examples, so it is known what it is about."""
    judgement: str = ""
    outcome: Outcome | None = None
    learning: str = ""
    level: int | None = None
    plan: str = ""
    follow_up: date | None = None
    candidates: tuple[Candidate, ...] = ()
    rejected: tuple[str, ...] = ()
    answers: int = 0
    """Turns the person has spent; the budget is six (rule 1)."""
    probed: bool = False
    redirected: bool = False
    trail: tuple[str, ...] = ()
    """Steps already asked, for `tilbage`."""


class Undo(_Value):
    """What `fortryd` brings back."""

    step: str
    draft: Draft


class Answered(_Value):
    """The answer given last. Until our reply to it is shown, more may be added to it (rule 11)."""

    text: str = ""
    """What was written; empty where it was tapped."""
    before: "State | None" = None
    """Where the conversation was, so that a longer answer can be taken from there."""


class Written(_Value):
    """Where the words of a message went, so that an edit of it finds them. It holds no words itself."""

    message: str
    reflection: datetime | None = None
    """When the reflection began, draft or kept; None while the message is held back."""
    field: AnswerField | Literal["held"]
    start: int = 0
    """The message's part of the answer, in characters, as in a slice."""
    end: int
    whole: int
    """Length of the whole answer: an answer of another length was changed in some other way since."""


class Work(_Value):
    """What the person said of their own work. It says what to suggest, and never what they should be able to."""

    kind: str = ""
    """A role profile's key; empty: as the directory has it, if it has any."""
    answers: dict[str, bool] = {}
    """By question; what was skipped is not in it."""


class State(_Value):
    """One conversation. `turn` counts what was taken and fences lost races."""

    format: Literal[1] = 1
    turn: int = 0
    nonce: str = ""
    """Drawn for each question: turns are counted anew after an erasure, and again after a restore."""
    language: Language = "da"
    step: str = "welcome"
    before: str = ""
    """Where an aside (resume, erase …) returns to."""
    greeted: bool = False
    quiet: bool = False
    draft: Draft | None = None
    undo: Undo | None = None
    held: str = ""
    """A message that waits while we ask: whether to go on, or whether to use it without personal data."""
    repairs: int = 0
    """Times in a row that we did not understand."""
    sessions: int = 0
    """Reflections begun: turns the wheel of perspectives and wordings."""
    openers: tuple[str, ...] = ()
    """The last openers, newest last, as `code|key`."""
    later: str | None = None
    """A topic the person asked to wait with."""
    irrelevant: tuple[str, ...] = ()
    """Codes the person took out of their own profile, the latest last. Nobody counts them."""
    just_out: str = ""
    """The one that `fortryd` takes in again."""
    work: Work | None = None
    """None until the questions about it were begun."""
    work_offered: bool = False
    """They were offered the questions, which happens once."""
    browsing: str = ""
    """The dimension or area on screen while choosing a topic, or the codes found by name."""
    editing: str = ""
    """The answer being corrected: `draft|episode`, or `<reflection id>|episode`."""
    following: str = ""
    """The plan being asked about."""
    offered: str = ""
    """The code on offer in row 0."""
    theme_told: str = ""
    """The team theme the person was told of last."""
    why: str = ""
    """Why it is on offer, as told on request; empty where the person began."""
    brief: bool = False
    """It is on offer in two minutes: the short form."""
    prompts: int = 0
    """Prompts sent: turns the wheel of topics and wordings."""
    ignored: int = 0
    """Prompts in a row that got no answer."""
    wished: Rhythm | None = None
    """A pace as the coach understood it, until the person says that it is right."""
    touched: datetime | None = None
    """When the person was last here."""
    worded: datetime | None = None
    """When a draft last changed: its seven days run from then, however often the person is here."""
    answered: Answered | None = None
    """None when the last message was no answer."""

    written: tuple[Written, ...] = ()
    """The latest messages whose words are kept, newest last."""
    left: datetime | None = None
    """When the person removed the coach: nothing is sent from then on, and the time until what is kept must go runs."""

    def at(self, now: datetime) -> "State":
        """As it stands at a later moment: drafts go after seven days, whether anybody came to tidy up or not."""
        until = self.lasts_until
        return self if until is None or now < until else self.let_go()

    @property
    def lasts_until(self) -> datetime | None:
        """When what is not kept goes: drafts, what is held back, and the last answer while more may come to it."""
        if self.drafts and self.worded:
            return self.worded + DRAFT_LIFE
        waits = self.drafts or self.held or self.answered is not None
        return self.touched + DRAFT_LIFE if waits and self.touched else None

    def let_go(self) -> "State":
        """Without what was promised to be gone after a while: drafts, and words that wait for more."""
        if not (self.drafts or self.held):
            return self.model_copy(update={"answered": None})
        gone = {"draft": None, "undo": None, "held": "", "before": "", "step": "rest", "answered": None}
        return self.model_copy(update=gone)

    @property
    def behind(self) -> str:
        """The step that waits behind an aside which holds words: the one they were written for."""
        return "edit-text" if self.editing else self.before or "menu"

    @property
    def drafts(self) -> tuple[Draft, ...]:
        """The reflection under way, and the one that `fortryd` brings back."""
        both = (self.draft, self.undo.draft if self.undo else None)
        return tuple(one for one in both if one is not None)

    @property
    def question(self) -> str:
        """Id of the question on screen, never used for another: a tap on any other is old."""
        return ".".join(part for part in (self.nonce, str(self.turn), self.step) if part)
