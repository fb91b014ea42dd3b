"""Every step of the conversation by its name."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from dialogs.flows import (
    closing,
    editing,
    judging,
    learning,
    leaving,
    matching,
    menu,
    nudging,
    opening,
    pacing,
    planning,
    progress,
    telling,
    topics,
    welcome,
)
from dialogs.talk import Step

_FLOWS = (
    welcome, menu, topics, opening, telling, judging, matching, learning, planning, closing, editing, progress, leaving,
    pacing, nudging,
)  # fmt: skip
STEPS: Final[Mapping[str, Step]] = MappingProxyType({step.name: step for flow in _FLOWS for step in flow.STEPS})
