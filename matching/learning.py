"""Learns which features speak for which label: texts as tables of counts, and the reader that is fitted to them.

A linear support vector machine reads the features: of what was tried on writers held out, neither
ridge regression, naive Bayes, logistic regression nor a sum of them did better (`bench/matching.md`).
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
import scipy.sparse as sp
from sklearn.svm import LinearSVC

from matching.documents import Document
from matching.features import BLOCKS, Ids, Numbers, Shown
from matching.model import SHORTEST_TEXT, Vocabulary

SEEN: Final = 2
"""Texts a feature must stand in to count: those that stand in one alone double the table and add nothing."""
SLACK: Final = 0.8
"""How far an odd example may pull: scikit-learn's C. Flat from .6 to 2 on writers held out."""


class Texts:
    """The documents as counts: for each block a table of texts by features."""

    def __init__(self, documents: Sequence[Document], shown: Sequence[Shown]) -> None:
        self.documents = documents
        self.labels = np.array([one.label for one in documents])
        self.weights = np.array([one.weight for one in documents])
        self.writers = np.array([one.writer for one in documents])
        text = np.repeat(np.arange(len(shown)), [len(one.feature) for one in shown])
        self.features, column = np.unique(np.concatenate([one.feature for one in shown]), return_inverse=True)
        block = np.concatenate([one.block for one in shown])
        value = np.concatenate([one.value for one in shown])
        shape = (len(shown), len(self.features))
        self.counts = [
            sp.csr_array((value[its], (text[its], column[its])), shape=shape)
            for its in (block == number for number in range(len(BLOCKS)))
        ]

    def vocabulary(self, rows: Ids) -> tuple[Vocabulary, Ids]:
        """What the texts in `rows` teach, and which columns of the counts that is."""
        found = np.sum(
            [np.bincount(table[rows].indices, minlength=len(self.features)) for table in self.counts], axis=0
        )
        columns = np.flatnonzero(found >= SEEN)
        rarity = np.log((1 + len(rows)) / (1 + found[columns])) + 1
        rarest = float(np.log(1 + len(rows)) + 1)
        return Vocabulary(self.features[columns], rarity.astype(np.float32), rarest), columns

    def weighed(self, rows: Ids, vocabulary: Vocabulary, columns: Ids) -> sp.csr_array:
        """As `Vocabulary.weigh`, for many texts at once."""
        weighed: sp.csr_array = sum(self._block(table[rows], vocabulary, columns) for table in self.counts)
        weighed.indices, weighed.indptr = weighed.indices.astype(np.int32), weighed.indptr.astype(np.int32)
        return weighed  # scikit-learn takes no other indices

    def _block(self, counts: sp.csr_array, vocabulary: Vocabulary, columns: Ids) -> sp.csr_array:
        known = sp.csr_array(counts[:, columns])
        strange = counts.sum(axis=1) - known.sum(axis=1)
        values = sp.csr_array((np.log1p(known.data), known.indices, known.indptr), shape=known.shape)
        values = sp.csr_array(values.multiply(vocabulary.rarity[None, :]))
        length = np.sqrt(values.power(2).sum(axis=1) + vocabulary.rarest**2 * np.maximum(strange, 0))
        return sp.csr_array(sp.diags_array(1 / np.maximum(length, SHORTEST_TEXT)) @ values)


def learned(texts: Texts, rows: Ids, labels: int) -> tuple[Vocabulary, Numbers, Numbers]:
    """The vocabulary, the table of features by labels, and the bias, from the texts in `rows`."""
    vocabulary, columns = texts.vocabulary(rows)
    shown = texts.weighed(rows, vocabulary, columns)
    reader = LinearSVC(C=SLACK, tol=1e-2, random_state=0).fit(shown, texts.labels[rows], texts.weights[rows])
    table = np.full((len(columns), labels), 0.0, dtype=np.float32)
    bias = np.full(labels, reader.intercept_.min(), dtype=np.float32)
    table[:, reader.classes_] = reader.coef_.T
    bias[reader.classes_] = reader.intercept_
    return vocabulary, table, bias
