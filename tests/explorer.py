"""Walks the conversation: from every kind of state, everything a person can do. The rules of
the conversation are then tests over every message this brings forth."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from catalog_data.loader import load_catalogue
from catalog_data.model import Catalogue
from dialogs.contacts import Contact
from dialogs.events import Brought, Event, Joined, Nudged, Pressed, Said
from dialogs.facts import (
    Facts,
    Heard,
    Hearing,
    MadeTeam,
    ManagedUnit,
    OpenPlan,
    Overview,
    PastReflection,
    TeamFacts,
)
from dialogs.hearing import hears
from dialogs.joining import Joining
from dialogs.settling import Turn
from dialogs.state import State
from dialogs.steps import STEPS
from dialogs.talk import ASIDES, Talk
from dialogs.turn import take_turn
from matching.types import Candidate, Match, Outcome
from summaries.questions import question_of_week
from summaries.release import TooFew
from summaries.week import week_of
from summaries.wording import paragraphs
from texts.say import LANGUAGES, Language

START = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Europe/Copenhagen"))
STORED = Overview(
    {
        language: paragraphs(
            TooFew(week_of(START), question_of_week(week_of(START), load_catalogue())),
            "Plejen",
            load_catalogue(),
            language,
        )
        for language in LANGUAGES
    }
)
EARLIER = Overview(STORED.text, id="earlier")
UNITS = tuple(ManagedUnit(name, name, (STORED, EARLIER), proposals=("1.2", "2.1", "3.1")) for name in ("Plejen", "Byg"))
TEAM = TeamFacts(
    known=True,
    sharing=True,
    unit="Plejen",
    overview=STORED,
    manager=True,
    manages=UNITS,
    made=MadeTeam("t", "Plejen", told=True),
)
REST = ("menu", "rest", "topic", "offer")
CODES = ("3.2.1", "3.2.2", "1.1.5", "3.2.3", "1.3.1")

SAID = {
    "da": (
        "i går ringede jeg til en borger i stedet for at skrive", "telefon", "ved ikke", "nej", "ja", "2",
        "hjælp", "stop", "menu", "start", "tilbage", "spring over", "ret", "slet", "slet mig", "fortryd", "fortsæt",
        "mit forløb", "mine data", "hvad ser min leder", "pause", "🙂", "ring på 86 12 34 56 og spørg efter hende",
        "jeg kom til at sende brevet til en forkert borger", "ugeoverblik", "tema", "del med teamet", "del ikke",
        "hver anden torsdag kl 9", "mit arbejde", "ikke relevant", "relevant alligevel", "forbind", "forbind BCDF-GHJK", "frakobl",
    ),
    "en": (
        "yesterday I called a citizen instead of writing a letter", "phone", "don't know", "no", "yes", "2",
        "help", "stop", "menu", "start", "back", "skip", "edit", "delete", "delete me", "undo", "continue",
        "my progress", "my data", "what does my manager see", "pause", "🙂", "call 86 12 34 56 and ask for her",
        "I sent the letter to the wrong citizen by mistake", "weekly overview", "theme", "share with my team", "do not share",
        "every other Thursday at 9", "my work", "not relevant", "relevant after all", "connect", "connect BCDF-GHJK", "disconnect",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Visit:
    """One turn of the walk."""

    before: State
    event: Event
    turn: Turn
    facts: Facts


def facts_for(catalogue: Catalogue, now: datetime, *, rich: bool, hearing: Hearing | None = None) -> Facts:
    """What is known about somebody new, or about somebody with a history and a plan that is due."""
    past = tuple(
        PastReflection(
            f"r{n}", code, now - timedelta(days=n), "good", 2 if code else None, "Jeg ringede.", "fint", "mere"
        )
        for n, code in enumerate(("3.2.1", None, "1.1.5", "5.2.1", "2.1.1", "1.2.1"), 1)
    )
    past = tuple(
        one if one.code != "5.2.1" else PastReflection("r4", "5.2.1", one.finished, None, None, "a", "b", "c")
        for one in past
    )
    plan = OpenPlan("p1", "r1", "3.2.1", "Når telefonen ringer, så vil jeg tage den", now.date(), 0)
    return Facts(
        now=now,
        catalogue=catalogue,
        hearing=hearing,
        past=past if rich else (),
        completed=len(past) if rich else 0,
        worked={one.code: n for n, one in enumerate(past, 1) if one.code} if rich else {},
        plans=(plan,) if rich else (),
        contacts=(Contact("Arbejdsmiljørepræsentanten", "lokal 1234"), Contact("DPO", "lokal 4321", "DPO")),
        municipality="Prøvekøbing Kommune",
        team=TEAM if rich else TeamFacts(),
        profile="aeldrepleje" if rich else "",
        joining=Joining(fresh="BCDF-GHJK", found="good" if rich else "unknown", here="test", joined=rich),
    )


def heard_as(heard: Heard, outcome: Outcome, because: tuple[str, ...], names: tuple[str, ...]) -> Hearing:
    candidates = tuple(Candidate(code=code, confidence=0.5, because=because) for code in CODES)
    return Hearing(heard, Match(outcome=outcome, candidates=candidates), names)


@cache
def explored(language: Language) -> list[Visit]:
    """The walk over the real catalogue, taken once."""
    return explore(load_catalogue(), language)


def explore(catalogue: Catalogue, language: Language) -> list[Visit]:
    """Every kind of state, met with every kind of message."""
    visits: list[Visit] = []
    for rich in (False, True):
        first = State(language=language)
        queue, known = deque([first]), {_kind(first)}
        while queue:
            state = queue.popleft()
            for visit in _visits(state, catalogue, language, rich=rich):
                visits.append(visit)
                after = State.model_validate_json(visit.turn.state.model_dump_json())
                if _kind(after) not in known:
                    known.add(_kind(after))
                    queue.append(after)
    return visits


def places(visits: list[Visit]) -> list[Visit]:
    """One visit for each kind of place a person can write from afterwards."""
    found: dict[object, Visit] = {}
    for visit in visits:
        state = visit.turn.state
        kind = (state.step, state.before, state.greeted, state.draft is None, bool(state.held))
        found.setdefault(kind, visit)
    return list(found.values())


def _visits(state: State, catalogue: Catalogue, language: Language, *, rich: bool) -> Iterator[Visit]:
    soon = (state.touched or START) + timedelta(seconds=20)
    for event in _events(state, facts_for(catalogue, soon, rich=rich), language):
        telling = not isinstance(event, Said) or event.text == SAID[language][0]
        yield from _taken(state, event, soon, catalogue, rich=rich, hearings=3 if telling else 1)
    for text in SAID[language][:2]:
        later = soon + timedelta(hours=1)
        yield from _taken(state, Said(text), later, catalogue, rich=rich, hearings=1)


def _taken(
    state: State, event: Event, now: datetime, catalogue: Catalogue, *, rich: bool, hearings: int
) -> Iterator[Visit]:
    heard = hears(state, event)
    if heard is None:
        facts = facts_for(catalogue, now, rich=rich)
        yield Visit(state, event, take_turn(state, event, facts), facts)
        return
    outcomes = (
        heard_as(heard, "propose", ("ringede", "borger"), ()),
        heard_as(heard, "choose", ("ringede",), ("3.2.1", "3.2.2")),
        heard_as(heard, "none", (), ()),
    )
    for hearing in outcomes[:hearings]:
        facts = facts_for(catalogue, now, rich=rich, hearing=hearing)
        yield Visit(state, event, take_turn(state, event, facts), facts)


def _events(state: State, facts: Facts, language: Language) -> Iterator[Event]:
    yield Joined()
    yield Pressed("0.gone", "yes")
    yield from (Nudged("prompt"), Nudged("reminder"), Nudged("follow_up", "p1"), Nudged("team"))
    yield from (Said(text) for text in SAID[language])
    yield from (Brought(text) for text in (SAID[language][0], SAID[language][7]))
    step = STEPS[state.step]
    if not step.reflecting or state.draft is not None:
        yield from (Pressed(state.question, one.value) for one in step.ask(Talk(state, facts)).choices)


def _kind(state: State) -> tuple[object, ...]:
    """What makes two states different enough to look at both."""
    draft = state.draft
    about = draft and (
        draft.short,
        draft.topic is None,
        draft.code is None,
        draft.answers >= 5,
    )
    known = state.step in ASIDES and (state.before in REST, bool(state.held))
    about_pace = (state.ignored, state.brief) if state.step == "prompt" else ()
    about_out = bool(state.irrelevant) and state.step in {"offer", "work"}
    return (state.step, about_pace, about_out, known, state.greeted, about, state.repairs > 0)
