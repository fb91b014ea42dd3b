"""Closes a turn: counts it, notes the way back, draws the next question."""

from dataclasses import dataclass, replace

from dialogs.distress import whom_to_turn_to
from dialogs.effects import CorrectAnswer, Effect, ErasePerson, RemindOfDraft
from dialogs.flows.nudging import reminders
from dialogs.replies import Reply, line
from dialogs.state import Answered, State
from dialogs.steps import STEPS
from dialogs.talk import Move, Step, Talk


@dataclass(frozen=True, slots=True)
class Turn:
    """The outcome of a turn. A `private` turn leaves no trace but its effects: no state, no
    outbox, no record of the message; its replies go straight to the door (rule 16)."""

    state: State
    replies: tuple[Reply, ...] = ()
    effects: tuple[Effect, ...] = ()
    private: bool = False
    withdraws: bool = False
    """These replies stand in for those of the last turn, which were not sent yet (rule 11)."""


def settled(talk: Talk, move: Move, came_from: Step | None = None) -> Turn:
    """Close the turn: count it, note the way back, draw the next question."""
    if any(isinstance(effect, ErasePerson) for effect in move.effects):
        return Turn(move.state, asides_of(move, talk), move.effects, private=True)
    state = move.state
    repairs = state.repairs if state.repairs > talk.state.repairs else 0
    counted = {"turn": talk.state.turn + 1, "nonce": talk.facts.nonce, "touched": talk.facts.now}
    state = state.model_copy(update={**counted, "answered": None, "ignored": 0, "repairs": repairs})
    moved = came_from is not None and came_from.reflecting and came_from.name != state.step
    if moved and came_from is not None and state.draft is not None:
        trail = (*state.draft.trail, came_from.name)
        state = state.model_copy(update={"draft": state.draft.model_copy(update={"trail": trail})})
    if state.drafts != talk.state.drafts:
        state = state.model_copy(update={"worded": talk.facts.now})
    if move.aside and state.draft is not None and not move.lines:
        move = Move(state, (line("we-were-at"),), move.effects, move.aside)
    closed = Talk(state, talk.facts)
    return Turn(state, replies_of(closed, move), (*move.effects, *reminders(talk, state)))


def replies_of(talk: Talk, move: Move) -> tuple[Reply, ...]:
    """What the move says, and then the question on screen."""
    prompt = STEPS[talk.state.step].ask(talk)
    asked = Reply(
        language=talk.state.language,
        lines=(*move.lines, *prompt.lines),
        choices=prompt.choices,
        layout=prompt.layout,
        question=talk.state.question,
    )
    return (*asides_of(move, talk), asked)


def asides_of(move: Move, talk: Talk) -> tuple[Reply, ...]:
    """What is said before the question, in messages of their own."""
    return tuple(
        Reply(language=talk.state.language, lines=one.lines, choices=one.choices, layout=one.layout)
        for one in move.aside
    )


def private(talk: Talk) -> Turn:
    """Stop coaching and show whom to turn to. Nothing of this is kept."""
    return Turn(talk.state, (whom_to_turn_to(talk.state, talk.facts),), private=True)


def open_to_more(turn: Turn, answered: Answered | None) -> Turn:
    """The answer may grow until our reply is shown, unless it has had effects that cannot be had again."""
    if turn.private or not all(isinstance(effect, CorrectAnswer | RemindOfDraft) for effect in turn.effects):
        return turn
    return replace(turn, state=turn.state.model_copy(update={"answered": answered}))
