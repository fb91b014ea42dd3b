"""Fits how sure the matcher may be, on what it says of writers it has not read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.optimize import minimize_scalar
from sklearn.linear_model import LogisticRegression

from matching.features import Features, Ids, Numbers
from matching.folds import folds
from matching.learning import Texts, learned
from matching.model import Decisions, Heard, Model, Vagueness
from texts.say import Language

UNFITTED: Final = Decisions(spread=0.1, none_margin=0, none_best=0, none_words=0, none_strange=0, none_bias=-10)
"""Where there are no writers to hold out: nothing is refused but what has no known word."""


@dataclass(frozen=True, slots=True)
class HeldOut:
    """What readers say of writers they have not read."""

    rows: Ids
    """Which texts."""
    scores: Numbers
    vague: tuple[Vagueness, ...]


def held_out(texts: Texts, features: Features, language: Language, labels: int) -> HeldOut:
    """Learns once for each fold, from the others. Nothing is held out where there are no two writers."""
    rows: list[int] = []
    heard: list[Heard] = []
    for held in folds(texts.writers):
        taught = np.flatnonzero(~np.isin(texts.writers, held))
        tested = np.flatnonzero(np.isin(texts.writers, held)).tolist()
        vocabulary, weights, bias = learned(texts, taught, labels)
        model = Model(
            language=language, features=features, vocabulary=vocabulary, weights=weights, bias=bias, decisions=UNFITTED
        )
        rows += tested
        heard += [model.read(texts.documents[at].words) for at in tested]
    scores = np.array([one.scores for one in heard], dtype=np.float32).reshape(len(heard), labels)
    return HeldOut(np.array(rows, dtype=np.int64), scores, tuple(one.vagueness for one in heard))


def decisions_of(held: HeldOut, labels: Ids) -> Decisions:
    """Fitted on what was held out; `labels` are those of all texts."""
    return _fitted(held.scores, labels[held.rows], held.vague) if len(held.rows) else UNFITTED


def _fitted(scores: Numbers, truth: Ids, vague: Sequence[Vagueness]) -> Decisions:
    about = truth < scores.shape[1] - 1
    spread = minimize_scalar(
        lambda spread: _surprise(scores[about, :-1] / spread, truth[about]), bounds=(0.01, 10), method="bounded"
    ).x
    if about.all():
        return UNFITTED.model_copy(update={"spread": spread})
    shown = np.array([(one.margin, one.best, one.words, one.strange) for one in vague])
    curve = LogisticRegression(C=100.0, class_weight="balanced").fit(shown, ~about)
    margin, best, words, strange = curve.coef_[0].tolist()
    return Decisions(
        spread=spread,
        none_margin=margin,
        none_best=best,
        none_words=words,
        none_strange=strange,
        none_bias=float(curve.intercept_[0]),
    )


def _surprise(raised: Numbers, truth: Ids) -> float:
    """The mean negative log-likelihood of what is true."""
    top = raised.max(axis=1, keepdims=True)
    logs = raised - top - np.log(np.exp(raised - top).sum(axis=1, keepdims=True))
    return float(-logs[np.arange(len(truth)), truth].mean())
