"""Row 6: the plan rehearsed word for word, an exercise and a link, and the person's own decision to keep it."""

from collections.abc import Iterator
from datetime import date

from dialogs.course import asked_at, keep
from dialogs.dates import day_in_words
from dialogs.flows.leaving import delete
from dialogs.replies import Line, choice, line
from dialogs.talk import Answer, Move, Prompt, Step, Talk


def _ask(talk: Talk) -> Prompt:
    return Prompt(
        tuple(_summary(talk)),
        (choice("keep"), choice("edit"), choice("delete")),
        layout="card",
    )


def _summary(talk: Talk) -> Iterator[Line]:
    draft = talk.draft
    yield line("rehearse-topic", name=talk.title(draft.code)) if draft.code else line("rehearse-no-topic")
    if draft.level and draft.code:
        yield line("rehearse-level", sentence=talk.prose(draft.code).levels[draft.level - 1])
    if draft.plan:
        yield line("rehearse-plan", plan=draft.plan)
        yield _when(draft.follow_up, talk)
    if draft.code:
        yield from _resources(talk, draft.code)
    yield line("rehearse-ask")


def _when(day: date | None, talk: Talk) -> Line:
    if day is None:
        return line("rehearse-no-day")
    at = asked_at(talk, day)
    if at is not None:
        return line("rehearse-asked-at", day=day_in_words(at.date(), talk.state.language))
    return line("rehearse-day", day=day_in_words(day, talk.state.language))


def _resources(talk: Talk, code: str) -> Iterator[Line]:
    """The exercise first, which needs no link; then at most one page, with what to look for there."""
    language = talk.state.language
    yield line("rehearse-exercise", exercise=talk.prose(code).exercise)
    found = sorted(talk.facts.catalogue.resources_for(code), key=lambda one: one.language != language)
    for one in found[:1]:
        yield line("rehearse-link", title=one.title, address=one.address, look=one.look_for(language))


def _answer(talk: Talk, answer: Answer) -> Move:
    match answer.choice:
        case "keep":
            return keep(talk)
        case "edit":
            return Move(talk.turns_aside("edit"))
        case "delete":
            return delete(talk)
        case _:
            return keep(talk)


REHEARSE = Step("rehearse", _ask, _answer, leads_to=("rest", "work-offer", "edit", "deleted"), reflecting=True)
STEPS = (REHEARSE,)
