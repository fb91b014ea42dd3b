"""Hears that a short text simply names a sub-competence: by code, official name or everyday name."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz, process

from catalog_data.model import Catalogue
from matching.normalise import Word, carries, normal
from texts.say import Language

MOST: Final = 5
"""Codes named at most: as many as fit on a card."""
FREE_WORDS: Final = 5
"""A longer text tells something; it names a sub-competence only if it says nothing else."""
SHORT_WORD: Final = 4
"""Letters up to which a word must be spelled right: "data" is not a typo of "dato"."""
SAME_WORD: Final = 80.0
SAME_NAME: Final = 90.0
"""rapidfuzz ratios, of 100."""
HALF: Final = 0.5
"""Part of a name that must be said, and part of what was said that must be the name."""
NEAR: Final = 0.25
"""How much weaker than the best a further code may be."""

NUMBERS_TO_CALL: Final = frozenset({"112", "114"})
"""Emergency and police: whoever types one of these is not choosing a topic."""

_DOTTED: Final = re.compile(r"(?<![\d.])\d\.\d\.\d{1,2}(?![\d.]*\d)")
_ASKING: Final[Mapping[Language, str]] = {
    "da": """
        jeg vil gerne skal kan vi må tale taler snakke snakker høre noget lidt mere om med det den der de et en at til i
        på og af for emne emnet emner kompetence kompetencen kompetencer handle handler viden kunne kende kendskab
        anvende arbejde arbejder arbejdede digital digitale digitalt tak
    """,
    "en": """
        i want would like to can we talk hear about something the a an of with on in and for topic subject competence
        competences skill skills digital please knowledge know knowing work
        working worked
    """,
}
"""Words that may stand around a name when somebody asks for it, or that stand in every second name."""
_FRAME: Final = {language: frozenset(listed.split()) for language, listed in _ASKING.items()}


@dataclass(frozen=True, slots=True)
class _Name:
    code: str
    spelled: str
    words: tuple[str, ...]


class Names:
    """Every name of every sub-competence in one language. Read-only once built."""

    def __init__(self, catalogue: Catalogue, language: Language) -> None:
        self._frame = _FRAME[language]
        self._order = {code: at for at, code in enumerate(catalogue.codes)}
        bare = {code.replace(".", ""): code for code in catalogue.codes}
        self._codes = {**{code: code for code in catalogue.codes}, **bare}
        for number in NUMBERS_TO_CALL:
            self._codes.pop(number, None)
        spelled = ((code, name) for code in catalogue.codes for name in _spelled(catalogue, code, language))
        self._names = [_Name(code, normal(name), _telling(normal(name), language)) for code, name in spelled]
        self._words = sorted({word for name in self._names for word in name.words})

    def named(self, text: str, words: Sequence[Word]) -> tuple[str, ...]:
        """The codes the text names, the likeliest first; at most MOST."""
        spelled = normal(text).strip()
        codes = self._typed(spelled, len(words))
        if codes or not words:
            return codes
        asked = [word.normal for word in words if word.normal not in self._frame]
        part = self._partly(asked, strict=len(words) > FREE_WORDS)
        return self._best([*self._whole(spelled), *part])

    def _typed(self, spelled: str, words: int) -> tuple[str, ...]:
        if words > FREE_WORDS:
            return ()
        found = (self._codes.get(one) for one in _DOTTED.findall(spelled) or [spelled.strip(".")])
        return tuple(dict.fromkeys(code for code in found if code))[:MOST]

    def _whole(self, spelled: str) -> Iterator[tuple[float, str]]:
        for name in self._names:
            score = fuzz.ratio(spelled, name.spelled, score_cutoff=SAME_NAME)
            if score and len(name.spelled) > SHORT_WORD:
                yield score / 100, name.code

    def _partly(self, asked: Sequence[str], *, strict: bool) -> Iterator[tuple[float, str]]:
        """Names the text is a good part of, or (unless `strict`) that are a good part of the text."""
        if not 0 < len(asked) <= FREE_WORDS:
            return
        alike = [self._alike(word) for word in asked]
        for name in self._names:
            said = [max((found.get(word, 0.0) for word in name.words), default=0.0) for found in alike]
            names = [max((found.get(word, 0.0) for found in alike), default=0.0) for word in name.words]
            of_text, of_name = sum(said) / len(said), sum(names) / len(names)
            if (all(said) and of_name >= HALF * SAME_WORD / 100) or (not strict and all(names) and of_text > HALF):
                yield (of_text + of_name) / 2, name.code

    def _alike(self, asked: str) -> dict[str, float]:
        """Words of names that are spelled like this one, each with how alike they are (0–1)."""
        if len(asked) <= SHORT_WORD:
            return {asked: 1.0}
        found = process.extract(asked, self._words, scorer=fuzz.ratio, score_cutoff=SAME_WORD, limit=None)
        return {word: score / 100 for word, score, _ in found}

    def _best(self, found: Iterable[tuple[float, str]]) -> tuple[str, ...]:
        best: dict[str, float] = {}
        for score, code in found:
            best[code] = max(score, best.get(code, 0.0))
        enough = max(best.values(), default=0.0) - NEAR
        near = [code for code, score in best.items() if score >= enough]
        return tuple(sorted(near, key=lambda code: (-best[code], self._order[code])))[:MOST]


def _telling(name: str, language: Language) -> tuple[str, ...]:
    """The words that make the difference between names, or all of them if none does."""
    words = re.findall(r"\w+", name)
    telling = [word for word in words if word not in _FRAME[language] and carries(word, language)]
    return tuple(dict.fromkeys(telling or words))


def _spelled(catalogue: Catalogue, code: str, language: Language) -> Iterator[str]:
    """The official name is Danish in every language: it is what stands on paper."""
    prose = catalogue.prose(code, language)
    yield from dict.fromkeys((catalogue.entries[code].name, prose.name, prose.short, *prose.aliases))
