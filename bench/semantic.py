"""What a second reader brings beside the built-in matcher, in one run: `python -m bench.semantic FILE.jsonl NAME`.

Measures whichever second reader the settings name (COACH_EMBEDDINGS_FOLDER or COACH_READER_URL), so that a
municipality can measure its own; NAME is what the report calls it. For a language model on this machine also
the writers of the bank, each read by readers who have never seen a line of that writer. Prints Markdown;
takes minutes.
"""

import asyncio
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from app import REFUSALS, built_in, second_reader
from bench.evaluation import RESAMPLES, Answer, Evaluation, calibration, codes, evaluate, read_answers
from catalog_data.loader import load_catalogue
from catalog_data.model import Catalogue
from dialogs.facts import Heard, Hearing
from matching.beside import Examples, learned
from matching.features import Ids, Numbers
from matching.files import content_key
from matching.folds import folds
from matching.matcher import BuiltInMatcher
from matching.types import Match
from service.encoder import LocalEncoder
from service.meanings import examples
from service.second_reader import NoReading, SecondReader
from settings import Settings, read_settings
from texts.say import LANGUAGES, Language


@dataclass(slots=True)
class Rereader:
    """A matcher for measuring: what a person would get, without a time-out; counts what it took."""

    built_in: BuiltInMatcher
    reader: SecondReader
    loop: asyncio.Runner
    milliseconds: list[float] = field(default_factory=list)
    stood: int = 0

    def match(self, text: str, *, topic: str | None, language: Language) -> Match:
        match = self.built_in.match(text, topic=topic, language=language)
        hearing = Hearing(Heard(text, topic, language), match, self.named(text, language))
        began = time.perf_counter()
        try:
            return self.loop.run(self.reader.read(hearing))
        except NoReading:
            self.stood += 1
            return match
        finally:
            self.milliseconds.append(1000 * (time.perf_counter() - began))

    def named(self, text: str, language: Language) -> tuple[str, ...]:
        return self.built_in.named(text, language)


def on_answers(matcher: BuiltInMatcher, rereader: Rereader, answers: Sequence[Answer]) -> Iterator[str]:
    """Both readers on the same answers, and what changed between them."""
    before, after = evaluate(matcher, answers), evaluate(rereader, answers)
    yield "| what | built-in | with the second reader |\n|---|---|---|"
    for name, one, two in zip(_ROWS, _figures(before), _figures(after), strict=True):
        yield f"| {name} | {one:.3f} | {two:.3f} |"
    for language in LANGUAGES:
        first = [_right(its, language) for its in (before, after)]
        yield f"\nTop-1 of single answers ({language}): {_change(*first)}"
    p50, p99 = np.quantile(rereader.milliseconds, [0.5, 0.99])
    yield f"\nReading again takes p50 {p50:.0f} ms, p99 {p99:.0f} ms. The built-in match stood {rereader.stood} times."


_ROWS = (
    *(f"{name} single: {what}" for name in ("Danish", "English") for what in ("top-1", "top-3", "top-10")),
    "area known, both languages: top-1", "area known, both languages: top-3", "multi: both codes in the top 5",
    "none refused", "real answers wrongly refused", "real answers that get a proposal", "proposals that are right",
    "expected calibration error",
)  # fmt: skip


def _figures(its: Evaluation) -> list[float]:
    return [
        *(its.found(among, language=language) for language in LANGUAGES for among in (1, 3, 10)),
        its.found(1, area=True),
        its.found(3, area=True),
        its.both_found(5),
        its.refused("none"),
        its.refused("single"),
        *its.proposed(),
        calibration(*its.confidence())[0],
    ]


def blended(held: Examples) -> Numbers:
    """Nats for each example of the bank and each code, by readers who have not read its writer, weights included."""
    both = np.full_like(held.held, np.nan)
    for writers in folds(held.writers):
        tested = np.isin(held.writers, writers)
        its = learned(held.of(~tested))
        if its is not None:
            alike = held.texts[tested] @ its.centres.T
            both[tested] = its.weights.words * held.held[tested] + its.weights.meaning * alike
    return both


def on_writers(held: Examples) -> Iterator[str]:
    """Each writer of the bank, as read by strangers: the built-in matcher, and both."""
    both = blended(held)
    count = held.held.shape[1]
    rows = np.flatnonzero((held.labels < count) & ~np.isnan(both).any(axis=1) & ~np.isnan(held.held).any(axis=1))
    truth = held.labels[rows]
    yield "| writer (examples) | top-1 built-in | blended | top-3 built-in | blended |\n|---|---|---|---|---|"
    for writer in (*sorted(set(held.writers[rows].tolist()), key=lambda name: (len(name), name)), "all"):
        of = np.flatnonzero((held.writers[rows] == writer) | (writer == "all"))
        cells = [np.mean(among(nats[rows][of], truth[of], n)) for n in (1, 3) for nats in (held.held, both)]
        yield f"| {writer} ({len(of)}) | {' | '.join(f'{cell:.3f}' for cell in cells)} |"
    first = [among(nats[rows], truth, 1) for nats in (held.held, both)]
    yield f"\nTop-1: {_change(*first)}"
    tenth = [float(np.mean(among(nats[rows], truth, 10))) for nats in (held.held, both)]
    errors = [
        calibration(_confidence(nats[rows]), right)[0] for nats, right in zip((held.held, both), first, strict=True)
    ]
    yield f"Top-10: {tenth[0]:.3f} → {tenth[1]:.3f}. Expected calibration error: {errors[0]:.3f} → {errors[1]:.3f}."


def among(nats: Numbers, truth: Ids, first: int) -> list[bool]:
    best = np.argsort(-nats, axis=1, kind="stable")[:, :first]
    return [bool(right) for right in (best == truth[:, None]).any(axis=1)]


def _confidence(nats: Numbers) -> list[float]:
    raised = np.exp(nats - nats.max(axis=1, keepdims=True))
    return [float(sure) for sure in 1 / raised.sum(axis=1)]


def _right(its: Evaluation, language: Language) -> list[bool]:
    return [codes(match)[0] in one.labels for match, one in its.pairs("single", language)]


def _change(before: Sequence[bool], after: Sequence[bool]) -> str:
    """The gain with the middle 95 % of it over draws with replacement, and what was won and lost."""
    gain = np.array(after, dtype=float) - np.array(before, dtype=float)
    draws = np.random.default_rng(0).integers(len(gain), size=(RESAMPLES, len(gain)))
    low, high = np.quantile(gain[draws].mean(axis=1), [0.025, 0.975])
    won, lost = int((gain > 0).sum()), int((gain < 0).sum())
    return (
        f"{np.mean(before):.3f} → {np.mean(after):.3f}, {gain.mean():+.3f} ({low:+.3f} to {high:+.3f}); "
        f"{won} put right, {lost} spoilt, of {len(gain)}."
    )


def report(settings: Settings, file: Path, name: str) -> Iterator[str]:
    """The report, line by line."""
    catalogue = load_catalogue()
    matcher = built_in(settings, catalogue)
    reader = second_reader(settings, catalogue, matcher)
    if reader is None:
        sys.exit("There is no second reader: set COACH_READER_URL or COACH_EMBEDDINGS_FOLDER.")
    answers = read_answers(file)
    yield f"# What a second reader brings: {name}\n"
    yield f"Written by `python -m bench.semantic {file.name}`; every figure from one run. Ranks are over all 60 codes."
    yield f"\n## {len(answers)} answers of {file.name}\n"
    with asyncio.Runner() as loop:
        yield from on_answers(matcher, Rereader(matcher, reader, loop), answers)
        loop.run(reader.close())
    if settings.embeddings_folder:
        yield from _writers(settings, catalogue, matcher)


def _writers(settings: Settings, catalogue: Catalogue, matcher: BuiltInMatcher) -> Iterator[str]:
    encoder, trained = LocalEncoder(Path(settings.embeddings_folder)), settings.matcher_folder / content_key()
    for language in LANGUAGES:
        yield f"\n## Writers of the bank, held out ({language})\n"
        its = examples(catalogue, matcher.models, trained, language, encoder)
        yield from on_writers(its) if its else ["Training held nobody out."]


def main() -> None:
    """Print the report."""
    try:
        for line in report(read_settings(), Path(sys.argv[1]), " ".join(sys.argv[2:]) or "the one configured"):
            print(line, flush=True)
    except REFUSALS as refusal:
        sys.exit(str(refusal))


if __name__ == "__main__":
    main()
