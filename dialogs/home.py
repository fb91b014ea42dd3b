"""What a person sees about themselves before saying anything: their work, settings and rights.

For doors that have a page of the person's own beside the conversation."""

from dataclasses import dataclass

from dialogs.facts import Facts
from dialogs.flows.pacing import as_it_is
from dialogs.flows.progress import overview
from dialogs.flows.team import manager_sees
from dialogs.obeying import stored
from dialogs.replies import Line, line
from dialogs.state import State
from dialogs.steps import STEPS
from dialogs.talk import Talk
from texts.say import Language


@dataclass(frozen=True, slots=True)
class Home:
    """The person's own page. `known` is False for somebody who was never here.

    Until the person is `greeted` they should see the `notice` alone.
    """

    language: Language
    known: bool
    greeted: bool
    notice: tuple[Line, ...]
    progress: tuple[Line, ...]
    settings: tuple[Line, ...]
    privacy: tuple[Line, ...]


def home(state: State, facts: Facts, *, known: bool) -> Home:
    talk = Talk(state, facts)
    notice = STEPS["welcome"].ask(talk).lines
    return Home(
        language=state.language,
        known=known,
        greeted=state.greeted,
        notice=notice,
        progress=overview(talk).lines,
        settings=(line("home-language"), *as_it_is(talk)),
        privacy=(*stored(talk).lines, *manager_sees(talk).aside[0].lines, *notice[1:-1]),
    )
