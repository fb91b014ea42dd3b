"""What the matcher should hear before a turn is taken, and whether anybody else may."""

from dataclasses import replace
from typing import Final

from dialogs.adding import together
from dialogs.commands import read_command
from dialogs.events import Brought, Event, Pressed, Said
from dialogs.facts import Heard
from dialogs.guard.redacting import redacted
from dialogs.joining import read_code
from dialogs.questions import answer_to
from dialogs.state import State
from dialogs.steps import STEPS
from dialogs.talk import Answer
from dialogs.wording import plain_text, words

HOLDING: Final = frozenset({"resume", "personal-data"})
"""Asides that keep what was written until the person has chosen."""
RELEASING: Final = frozenset({"continue", "use-suggestion"})
"""What the person taps for it to become an answer."""


def hears(state: State, event: Event, *, unseen: bool = False) -> Heard | None:
    """The free text the matcher should hear before this turn is taken, if any: never personal data.

    Where it had to be cleaned, the person has not agreed to the cleaned text yet. `unseen` as in Facts.
    """
    heard = _to_hear(*together(state, event)) if unseen else _to_hear(state, event)
    clean = heard and redacted(heard.text, heard.language)
    return replace(heard, text=clean, agreed=False) if heard and clean else heard


def _to_hear(state: State, event: Event) -> Heard | None:
    if not state.greeted or state.step not in STEPS:
        return None
    if isinstance(event, Brought):
        return _brought(state, plain_text(event.text))
    if state.held and state.step in HOLDING:
        return _held(state, event)
    if isinstance(event, Said):
        return _said(state, plain_text(event.text))
    return STEPS[state.step].hears(state, Answer(choice=event.choice)) if isinstance(event, Pressed) else None


def _said(state: State, text: str) -> Heard | None:
    if not words(text) or read_command(text, state.language) or answer_to(text, state.language) or read_code(text):
        return None
    return STEPS[STEPS[state.step].otherwise or state.step].hears(state, Answer(text=text))


def _brought(state: State, text: str) -> Heard | None:
    """What is brought is told at the menu, unless something is under way."""
    return STEPS["menu"].hears(state, Answer(text=text)) if state.draft is None and words(text) else None


def _held(state: State, event: Event) -> Heard | None:
    """What is held, once it is released; words written instead of a suggestion stand for themselves."""
    answering = state.model_copy(update={"step": state.behind, "held": ""})
    if isinstance(event, Said) and state.step == "personal-data" and not _tapped_in_words(event):
        return _to_hear(answering, event)
    released = isinstance(event, Pressed) and event.choice in RELEASING
    if isinstance(event, Pressed) and not released:
        return None
    heard = _to_hear(answering, Said(state.held))
    return replace(heard, agreed=released) if heard else None


def _tapped_in_words(event: Said) -> bool:
    return len(words(event.text)) <= 2  # noqa: PLR2004 - "Brug forslaget", "1", "ja": a label, not a new answer
