"""A second opinion in numbers: what likeness of meaning says beside the words, and how much either counts.

Both readers are experts whose likelihoods are multiplied, each raised to a weight. The weights are fitted
on writers neither has read, so that the blended confidence can be trusted as the built-in one can: two
readers that learned from the same examples say much the same, and counting both in full would be too sure.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from matching.features import Ids, Numbers
from matching.folds import folds

STEPS: Final = 30
"""Newton steps; on the bank the weights stand still after six."""
STEADY: Final = 1e-6
"""Keeps a step finite where both readers say the very same."""


class Weights(BaseModel):
    """The power each reader's likelihood is raised to."""

    model_config = ConfigDict(frozen=True)

    words: float
    meaning: float


@dataclass(frozen=True, slots=True)
class Beside:
    """What speaks for each code beside the words, in nats, and what the words still count."""

    nats: Numbers
    words: float


@dataclass(frozen=True, slots=True)
class Meanings:
    """Where the texts about each code lie, for one language: a row of length 1 for each code."""

    centres: Numbers
    weights: Weights

    def beside(self, text: Numbers) -> Beside:
        """`text`: where it lies itself, of length 1."""
        return Beside(self.weights.meaning * (self.centres @ text), self.weights.words)


@dataclass(frozen=True, slots=True)
class Examples:
    """Texts to learn from, a row each."""

    texts: Numbers
    """Where each lies, of length 1."""
    labels: Ids
    """The code's number; one beyond the codes is about nothing."""
    writers: NDArray[np.str_]
    """"" for our own prose, which is never held out."""
    held: Numbers
    """What the built-in reader says for every code, in nats, when it has not read the writer; NaN where it has."""

    def of(self, rows: NDArray[np.bool_]) -> "Examples":
        return Examples(self.texts[rows], self.labels[rows], self.writers[rows], self.held[rows])


def learned(examples: Examples) -> Meanings | None:
    """Where each code lies, and what that counts. None where there is nobody to try the weights on."""
    held, labels = examples.held, examples.labels
    codes = held.shape[1]
    alike = _held_out(examples, codes)
    tried = np.flatnonzero((labels < codes) & ~np.isnan(held).any(axis=1) & ~np.isnan(alike).any(axis=1))
    if not len(tried):
        return None
    return Meanings(centres(examples.texts, labels, codes), fitted(held[tried], alike[tried], labels[tried]))


def centres(texts: Numbers, labels: Ids, codes: int) -> Numbers:
    """The middle of each code's texts, of length 1; zeros where there is none.

    Ridge regression over the same rows was a little better alone and worse in the blend; see decision 0007.
    """
    sums = np.zeros((codes, texts.shape[1]), dtype=np.float32)
    about = labels < codes
    np.add.at(sums, labels[about], texts[about])
    length = np.linalg.norm(sums, axis=1, keepdims=True)
    return np.asarray(np.divide(sums, length, out=sums, where=length > 0))


def fitted(words: Numbers, meaning: Numbers, truth: Ids) -> Weights:
    """The weights under which what is true is least surprising. A reader of no use is given none."""
    shown = np.stack((words, meaning), axis=2).astype(np.float64)
    said = shown[np.arange(len(truth)), truth]
    weights = np.array([1.0, 0.0])
    for _ in range(STEPS):
        sure = _likelihood(shown @ weights)
        expected = np.einsum("tc,tcr->tr", sure, shown)
        bend = (np.einsum("tc,tcr,tcs->rs", sure, shown, shown) - expected.T @ expected) / len(truth)
        weights -= np.linalg.solve(bend + STEADY * np.eye(2), (expected - said).mean(axis=0))
    if weights[1] <= 0:
        return Weights(words=1.0, meaning=0.0)
    return Weights(words=max(float(weights[0]), 0.0), meaning=float(weights[1]))


def _held_out(examples: Examples, codes: int) -> Numbers:
    """How alike each text is to each code's, as one sees it who has not read its writer."""
    texts, labels = examples.texts, examples.labels
    alike = np.full((len(texts), codes), np.nan, dtype=np.float32)
    for held in folds(examples.writers):
        tested = np.isin(examples.writers, held)
        alike[tested] = texts[tested] @ centres(texts[~tested], labels[~tested], codes).T
    return alike


def _likelihood(nats: Numbers) -> Numbers:
    raised = np.exp(nats - nats.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))
