"""The example bank as a whole: enough of everything, nothing twice, nothing from the measuring set."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from catalog_data.answers import NONE, ExampleAnswer, load_answers
from catalog_data.loader import FOLDER
from catalog_data.model import Catalogue
from tests.effort import thorough
from texts.say import LANGUAGES, Language

MEASURING = Path(__file__).parents[2] / "shared" / "bench" / "answers-dev.jsonl"
LEAST = {"da": 70, "en": 20}
RUN = 5
"""Words in a row that no two examples share."""
ALIKE = 0.8
"""Cosine of character 3–5-grams from which two examples are the same one."""


def runs(text: str) -> Iterator[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    yield from {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Language:
    return request.param


@pytest.fixture(scope="module")
def bank(language: Language) -> tuple[ExampleAnswer, ...]:
    return load_answers()[language]


def test_there_is_enough_for_every_code(bank, language: Language, catalogue: Catalogue) -> None:
    count = Counter(one.code for one in bank)
    assert {code: count[code] for code in catalogue.codes if count[code] < LEAST[language]} == {}
    assert count[NONE] >= 250


def test_many_jobs_and_hands(bank, language: Language) -> None:
    assert len({one.role for one in bank} - {""}) >= 30
    assert len({one.writer for one in bank} - {"0"}) >= (5 if language == "da" else 3)


def twins(texts: list[str]) -> list[tuple[str, str]]:
    """Pairs that are nearly the same."""
    table = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, dtype=np.float32).fit_transform(
        texts
    )
    alike = (table @ table.T).tocoo()
    found = np.flatnonzero((alike.data > ALIKE) & (alike.row < alike.col))
    return [(texts[alike.row[at]], texts[alike.col[at]]) for at in found]


def test_no_example_is_another_one_again(bank) -> None:
    bank = [one for one in bank if one.writer != "0"]  # small talk repeats itself
    seen: dict[tuple[str, ...], str] = {}
    shared = []
    for one in bank:
        shared += [(seen[run], one.text) for run in runs(one.text) if run in seen]
        seen |= dict.fromkeys(runs(one.text), one.text)
    assert shared == []
    assert twins([one.text for one in bank]) == []


def test_the_search_for_twins_finds_them() -> None:
    assert twins(["Jeg ringede til borgeren i går", "jeg ringede til borgeren i går.", "Kameraet var løbet tør"])


@pytest.mark.skipif(not MEASURING.exists(), reason="the measuring set is not beside this checkout")
@thorough
def test_nothing_comes_from_the_measuring_set(bank) -> None:
    measured = [json.loads(line)["text"] for line in MEASURING.read_text(encoding="utf-8").splitlines()]
    taboo = {run for text in measured for run in runs(text)}
    assert [one.text for one in bank if taboo & set(runs(one.text))] == []
    ours = {one.text for one in bank}
    assert [pair for pair in twins([*ours, *measured]) if (pair[0] in ours) != (pair[1] in ours)] == []


def test_every_example_was_read_blind_and_found(bank, language: Language) -> None:
    """What a blind reader put elsewhere is not in the bank."""
    lines = (FOLDER / language / "blind.jsonl").read_text(encoding="utf-8").splitlines()
    labels = defaultdict(set)
    for line in map(json.loads, lines):
        labels[line["text"]].add(line["read"].split(",")[0])
    assert [one for one in bank if one.code not in labels[one.fingerprint]] == []
