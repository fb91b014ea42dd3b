"""Hears systems by name: "Nexus" or "nem id" says more about the topic than the words around it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import numpy as np
from rapidfuzz import fuzz, process

from catalog_data.model import System
from matching.features import Numbers
from matching.normalise import Word, normal

SPEAKS: Final = 3.0
"""What a system's name adds to the score of its first code; each further code gets half of the one before."""
WINDOW: Final = 3
"""Words a system's name has at most."""
LONG_ENOUGH: Final = 6
"""Letters from which a typo is forgiven: shorter names lie too close to ordinary words."""
SAME: Final = 88.0
"""rapidfuzz ratio, of 100: one wrong letter of nine, one missing of six."""


class Systems:
    """Which codes the name of a system speaks for. Read-only once built."""

    def __init__(self, systems: Sequence[System], labels: Mapping[str, int]) -> None:
        self._labels = labels
        self._codes = {
            _letters(normal(name)): [code for code in system.codes if code in labels]
            for system in systems
            for name in (system.name, *system.aliases)
        }
        self._long = [name for name in self._codes if len(name) >= LONG_ENOUGH]

    def read(self, words: Sequence[Word], unknown: Sequence[bool], width: int) -> Numbers:
        """What each word (row) says for each label (column) as part of a system's name.

        Only words the index does not know (`unknown`) are taken for typos.
        """
        says = np.zeros((len(words), width), dtype=np.float32)
        heard: set[str] = set()
        for name, at, size in self._heard(words, unknown):
            if name not in heard and not says[at : at + size].any():
                heard.add(name)
                for rank, code in enumerate(self._codes[name]):
                    says[at : at + size, self._labels[code]] += SPEAKS / 2**rank / size
        return says

    def _heard(self, words: Sequence[Word], unknown: Sequence[bool]) -> Iterator[tuple[str, int, int]]:
        """Names with the position and number of their words, the longest names first."""
        letters = [_letters(word.normal) for word in words]
        for size in range(WINDOW, 0, -1):
            for at in range(len(words) - size + 1):
                name = self._name("".join(letters[at : at + size]), size == 1 and unknown[at])
                if name:
                    yield name, at, size

    def _name(self, letters: str, typo: bool) -> str | None:
        for spelled in (letters, letters.removesuffix("s")):
            if spelled in self._codes:
                return spelled
        if not typo or len(letters) < LONG_ENOUGH:
            return None
        found = process.extractOne(letters, self._long, scorer=fuzz.ratio, score_cutoff=SAME)
        return found[0] if found else None


def _letters(name: str) -> str:
    """'e-Boks' and 'e boks' are the same name."""
    return "".join(letter for letter in name if letter.isalnum())
