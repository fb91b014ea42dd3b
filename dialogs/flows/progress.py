"""Mit forløb: how often I talked about each area, my latest reflections with my own behaviour sentences, my open
plans. Nothing is added up into one number, and nothing is compared with anybody."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from catalog_data.model import area_of
from dialogs.dates import day_in_words
from dialogs.effects import ForgetReflection
from dialogs.replies import Choice, Line, choice, line
from dialogs.talk import SKIP, Answer, Move, Prompt, Step, Talk

SHOWN: Final = 5
"""Reflections on one card; the export holds them all."""


def progress(talk: Talk) -> Move:
    return Move(talk.to("progress" if talk.facts.past else "menu"), () if talk.facts.past else (line("progress-none"),))


def overview(talk: Talk) -> Prompt:
    """The card itself, also shown as an aside in the middle of a reflection."""
    lines = tuple(_lines(talk)) if talk.facts.past else (line("progress-none"),)
    return Prompt(lines, layout="card")


def _lines(talk: Talk) -> Iterator[Line]:
    language = talk.state.language
    yield line("progress")
    yield from _areas(talk)
    yield line("progress-latest")
    for past in talk.facts.past[:SHOWN]:
        day = day_in_words(past.finished.date(), language)
        if past.code is None:
            yield line("progress-entry-open", day=day)
        elif past.level is None:
            yield line("progress-entry", day=day, name=talk.title(past.code))
        else:
            sentence = talk.prose(past.code).levels[past.level - 1]
            yield line("progress-entry-level", day=day, name=talk.title(past.code), sentence=sentence)
    yield from (
        _plan(plan.text, day_in_words(plan.follow_up, language) if plan.follow_up else None)
        for plan in talk.facts.plans
    )


def _areas(talk: Talk) -> Iterator[Line]:
    """In the catalogue's order, so that no area stands above another. `most` is what a bar is drawn against."""
    worked: Counter[str] = Counter()
    for code, count in talk.facts.worked.items():
        worked[area_of(code)] += count
    most = max(worked.values(), default=0)
    for area in talk.facts.catalogue.outline.area:
        if count := worked[area.code]:
            name = talk.facts.catalogue.area(area.code, talk.state.language).short
            yield line("progress-area", name=name, count=count, most=most)


def _plan(text: str, day: str | None) -> Line:
    return line("progress-plan-day", plan=text, day=day) if day else line("progress-plan", plan=text)


def _ask(talk: Talk) -> Prompt:
    card = overview(talk)
    return Prompt(card.lines, (choice("forget-one"), choice("menu")), layout="card")


def _answer(talk: Talk, answer: Answer) -> Move:
    return Move(talk.to("forget" if answer.choice == "forget-one" else "menu"))


def _ask_forget(talk: Talk) -> Prompt:
    rows = tuple(Choice(value=past.id, label=_row(talk, n)) for n, past in enumerate(talk.facts.past[:SHOWN]))
    return Prompt((line("forget"),), (*rows, choice("go-back")), layout="list")


def _row(talk: Talk, number: int) -> Line:
    past = talk.facts.past[number]
    day = day_in_words(past.finished.date(), talk.state.language)
    if past.code is None:
        return line("progress-entry-open", day=day)
    return line("progress-entry", day=day, name=talk.title(past.code))


def _answer_forget(talk: Talk, answer: Answer) -> Move:
    if answer.choice in {"go-back", SKIP} or answer.unsure:
        return Move(talk.to("menu"))
    return Move(talk.to("rest"), (line("forgotten"),), (ForgetReflection(answer.choice),))


PROGRESS = Step("progress", _ask, _answer, leads_to=("forget", "menu"), skippable=True)
FORGET = Step("forget", _ask_forget, _answer_forget, leads_to=("menu", "rest"), skippable=True)
STEPS = (PROGRESS, FORGET)
