"""Other ways to find the right code, measured beside ours in the same run."""

import logging
from collections.abc import Sequence

import bm25s
import numpy as np
import snowballstemmer
from rapidfuzz import fuzz, process
from sklearn.feature_extraction.text import TfidfVectorizer

from bench.evaluation import Ranker
from catalog_data.model import Catalogue
from matching.normalise import words_of
from texts.say import LANGUAGES, Language

logging.getLogger("bm25s").setLevel(logging.WARNING)  # it reports every index it makes


def digests(catalogue: Catalogue, language: Language) -> list[str]:
    """Each code as one text: name, description, what it covers, examples."""
    prose = (catalogue.prose(code, language) for code in catalogue.codes)
    return [" ".join((its.name, its.description, *its.covers, *its.examples)) for its in prose]


def names_only(catalogue: Catalogue) -> Ranker:
    """rapidfuzz `token_set_ratio` against the names."""
    names = {language: [catalogue.prose(code, language).name for code in catalogue.codes] for language in LANGUAGES}

    def rank(text: str, language: Language) -> Sequence[str]:
        found = process.extract(text, names[language], scorer=fuzz.token_set_ratio, limit=None)
        return [catalogue.codes[at] for _, _, at in found]

    return rank


def bm25(catalogue: Catalogue) -> Ranker:
    """BM25 over Snowball stems of the digests."""
    stemmers = {"da": snowballstemmer.stemmer("danish"), "en": snowballstemmer.stemmer("english")}

    def stems(text: str, language: Language) -> list[str]:
        return [str(stemmers[language].stemWord(word.normal)) for word in words_of(text)]

    indexes = {}
    for language in LANGUAGES:
        indexes[language] = bm25s.BM25()
        indexes[language].index([stems(text, language) for text in digests(catalogue, language)], show_progress=False)

    def rank(text: str, language: Language) -> Sequence[str]:
        scores = indexes[language].get_scores(stems(text, language) or ["-"])
        return [catalogue.codes[at] for at in np.argsort(-scores, kind="stable")]

    return rank


def tfidf(catalogue: Catalogue) -> Ranker:
    """Cosine of character 2–5-grams with the digests."""
    vectorizers = {language: TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5)) for language in LANGUAGES}
    tables = {language: its.fit_transform(digests(catalogue, language)) for language, its in vectorizers.items()}

    def rank(text: str, language: Language) -> Sequence[str]:
        scores = (tables[language] @ vectorizers[language].transform([text]).T).toarray().ravel()
        return [catalogue.codes[at] for at in np.argsort(-scores, kind="stable")]

    return rank
