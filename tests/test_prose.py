"""The written content as a whole: one voice, sixty competences, nothing said twice, nothing copied."""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from rapidfuzz import fuzz

from catalog_data.model import PERSPECTIVES, Catalogue, Prose
from texts.say import LANGUAGES, Language

SOURCE = Path(__file__).parents[2] / "shared" / "catalogue" / "source.txt"
RUN = 4
"""Words in a row that no two sub-competences share."""
COPIED = 8
"""Words in a row that nothing of ours shares with the catalogue's own text."""
ALIKE = 60
"""Percent of words shared, in order, at most between the same field of two sub-competences."""
LIX = 35


def questions(prose: Prose) -> Iterator[str]:
    yield prose.smaller
    for bank in (prose.episode, prose.learning):
        for perspective in PERSPECTIVES:
            yield from bank.from_(perspective)


def fields(prose: Prose) -> Iterator[tuple[str, str]]:
    yield "description", prose.description
    yield "exercise", prose.exercise
    yield from (("question", text) for text in questions(prose))
    yield from (("covers", text) for text in prose.covers)
    yield from (("situation", text) for text in prose.situations)
    yield from (("level", text) for text in prose.levels)
    yield from (("plan", half) for plan in prose.plans for half in (plan.when, plan.then))


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def bare(text: str, prose: Prose, catalogue: Catalogue) -> str:
    """Names of competences and systems taken out: they are facts, and may stand anywhere."""
    text = text.casefold().replace(prose.name.casefold(), "|")
    names = {name.casefold() for system in catalogue.systems for name in (system.name, *system.aliases)}
    found = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.sub(rf"\b(?:{found})\b", "|", text)


def runs(text: str, length: int) -> Iterator[tuple[str, ...]]:
    for part in text.split("|"):
        row = words(part)
        yield from (tuple(row[n : n + length]) for n in range(len(row) - length + 1))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_competences_share_four_words_in_a_row(catalogue: Catalogue, language: Language) -> None:
    seen: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for code in catalogue.codes:
        prose = catalogue.prose(code, language)
        for _, text in fields(prose):
            for run in runs(bare(text, prose, catalogue), RUN):
                seen[run].add(code)
    assert not {" ".join(run): codes for run, codes in seen.items() if len(codes) > 1}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_competences_say_the_same(catalogue: Catalogue, language: Language) -> None:
    by_field: dict[str, list[tuple[str, list[str]]]] = defaultdict(list)
    for code in catalogue.codes:
        for field, text in fields(catalogue.prose(code, language)):
            if len(words(text)) >= RUN:
                by_field[field].append((code, words(text)))
    for entries in by_field.values():
        for n, (code, row) in enumerate(entries):
            for other, its in entries[n + 1 :]:
                assert code == other or fuzz.ratio(row, its, score_cutoff=ALIKE + 0.1) == 0, (code, other, row, its)


@pytest.mark.parametrize("language", LANGUAGES)
def test_questions_are_easy_to_read(catalogue: Catalogue, language: Language) -> None:
    for code in catalogue.codes:
        for text in questions(catalogue.prose(code, language)):
            row = words(text)
            ends = max(1, len(re.findall(r"[.?:;](?:\s|$)", text)))
            assert len(row) / ends + 100 * sum(len(word) > 6 for word in row) / len(row) <= LIX, (code, text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_question_asks_why_or_praises(catalogue: Catalogue, language: Language) -> None:
    forbidden = (
        r"\b(hvorfor|niveau|mangler|gap|mindset|modenhed)\b|!"
        if language == "da"
        else r"\b(why|level|gap|mindset|maturity)\b|!"
    )
    for code in catalogue.codes:
        for _, text in fields(catalogue.prose(code, language)):
            assert not re.search(forbidden, text, re.IGNORECASE), (code, text)


@pytest.mark.skipif(not SOURCE.exists(), reason="the catalogue's own text is not part of the product")
def test_nothing_is_copied_from_the_catalogue(catalogue: Catalogue) -> None:
    source = set(runs(SOURCE.read_text(encoding="utf-8"), COPIED))
    official = [entry.name.casefold() for entry in catalogue.outline.competence]
    for code in catalogue.codes:
        for _, text in fields(catalogue.prose(code, "da")):
            for name in official:
                text = text.casefold().replace(name, "|")  # noqa: PLW2901
            assert not source & set(runs(text, COPIED)), (code, text)
    assert source & set(runs(" ".join(next(iter(source))), COPIED))  # the check can fail
