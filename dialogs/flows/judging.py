"""Row 2: the person's own judgement of the episode. The wording stays neutral until a match is agreed."""

from typing import Final

from dialogs.facts import Heard
from dialogs.flows.matching import settle
from dialogs.mirror import mirror
from dialogs.replies import choice, line
from dialogs.state import Outcome, State
from dialogs.talk import SKIP, Answer, Move, Prompt, Step, Talk

WORDINGS: Final = 9
"""Neutral ways to ask, in texts/: three each for how it went, what worked and what was hard, and all such that the
buttons under them answer them when read aloud."""
_OUTCOMES: Final[dict[str, Outcome]] = {"good": "good", "hard": "hard", "mixed": "mixed"}


def judge(talk: Talk, said: str) -> Move:
    """The episode is told: mirror it and ask how it went. The short form goes straight to the match."""
    heard = mirror(said, talk.state.language)
    if talk.draft.short:
        return settle(talk, (heard,))
    return Move(talk.to("judgement"), (heard,))


def _ask(talk: Talk) -> Prompt:
    number = talk.state.sessions % WORDINGS + 1
    return Prompt(
        (line(f"judgement-{number}"),),
        (choice("good"), choice("hard"), choice("mixed")),
        layout="buttons",
    )


def _hear(state: State, answer: Answer) -> Heard | None:
    if state.draft is None:
        return None
    said = "" if answer.choice or answer.unsure else answer.text
    return Heard(f"{state.draft.episode} {said}".strip(), state.draft.topic, state.language)


def _answer(talk: Talk, answer: Answer) -> Move:
    if answer.choice == SKIP or answer.unsure:
        return settle(talk, (line("thanks"),))
    if answer.choice:
        return settle(talk.drafted(outcome=_OUTCOMES[answer.choice], judgement=""), (line("thanks"),))
    said = talk.drafted(judgement=answer.text, outcome=None)
    return settle(said, (mirror(answer.text, talk.state.language),))


JUDGEMENT = Step(
    "judgement", _ask, _answer, leads_to=("match", "choose", "open-topic", "learning", "rehearse"),
    free=True, reflecting=True, counts=True, skippable=True, hears=_hear,
)  # fmt: skip
STEPS = (JUDGEMENT,)
