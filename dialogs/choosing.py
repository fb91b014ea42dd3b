"""What a prompt asks about, and why (rule 13 and "What is asked" of the calendar).

Nothing is drawn by lot: the number of prompts sent so far turns the wheel, so the same state always
chooses the same. The reason is kept, and told when the person asks for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Final, Literal

from catalog_data.model import is_personal
from dialogs.openers import spread
from dialogs.own_profile import relevant
from dialogs.talk import Talk

Why = Literal["waited", "security", "theme", "new", "again"]
"""waited: the person asked to wait with it · security: it comes round in small bits · theme: the team
works with it · new: not talked about before · again: longest ago."""

SECURITY: Final = "1.3."
"""The area that recurs as two-minute prompts: everyday attention, not a project."""
SECURITY_EVERY: Final = 4
THEME_EVERY: Final = 2
_LONG_AGO: Final = datetime(1, 1, 2, tzinfo=timezone.utc)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A topic to offer. `brief`: in two minutes, by the short form."""

    code: str
    why: Why
    brief: bool = False


def choose(talk: Talk) -> Chosen | None:
    """The topic of the next prompt; None when there is nothing left that the person finds relevant.

    Dimension 5 is never offered unasked. A plan that is due comes before any topic (see `nudging`).
    """
    state, facts = talk.state, talk.facts
    if state.later is not None:
        return Chosen(state.later, "waited")
    open_codes = _open(talk)
    secure = [code for code in open_codes if code.startswith(SECURITY)]
    if secure and state.prompts % SECURITY_EVERY == SECURITY_EVERY - 1:
        return Chosen(_longest_ago(talk, secure), "security", brief=True)
    themed = [code for code in open_codes if facts.theme and f"{code}.".startswith(f"{facts.theme}.")]
    if themed and state.prompts % THEME_EVERY == 0:
        return Chosen(_longest_ago(talk, themed), "theme")
    mine = relevant(talk, tuple(open_codes))
    if not mine:
        return None
    code = _longest_ago(talk, mine)
    return Chosen(code, "again" if code in facts.touched else "new")


def _open(talk: Talk) -> Sequence[str]:
    codes = talk.facts.catalogue.codes
    return [code for code in codes if not is_personal(code) and code not in talk.state.irrelevant]


def _longest_ago(talk: Talk, codes: Sequence[str]) -> str:
    """Never talked about comes first; what was offered last comes after everything else."""
    wheel = spread(talk, codes)
    touched = talk.facts.touched
    return min(wheel, key=lambda code: (code == talk.state.offered, touched.get(code, _LONG_AGO), wheel.index(code)))
