"""Rule 11: what arrives before our answer was shown belongs to what was said just before."""

from dataclasses import dataclass
from typing import Final

from dialogs.events import Event, Said
from dialogs.guard.redacting import redacted
from dialogs.mirror import mirror
from dialogs.state import AnswerField, State
from dialogs.talk import Move, Talk
from dialogs.wording import plain_text

_TOLD_IN: Final[dict[str, AnswerField]] = {
    "episode": "episode", "examples": "episode", "episode-smaller": "episode", "episode-example": "episode",
    "judgement": "judgement", "learning": "learning", "learning-smaller": "learning", "plan": "plan",
}  # fmt: skip
"""Which answer of the draft the words at a step become."""
_HOLDING: Final = frozenset({"resume", "personal-data"})
"""Asides that keep what was written until the person has chosen."""


@dataclass(frozen=True, slots=True)
class Longer:
    """An answer that grew: all of it, and the state to take it in."""

    state: State
    text: str


def longer(state: State, text: str) -> Longer | None:
    """The last written answer with `text` added, to be taken from where it was given."""
    last = state.answered
    if last is None or last.before is None:
        return None
    # The version goes on counting, and the person was here when they wrote the first part.
    before = last.before.model_copy(update={"turn": state.turn, "nonce": state.nonce, "touched": state.touched})
    return Longer(before, f"{last.text} {text}")


def together(state: State, event: Event) -> tuple[State, Event]:
    """The event with the answer it is added to, and the state to take both in; unchanged where it is added to none."""
    grown = longer(state, plain_text(event.text)) if isinstance(event, Said) else None
    return (state, event) if grown is None else (grown.state, Said(grown.text))


def put_beside(talk: Talk, text: str) -> Move | None:
    """Words that followed a tap, or a message that is held back: added there, and the question asked anew."""
    state = talk.state
    if state.answered is None:
        return None
    if state.step in _HOLDING and state.held:
        held = f"{state.held} {text}"
        clean = redacted(held, state.language)
        return Move(talk.turns_aside("personal-data", held=clean) if clean else talk.to(state.step, held=held))
    field = _last_told(state)
    if field is None:
        return None
    told = getattr(talk.draft, field)
    if redacted(text, state.language, before=told) is not None:
        return None
    words = f"{told} {text}".strip()
    return Move(talk.drafted(**{field: words}).state, (mirror(text, state.language),))


def _last_told(state: State) -> AnswerField | None:
    """The answer a tap came after, or None where the question on its way asks for the episode itself."""
    if state.draft is None or _TOLD_IN.get(state.step) == "episode":
        return None
    return next((_TOLD_IN[step] for step in reversed(state.draft.trail) if step in _TOLD_IN), None)
