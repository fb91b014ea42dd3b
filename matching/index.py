"""Learns from labelled texts which words speak for which label.

Two linear readers of the same features are added up, because they err differently: the first
counts how much more often a feature stands in a label's texts than in all others (complement
naive Bayes), the second is fitted so that every text finds its own label (ridge regression).
Both being linear, a score is a sum over the words of a text: the reason given for a match is
the very thing that made it, not a story told afterwards.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import scipy.linalg
import scipy.sparse as sp

from matching.features import Numbers, Table, Vocabulary
from texts.say import Language

SMOOTHING: Final = 0.02
"""Added to every count, so that one odd example cannot decide."""
PENALTY: Final = 2.0
"""Keeps the fitted reader from learning its texts by heart."""
FITTED: Final = 32.0
"""Weight of the fitted reader; it gives both readers' scores the same spread."""
COMMON: Final = 200
"""Texts that must show a feature for it to be reckoned with as common."""


@dataclass(frozen=True, slots=True)
class Document:
    """A text, in normalised words, that is about the label with this number."""

    words: tuple[str, ...]
    label: int
    weight: float = 1.0


class TextIndex:
    """Built once; reading changes nothing in it, so threads may share it."""

    def __init__(self, documents: Sequence[Document], labels: int, language: Language) -> None:
        self.vocabulary, texts = Vocabulary.learned([document.words for document in documents], language)
        weights = np.array([document.weight for document in documents], dtype=np.float32)
        own = np.eye(labels, dtype=np.float32)[[document.label for document in documents]]
        self._says: Final[Numbers] = _counted(texts, own, weights) + FITTED * _fitted(texts, own, weights)

    def read(self, words: Sequence[str]) -> Numbers:
        """What each word (row) says for each label (column); the sums of the columns are the scores."""
        shown = self.vocabulary.shown(words)
        features, column = np.unique(shown.feature, return_inverse=True)
        spread = sp.csr_array((shown.value, (shown.position, column)), shape=(len(words), len(features)))
        return np.asarray(spread @ self._says[features])


def _counted(texts: Table, own: Numbers, weights: Numbers) -> Numbers:
    counts = np.asarray(texts.T @ (own * weights[:, None])) + np.float32(SMOOTHING)
    others = counts.sum(axis=1, keepdims=True) - counts
    return np.asarray(np.log(counts / counts.sum(axis=0)) - np.log(others / others.sum(axis=0)))


def _fitted(texts: Table, own: Numbers, weights: Numbers) -> Numbers:
    alike = _alike(texts)
    alike[np.diag_indices_from(alike)] += PENALTY / weights
    solved = scipy.linalg.solve(alike, own - own.mean(axis=0), assume_a="pos", overwrite_a=True)
    return np.asarray(texts.T @ solved, dtype=np.float32)


def _alike(texts: Table) -> Numbers:
    """How much each two texts share. Common features make the most pairs, and are quicker when dense."""
    columns = texts.tocsc()
    common = np.diff(columns.indptr) > COMMON
    dense, sparse = columns[:, common].toarray(), columns[:, ~common].tocsr()
    return np.asarray(dense @ dense.T + sparse @ sparse.T)
