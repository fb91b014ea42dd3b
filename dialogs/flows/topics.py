"""Choosing a topic: by dimension, area and sub-competence, or by typing its name or code."""

from typing import Final

from dialogs.course import after_match
from dialogs.facts import Heard
from dialogs.openers import begin
from dialogs.own_profile import own_codes, own_first, relevant
from dialogs.replies import Choice, choice, line, plain
from dialogs.state import State
from dialogs.talk import SKIP, Answer, Move, Prompt, Step, Talk

MINE: Final = "mine"
"""The topics of the person's own work, as something to browse."""

TRIES: Final = 2
"""Names of topics nobody knows, before a reflection goes on without one."""


def _hear(state: State, answer: Answer) -> Heard | None:
    return None if answer.choice else Heard(answer.text, None, state.language)


def chosen(talk: Talk, code: str) -> Move:
    """A topic picked in the middle of a reflection names it; otherwise it begins one."""
    if talk.state.draft is not None and talk.state.draft.episode:
        return after_match(talk.drafted(code=code, topic=code))
    return Move(begin(talk, code), (line("topic-chosen", name=talk.title(code)),))


def _found(talk: Talk) -> Move:
    """Free text in place of a tap: a name or a code, with typos."""
    named = talk.facts.hearing.named if talk.facts.hearing else ()
    if not named:
        return _not_found(talk)
    return Move(talk.to("topic-found", browsing=" ".join(named)))


def _not_found(talk: Talk) -> Move:
    """In a reflection nobody has to find one: after two tries it goes on without (rule 5)."""
    tries = talk.state.repairs + 1
    if tries > TRIES and talk.state.draft is not None and talk.state.draft.episode:
        return after_match(talk, (line("topic-left-open"),))
    return Move(talk.state.model_copy(update={"repairs": tries}), (line("topic-not-found"),))


def _leave(talk: Talk) -> Move:
    if talk.state.draft is not None and talk.state.draft.episode:
        return after_match(talk)
    return Move(talk.to("menu", browsing=""))


def _ask_dimension(talk: Talk) -> Prompt:
    rows = tuple(
        Choice(value=one.code, label=line(f"dimension-{one.code}")) for one in talk.facts.catalogue.outline.dimension
    )
    mine = (Choice(value=MINE, label=line("topic-mine")),) if own_codes(talk) else ()
    return Prompt((line("topic"),), (*mine, *rows), layout="list")


def _answer_dimension(talk: Talk, answer: Answer) -> Move:
    if answer.choice == SKIP or answer.unsure:
        return _leave(talk)
    if answer.choice == MINE:
        return Move(talk.to("topic-code", browsing=MINE))
    if answer.choice:
        areas = talk.facts.catalogue.areas_of(answer.choice)
        if len(areas) == 1:
            return Move(talk.to("topic-code", browsing=areas[0]))
        return Move(talk.to("topic-area", browsing=answer.choice))
    return _found(talk)


def _ask_area(talk: Talk) -> Prompt:
    catalogue, language = talk.facts.catalogue, talk.state.language
    codes = catalogue.areas_of(talk.state.browsing) or catalogue.areas_of("1")
    rows = tuple(Choice(value=code, label=plain(catalogue.area(code, language).name)) for code in codes)
    return Prompt((line("topic-area"),), (*rows, choice("up")), layout="list")


def _answer_area(talk: Talk, answer: Answer) -> Move:
    if answer.choice == "up":
        return Move(talk.to("topic", browsing=""))
    if answer.choice == SKIP or answer.unsure:
        return _leave(talk)
    if answer.choice:
        return Move(talk.to("topic-code", browsing=answer.choice))
    return _found(talk)


def _ask_code(talk: Talk) -> Prompt:
    catalogue = talk.facts.catalogue
    if talk.state.browsing == MINE:
        codes = relevant(talk, catalogue.codes)
    else:
        codes = own_first(talk, catalogue.codes_of(talk.state.browsing) or catalogue.codes_of("1.1"))
    return Prompt((line("topic-code"),), (*_rows(talk, codes), choice("up")), layout="list")


def _ask_found(talk: Talk) -> Prompt:
    known = set(talk.facts.catalogue.codes)
    codes = tuple(code for code in talk.state.browsing.split() if code in known)
    return Prompt((line("topic-found"),), (*_rows(talk, codes), choice("all-topics")), layout="list")


def _rows(talk: Talk, codes: tuple[str, ...]) -> tuple[Choice, ...]:
    return tuple(Choice(value=code, label=plain(talk.title(code))) for code in codes)


def _answer_code(talk: Talk, answer: Answer) -> Move:
    if answer.choice in {"up", "all-topics"}:
        return Move(talk.to("topic", browsing=""))
    if answer.choice == SKIP or answer.unsure:
        return _leave(talk)
    return chosen(talk, answer.choice) if answer.choice else _found(talk)


_BROWSE = (
    "topic",
    "topic-area",
    "topic-code",
    "topic-found",
    "menu",
    "episode",
    "learning",
    "rehearse",
    "rest",
    "work-offer",
)
TOPIC = Step("topic", _ask_dimension, _answer_dimension, _BROWSE, free=True, skippable=True, hears=_hear)
AREA = Step("topic-area", _ask_area, _answer_area, _BROWSE, free=True, skippable=True, hears=_hear)
CODE = Step("topic-code", _ask_code, _answer_code, _BROWSE, free=True, skippable=True, hears=_hear)
FOUND = Step("topic-found", _ask_found, _answer_code, _BROWSE, free=True, skippable=True, hears=_hear)
STEPS = (TOPIC, AREA, CODE, FOUND)
