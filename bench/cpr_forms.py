"""Personal numbers in every way of writing we know, by the thousand, in a sentence each.

Drawn from a fixed seed, so that a miss can be looked at again. Nine in ten fail the check digit,
as numbers given out since 2007 may.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from random import Random
from typing import Final

from bench.marked import Sentence
from dialogs.guard.finding import Finding

SEED: Final = 20261126
_FIRST: Final = date(1906, 1, 1)
_DAYS: Final = (date(2026, 11, 1) - _FIRST).days
_DANISH: Final = (
    "nul en to tre fire fem seks syv otte ni ti elleve tolv tretten fjorten femten seksten sytten atten nitten"
)
_ENGLISH: Final = "zero one two three four five six seven eight nine"
_ONES: Final = _DANISH.split()
_TENS: Final = ("", "", "tyve", "tredive", "fyrre", "halvtreds", "tres", "halvfjerds", "firs", "halvfems")

_FRAMES: Final = (
    ("jeg slog ", " op i Nexus"),
    ("Cpr ", " stod forkert på listen."),
    ("(", ") mangler en adresse"),
    ("Ringede kl. 8.15 om ", ", og de svarede kl. 9"),
    ("vedr. ", ": husk plaster"),
    ("", ""),
    ("Jeg fik 3 breve til ", " på 2 dage"),
    ("filen hed ", ".pdf"),
    ("I searched for ", " in the system"),
    ("nummeret er ", "!"),
    ("»", "« læste hun højt"),
    ("2 x 500 mg til ", " kl 7"),
    ("nr. 2 ", " på listen"),
)


def _pair(number: int) -> str:
    """0–99 as one dictates it: nul fem, tolv, enogfyrre."""
    if number < 10:  # noqa: PLR2004 - one digit
        return f"nul {_ONES[number]}"
    if number < len(_ONES):
        return _ONES[number]
    tens, ones = divmod(number, 10)
    return f"{_ONES[ones]}og{_TENS[tens]}" if ones else _TENS[tens]


def _pairs(number: str) -> str:
    return " ".join(_pair(int(number[n : n + 2])) for n in range(0, len(number), 2))


FORMS: Final[tuple[Callable[[str], str], ...]] = (
    lambda n: f"{n[:6]}-{n[6:]}",
    lambda n: n,
    lambda n: f"{n[:6]} {n[6:]}",
    lambda n: f"{n[:6]} - {n[6:]}",
    lambda n: f"{n[:6]}- {n[6:]}",
    lambda n: f"{n[:6]}–{n[6:]}",
    lambda n: f"{n[:6]}\u2011{n[6:]}",
    lambda n: f"{n[:6]}\u00a0{n[6:]}",
    lambda n: f"{n[:6]}/{n[6:]}",
    lambda n: f"{n[:6]}.{n[6:]}",
    lambda n: f"{n[:6]}_{n[6:]}",
    lambda n: f"{n[:2]} {n[2:4]} {n[4:6]} {n[6:]}",
    lambda n: f"{n[:2]} {n[2:4]} {n[4:6]} {n[6:8]} {n[8:]}",
    lambda n: f"{n[:2]}.{n[2:4]}.{n[4:6]}-{n[6:]}",
    lambda n: f"{n[:2]}-{n[2:4]}-{n[4:6]}-{n[6:]}",
    lambda n: f"{n[:2]}/{n[2:4]}/{n[4:6]} {n[6:]}",
    lambda n: f"{n[:2]}/{n[2:4]}-{n[4:6]} {n[6:]}",
    " ".join,
    lambda n: f"{n[:6]} bindestreg {n[6:]}",
    lambda n: f"{n[:6]}, de sidste fire er {n[6:]}",
    lambda n: f"{n[:6]} (last four {n[6:]})".removesuffix(")"),
    "".join,
    lambda n: "".join(chr(0xFF10 + int(digit)) for digit in n),
    lambda n: f"{n[:3]}\u200b{n[3:6]}-{n[6:]}",
    lambda n: f"{_pairs(n[:6])}, {_pairs(n[6:])}",
    _pairs,
    lambda n: " ".join(_ONES[int(digit)] for digit in n),
    lambda n: " ".join(_ENGLISH.split()[int(digit)] for digit in n),
)


def generated(count: int, seed: int = SEED) -> Iterator[Sentence]:
    """`count` sentences, each with one personal number, the forms and frames in turn."""
    draw = Random(seed)  # noqa: S311 - test data, not a secret
    for n in range(count):
        number = FORMS[n % len(FORMS)](_number(draw))
        before, after = draw.choice(_FRAMES)
        yield Sentence(f"{before}{number}{after}", (Finding("cpr", len(before), len(before) + len(number)),))


def _number(draw: Random) -> str:
    """Ten digits: a day since 1906, now and then a hospital's replacement, and any four digits that fit its century."""
    born = _FIRST + timedelta(days=draw.randrange(_DAYS))
    day = born.day + 60 * (draw.random() < 0.05)  # noqa: PLR2004 - one in twenty
    seventh = draw.choice("0123" if born.year < 2000 else "456789")  # noqa: PLR2004 - the digit that tells the century
    return f"{day:02}{born:%m%y}{seventh}{draw.randrange(1000):03}"
