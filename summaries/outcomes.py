"""How it went, in one of three fixed sentences, or not at all."""

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from typing import Final, Literal

from summaries.facts import Contribution, Outcome

Overall = Literal["mostly-good", "mostly-hard", "mixed"]

SEVERAL: Final = 2
"""Answers that at least so many gave, and people who must have given each of them."""
ALIKE: Final = Fraction(4, 5)
"""Where more of them said the same, it would be known of nearly everybody what they said."""


def overall(counted: Iterable[Contribution], k: int) -> Overall | None:
    """What the people behind the shown figures tapped, each person's latest; None where it cannot be said."""
    tapped: dict[str, Outcome] = {}
    for one in sorted(counted, key=lambda one: (one.finished, one.id)):
        if one.outcome is not None:
            tapped[one.person] = one.outcome
    answers = Counter(tapped.values())
    if len(tapped) < k or not _varied(answers):
        return None
    return _sentence(answers)


def _varied(answers: Counter[Outcome]) -> bool:
    """Nobody's own answer follows from the sentence."""
    given_by_several = sum(people >= SEVERAL for people in answers.values())
    return given_by_several >= SEVERAL and max(answers.values()) <= ALIKE * answers.total()


def _sentence(answers: Counter[Outcome]) -> Overall:
    most, people = answers.most_common(1)[0]
    if 2 * people <= answers.total() or most == "mixed":
        return "mixed"
    return "mostly-good" if most == "good" else "mostly-hard"
