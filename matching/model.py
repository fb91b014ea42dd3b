"""What was learned, for one language: a table of features by labels, read from mapped files.

All readers that were trained are linear in the same features, so they are added up into one table.
A score is then a sum over the words of a text, and the reason given for a match is the very thing
that made it, not a story told afterwards.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from pydantic import BaseModel, ConfigDict

from matching.features import BLOCKS, Features, Hashes, Ids, Numbers, Shown, hashed
from matching.morphology import folded, stem
from matching.normalise import Word, carries
from texts.say import Language

SHORTEST_TEXT: Final = 1e-9
"""Stands for the length of a text that shows nothing, which nobody can divide by."""


class Decisions(BaseModel):
    """How scores become a confidence and an outcome; fitted on writers the model had not read."""

    model_config = ConfigDict(frozen=True)

    spread: float
    """Divides scores before the softmax, so that a confidence of .7 is right about 7 times in 10."""
    none_margin: float
    none_best: float
    none_words: float
    none_strange: float
    none_bias: float
    """A logistic curve: how likely a text is about nothing, from `Vagueness`."""


@dataclass(frozen=True, slots=True)
class Vagueness:
    """What speaks against a text being about anything at all."""

    margin: float
    """The best code's score above that of nothing."""
    best: float
    """The best code's score itself."""
    words: int
    """Words that can carry a topic and are known, counted up to COUNTED."""
    strange: float
    """The part of the words that is not known."""


COUNTED: Final = 5


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Every feature that counts, sorted, and how rare each is among the texts learned from."""

    features: Hashes
    rarity: Numbers
    rarest: float

    def rows(self, features: Hashes) -> Ids:
        """The row of each feature, or -1 where it is not known."""
        if not len(self.features):
            return np.full(len(features), -1, dtype=np.int64)
        rows = np.minimum(np.searchsorted(self.features, features), len(self.features) - 1)
        return np.where(self.features[rows] == features, rows, -1)

    def weigh(self, shown: Shown) -> tuple[Ids, Ids, Numbers]:
        """Word, row and value of every known feature; the values of each block have the length 1.

        Unknown features take their part of that length, so that a text of unknown words says little.
        """
        rows = self.rows(shown.feature)
        known = rows >= 0
        value = np.zeros(len(rows), dtype=np.float32)
        for block in range(len(BLOCKS)):
            its = np.flatnonzero(known & (shown.block == block))
            strange = float(shown.value[~known & (shown.block == block)].sum())
            value[its] = self._weighed(rows[its], shown.value[its], strange)
        return shown.position[known], rows[known], value[known]

    def _weighed(self, rows: Ids, value: Numbers, strange: float) -> Numbers:
        found, which = np.unique(rows, return_inverse=True)
        often = np.bincount(which, value, len(found))
        weight = np.log1p(often) * self.rarity[found]
        length = max(float(np.sqrt((weight**2).sum() + self.rarest**2 * strange)), SHORTEST_TEXT)
        return np.asarray(value * (weight / often / length)[which], dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Heard:
    """What a text says for each label."""

    said: Numbers
    """Words (rows) by labels (columns)."""
    scores: Numbers
    """One for each label: the sum of the column and what is said before any word."""
    vagueness: Vagueness


class Model:
    """Everything learned for one language. Read-only, so threads may share it."""

    def __init__(
        self,
        *,
        language: Language,
        features: Features,
        vocabulary: Vocabulary,
        weights: Numbers,
        bias: Numbers,
        decisions: Decisions,
    ) -> None:
        """`weights`: features by labels, the last label being "none of the codes"; `bias`: one for each label."""
        self.decisions = decisions
        self._language = language
        self._features = features
        self._vocabulary = vocabulary
        self._weights = weights
        self._bias = bias

    def read(self, words: Sequence[Word]) -> Heard:
        """What each word says for each label, and in all."""
        position, row, value = self._vocabulary.weigh(self._features.shown(words))
        said = np.zeros((len(words), len(self._bias)), dtype=np.float32)
        if len(row):
            order = np.argsort(position, kind="stable")
            starts = np.flatnonzero(np.diff(position[order], prepend=-1))
            weighed = self._weights[row[order]] * value[order, None]
            said[position[order][starts]] = np.add.reduceat(weighed, starts)
        scores = said.sum(axis=0) + self._bias if len(row) else said.sum(axis=0)  # who says nothing favours nothing
        return Heard(said, scores, self._vagueness(words, scores))

    def _vagueness(self, words: Sequence[Word], scores: Numbers) -> Vagueness:
        telling = [word.normal for word in words if carries(word.normal, self._language)]
        stems = [hashed(f"={stem(folded(word, self._language), self._language)}") for word in telling]
        known = int((self._vocabulary.rows(np.array(stems, dtype=np.uint64)) >= 0).sum())
        strange = 1 - known / len(telling) if telling else 1.0
        best = float(scores[:-1].max())
        return Vagueness(best - float(scores[-1]), best, min(known, COUNTED), strange)
