"""Every reply there can be, for tests that look at how replies are shown: all that a walk through the
conversation brings forth, and the questions of each of the 60 sub-competences."""

from collections.abc import Iterator
from functools import cache

from catalog_data.loader import load_catalogue
from catalog_data.model import PERSPECTIVES, Catalogue
from dialogs.events import Joined
from dialogs.facts import Facts
from dialogs.flows.planning import STEPS as PLANNING
from dialogs.flows.telling import STEPS as TELLING
from dialogs.replies import Reply
from dialogs.state import Draft, State
from dialogs.turn import take_turn
from matching.types import Candidate
from tests.explorer import START, explored, facts_for
from texts.say import Language

ABOUT_A_CODE = (
    *(step.name for step in (*TELLING, *PLANNING)),
    "judgement", "match", "choose", "learning", "level", "rehearse", "resume",
)  # fmt: skip
LONG = "jeg ringede til hende i stedet for at skrive, og så fandt vi ud af det sammen " * 4


@cache
def every_reply(language: Language) -> tuple[Reply, ...]:
    catalogue = load_catalogue()
    walked = (reply for visit in explored(language) for reply in visit.turn.replies)
    asked = (reply for code in catalogue.codes for reply in _about(code, catalogue, language))
    unlike = {reply.model_dump_json(exclude={"question"}): reply for reply in (*walked, *asked)}
    return tuple(unlike.values())


def _about(code: str, catalogue: Catalogue, language: Language) -> Iterator[Reply]:
    facts = facts_for(catalogue, START, rich=True)
    for session, _ in enumerate(PERSPECTIVES):
        for step in ABOUT_A_CODE:
            yield from _shown(State(step=step, draft=_draft(code, catalogue, session)), facts, language, session)
    yield from _shown(State(step="offer", offered=code), facts, language)
    yield from _shown(State(step="topic-code", browsing=code.rsplit(".", 1)[0]), facts, language)
    yield from _shown(State(step="topic-found", browsing=" ".join((code, *catalogue.codes[:7]))), facts, language)


def _shown(state: State, facts: Facts, language: Language, sessions: int = 0) -> tuple[Reply, ...]:
    known = {"language": language, "greeted": True, "sessions": sessions, "turn": 9, "touched": START}
    return take_turn(state.model_copy(update=known), Joined(), facts).replies


def _draft(code: str, catalogue: Catalogue, session: int) -> Draft:
    codes = (code, *catalogue.entries[code].neighbours, "1.1.5", "3.2.1")[:3]
    return Draft(
        started=START,
        perspective=PERSPECTIVES[session],
        opener=f"{code}|{PERSPECTIVES[session]}-0",
        topic=code,
        code=code,
        episode=LONG,
        learning=LONG,
        level=None if code.startswith("5.") else session + 1,
        plan=LONG,
        follow_up=START.date(),
        candidates=tuple(Candidate(code=one, confidence=0.5, because=("ringede", "skrev")) for one in codes),
        answers=1,
    )
