"""The person's own words that spoke most for a candidate."""

from collections.abc import Mapping, Sequence
from typing import Final

from matching.morphology import LONGEST_WORD
from matching.normalise import Word, carries, normal
from texts.say import Language

MOST: Final = 3
SHORTEST: Final = 3
"""Letters a word must have to mean something when it is quoted."""
SECOND, THIRD = 0.4, 0.8
"""Parts of the strongest word's weight from which a second and a third one are named too."""


def reasons(words: Sequence[Word], said: Sequence[float], language: Language) -> tuple[str, ...]:
    """At most MOST words as they were typed, the strongest first; `said` is what each spoke for the candidate."""
    weight: dict[str, float] = {}
    typed: dict[str, str] = {}
    for word, value in zip(words, said, strict=True):
        if _quotable(word, language):
            key = normal(word.typed)
            weight[key] = weight.get(key, 0.0) + value
            typed.setdefault(key, word.typed)
    return tuple(typed[key] for key in _strongest(weight))


def _quotable(word: Word, language: Language) -> bool:
    return SHORTEST <= len(word.typed) <= LONGEST_WORD and carries(word.normal, language)


def _strongest(weight: Mapping[str, float]) -> list[str]:
    ranked = sorted(weight, key=lambda word: -weight[word])[:MOST]
    if not ranked:
        return []
    parts = zip(ranked, (1.0, SECOND, THIRD), strict=False)
    return [word for word, part in parts if weight[word] > 0 and weight[word] >= part * weight[ranked[0]]]
