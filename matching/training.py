"""Trains the matcher from the content: `python -m matching.training FOLDER`, or `manage.py matcher train`.

Needs scikit-learn, which is installed for setting up and never imported by the service.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from catalog_data.answers import ExampleAnswer, load_answers
from catalog_data.loader import load_catalogue
from catalog_data.model import Catalogue
from matching.documents import compounds_of, documents_of, telling
from matching.features import Features
from matching.files import Learned, content_key, save
from matching.fitting import decisions_of, held_out
from matching.learning import Texts, learned
from matching.model import Decisions
from matching.systems import Systems
from texts.say import LANGUAGES, Language


def train_all(folder: Path) -> Path:
    """Learn every language from the content and keep it below `folder`, unless that was done already."""
    its = folder / content_key()
    if not its.exists():
        folder.mkdir(parents=True, exist_ok=True)  # who cannot write here should hear it before the minute is spent
        catalogue, answers = load_catalogue(), load_answers()
        save({language: train(catalogue, answers[language], language) for language in LANGUAGES}, its)
    return its


def train(
    catalogue: Catalogue,
    answers: Sequence[ExampleAnswer],
    language: Language,
    decisions: Decisions | None = None,
) -> Learned:
    """Learn one language. The same content gives the same numbers, on one kind of machine.

    `decisions` spares fitting them, which takes most of the time; then nothing is held out.
    """
    documents = documents_of(catalogue, answers, language)
    compounds = compounds_of(documents, language)
    features = Features(language, Systems(catalogue.systems), frozenset(compounds))
    texts = Texts(documents, [features.shown(one.words) for one in documents])
    labels = len(catalogue.codes) + 1
    vocabulary, weights, bias = learned(texts, np.arange(len(documents)), labels)
    if decisions:
        return Learned(compounds, vocabulary, weights, bias, decisions)
    held = held_out(texts, features, language, labels)
    scores = np.full((len(telling(catalogue, answers)), labels), np.nan, dtype=np.float32)
    scores[held.rows] = held.scores
    return Learned(compounds, vocabulary, weights, bias, decisions_of(held, texts.labels), scores)


if __name__ == "__main__":
    train_all(Path(sys.argv[1]))
