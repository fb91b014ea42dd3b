"""Hears systems by name, typos forgiven: "Nexus" or "nem id" says more about the topic than the words around it."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz, process

from catalog_data.model import System
from matching.normalise import SMALL, Word, normal

WINDOW: Final = 3
"""Words a system's name has at most."""
LONG_ENOUGH: Final = 6
"""Letters from which a typo is forgiven: shorter names lie too close to ordinary words."""
SAME: Final = 88.0
"""rapidfuzz ratio, of 100: one wrong letter of nine, one missing of six."""


class Systems:
    """The systems of the catalogue, today's names and dated ones. Read-only once built."""

    def __init__(self, systems: Sequence[System]) -> None:
        self._today: dict[str, str] = {}
        self._codes: dict[str, tuple[str, ...]] = {}
        for system in systems:
            self._codes[system.name] = system.codes
            self._today |= {_letters(normal(name)): system.name for name in (system.name, *system.aliases)}
        self._long = [name for name in self._today if len(name) >= LONG_ENOUGH]
        self._name = lru_cache(maxsize=20_000)(self._looked_up)

    def codes(self, name: str) -> tuple[str, ...]:
        """What a mention of the system points to, most telling first."""
        return self._codes[name]

    def heard(self, words: Sequence[Word]) -> Iterator[tuple[str, int, int]]:
        """Today's names with the position and number of their words; each system and each word once."""
        letters = [_letters(word.normal) for word in words]
        taken: set[int] = set()
        told: set[str] = set()
        for size in range(WINDOW, 0, -1):
            for at in range(len(words) - size + 1):
                name = self._name("".join(letters[at : at + size]), size == 1)
                if name and name not in told and taken.isdisjoint(range(at, at + size)):
                    taken.update(range(at, at + size))
                    told.add(name)
                    yield name, at, size

    def _looked_up(self, letters: str, typo: bool) -> str | None:
        for spelled in (letters, letters.removesuffix("s")):
            if spelled in self._today:
                return self._today[spelled]
        if not typo or len(letters) < LONG_ENOUGH or letters in SMALL["da"] | SMALL["en"]:
            return None
        found = process.extractOne(letters, self._long, scorer=fuzz.ratio, score_cutoff=SAME)
        return self._today[found[0]] if found else None


def _letters(name: str) -> str:
    """'e-Boks' and 'e boks' are the same name."""
    return "".join(letter for letter in name if letter.isalnum())
