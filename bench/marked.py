"""Sentences in which what must be caught is marked: `Ring til [[phone:20 30 40 50]] i dag`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from dialogs.guard.finding import Finding
from dialogs.wording import plain_text

DATA: Final = Path(__file__).parent.parent / "tests" / "data" / "guard"
_MARK: Final = re.compile(r"\[\[(?:(?P<kind>[a-z]+):)?(?P<words>.*?)\]\]")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as the coach reads it, and what in it is personal data."""

    text: str
    marks: tuple[Finding, ...]

    def missed(self, found: tuple[Finding, ...]) -> tuple[str, ...]:
        """The marked words that are not covered from end to end by what was found."""
        return tuple(
            self.text[mark.start : mark.end]
            for mark in self.marks
            if not any(one.start <= mark.start and mark.end <= one.end for one in found)
        )


def read_sentences(name: str) -> tuple[Sentence, ...]:
    """The sentences of a file in tests/data/guard; a # begins a line of comment, ¶ is a line break."""
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return tuple(_sentence(line.replace("¶", "\n")) for line in lines if line and not line.startswith("#"))


def _sentence(line: str) -> Sentence:
    line = plain_text(line)
    text, marks = "", []
    done = 0
    for mark in _MARK.finditer(line):
        text += line[done : mark.start()]
        marks.append(Finding(mark["kind"] or "cpr", len(text), len(text) + len(mark["words"])))  # type: ignore[arg-type]
        text += mark["words"]
        done = mark.end()
    return Sentence(text + line[done:], tuple(marks))


def sentences_of(name: str) -> Iterator[str]:
    """Only the texts."""
    return (sentence.text for sentence in read_sentences(name))
