"""The matcher that needs nothing but the catalogue: built in under two seconds, then only reads."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import numpy as np

from catalog_data.answers import ExampleAnswer
from catalog_data.model import Catalogue, Prose
from matching.deciding import confidences, outcome, prior, reach
from matching.features import Numbers
from matching.index import Document, TextIndex
from matching.names import Names
from matching.normalise import Word, carries, words_of
from matching.outside import OUTSIDE
from matching.reasons import reasons
from matching.systems import Systems
from matching.types import Candidate, Match
from texts.say import LANGUAGES, Language

CANDIDATES: Final = 10
PROSE: Final = 0.6
"""Weight of a text of ours beside an answer as people type it."""
NAMED: Final = 6.0
"""What spelling a name adds to a score, shared by all codes that are named."""
TIPPING: Final = 2.0
"""What a small word ("could", "instead") may say at most: it may tip the scales, but not decide."""


class BuiltInMatcher:
    """Implements `Matcher` by names, systems and a text index. Pure and safe to share between threads."""

    def __init__(self, catalogue: Catalogue, answers: Mapping[Language, tuple[ExampleAnswer, ...]]) -> None:
        """Examples of a code that the catalogue does not have are left out."""
        self._codes: Final = catalogue.codes
        labels = {code: at for at, code in enumerate(self._codes)}
        self._outside: Final = len(labels)
        self._systems: Final = Systems(catalogue.systems, labels)
        self._names: Final = {language: Names(catalogue, language) for language in LANGUAGES}
        self._indexes: Final = {
            language: TextIndex(
                list(_documents(catalogue, answers.get(language, ()), language)), len(labels) + 1, language
            )
            for language in LANGUAGES
        }

    def match(self, text: str, *, topic: str | None, language: Language) -> Match:
        """What the text is about; see `Match`. Never raises, whatever the text."""
        words = words_of(text)
        named = self.named(text, language)
        said, telling = self._heard(words, named, language)
        total = said.sum(axis=0)
        scores, outside = total[: self._outside], float(total[self._outside])
        sure = confidences(scores + prior(self._codes, topic))
        best = np.argsort(-sure, kind="stable")[:CANDIDATES].tolist()
        reached = reach(float(scores.max()), outside, telling)
        return Match(
            outcome=outcome(float(sure[best[0]]), reached, named=bool(named)),
            candidates=tuple(self._candidate(at, float(sure[at]), words, said, language) for at in best),
        )

    def named(self, text: str, language: Language) -> tuple[str, ...]:
        """Codes whose code, name or everyday name the text spells, typos forgiven; at most five."""
        return self._names[language].named(text, words_of(text))

    def _heard(self, words: Sequence[Word], named: Sequence[str], language: Language) -> tuple[Numbers, int]:
        """What each word (row) says for each code and for nothing (last column), and how many known words tell."""
        index = self._indexes[language]
        known = np.array([index.vocabulary.knows(word.normal) for word in words], dtype=bool)
        telling = np.array([carries(word.normal, language) for word in words], dtype=bool)
        said = index.read([word.normal for word in words])
        codes = said[:, : self._outside]
        codes[~telling] = codes[~telling].clip(-TIPPING, TIPPING)
        systems = self._systems.read(words, (~known).tolist(), self._outside)
        codes += systems
        for code in named:
            codes[:, self._codes.index(code)] += NAMED / len(named) / max(len(words), 1)
        return said, int((telling & (known | systems.any(axis=1))).sum())

    def _candidate(
        self, at: int, confidence: float, words: Sequence[Word], said: Numbers, language: Language
    ) -> Candidate:
        because = reasons(words, said[:, at].tolist(), language)
        return Candidate(code=self._codes[at], confidence=confidence, because=because)


def _documents(catalogue: Catalogue, answers: Sequence[ExampleAnswer], language: Language) -> Iterator[Document]:
    label = {code: at for at, code in enumerate(catalogue.codes)}
    for answer in answers:
        if answer.code in label:
            yield Document(_read(answer.text), label[answer.code])
    for code in catalogue.codes:
        for text in _texts(catalogue.prose(code, language)):
            yield Document(_read(text), label[code], PROSE)
    for text in OUTSIDE[language]:
        # Without answers that tell of a day at work, "I" and "was" would stand in these lines alone.
        words = _read(text) if answers else tuple(word for word in _read(text) if carries(word, language))
        yield Document(words, len(label))


def _texts(prose: Prose) -> Iterator[str]:
    """Each text that could be an answer by itself; what only lends its words comes in one piece."""
    yield from (prose.name, prose.short, prose.description, *prose.covers, *prose.examples, *prose.situations)
    yield " . ".join(prose.aliases)
    yield " . ".join((*prose.levels, *(f"{plan.when} . {plan.then}" for plan in prose.plans)))
    for bank in (prose.episode, prose.learning):
        yield " . ".join((*bank.use, *bank.develop, *bank.contribute))
    yield f"{prose.smaller} . {prose.exercise}"


def _read(text: str) -> tuple[str, ...]:
    return tuple(word.normal for word in words_of(text))
