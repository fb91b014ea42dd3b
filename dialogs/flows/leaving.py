"""Ways out, each with a way back: stop, delete, erase, and coming back after a while (rules 10, 15, 24)."""

from datetime import timedelta
from typing import Final

from dialogs.dates import day_in_words
from dialogs.effects import EraseLater, ErasePerson, KeepAfterAll
from dialogs.flows.pacing import silence
from dialogs.flows.relevance import back as taken_in
from dialogs.guard.redacting import in_short
from dialogs.replies import Line, choice, line
from dialogs.state import Undo
from dialogs.talk import Answer, Move, Prompt, Step, Talk

THINKING: Final = timedelta(hours=24)
"""How long everything is kept for somebody who wants to be able to regret."""


def stop(talk: Talk) -> Move:
    """In a reflection: end it at once, keep the draft its seven days. Outside one: be quiet."""
    if talk.state.draft is None:
        effects = (silence(talk, quiet=True),) if talk.state.greeted else ()
        return Move(talk.to("rest", quiet=True, browsing=""), (line("quiet"),), effects)
    undo = Undo(step=talk.base, draft=talk.draft)
    return Move(talk.to("stopped", draft=None, undo=undo, before="", held=""))


def delete(talk: Talk) -> Move:
    """Slet: this draft, with undo."""
    if talk.state.draft is None:
        return Move(talk.state, aside=(Prompt((line("delete-nothing"),)),))
    return Move(talk.to("deleted", draft=None, undo=Undo(step=talk.base, draft=talk.draft), before="", held=""))


def undo(talk: Talk) -> Move:
    """Fortryd: back to where the draft was; where one is asked whether to erase everything, nothing is erased."""
    if talk.state.step == "erase":
        return _not_erased(talk)
    back = talk.state.undo
    if back is None and talk.facts.erasing:
        return Move(talk.state, aside=(Prompt((line("erase-cancelled"),)),), effects=(KeepAfterAll(),))
    if back is None and talk.state.just_out:
        return taken_in(talk, talk.state.just_out)
    if back is None:
        return Move(talk.state, aside=(Prompt((line("undo-nothing"),)),))
    again = (silence(talk, quiet=False),) if talk.state.quiet else ()
    return Move(talk.to(back.step, draft=back.draft, undo=None, quiet=False), (line("undone"),), again)


def erase(talk: Talk) -> Move:
    """Slet mig: one confirmation, then everything."""
    return Move(talk.turns_aside("erase"))


def _ask_stopped(_talk: Talk) -> Prompt:
    return Prompt((line("stopped"),), (choice("undo"), choice("delete"), choice("no-more")), layout="buttons")


def _answer_stopped(talk: Talk, answer: Answer) -> Move:
    match answer.choice:
        case "undo":
            return undo(talk)
        case "delete":
            return Move(talk.to("rest", undo=None), (line("draft-gone"),))
        case "no-more":
            return Move(talk.to("rest", quiet=True), (line("quiet"),), (silence(talk, quiet=True),))
        case _:
            return Move(talk.to("menu"))


def _ask_deleted(_talk: Talk) -> Prompt:
    return Prompt((line("deleted"),), (choice("undo"), choice("menu")), layout="buttons")


def _answer_deleted(talk: Talk, answer: Answer) -> Move:
    return undo(talk) if answer.choice == "undo" else Move(talk.to("menu", undo=None))


def _ask_erase(talk: Talk) -> Prompt:
    lines = (line("erase"), line("erase-copy"), line("erase-stays"), line("erase-ask"))
    later = (choice("erase-later"),) if talk.state.greeted else ()  # of somebody new nothing is kept that long
    return Prompt(lines, (choice("erase"), *later, choice("keep-all")), "card")


def _answer_erase(talk: Talk, answer: Answer) -> Move:
    if answer.choice == "erase":
        return Move(talk.to("welcome"), effects=(ErasePerson(),), aside=(Prompt((line("erased"),)),))
    if answer.choice == "erase-later":
        return _thought_over(talk)
    return _not_erased(talk)


def _not_erased(talk: Talk) -> Move:
    return Move(talk.to(talk.base, before=""), (line("erase-not"),))


def _thought_over(talk: Talk) -> Move:
    at, language = talk.facts.now + THINKING, talk.state.language
    time = at.strftime("%H.%M" if language == "da" else "%H:%M")
    said = line("erase-later", day=day_in_words(at.date(), language), time=time)
    return Move(talk.to(talk.base, before=""), aside=(Prompt((said,)),), effects=(EraseLater(at),))


def _ask_resume(talk: Talk) -> Prompt:
    recap: Line = line("resume-recap")
    if talk.draft.code or talk.draft.topic:
        recap = line("resume-recap-topic", name=talk.title(talk.draft.code or talk.draft.topic))
    return Prompt((recap, line("resume")), (choice("continue"), choice("restart"), choice("drop")), layout="buttons")


def answer_resume(talk: Talk, answer: Answer) -> Move:
    """Fortsæt goes back to the question; what was written meanwhile is its answer (taken in turn.py)."""
    match answer.choice:
        case "restart":
            return Move(talk.to("menu", draft=None, before="", held=""), (line("restarted"),))
        case "drop":
            return delete(talk)
        case "continue":
            return Move(talk.to(talk.base, before="", held=""))
        case _:
            held = f"{talk.state.held} {answer.text}".strip()
            return Move(talk.to("resume", held=held), (line("resume-noted"),))


def _ask_personal(talk: Talk) -> Prompt:
    return Prompt(
        (
            line("personal-data"),
            line("personal-data-suggestion", text=in_short(talk.state.held)),
            line("personal-data-copy"),
        ),
        (choice("use-suggestion"), choice("rewrite")),
        "card",
    )


def _answer_personal(talk: Talk, _answer: Answer) -> Move:
    """Skriv om: back to the question. Using the suggestion is an answer, taken in turn.py."""
    return Move(talk.waiting)


REFLECTING = (
    "episode", "examples", "episode-smaller", "episode-example", "judgement", "match", "choose", "open-topic",
    "learning", "learning-smaller", "level", "plan", "follow-up-day", "rehearse",
)  # fmt: skip
ASKING = (
    "rest",
    "topic",
    "topic-area",
    "topic-code",
    "topic-found",
    "offer",
    "edit-text",
    "follow-up",
    "progress",
    "forget",
    "edit",
    "work-offer",
    "work-kind",
    "work",
    "work-back",
)
STOPPED = Step(
    "stopped", _ask_stopped, _answer_stopped, leads_to=("rest", "menu", *REFLECTING), skippable=True, otherwise="rest"
)
DELETED = Step(
    "deleted", _ask_deleted, _answer_deleted, leads_to=("menu", *REFLECTING), skippable=True, otherwise="rest"
)
ERASE = Step("erase", _ask_erase, _answer_erase, leads_to=("welcome", "menu", *ASKING, *REFLECTING), skippable=True)
RESUME = Step("resume", _ask_resume, answer_resume, leads_to=("menu", "deleted", "resume", *REFLECTING), free=True)
PERSONAL = Step("personal-data", _ask_personal, _answer_personal, leads_to=("menu", *ASKING, *REFLECTING), free=True)
STEPS = (STOPPED, DELETED, ERASE, RESUME, PERSONAL)
