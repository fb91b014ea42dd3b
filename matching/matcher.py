"""The matcher that needs nothing but the catalogue and what was learned from it; then it only reads."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from catalog_data.model import Catalogue
from matching.beside import Beside
from matching.deciding import confidences, emptiness, outcome, prior
from matching.features import Numbers
from matching.model import Model
from matching.names import Names
from matching.normalise import Word, words_of
from matching.reasons import reasons
from matching.types import Candidate, Match
from texts.say import Language

CANDIDATES: Final = 10


class BuiltInMatcher:
    """Implements `Matcher` by names and a model of each language. Pure and safe to share between threads."""

    def __init__(self, catalogue: Catalogue, models: Mapping[Language, Model]) -> None:
        self._codes: Final = catalogue.codes
        self.models: Final = models
        self._names: Final = {language: Names(catalogue, language) for language in models}

    def match(self, text: str, *, topic: str | None, language: Language, beside: Beside | None = None) -> Match:
        """What the text is about; see `Match`. Never raises, whatever the text.

        `beside`: what a second reader says, to be weighed with the words.
        """
        words = words_of(text)
        named = self._names[language].named(text, words)
        model = self.models[language]
        heard = model.read(words)
        scores, known = heard.scores[:-1], prior(self._codes, topic, named)
        if beside:
            scores, known = scores * beside.words, known + beside.nats
        sure = confidences(scores, known, model.decisions)
        best = np.argsort(-sure, kind="stable")[:CANDIDATES].tolist()
        empty = emptiness(heard.vagueness, model.decisions)
        return Match(
            outcome=outcome(float(sure[best[0]]), empty, named=bool(named)),
            candidates=tuple(self._candidate(at, float(sure[at]), words, heard.said, language) for at in best),
        )

    def named(self, text: str, language: Language) -> tuple[str, ...]:
        """Codes whose code, name or everyday name the text spells, typos forgiven; at most five."""
        return self._names[language].named(text, words_of(text))

    def _candidate(
        self, at: int, confidence: float, words: Sequence[Word], said: Numbers, language: Language
    ) -> Candidate:
        """The reason is what spoke for this code more than for the average one."""
        spoke = said[:, at] - said[:, :-1].mean(axis=1)
        return Candidate(code=self._codes[at], confidence=confidence, because=reasons(words, spoke.tolist(), language))
