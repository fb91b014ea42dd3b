"""What a message means as an answer to the question on screen."""

import re
from typing import Final

from dialogs.replies import text_of
from dialogs.state import State
from dialogs.talk import Answer, Prompt
from dialogs.wording import is_unsure, normal, says_no, says_yes

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
    # "Skal jeg gemme det?" "Nej": its way back is one tap away.
    no = (*_NO, "delete") if "keep" in values else _NO
    meant = _YES if says_yes(text, state.language) else no if says_no(text, state.language) else ()
    return next((value for value in meant if value in values), "")
