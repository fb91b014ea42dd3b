"""Walks the conversation: from every kind of state, everything a person can do. The rules of
the conversation are then tests over every message this brings forth.

Each kind of state hears a part of what can be said, the first of each step all of it; COACH_WALK says how many
share it, and COACH_WALK=1 says everything to them all.
"""

import gc
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
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
from tests.effort import effort
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

OPENING = frozenset({0, 2, 7, 10, 12, 14, 22, 28, 29, 30})
"""Places in SAID of what leads to further kinds of states: it is said to every one of them."""
BROUGHT = frozenset(SAID[language][place] for language in LANGUAGES for place in (0, 7))
"""What also comes as a message from elsewhere."""
PARTS = effort("COACH_WALK", 32, 8)
"""How many states of a step share the rest of SAID between them."""


@dataclass(frozen=True, slots=True)
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
        erasing=rich,
        joining=Joining(fresh="BCDF-GHJK", found="good" if rich else "unknown", here="test", joined=rich),
    )


def heard_as(heard: Heard, outcome: Outcome, because: tuple[str, ...], names: tuple[str, ...]) -> Hearing:
    candidates = tuple(Candidate(code=code, confidence=0.5, because=because) for code in CODES)
    return Hearing(heard, Match(outcome=outcome, candidates=candidates), names)


@cache
def explored(language: Language) -> list[Visit]:
    """The walk over the real catalogue, taken once. It stays in memory, where no collection need look at it again."""
    gc.disable()
    visits = explore(load_catalogue(), language)
    gc.enable()
    gc.freeze()
    return visits


def explore(catalogue: Catalogue, language: Language) -> list[Visit]:
    """Every kind of state, met with every kind of message."""
    visits: list[Visit] = []
    for rich in (False, True):
        first = State(language=language)
        queue, known, met = deque([first]), {_kind(first)}, Counter[str]()
        while queue:
            state = queue.popleft()
            for visit in _visits(state, catalogue, said_to(met[state.step], language), rich=rich):
                visits.append(visit)
                kind = _kind(visit.turn.state)
                if kind not in known:
                    known.add(kind)
                    queue.append(State.model_validate_json(visit.turn.state.model_dump_json()))
            met[state.step] += 1
    return visits


def said_to(number: int, language: Language) -> Sequence[str]:
    """What the state of a step hears that is the first, second … of its kind: the first hears everything."""
    return [
        text
        for place, text in enumerate(SAID[language])
        if number == 0 or place in OPENING or place % PARTS == number % PARTS
    ]


def places(visits: list[Visit]) -> list[Visit]:
    """One visit for each kind of place a person can write from afterwards."""
    found: dict[object, Visit] = {}
    for visit in visits:
        state = visit.turn.state
        kind = (state.step, state.before, state.greeted, state.draft is None, bool(state.held))
        found.setdefault(kind, visit)
    return list(found.values())


def _visits(state: State, catalogue: Catalogue, said: Sequence[str], *, rich: bool) -> Iterator[Visit]:
    now = (state.touched or START) + timedelta(seconds=20)
    soon, later = (facts_for(catalogue, one, rich=rich) for one in (now, now + timedelta(hours=1)))
    telling = said[0]
    for event in _events(state, soon, said):
        all_of_them = not isinstance(event, Said) or event.text == telling
        yield from _taken(state, event, soon, hearings=3 if all_of_them else 1)
    for text in said[:2]:
        yield from _taken(state, Said(text), later, hearings=1)


def _taken(state: State, event: Event, facts: Facts, *, hearings: int) -> Iterator[Visit]:
    heard = hears(state, event)
    if heard is None:
        yield Visit(state, event, take_turn(state, event, facts), facts)
        return
    outcomes = (
        heard_as(heard, "propose", ("ringede", "borger"), ()),
        heard_as(heard, "choose", ("ringede",), ("3.2.1", "3.2.2")),
        heard_as(heard, "none", (), ()),
    )
    for hearing in outcomes[:hearings]:
        informed = replace(facts, hearing=hearing)
        yield Visit(state, event, take_turn(state, event, informed), informed)


def _events(state: State, facts: Facts, said: Sequence[str]) -> Iterator[Event]:
    yield Joined()
    yield Pressed("0.gone", "yes")
    yield from (Nudged("prompt"), Nudged("reminder"), Nudged("follow_up", "p1"), Nudged("team"))
    yield from (Said(text) for text in said)
    yield from (Brought(text) for text in said if text in BROUGHT)
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
