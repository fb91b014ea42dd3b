"""What a message means as an answer to the question on screen."""

import re
from collections.abc import Sequence
from typing import Final

from dialogs.replies import text_of
from dialogs.state import State
from dialogs.talk import Answer, Prompt
from dialogs.wording import DROP, FITS, KEEP, NO, YES, is_unsure, normal
from texts.say import Language

_POSITION: Final = re.compile(r"^(?:nr|nummer|no|number)?\s*(\d{1,2})$")
_YES: Final = ("yes", "begin", "continue", "erase", "find-topic", "keep", "use-suggestion", "write-again")
_NO: Final = ("no", "not-now", "other", "later", "keep-all", "skip", "go-on", "rewrite", "pace-again")


def read_answer(prompt: Prompt, text: str, state: State) -> Answer:
    """A choice where the text is one of those on screen; free text otherwise."""
    chosen = _choice(prompt, text, state)
    unsure = not chosen and is_unsure(text, state.language)
    return Answer(text=text, choice=chosen, unsure=unsure)


def labelled(prompt: Prompt, text: str, state: State) -> str:
    """The button on screen whose words these are."""
    said = normal(text)
    return next((one.value for one in prompt.choices if said == normal(text_of(one.label, state.language))), "")


def _choice(prompt: Prompt, text: str, state: State) -> str:
    said = normal(text)
    values = [one.value for one in prompt.choices]
    if label := labelled(prompt, text, state):
        return label
    position = _POSITION.match(said)
    if position and 1 <= int(position[1]) <= len(values):
        return values[int(position[1]) - 1]
    agreed, refused = _meant(said, values, state.language)
    return next((value for value in agreed + refused if value in values), "")


def _meant(said: str, values: Sequence[str], language: Language) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The buttons a yes may stand for, and a no. Only a plain yes erases anything; "gem det" keeps and does nothing
    else; and a no to "Skal jeg gemme det?" takes the draft away, with its way back one tap off."""
    keeping = "keep" in values
    yes, no = YES[language], NO[language]
    if "erase" not in values:
        yes |= FITS[language]
    if keeping:
        yes, no = yes | KEEP[language], no | DROP[language]
    return _YES if said in yes else (), (*_NO, *(("delete",) if keeping else ())) if said in no else ()
