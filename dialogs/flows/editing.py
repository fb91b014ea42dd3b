"""Ret: the last ten answers can be put right, in this reflection and in kept ones (rule 15)."""

from collections.abc import Iterator
from typing import Final

from dialogs.effects import CorrectAnswer
from dialogs.replies import Choice, choice, line
from dialogs.state import AnswerField
from dialogs.talk import SKIP, Answer, Move, Prompt, Step, Talk

LATEST: Final = 10
EXCERPT: Final = 50
"""Characters of an old answer shown in the list."""
FIELDS: Final[tuple[AnswerField, ...]] = ("episode", "judgement", "learning", "plan")
DRAFT: Final = "draft"


def answers(talk: Talk) -> list[tuple[str, AnswerField, str]]:
    """(owner, field, words) of the last ten answers, the newest first. Owner: 'draft' or a reflection."""
    return list(_answers(talk))[:LATEST]


def _answers(talk: Talk) -> Iterator[tuple[str, AnswerField, str]]:
    draft = talk.state.draft
    if draft is not None:
        drafted = {"episode": draft.episode, "judgement": draft.judgement, "learning": draft.learning,
                   "plan": draft.plan}  # fmt: skip
        yield from ((DRAFT, field, drafted[field]) for field in reversed(FIELDS) if drafted[field])
    plans = {plan.reflection: plan.text for plan in talk.facts.plans}
    for past in talk.facts.past:
        kept = {"episode": past.episode, "judgement": past.judgement, "learning": past.learning,
                "plan": plans.get(past.id, "")}  # fmt: skip
        yield from ((past.id, field, kept[field]) for field in reversed(FIELDS) if kept[field])


def _ask_edit(talk: Talk) -> Prompt:
    rows = tuple(
        Choice(value=f"{owner}|{field}", label=line(f"edit-{field}", words=_excerpt(text)))
        for owner, field, text in answers(talk)
    )
    return Prompt((line("edit" if rows else "edit-nothing"),), (*rows, choice("go-back")), layout="list")


def _excerpt(text: str) -> str:
    return text if len(text) <= EXCERPT else text[: EXCERPT - 1].rstrip() + "…"


def _answer_edit(talk: Talk, answer: Answer) -> Move:
    if answer.choice in {"", "go-back", SKIP}:
        return Move(talk.to(talk.base, before=""))
    return Move(talk.to("edit-text", editing=answer.choice))


def _ask_text(talk: Talk) -> Prompt:
    owner, _, field = talk.state.editing.partition("|")
    words = next((text for its, one, text in answers(talk) if (its, one) == (owner, field)), "")
    return Prompt((line("edit-text", words=words),), (choice("go-back"),), layout="card")


def _answer_text(talk: Talk, answer: Answer) -> Move:
    if answer.choice or answer.unsure:
        return Move(talk.to("edit", editing=""))
    owner, _, field = talk.state.editing.partition("|")
    back = Talk(talk.to(talk.base, before="", editing=""), talk.facts)
    if owner == DRAFT:
        return Move(back.drafted(**{field: answer.text}).state, (line("edited"),))
    known: AnswerField = next(one for one in FIELDS if one == field)
    return Move(back.state, (line("edited"),), (CorrectAnswer(owner, known, answer.text),))


_REFLECTING = (
    "menu", "rest", "rehearse", "episode", "examples", "episode-smaller", "episode-example", "judgement", "match",
    "choose", "open-topic", "learning", "learning-smaller", "level", "plan", "follow-up-day",
)  # fmt: skip
EDIT = Step("edit", _ask_edit, _answer_edit, leads_to=("edit-text", *_REFLECTING), skippable=True)
EDIT_TEXT = Step("edit-text", _ask_text, _answer_text, leads_to=("edit", *_REFLECTING), free=True, skippable=True)
STEPS = (EDIT, EDIT_TEXT)
