"""From scores to an outcome: how sure, and whether anything fits at all."""

from typing import Final

import numpy as np

from matching.features import Numbers
from matching.model import Decisions, Vagueness
from matching.types import Outcome

SURE: Final = 0.55
"""Confidence from which the best one is proposed. A wrong proposal costs a tap and some trust, three to
choose from cost only reading; from here on about 9 of 10 proposals are right."""
NOTHING: Final = 0.6
"""Likelihood of being about nothing from which a text is refused. A real answer that is refused costs
the person a turn, small talk that is taken for an answer only a smile; hence above one half."""
SAME_AREA: Final = 5.0
SAME_CODE: Final = 1.5
NAMED: Final = 4.0
"""What the topic of the dialogue adds for its area, and again for the code itself, and what spelling a
name adds: in nats, so that 5 makes a code 150 times as likely."""


def confidences(scores: Numbers, prior: Numbers, decisions: Decisions) -> Numbers:
    """Between 0 and 1, together 1."""
    nats = scores / decisions.spread + prior
    raised = np.exp(nats - nats.max())
    return np.asarray(raised / raised.sum())


def emptiness(vague: Vagueness, decisions: Decisions) -> float:
    """How likely a text is about nothing, from 0 to 1."""
    if not vague.words:
        return 1.0
    nats = (
        decisions.none_margin * vague.margin
        + decisions.none_best * vague.best
        + decisions.none_words * vague.words
        + decisions.none_strange * vague.strange
        + decisions.none_bias
    )
    return float(1 / (1 + np.exp(-nats)))


def outcome(confidence: float, empty: float, *, named: bool) -> Outcome:
    """Who spells a name needs no other words."""
    if empty >= NOTHING and not named:
        return "none"
    return "propose" if confidence >= SURE else "choose"


def prior(codes: tuple[str, ...], topic: str | None, named: tuple[str, ...]) -> Numbers:
    """What is known before the words: the topic, an area ("3.2") or a code ("3.2.1"), and names spelled."""
    area = ".".join((topic or "").split(".")[:2])
    nats = [
        SAME_AREA * (code.rsplit(".", 1)[0] == area) + SAME_CODE * (code == topic) + NAMED * (code in named)
        for code in codes
    ]
    return np.array(nats, dtype=np.float32)
