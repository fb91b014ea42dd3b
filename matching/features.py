"""Texts as numbers: pieces of words, stems, and the names of systems.

Pieces of 3–6 letters hear what words share and forgive spelling; stems hear inflection, pairs of
stems what words mean only together, parts of compounds what a long word is about; systems are one
feature however they are spelled. A feature is known by a 64-bit hash of its name, so that the
vocabulary is one sorted array which can be mapped from a file instead of being held in memory.
"""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matching.morphology import folded, parts, stem
from matching.normalise import Word
from matching.systems import Systems
from texts.say import Language

Numbers = NDArray[np.float32]
Ids = NDArray[np.int64]
Hashes = NDArray[np.uint64]

PIECE: Final = (3, 6)
"""Shortest and longest piece, in letters; a word begins and ends with a space."""
BLOCKS: Final = ("pieces", "stems", "systems")
"""Features of one block are weighed together: a text's blocks count the same, whatever its length."""

_MULTIPLIER: Final = np.uint64(0x9E3779B97F4A7C15)
_SPACE: Final = ord(" ")


@dataclass(frozen=True, slots=True)
class Shown:
    """Which word (by position) shows which feature of which block, and how much: four columns."""

    position: Ids
    feature: Hashes
    block: Ids
    value: Numbers


class Features:
    """Reads the features off texts in one language. Read-only, so threads may share it."""

    def __init__(self, language: Language, systems: Systems, compounds: Collection[str]) -> None:
        """`compounds`: words that count as parts of longer ones."""
        self._language = language
        self._systems = systems
        self._compounds = compounds

    def shown(self, words: Sequence[Word]) -> Shown:
        """The features of a text, in the order of its blocks."""
        written = [folded(word.normal, self._language) for word in words]
        blocks = (_pieces(written), self._stems(written), self._named(words))
        return Shown(
            np.concatenate([position for position, _, _ in blocks]),
            np.concatenate([feature for _, feature, _ in blocks]),
            np.repeat(np.arange(len(blocks)), [len(position) for position, _, _ in blocks]),
            np.concatenate([value for _, _, value in blocks]),
        )

    def _stems(self, written: Sequence[str]) -> tuple[Ids, Hashes, Numbers]:
        """Stems, pairs of stems (half to each of the two words), and the stems of a compound's parts."""
        stems = [stem(word, self._language) for word in written]
        found = [(at, f"={one}", 1.0) for at, one in enumerate(stems)]
        for at in range(len(stems) - 1):
            pair = f"={stems[at]} {stems[at + 1]}"
            found += [(at, pair, 0.5), (at + 1, pair, 0.5)]
        for at, word in enumerate(written):
            found += [
                (at, f"={stem(part, self._language)}", 1.0) for part in parts(word, self._compounds) if part != word
            ]
        return columns(found)

    def _named(self, words: Sequence[Word]) -> tuple[Ids, Hashes, Numbers]:
        """A system by its own name and by what it is for, so that a new one is understood at once."""
        found: list[tuple[int, str, float]] = []
        for name, at, size in self._systems.heard(words):
            kinds = self._systems.codes(name)
            for part in range(at, at + size):
                found.append((part, f"@{name}", 1 / size))
                found += [(part, f"@{code}", 1 / size / 2**rank) for rank, code in enumerate(kinds)]
        return columns(found)


def columns(found: Sequence[tuple[int, str, float]]) -> tuple[Ids, Hashes, Numbers]:
    """Position, hashed name and value of features that are known by a name."""
    return (
        np.array([at for at, _, _ in found], dtype=np.int64),
        np.array([hashed(name) for _, name, _ in found], dtype=np.uint64),
        np.array([value for _, _, value in found], dtype=np.float32),
    )


@lru_cache(maxsize=60_000)
def hashed(name: str) -> int:
    """A feature's number: the same on every machine and in every process."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest())


def _pieces(written: Sequence[str]) -> tuple[Ids, Hashes, Numbers]:
    """All pieces of all words at once: a rolling hash over the letters, piece by piece length."""
    letters = np.frombuffer(f" {' '.join(written)} ".encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    space = letters == _SPACE
    word = np.cumsum(space) - 1
    position: list[Ids] = []
    feature: list[Hashes] = []
    with np.errstate(over="ignore"):
        rolling = np.zeros(len(letters), dtype=np.uint64)
        for size in range(1, PIECE[1] + 1):
            count = len(letters) - size + 1
            if count <= 0:
                break
            rolling = rolling[:count] * _MULTIPLIER + letters[size - 1 :]
            if size >= PIECE[0]:
                within = word[size - 2 : size - 2 + count] == word[:count]  # no space but at the ends
                position.append(word[:count][within])
                feature.append(_mixed(rolling[within], size))
    hashes = np.concatenate([*feature, np.zeros(0, dtype=np.uint64)])
    return np.concatenate([*position, np.zeros(0, dtype=np.int64)]), hashes, np.ones(len(hashes), dtype=np.float32)


def _mixed(rolling: Hashes, size: int) -> Hashes:
    """Spreads the rolling hash over all 64 bits, and keeps sizes apart."""
    mixed = (rolling ^ (rolling >> np.uint64(31)) ^ np.uint64(size)) * np.uint64(0xBF58476D1CE4E5B9)
    return np.asarray(mixed ^ (mixed >> np.uint64(29)))
