"""Other readers of the very same features, on writers they have not read: why one of them is served."""

from collections.abc import Callable, Iterator

import numpy as np
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.naive_bayes import ComplementNB
from sklearn.svm import LinearSVC

from bench.layers import Bench, Figures
from matching.documents import compounds_of, documents_of
from matching.features import Features, Ids, Numbers
from matching.folds import folds
from matching.learning import SLACK, Texts
from matching.systems import Systems

Reader = Callable[[sp.csr_array, Ids, Numbers, sp.csr_array], Numbers]
"""Learns from texts, labels and weights, and gives scores for other texts."""


def support_vectors(shown: sp.csr_array, label: Ids, weight: Numbers, asked: sp.csr_array) -> Numbers:
    return np.asarray(LinearSVC(C=SLACK, tol=1e-2, random_state=0).fit(shown, label, weight).decision_function(asked))


def ridge(shown: sp.csr_array, label: Ids, weight: Numbers, asked: sp.csr_array) -> Numbers:
    own = np.eye(label.max() + 1)[label]
    return np.asarray(Ridge(alpha=1.0, solver="sparse_cg", tol=1e-2).fit(shown, own, weight).predict(asked))


def bayes(shown: sp.csr_array, label: Ids, weight: Numbers, asked: sp.csr_array) -> Numbers:
    return np.asarray(ComplementNB(alpha=0.05).fit(shown, label, weight).predict_log_proba(asked))


def logistic(shown: sp.csr_array, label: Ids, weight: Numbers, asked: sp.csr_array) -> Numbers:
    return np.asarray(LogisticRegression(C=20.0, max_iter=300).fit(shown, label, weight).decision_function(asked))


def ensemble(shown: sp.csr_array, label: Ids, weight: Numbers, asked: sp.csr_array) -> Numbers:
    """The sum of the first three, each with the same spread."""
    parts = [reader(shown, label, weight, asked) for reader in (support_vectors, ridge, bayes)]
    level = [its - its.mean(axis=1, keepdims=True) for its in parts]
    return np.asarray(sum(its / its.std() for its in level))


READERS: dict[str, Reader] = {
    "support vector machine (served)": support_vectors,
    "ridge regression": ridge,
    "complement naive Bayes": bayes,
    "logistic regression": logistic,
    "+ ensemble: the first three added up": ensemble,
}


def held_out(bench: Bench) -> Iterator[tuple[str, Figures]]:
    """Each reader on every group of writers, learned from all other groups."""
    documents = documents_of(bench.catalogue, bench.answers, bench.language)
    systems, compounds = Systems(bench.catalogue.systems), frozenset(compounds_of(documents, bench.language))
    features = Features(bench.language, systems, compounds)
    texts = Texts(documents, [features.shown(one.words) for one in documents])
    for name, reader in READERS.items():
        right = np.concatenate(
            [_ranks(texts, held, reader, len(bench.catalogue.codes)) for held in folds(texts.writers)]
        )
        yield name, (float((right < 1).mean()), float((right < 3).mean()))  # noqa: PLR2004 - top-1 and top-3


def _ranks(texts: Texts, held: list[str], reader: Reader, codes: int) -> Ids:
    """For each of the held writers' examples, how many codes stand before the right one."""
    away = np.isin(texts.writers, held)
    taught, tested = np.flatnonzero(~away), np.flatnonzero(away & (texts.labels < codes))
    vocabulary, columns = texts.vocabulary(taught)
    shown, asked = (texts.weighed(rows, vocabulary, columns) for rows in (taught, tested))
    scores = reader(shown, texts.labels[taught], texts.weights[taught], asked)[:, :codes]
    own = scores[np.arange(len(tested)), texts.labels[tested]]
    return np.asarray((scores > own[:, None]).sum(axis=1))
