"""How well the guard catches personal data, how often it is wrong, and what it costs.

`python -m bench.guard` prints the figures as a table; docs/explanation/citizen-data.md quotes them.
"""

import json
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

from bench.cpr_forms import generated
from bench.marked import Sentence, read_sentences, sentences_of
from catalog_data.loader import load_catalogue
from catalog_data.model import Catalogue
from dialogs.breach import sounds_like_breach
from dialogs.distress import sounds_distressed
from dialogs.guard.finding import Finding
from dialogs.guard.redacting import findings
from texts.say import Language

ROOT: Final = Path(__file__).parent.parent
BANK: Final = sorted(ROOT.glob("catalog_data/*/answers/*.jsonl"))
BENCH: Final = ROOT.parent / "shared" / "bench" / "answers-dev.jsonl"
GENERATED: Final = 10_000
LONG: Final = 5_000
"""Characters of a very long message."""
ROUNDS: Final = 5


def texts_in(*files: Path) -> Iterator[str]:
    """The texts of files with one JSON object on each line."""
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)["text"]


def main() -> None:
    """Print the tables."""
    catalogue = load_catalogue()
    systems = catalogue.words_of_systems
    print("| what must be caught | caught |\n|---|---|")
    print(_row("CPR numbers in sentences written by hand", read_sentences("cpr.txt"), systems))
    print(_row("CPR numbers in sentences written once the guard was done", read_sentences("cpr-later.txt"), systems))
    print(_row("generated forms of CPR numbers", list(generated(GENERATED)), systems))
    for kind, row in _by_kind(read_sentences("others.txt"), systems):
        print(f"| {kind} | {row} |")
    print("\n| what must be left alone | alarms |\n|---|---|")
    for name, texts in _ordinary():
        print(f"| {name} | {_alarms(texts, systems)} |")
    print("\n| possible breaches | heard |\n|---|---|")
    for name, told in _breaches():
        print(f"| {name} | {_heard(told, sounds_like_breach, catalogue)} |")
    print("\n| words of distress | heard |\n|---|---|")
    for name, told in _distress():
        print(f"| {name} | {_heard(told, sounds_distressed, catalogue)} |")
    print("\n| one message | milliseconds |\n|---|---|")
    for name, row in _speed(systems):
        print(f"| {name} | {row} |")


def _row(name: str, sentences: Iterable[Sentence], systems: frozenset[str]) -> str:
    missed = [one.missed(findings(one.text, systems)) for one in sentences]
    marks = sum(len(one.marks) for one in sentences)
    common = sum(len(one.missed(_common(one.text))) for one in sentences)
    return f"| {name} | {marks - sum(map(len, missed))} of {marks} (`\\d{{6}}-?\\d{{4}}`: {marks - common}) |"


def _common(text: str) -> tuple[Finding, ...]:
    """What the usual pattern finds, to see what the rest is worth."""
    return tuple(Finding("cpr", *found.span()) for found in re.finditer(r"\b\d{6}-?\d{4}\b", text))


def _by_kind(sentences: Iterable[Sentence], systems: frozenset[str]) -> Iterator[tuple[str, str]]:
    total: Counter[str] = Counter()
    caught: Counter[str] = Counter()
    for one in sentences:
        found = findings(one.text, systems)
        for mark in one.marks:
            total[mark.kind] += 1
            caught[mark.kind] += not Sentence(one.text, (mark,)).missed(found)
    yield from ((kind, f"{caught[kind]} of {total[kind]}") for kind in sorted(total))


def _ordinary() -> Iterator[tuple[str, list[str]]]:
    yield "ordinary answers full of numbers", list(sentences_of("ordinary.txt"))
    yield "ordinary answers written once the guard was done", list(sentences_of("ordinary-later.txt"))
    yield "capital letters after borger, elev and the like", list(sentences_of("names-clean.txt"))
    yield "the example bank", list(texts_in(*BANK))
    if BENCH.exists():
        yield "the measuring set", list(texts_in(BENCH))


def _alarms(texts: list[str], systems: frozenset[str]) -> str:
    return f"{sum(bool(findings(text, systems)) for text in texts)} of {len(texts)}"


def _breaches() -> Iterator[tuple[str, Iterable[str]]]:
    yield "answers that tell of one, in words of their own", sentences_of("breach.txt")
    yield "missed in a trial, and the same in English", sentences_of("breach-trial.txt")
    yield "harmless answers near to them", sentences_of("breach-ordinary.txt")
    yield "the example bank", texts_in(*BANK)


def _distress() -> Iterator[tuple[str, Iterable[str]]]:
    yield "in voices of their own", sentences_of("distress.txt")
    yield "missed in a trial, and the same in English", sentences_of("distress-trial.txt")
    yield "harmless answers near to them", sentences_of("distress-ordinary.txt")
    yield "the example bank", texts_in(*BANK)


def _heard(texts: Iterable[str], sounds: Callable[[str, Language, Catalogue], bool], catalogue: Catalogue) -> str:
    heard = [sounds(text, "en", catalogue) for text in texts]
    return f"{sum(heard)} of {len(heard)}"


def _speed(systems: frozenset[str]) -> Iterator[tuple[str, str]]:
    prose = list(texts_in(*BANK))[::20]
    numbers = list(sentences_of("ordinary.txt"))
    for name, texts in (("answers of the bank", prose), ("answers full of numbers", numbers)):
        taken = sorted(_milliseconds(text, systems) for text in texts)
        yield name, f"median {taken[len(taken) // 2]:.2f}, 99 of 100 below {taken[len(taken) * 99 // 100]:.2f}"
    yield f"{LONG} characters of answers", f"{_milliseconds(' '.join(prose)[:LONG], systems):.1f}"
    yield f"{LONG} characters full of numbers", f"{_milliseconds(' '.join(numbers)[:LONG], systems):.1f}"
    yield f"{LONG} characters of nothing but digits and gaps", f"{_milliseconds('1 ' * (LONG // 2), systems):.1f}"


def _milliseconds(text: str, systems: frozenset[str]) -> float:
    """Of the processor, the best of a few rounds: what else the machine does is not the guard's."""
    best = float("inf")
    for _ in range(ROUNDS):
        began = time.process_time()
        findings(text, systems)
        best = min(best, time.process_time() - began)
    return 1000 * best


if __name__ == "__main__":
    main()
