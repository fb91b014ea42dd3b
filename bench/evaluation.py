"""How well answers are heard: the figures for any matcher, from lines of labelled answers."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from catalog_data.model import area_of
from matching.types import Match, Matcher
from texts.say import Language

Kind = Literal["single", "multi", "none"]
Ranker = Callable[[str, Language], Sequence[str]]
"""All codes, the best first."""

BINS = 5
RESAMPLES = 2000
LONG = 15
"""Words from which an answer counts as long."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`labels`: for single the best code first, a further one being just as right; for multi both are meant."""

    text: str
    language: Language
    kind: Kind
    labels: tuple[str, ...]


def read_answers(file: Path) -> list[Answer]:
    """Lines of `{"text", "lang", "kind", "labels"}`. Raises ValueError naming the line."""
    answers = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            try:
                its = json.loads(line)
                answers.append(Answer(its["text"], its["lang"], its["kind"], tuple(its["labels"])))
            except (KeyError, TypeError, ValueError) as fault:
                raise ValueError(f"{file}:{number}: {fault}") from None
    return answers


def hits(ranked: Iterable[tuple[Sequence[str], Answer]], among: int) -> float:
    """The part of the answers for which a right code stands among the first so many."""
    found = [bool(set(codes[:among]) & set(answer.labels)) for codes, answer in ranked]
    return float(np.mean(found)) if found else float("nan")


def of_kind(answers: Iterable[Answer], kind: Kind, language: Language | None = None) -> list[Answer]:
    return [one for one in answers if one.kind == kind and language in (None, one.language)]


def calibration(sure: Sequence[float], right: Sequence[bool]) -> tuple[float, list[tuple[float, float, int]]]:
    """Expected calibration error in BINS bins of equal mass, and for each bin: promised, kept, how many."""
    order = np.argsort(sure)
    bins = [part for part in np.array_split(order, BINS) if len(part)]
    rows = [(float(np.take(sure, part).mean()), float(np.take(right, part).mean()), len(part)) for part in bins]
    return sum(count * abs(promised - kept) for promised, kept, count in rows) / len(order), rows


def calibration_interval(sure: Sequence[float], right: Sequence[bool]) -> tuple[float, float]:
    """The middle 95 % of the calibration error over RESAMPLES draws with replacement."""
    draws = np.random.default_rng(0).integers(len(sure), size=(RESAMPLES, len(sure)))
    errors = [calibration(np.take(sure, draw).tolist(), np.take(right, draw).tolist())[0] for draw in draws]
    low, high = np.quantile(errors, [0.025, 0.975])
    return float(low), float(high)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Every figure of one matcher on one set. Parts are between 0 and 1."""

    answers: tuple[Answer, ...]
    matches: tuple[Match, ...]
    with_area: tuple[Match, ...]
    """The same answers with their first label's area as the topic; for none without a topic."""

    def pairs(self, kind: Kind, language: Language | None = None, *, area: bool = False) -> list[tuple[Match, Answer]]:
        both = zip(self.with_area if area else self.matches, self.answers, strict=True)
        return [(match, one) for match, one in both if one.kind == kind and language in (None, one.language)]

    def found(
        self, among: int, kind: Kind = "single", language: Language | None = None, *, area: bool = False
    ) -> float:
        return hits(((codes(match), one) for match, one in self.pairs(kind, language, area=area)), among)

    def both_found(self, among: int) -> float:
        """Multi answers whose codes all stand among the first so many."""
        every = [set(one.labels) <= set(codes(match)[:among]) for match, one in self.pairs("multi")]
        return float(np.mean(every)) if every else float("nan")

    def refused(self, kind: Kind) -> float:
        outcomes = [match.outcome == "none" for match, _ in self.pairs(kind)]
        return float(np.mean(outcomes)) if outcomes else float("nan")

    def proposed(self) -> tuple[float, float]:
        """The part of real answers that get a proposal, and the part of all proposals that are right."""
        everything = list(zip(self.matches, self.answers, strict=True))
        made = [codes(match)[0] in one.labels for match, one in everything if match.outcome == "propose"]
        real = [match.outcome == "propose" for match, one in everything if one.kind != "none"]
        return float(np.mean(real)), float(np.mean(made))

    def confidence(self) -> tuple[list[float], list[bool]]:
        pairs = self.pairs("single")
        return [one.candidates[0].confidence for one, _ in pairs], [codes(m)[0] in a.labels for m, a in pairs]

    def confusions(self) -> list[tuple[tuple[str, str], int]]:
        wrong = Counter((a.labels[0], codes(m)[0]) for m, a in self.pairs("single") if codes(m)[0] not in a.labels)
        return wrong.most_common(10)

    def by(self, part: Callable[[Answer], str]) -> dict[str, tuple[int, float, float]]:
        """For each part of the single answers: how many, top-1, top-3."""
        groups: dict[str, list[tuple[Sequence[str], Answer]]] = {}
        for match, one in self.pairs("single"):
            groups.setdefault(part(one), []).append((codes(match), one))
        return {name: (len(its), hits(its, 1), hits(its, 3)) for name, its in sorted(groups.items())}


def codes(match: Match) -> list[str]:
    return [one.code for one in match.candidates]


def evaluate(matcher: Matcher, answers: Sequence[Answer]) -> Evaluation:
    """Ask the matcher about every answer, without a topic and with the area known."""
    return Evaluation(
        tuple(answers),
        tuple(matcher.match(one.text, topic=None, language=one.language) for one in answers),
        tuple(
            matcher.match(one.text, topic=area_of(one.labels[0]) if one.labels else None, language=one.language)
            for one in answers
        ),
    )


def length(answer: Answer) -> str:
    return "long" if len(answer.text.split()) >= LONG else "short"


def summary(its: Evaluation) -> str:
    """The figures as Markdown."""
    sure, right = its.confidence()
    error, bins = calibration(sure, right)
    low, high = calibration_interval(sure, right)
    share, precise = its.proposed()
    rows = [
        ("Danish single, n", str(len(its.pairs("single", "da")))),
        ("top-1 / top-3 / top-5", _parts(its.found(n, language="da") for n in (1, 3, 5))),
        ("area known: top-1 / top-3", _parts(its.found(n, language="da", area=True) for n in (1, 3))),
        ("English single: top-1 / top-3", _parts(its.found(n, language="en") for n in (1, 3))),
        ("multi: both codes in the top 5 / top 10", _parts(its.both_found(n) for n in (5, 10))),
        ("top-10 recall, all real answers", _parts([_recall(its)])),
        ("none refused", _parts([its.refused("none")])),
        ("real answers wrongly refused: single / multi", _parts(its.refused(kind) for kind in ("single", "multi"))),
        ("proposals: part of real answers / right", _parts([share, precise])),
        ("expected calibration error, with 95 % interval", f"{error:.3f} ({low:.3f}–{high:.3f})"),
    ]
    lines = ["| what | figure |", "|---|---|", *(f"| {name} | {figure} |" for name, figure in rows), ""]
    lines += ["| confidence promised | kept | answers |", "|---|---|---|"]
    lines += [f"| {promised:.2f} | {kept:.2f} | {count} |" for promised, kept, count in bins]
    lines += ["", "| part | answers | top-1 | top-3 |", "|---|---|---|---|"]
    for part in (lambda one: f"dimension {one.labels[0][0]}", length):
        lines += [f"| {name} | {n} | {one:.2f} | {three:.2f} |" for name, (n, one, three) in its.by(part).items()]
    lines += ["", "Taken for each other most: " + ", ".join(f"{a} → {b} ({n})" for (a, b), n in its.confusions())]
    return "\n".join(lines)


def _recall(its: Evaluation) -> float:
    return hits(((codes(match), one) for kind in _REAL for match, one in its.pairs(kind)), 10)


_REAL: tuple[Kind, ...] = ("single", "multi")


def _parts(values: Iterable[float]) -> str:
    return " / ".join(f"{value:.3f}" for value in values)
