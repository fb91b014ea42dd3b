"""The one thing a manager can do: a question for the next team meeting, always from the catalogue.

People are coached on using a competence first; a meeting takes up the two perspectives beside it,
where colleagues need each other: developing the profession and contributing insight.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from catalog_data.model import Catalogue, Perspective, area_of, is_personal
from summaries.cells import dimension_of
from summaries.week import Week
from texts.say import Language

BESIDE: Final[tuple[Perspective, ...]] = ("develop", "contribute")
QUIET: Final = 12
"""Weeks before a question comes again."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the catalogue, in whatever language it is read."""

    code: str
    perspective: Perspective

    def topic(self, catalogue: Catalogue, language: Language) -> str:
        return catalogue.prose(self.code, language).name

    def text(self, catalogue: Catalogue, language: Language) -> str:
        return catalogue.prose(self.code, language).learning.from_(self.perspective)[0]


def question_of_week(week: Week, catalogue: Catalogue) -> Question:
    """Beside the neutral sentence: from the calendar alone, so that it tells nothing about the team."""
    return _calendar(_in_turn(catalogue.codes), week)


def question_about(shown: Iterable[str], week: Week, catalogue: Catalogue, asked: Iterable[Question]) -> Question:
    """Near what is shown (codes of areas or dimensions), then wider, never one from the last twelve weeks.

    Nor one that the calendar is about to bring beside a neutral sentence.
    """
    codes, areas = _in_turn(catalogue.codes), set(shown)
    dimensions = {dimension_of(code) for code in areas}
    taken = {*asked, *(_calendar(codes, week.later(weeks)) for weeks in range(1, QUIET + 1))}
    near = _free((code for code in codes if area_of(code) in areas), taken)
    wider = near or _free((code for code in codes if dimension_of(code) in dimensions), taken)
    questions = wider or _free(codes, taken)
    return questions[week.ordinal() % len(questions)]


def _free(codes: Iterable[str], taken: Collection[Question]) -> list[Question]:
    every = (Question(code, perspective) for code in codes for perspective in BESIDE)
    return [one for one in every if one not in taken]


@cache
def _in_turn(codes: Sequence[str]) -> Sequence[str]:
    """The first of each area, then the second of each, so that a week is about another area than the last."""
    ours = (code for code in codes if not is_personal(code))
    return sorted(ours, key=lambda code: int(code.rsplit(".", 1)[1]))


def _calendar(codes: Sequence[str], week: Week) -> Question:
    perspective, code = divmod(week.ordinal() % (len(BESIDE) * len(codes)), len(codes))
    return Question(codes[code], BESIDE[perspective])
