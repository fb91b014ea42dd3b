"""Numbers in words, as a telephone writes down what is dictated to it: "tolv nul tre enogfyrre"."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from text_to_num import find_numbers

from dialogs.guard.cpr import MONTHS
from texts.say import LANGUAGES

ENOUGH: Final = 4
"""Numbers in a row below which it is counting, not dictating. A telephone number is four pairs."""
_TOKEN: Final = re.compile(r"\w+|[^\w\s]")
_LINKS: Final = """
    , . - i in of og and så then bindestreg streg minus hyphen dash de the sidste last cifre digits er is slutter ender
    ends på
"""
_BETWEEN: Final = frozenset([*_LINKS.split(), *MONTHS])
"""What may stand between two numbers of one dictation."""


@dataclass(frozen=True, slots=True)
class Dictation:
    """Dictated numbers in digits, and the way back to what was typed."""

    digits: str
    origin: tuple[int, ...]
    """For every character of `digits`, and for its end, the place in the text it comes from."""

    def typed(self, start: int, end: int) -> tuple[int, int]:
        """From where to where the text holds what stands here."""
        return self.origin[start], self.origin[end]


class _Token(str):
    """A word or a mark, with what the library asks of one."""

    __slots__ = ()

    def text(self) -> str:
        return str(self)

    def nt_separated(self, _previous: "_Token") -> bool:
        return False

    def not_a_number_part(self) -> bool:
        return False


class _Number(NamedTuple):
    """From token `first` up to `last` stands a number; `digits` is how one writes it."""

    first: int
    last: int
    digits: str
    spoken: bool


def dictations(text: str) -> Iterator[Dictation]:
    """Every run of numbers in the text that somebody dictated, in Danish or English."""
    spans = [match.span() for match in _TOKEN.finditer(text)]
    tokens = [_Token(text[start:end]) for start, end in spans]
    typed = [_Number(n, n + 1, token, spoken=False) for n, token in enumerate(tokens) if token.isdecimal()]
    for language in LANGUAGES:
        said = [_Number(one.start, one.end, one.text, spoken=True) for one in find_numbers(tokens, language, 0)]
        for row in _rows(sorted([*said, *typed]), tokens) if said else ():
            if len(row) >= ENOUGH and any(number.spoken for number in row):
                yield _written(text, spans, row)


def _rows(numbers: Iterable[_Number], tokens: list[_Token]) -> Iterator[list[_Number]]:
    """Numbers that follow each other with nothing of their own between them."""
    row: list[_Number] = []
    for number in numbers:
        if row and not all(word.casefold() in _BETWEEN for word in tokens[row[-1].last : number.first]):
            yield row
            row = []
        row.append(number)
    yield row


def _written(text: str, spans: list[tuple[int, int]], row: list[_Number]) -> Dictation:
    parts: list[str] = []
    origin: list[int] = []
    done = spans[row[0].first][0]
    for number in row:
        start, end = spans[number.first][0], spans[number.last - 1][1]
        parts += text[done:start], number.digits
        origin += [*range(done, start), *[start] * len(number.digits)]
        done = end
    return Dictation("".join(parts), (*origin, done))
