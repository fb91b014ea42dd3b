"""How a reflection begins: whose turn it is among perspectives, topics and questions (rule 17).

Nothing is drawn by lot. The number of reflections begun turns the wheel, so the same state
always begins the same way.
"""

from collections.abc import Sequence
from typing import Final

from catalog_data.model import PERSPECTIVES, Perspective, is_personal
from dialogs.own_profile import relevant
from dialogs.replies import Line, line, plain
from dialogs.state import Draft, State
from dialogs.talk import Talk

NEUTRAL: Final = 3
"""Openers and learning questions per perspective that fit any topic, in texts/."""
REMEMBERED: Final = 8
"""No opener comes again within so many reflections; within five on the same sub-competence."""
_SPREAD: Final = 23
"""Steps through 60 codes so that neighbours do not follow each other; shares no factor with 60."""


def perspective_of(session: int) -> Perspective:
    """All three within any three reflections in a row."""
    return PERSPECTIVES[session % len(PERSPECTIVES)]


def begin(talk: Talk, topic: str | None, *, short: bool = False) -> State:
    """The state at the first question of a new reflection, on `topic` or on whatever is told."""
    state = talk.state
    perspective = perspective_of(state.sessions)
    opener = _opener(talk, topic, perspective)
    draft = Draft(started=talk.facts.now, perspective=perspective, opener=opener, topic=topic, short=short)
    remembered = (*state.openers, opener)[-REMEMBERED:]
    return talk.to(
        "episode",
        draft=draft,
        sessions=state.sessions + 1,
        openers=remembered,
        undo=None,
        later=None,
        offered="",
        just_out="",
    )


def opening_line(talk: Talk) -> Line:
    """The opener of the draft as a sentence."""
    code, _, name = talk.draft.opener.partition("|")
    if not code:
        return line(f"opener-{name}")
    perspective, _, number = name.rpartition("-")
    bank = {view: talk.prose(code).episode.from_(view) for view in PERSPECTIVES}
    return plain(next(bank[view][int(number)] for view in PERSPECTIVES if view == perspective))


def learning_line(talk: Talk) -> Line:
    """Row 4: from the agreed competence, or from the neutral bank when there is none."""
    draft = talk.draft
    turn = talk.state.sessions // len(PERSPECTIVES)
    if draft.code is None:
        return line(f"learn-{draft.perspective}-{turn % NEUTRAL + 1}")
    bank = talk.prose(draft.code).learning.from_(draft.perspective)
    return plain(bank[turn % len(bank)])


def suggestion(state: State, talk: Talk) -> str | None:
    """The sub-competence to offer: what the person asked to wait with, else the longest untouched.

    Dimension 5 is never offered unasked, nor what does not belong to the person's work. None when
    nothing is left.
    """
    if state.later is not None:
        return state.later
    latest = {past.code: past.finished for past in reversed(talk.facts.past) if past.code}
    codes = [c for c in relevant(Talk(state, talk.facts), talk.facts.catalogue.codes) if not is_personal(c)]
    if not codes:
        return None
    wheel = spread(talk, codes)
    untouched = [code for code in wheel if code not in latest]
    return untouched[0] if untouched else min(wheel, key=lambda code: latest[code])


def spread(talk: Talk, codes: Sequence[str]) -> list[str]:
    """The codes so that neighbours do not follow each other, from where the wheel stands."""
    every = talk.facts.catalogue.codes
    wheel = sorted(codes, key=lambda code: every.index(code) * _SPREAD % len(every))
    start = (talk.state.sessions + talk.state.prompts) % len(wheel)
    return wheel[start:] + wheel[:start]


def _opener(talk: Talk, topic: str | None, perspective: Perspective) -> str:
    own = len(talk.prose(topic).episode.from_(perspective)) if topic else 0
    bank = [f"{topic}|{perspective}-{n}" for n in range(own)]
    bank += [f"|{perspective}-{n + 1}" for n in range(NEUTRAL)]
    recent = talk.state.openers
    fresh = [opener for opener in bank if opener not in recent]
    # With every opener used lately, the one used longest ago.
    return fresh[0] if fresh else min(bank, key=lambda opener: _last(recent, opener))


def _last(recent: tuple[str, ...], opener: str) -> int:
    return max(n for n, used in enumerate(recent) if used == opener)
