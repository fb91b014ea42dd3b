"""Every step of the conversation by its name."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from dialogs.flows import (
    belonging,
    closing,
    editing,
    judging,
    learning,
    leaving,
    managing,
    matching,
    menu,
    nudging,
    opening,
    pacing,
    planning,
    progress,
    team,
    telling,
    theme,
    topics,
    welcome,
    work,
)
from dialogs.state import State
from dialogs.talk import Step

_FLOWS = (
    welcome, menu, topics, opening, telling, judging, matching, learning, planning, closing, editing, progress, leaving,
    team, managing, theme, pacing, nudging, work, belonging,
)  # fmt: skip
STEPS: Final[Mapping[str, Step]] = MappingProxyType({step.name: step for flow in _FLOWS for step in flow.STEPS})
BEFORE_NOTICE: Final = frozenset({"welcome", "rest", "erase"})
"""Where one can be without having answered the notice."""


def on_known_step(state: State) -> State:
    """A step from another release leads to the menu; so does a reflecting step that lost its draft.

    Before the notice is answered everything leads to the notice.
    """
    step = STEPS.get(state.step)
    allowed = state.greeted or state.step in BEFORE_NOTICE
    if step is not None and allowed and (state.draft is not None or not step.reflecting):
        return state
    return state.model_copy(update={"step": "menu" if state.greeted else "welcome", "before": "", "held": ""})
