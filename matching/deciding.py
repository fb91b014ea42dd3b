"""From scores to an outcome: how sure, and whether anything fits at all.

All numbers were chosen on example answers whose writer the index had not read.
"""

import math
from typing import Final

import numpy as np

from matching.features import Numbers
from matching.types import Outcome

SPREAD: Final = 2.0
"""Divides scores before the softmax, so that a confidence of .7 is right about 7 times in 10."""
SURE: Final = 0.5
"""Confidence from which the best one is proposed; above it 8 of 10 proposals are right."""
WORD: Final = 6.0
COUNTED: Final = 4
"""What each known word adds to a text's reach, and how many of them are counted."""
ENOUGH: Final = 21.0
"""Reach below which a text is about none of the codes; about 4 in 100 real answers stay below."""
CLEAR: Final = 26.0
"""Reach below which nothing is proposed, however far the best is ahead of the others."""
SAME_AREA: Final = 6.0
SAME_CODE: Final = 6.0
"""What the topic of the dialogue adds to the scores of its area, and again to the code itself."""


def reach(best: float, outside: float, known_words: int) -> float:
    """How far a text reaches into what we coach on: its best code against nothing at all."""
    if not known_words:
        return -math.inf
    return best - outside + WORD * min(known_words, COUNTED)


def confidences(scores: Numbers) -> Numbers:
    """Between 0 and 1, together 1."""
    raised = np.exp((scores - scores.max()) / SPREAD)
    return np.asarray(raised / raised.sum())


def outcome(confidence: float, reached: float, *, named: bool) -> Outcome:
    """Who spells a name needs no other words."""
    if reached < ENOUGH and not named:
        return "none"
    return "propose" if confidence >= SURE and (named or reached >= CLEAR) else "choose"


def prior(codes: tuple[str, ...], topic: str | None) -> Numbers:
    """What the topic, an area ("3.2") or a code ("3.2.1"), adds to each code's score."""
    area = ".".join((topic or "").split(".")[:2])
    near = [SAME_AREA * (code.rsplit(".", 1)[0] == area) + SAME_CODE * (code == topic) for code in codes]
    return np.array(near, dtype=np.float32)
