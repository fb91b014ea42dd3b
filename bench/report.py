"""Writes `bench/matching.md`: the matcher beside its peers, layer by layer, writer by writer.

`python manage.py matcher evaluate FILE.jsonl --report bench/matching.md`
"""

from collections.abc import Iterator
from pathlib import Path

from bench.agreement import agreement_rows
from bench.evaluation import Answer, evaluate, hits, of_kind, read_answers, summary
from bench.layers import Bench, Figures, Nameless, UnstemmedNameless
from bench.peers import bm25, names_only, tfidf
from bench.readers import held_out
from catalog_data.answers import load_answers
from catalog_data.loader import load_catalogue
from matching.types import Matcher

EACH = (12, 24, 36, 72)
"""Examples of each code on the learning curve, before all of them."""


def write_report(file: Path, report: Path, matcher: Matcher) -> None:
    """Measure everything in one run and write it down. Takes a few minutes."""
    report.write_text("\n".join(_lines(file, matcher)) + "\n", encoding="utf-8")


def _lines(file: Path, matcher: Matcher) -> Iterator[str]:
    answers, catalogue, bank = read_answers(file), load_catalogue(), load_answers()
    danish = of_kind(answers, "single", "da")
    bench = Bench(catalogue, bank["da"], "da")
    yield "# How well the matcher hears\n"
    yield f"Written by `manage.py matcher evaluate {file.name} --report bench/matching.md`; every figure from one run."
    yield f"{len(answers)} answers by people whose lines the matcher never saw; ranks are over all 60 codes.\n"
    yield "## The matcher as it is served\n"
    yield summary(evaluate(matcher, answers))
    yield f"\n## Beside its peers ({len(danish)} Danish single answers)\n"
    yield from _table("matcher", _peers(bench, danish))
    yield "\n## Layer by layer, each on top of the one before\n"
    yield from _table("layer", _layers(bench, danish))
    yield "\n## Other readers of the same features, on writers held out (da)\n"
    yield from _table("reader", held_out(bench))
    yield "\n## The learning curve\n"
    yield from _table("examples of each code", _curve(bench, danish))
    for language in ("da", "en"):
        yield f"\n## Writers of the bank, each read by a model taught by the others only ({language})\n"
        its = Bench(catalogue, bank[language], language)
        yield from _table("writer (examples)", ((f"{name} ({n})", found) for name, n, found in its.by_writer()))
    yield "\n## Blind readers\n"
    yield "Each example was read without its code by somebody who had not written it; what they did not put"
    yield "where it was meant was dropped. Labels are in `catalog_data/<language>/blind.jsonl`.\n"
    yield from agreement_rows()


def _table(first: str, rows: Iterator[tuple[str, Figures]]) -> Iterator[str]:
    yield f"| {first} | top-1 | top-3 |"
    yield "|---|---|---|"
    for name, (one, three) in rows:
        yield f"| {name} | {one:.3f} | {three:.3f} |"


def _peers(bench: Bench, answers: list[Answer]) -> Iterator[tuple[str, Figures]]:
    peers = {
        "rapidfuzz `token_set_ratio`, names": names_only(bench.catalogue),
        "BM25, Snowball stems, digests": bm25(bench.catalogue),
        "TF-IDF of characters 2–5, digests": tfidf(bench.catalogue),
    }
    for name, rank in peers.items():
        ranked = [(rank(one.text, one.language), one) for one in answers]
        yield name, (hits(ranked, 1), hits(ranked, 3))
    yield "ours", bench.figures(bench.model(), answers)


def _layers(bench: Bench, answers: list[Answer]) -> Iterator[tuple[str, Figures]]:
    rank = names_only(bench.catalogue)
    ranked = [(rank(one.text, one.language), one) for one in answers]
    yield "rapidfuzz only", (hits(ranked, 1), hits(ranked, 3))
    yield "+ text index over the catalogue's prose", bench.figures(bench.model([], UnstemmedNameless), answers)
    yield "+ examples", bench.figures(bench.model(kind=UnstemmedNameless), answers)
    yield "+ morphology", bench.figures(bench.model(kind=Nameless), answers)
    yield "+ systems", bench.figures(bench.model(), answers)


def _curve(bench: Bench, answers: list[Answer]) -> Iterator[tuple[str, Figures]]:
    for each in EACH:
        yield str(each), bench.figures(bench.model(bench.thinned(each)), answers)
    yield "all", bench.figures(bench.model(), answers)
