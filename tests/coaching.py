"""A conversation without a channel: the pure function, a clock, and a matcher one can steer.

`verify` reads like a transcript: a list of (said, answered) pairs.
"""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from catalog_data.model import Catalogue
from dialogs.contacts import Contact
from dialogs.effects import CorrectAnswer, Effect, KeepReflection
from dialogs.events import Event, Joined, Pressed, Said
from dialogs.facts import Facts, Heard, Hearing, OpenPlan, PastReflection
from dialogs.hearing import hears
from dialogs.replies import Reply, paragraphs, text_of
from dialogs.settling import Turn
from dialogs.state import State
from dialogs.turn import take_turn
from matching.types import Candidate, Match
from texts.say import Language

TAP = "["
"""A line that begins so is a tap: "[Ja]"."""


@dataclass
class StubMatcher:
    """Says what the test tells it to, whatever it hears."""

    outcome: str = "propose"
    codes: tuple[str, ...] = ("3.2.1", "3.2.2", "1.1.5", "3.2.3", "1.3.1")
    names: tuple[str, ...] = ()
    heard: list[Heard] = field(default_factory=list)

    def __call__(self, heard: Heard) -> Hearing:
        self.heard.append(heard)
        words = tuple(word for word in heard.text.split() if len(word) > 4)[:1]
        candidates = tuple(Candidate(code=code, confidence=0.6, because=words) for code in self.codes)
        match = Match.model_validate({"outcome": self.outcome, "candidates": candidates})
        return Hearing(heard, match, self.names)


class Conversation:
    """One person talking with the coach; what is kept is remembered as storage would."""

    def __init__(self, catalogue: Catalogue, language: Language = "da") -> None:
        self.catalogue = catalogue
        self.state = State(language=language)
        self.now = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Europe/Copenhagen"))
        self.matcher = StubMatcher()
        self.past: list[PastReflection] = []
        self.plans: list[OpenPlan] = []
        self.levelled: dict[str, datetime] = {}
        self.effects: list[Effect] = []
        self.replies: tuple[Reply, ...] = ()
        self.turns: list[Turn] = []

    def facts(self, hearing: Hearing | None = None, *, unseen: bool = False) -> Facts:
        return Facts(
            unseen=unseen,
            now=self.now,
            catalogue=self.catalogue,
            hearing=hearing,
            past=tuple(self.past),
            completed=len(self.past),
            worked=Counter(one.code for one in self.past if one.code),
            levelled=dict(self.levelled),
            plans=tuple(self.plans),
            contacts=(
                Contact("Arbejdsmiljørepræsentanten", "lokal 1234"),
                Contact("Databeskyttelsesrådgiveren", "lokal 4321", "DPO"),
            ),
            municipality="Prøvekøbing Kommune",
        )

    def take(self, event: Event, *, unseen: bool = False) -> Turn:
        """One event; the state passes through JSON as it would in the database."""
        self.now += timedelta(seconds=20)
        heard = hears(self.state, event, unseen=unseen)
        turn = take_turn(self.state, event, self.facts(self.matcher(heard) if heard else None, unseen=unseen))
        if not turn.private:
            self.state = State.model_validate_json(turn.state.model_dump_json())
        self.replies = tuple(Reply.model_validate_json(one.model_dump_json()) for one in turn.replies)
        self.effects += turn.effects
        for effect in turn.effects:
            if isinstance(effect, KeepReflection):
                self._keep(effect)
            if isinstance(effect, CorrectAnswer):
                self._correct(effect)
        self.turns.append(turn)
        return turn

    def says(self, text: str) -> str:
        """What the coach answers, as one text."""
        if text.startswith(TAP):
            self.take(self._tap(text.strip("[]")))
        else:
            self.take(Said(text))
        return self.shown()

    def adds(self, text: str) -> str:
        """What the coach answers to a message that comes before its last answer was sent."""
        self.take(Said(text), unseen=True)
        return self.shown()

    def joins(self) -> str:
        self.take(Joined())
        return self.shown()

    def shown(self) -> str:
        return "\n".join("\n".join(paragraphs(one)) for one in self.replies)

    def labels(self) -> list[str]:
        """What can be tapped now."""
        return (
            [text_of(one.label, self.replies[-1].language) for one in self.replies[-1].choices] if self.replies else []
        )

    def greeted(self) -> "Conversation":
        """Past the notice, at the menu."""
        self.joins()
        self.take(Pressed(self.state.question, "begin"))
        return self

    def _tap(self, label: str) -> Pressed:
        for one in self.replies[-1].choices:
            if label in {text_of(one.label, self.replies[-1].language), one.value}:
                return Pressed(self.replies[-1].question, one.value)
        raise AssertionError(f"there is no [{label}] on screen, only {self.labels()}")

    def _keep(self, effect: KeepReflection) -> None:
        draft, number = effect.draft, str(len(self.past) + 1)
        kept = PastReflection(
            number, draft.code, self.now, draft.outcome, draft.level, draft.episode, draft.judgement, draft.learning,
            draft.started,
        )  # fmt: skip
        self.past.insert(0, kept)
        if draft.plan:
            self.plans.append(OpenPlan(f"plan-{number}", number, draft.code, draft.plan, draft.follow_up, 0))
        if draft.level and draft.code:
            self.levelled[draft.code] = self.now

    def _correct(self, effect: CorrectAnswer) -> None:
        if effect.field == "plan":
            self.plans = [
                replace(one, text=effect.text) if one.reflection == effect.reflection else one for one in self.plans
            ]
            self.plans = [one for one in self.plans if one.text]
            return
        self.past = [
            replace(one, **{effect.field: effect.text}) if one.id == effect.reflection else one for one in self.past
        ]


def verify(conversation: Conversation, transcript: list[tuple[str, str]]) -> None:
    """Each answer must contain what stands beside the words said; `…` alone accepts anything."""
    for said, answered in transcript:
        shown = conversation.says(said)
        assert answered in (shown, "…") or answered in shown, f"{said!r} was answered\n{shown}\nnot\n{answered}"
