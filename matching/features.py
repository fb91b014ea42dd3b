"""Texts as numbers: pieces of words, stems, and stems that stand together.

Pieces of 3–5 letters hear the parts of a compound ("videosamtale") and forgive spelling; stems
hear inflection; pairs of stems hear what words mean only together. Danish compounds are the
reason why pieces weigh as much as whole words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final, TypeAlias

import numpy as np
import scipy.sparse as sp
import snowballstemmer
from numpy.typing import NDArray

from texts.say import Language

Numbers = NDArray[np.float32]
Ids = NDArray[np.int64]
Table: TypeAlias = sp.csr_array

PIECE: Final = (3, 5)
"""Shortest and longest piece, in letters; a word begins and ends with a space."""
WINDOW: Final = 2
"""How far apart two stems may stand and still make a pair."""
LONGEST_WORD: Final = 40
"""Letters of one word that are read."""
UNKNOWN: Final = -1
SHORTEST_TEXT: Final = 1e-9
"""Stands for the length of a text that shows nothing, which nobody can divide by."""
_NONE: Final[Ids] = np.zeros(0, dtype=np.int64)

_ALGORITHM: Final[dict[Language, str]] = {"da": "danish", "en": "english"}


@dataclass(frozen=True, slots=True)
class Shown:
    """Which word (by position) shows which feature, and how much: three columns."""

    position: Ids
    feature: Ids
    """Numbers of the vocabulary, or UNKNOWN."""
    value: Numbers

    def known(self) -> "Shown":
        known = self.feature != UNKNOWN
        return Shown(self.position[known], self.feature[known], self.value[known])


class Vocabulary:
    """Every feature that some texts show, and how rare each is among them. Never changes once learned."""

    def __init__(self, language: Language) -> None:
        self._algorithm = _ALGORITHM[language]
        self._numbers: dict[str, int] = {}
        self._stems: dict[str, str] = {}
        self._pieces: dict[str, Ids] = {}
        self._rarity: Numbers = np.zeros(0, dtype=np.float32)
        self._rarest = 1.0

    @classmethod
    def learned(cls, texts: Sequence[Sequence[str]], language: Language) -> tuple["Vocabulary", Table]:
        """The vocabulary of the texts, and what they show: a row for each text, a column for each feature."""
        vocabulary = cls(language)
        for word in dict.fromkeys(chain.from_iterable(texts)):
            vocabulary._learn(word)
        stems = [[vocabulary._add(name) for name, *_ in vocabulary._stemmed(text)] for text in texts]
        pieces = [np.concatenate([_NONE, *map(vocabulary._numbers_of, text)]) for text in texts]
        tables = [_counts(block, len(vocabulary)) for block in (pieces, stems)]
        vocabulary._weigh(tables)
        return vocabulary, sum(map(vocabulary._weighed_rows, tables))

    def __len__(self) -> int:
        return len(self._numbers)

    def knows(self, word: str) -> bool:
        """Whether the word, however inflected, stood in one of the texts."""
        return f"={self._stem(word)}" in self._numbers

    def shown(self, text: Sequence[str]) -> Shown:
        """The features of a text; pieces and stems weigh the same, whatever the text's length.

        Unknown features take their part of that weight, so that a text of unknown words says little.
        """
        pieces, stems = self._weighed(self._shown_pieces(text)), self._weighed(self._shown_stems(text))
        return Shown(
            np.concatenate([pieces.position, stems.position]),
            np.concatenate([pieces.feature, stems.feature]),
            np.concatenate([pieces.value, stems.value]),
        )

    def _learn(self, word: str) -> None:
        self._stems[word] = self._stem(word)
        self._pieces[word] = np.fromiter(map(self._add, _pieces(word)), dtype=np.int64)

    def _add(self, feature: str) -> int:
        return self._numbers.setdefault(feature, len(self._numbers))

    def _find(self, feature: str) -> int:
        return self._numbers.get(feature, UNKNOWN)

    def _stem(self, word: str) -> str:
        # A stemmer keeps the word it works on in itself, so two threads must not share one.
        return self._stems.get(word) or str(snowballstemmer.stemmer(self._algorithm).stemWord(word[:LONGEST_WORD]))

    def _stemmed(self, text: Sequence[str]) -> list[tuple[str, int, int]]:
        """Stems and pairs of stems, each with the positions of its first and last word."""
        stems = [self._stem(word) for word in text]
        single = [(f"={stem}", at, at) for at, stem in enumerate(stems)]
        pairs = [
            (f"={stems[at]}{'_' * apart}{stems[at + apart]}", at, at + apart)
            for apart in range(1, WINDOW + 1)
            for at in range(len(stems) - apart)
        ]
        return single + pairs

    def _shown_stems(self, text: Sequence[str]) -> Shown:
        """Each stem belongs half to its first and half to its last word."""
        found = [(first, last, self._find(name)) for name, first, last in self._stemmed(text)]
        first, last, feature = np.array(found, dtype=np.int64).reshape(-1, 3).T
        halves = np.full(2 * len(found), 0.5, dtype=np.float32)
        return Shown(np.concatenate([first, last]), np.concatenate([feature, feature]), halves)

    def _shown_pieces(self, text: Sequence[str]) -> Shown:
        found = [self._numbers_of(word) for word in text]
        position = np.repeat(np.arange(len(text)), [len(numbers) for numbers in found])
        feature = np.concatenate([_NONE, *found])
        return Shown(position, feature, np.ones(len(feature), dtype=np.float32))

    def _numbers_of(self, word: str) -> Ids:
        known = self._pieces.get(word)
        if known is not None:
            return known
        return np.fromiter(map(self._find, _pieces(word)), dtype=np.int64)

    def _weigh(self, tables: Sequence[Table]) -> None:
        """The usual inverse document frequency, smoothed."""
        texts = tables[0].shape[0]
        found = np.bincount(np.concatenate([table.indices for table in tables]), minlength=len(self))
        self._rarity = np.asarray(np.log((1 + texts) / (1 + found)) + 1, dtype=np.float32)
        self._rarest = float(np.log(1 + texts) + 1)

    def _weighed_rows(self, counts: Table) -> Table:
        """As `_weighed`, for many texts whose features are all known."""
        values = (1 + np.log(counts.data)) * self._rarity[counts.indices]
        weighed = sp.csr_array((values, counts.indices, counts.indptr), shape=counts.shape)
        length = np.sqrt(np.asarray(weighed.power(2).sum(axis=1)))
        return sp.csr_array(sp.diags_array(1 / np.maximum(length, SHORTEST_TEXT), dtype=np.float32) @ weighed)

    def _weighed(self, shown: Shown) -> Shown:
        known = shown.known()
        features, which = np.unique(known.feature, return_inverse=True)
        often = np.bincount(which, known.value, len(features))
        weight = (1 + np.log(often)) * self._rarity[features]
        strange = self._rarest**2 * (shown.value.sum() - known.value.sum())
        length = max(float(np.sqrt((weight**2).sum() + strange)), SHORTEST_TEXT)
        values = known.value * np.asarray(weight / often / length, dtype=np.float32)[which]
        return Shown(known.position, known.feature, values)


def _counts(texts: Sequence[Sequence[int] | Ids], features: int) -> Table:
    """How often each text (row) shows each feature (column)."""
    row = np.repeat(np.arange(len(texts), dtype=np.int32), [len(text) for text in texts])
    column = np.concatenate([_NONE, *texts]).astype(np.int32)
    return sp.csr_array((np.ones(len(row), dtype=np.float32), (row, column)), shape=(len(texts), features))


def _pieces(word: str) -> list[str]:
    framed = f" {word[:LONGEST_WORD]} "
    shortest, longest = PIECE
    return [
        framed[at : at + size] for size in range(shortest, longest + 1) for at in range(max(1, len(framed) - size + 1))
    ]
