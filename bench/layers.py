"""What each layer of the matcher brings: learning with layers taken out, examples thinned, writers held out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from bench.evaluation import Answer, hits
from catalog_data.answers import ExampleAnswer
from catalog_data.model import Catalogue
from matching.documents import compounds_of, documents_of
from matching.features import Features, Hashes, Ids, Numbers, columns
from matching.fitting import UNFITTED
from matching.learning import Texts, learned
from matching.model import Model
from matching.normalise import Word, words_of
from matching.systems import Systems
from texts.say import Language

Figures = tuple[float, float]
"""Top-1 and top-3."""


class Unstemmed(Features):
    """Words as they were typed, without inflection, compounds or irregular forms."""

    def _stems(self, written: Sequence[str]) -> tuple[Ids, Hashes, Numbers]:
        return columns([(at, f"={word}", 1.0) for at, word in enumerate(written)])


class Nameless(Features):
    """Deaf to systems."""

    def _named(self, words: Sequence[Word]) -> tuple[Ids, Hashes, Numbers]:
        return columns([])


class UnstemmedNameless(Unstemmed, Nameless):
    """Neither."""


@dataclass(frozen=True, slots=True)
class Bench:
    """One language's bank, to be learned in parts."""

    catalogue: Catalogue
    answers: Sequence[ExampleAnswer]
    language: Language

    def model(self, answers: Sequence[ExampleAnswer] | None = None, kind: type[Features] = Features) -> Model:
        documents = documents_of(self.catalogue, self.answers if answers is None else answers, self.language)
        features = kind(
            self.language, Systems(self.catalogue.systems), frozenset(compounds_of(documents, self.language))
        )
        texts = Texts(documents, [features.shown(one.words) for one in documents])
        vocabulary, weights, bias = learned(texts, np.arange(len(documents)), len(self.catalogue.codes) + 1)
        return Model(
            language=self.language,
            features=features,
            vocabulary=vocabulary,
            weights=weights,
            bias=bias,
            decisions=UNFITTED,
        )

    def figures(self, model: Model, answers: Sequence[Answer]) -> Figures:
        ranked = [(self._ranked(model, one.text), one) for one in answers]
        return hits(ranked, 1), hits(ranked, 3)

    def by_writer(self) -> Iterator[tuple[str, int, Figures]]:
        """Each writer's examples, read by a model that was taught by the others only."""
        for writer in sorted({one.writer for one in self.answers}, key=lambda name: (len(name), name)):
            tested = [
                Answer(one.text, self.language, "single", (one.code,))
                for one in self.answers
                if one.writer == writer and one.code in self.catalogue.codes
            ]
            if tested:
                model = self.model([one for one in self.answers if one.writer != writer])
                yield writer, len(tested), self.figures(model, tested)

    def thinned(self, each: int) -> list[ExampleAnswer]:
        """So many examples of each code, drawn evenly over its writers; all of what is about nothing."""
        kept: list[ExampleAnswer] = []
        for code in self.catalogue.codes:
            its = [one for one in self.answers if one.code == code]
            order = np.random.default_rng(0).permutation(len(its))
            kept += [its[at] for at in order[:each]]
        return kept + [one for one in self.answers if one.code not in self.catalogue.codes]

    def _ranked(self, model: Model, text: str) -> list[str]:
        scores = model.read(words_of(text)).scores[:-1]
        return [self.catalogue.codes[at] for at in np.argsort(-scores, kind="stable")]
