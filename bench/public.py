"""The matcher's features on a public benchmark: MASSIVE Danish, 60 intents.

`python -m bench.public FOLDER`: 8 examples of each label drawn ten times, as MTEB does it, and all
of the training data. Nothing is tuned on the test part: features and settings are the matcher's own.
MTEB reads features with logistic regression, so both that and the matcher's own reader are shown.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from matching.documents import Document, compounds_of
from matching.features import Features
from matching.learning import SLACK, Texts
from matching.normalise import words_of
from matching.systems import Systems

MTEB = LogisticRegression(C=10.0, max_iter=500)
"""C was chosen on the dev part, of 1, 10 and 100."""
EACH = 8
DRAWS = 10
Utterance = tuple[str, str]
"""Text and intent."""


def read(file: Path) -> list[Utterance]:
    lines = (json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line)
    return [(line["text"], line["label"]) for line in lines]


def accuracy(train: Sequence[Utterance], test: Sequence[Utterance], reader: LinearSVC | LogisticRegression) -> float:
    """The part of `test` whose intent comes first, learned from `train`."""
    intents = sorted({intent for _, intent in train})
    documents = [Document(words_of(text), intents.index(intent), "") for text, intent in train]
    asked = [Document(words_of(text), intents.index(intent), "") for text, intent in test]
    features = Features("da", Systems([]), frozenset(compounds_of(documents, "da")))
    texts = Texts([*documents, *asked], [features.shown(one.words) for one in (*documents, *asked)])
    taught, tested = np.arange(len(documents)), np.arange(len(documents), len(documents) + len(asked))
    vocabulary, columns = texts.vocabulary(taught)
    reader.fit(texts.weighed(taught, vocabulary, columns), texts.labels[taught])
    return float(reader.score(texts.weighed(tested, vocabulary, columns), texts.labels[tested]))


def drawn(train: Sequence[Utterance], draw: int) -> list[Utterance]:
    """EACH examples of each intent, or all there are."""
    order = np.random.default_rng(draw).permutation(len(train))
    count: dict[str, int] = {}
    kept = []
    for at in order:
        intent = train[at][1]
        if count.get(intent, 0) < EACH:
            count[intent] = count.get(intent, 0) + 1
            kept.append(train[at])
    return kept


def main() -> None:
    """Print both figures, on the part named second (dev while tuning; test is the default)."""
    folder, part = Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "test"  # noqa: PLR2004
    train, test = read(folder / "massive_da_train.jsonl"), read(folder / f"massive_da_{part}.jsonl")
    readers = {"our reader": LinearSVC(C=SLACK, tol=1e-2, random_state=0), "logistic regression": MTEB}
    for name, reader in readers.items():
        few = [accuracy(drawn(train, draw), test, reader) for draw in range(DRAWS)]
        print(f"| {name}, {EACH} examples of each label, {DRAWS} draws | {np.mean(few):.3f} ± {np.std(few):.3f} |")
    print(f"| our reader, all {len(train)} examples | {accuracy(train, test, readers['our reader']):.3f} |")


if __name__ == "__main__":
    main()
