"""The question a tap belongs to, and what became of it: a card answers once."""

from dialogs.events import Event, Pressed
from dialogs.replies import Reply
from dialogs.settling import Turn
from dialogs.state import State
from storage.unit import Conversation, UnitOfWork


async def question_of(unit: UnitOfWork, loaded: Conversation, event: Event) -> Reply | None:
    """The question a tap belongs to; None when it is no longer kept, or never offered this choice."""
    if not isinstance(event, Pressed) or not loaded.known:
        return None
    asked = await unit.asked(loaded.id, event.question)
    return asked if asked and event.choice in {one.value for one in asked.choices} else None


def with_answer(asked: Reply | None, event: Event, before: State, turn: Turn) -> Reply | None:
    """The question as it stands after the turn: a tap on the one on screen answers it, and an old or
    doubled tap leaves it with the choice that answered it, or with none."""
    took = turn.private or turn.state.turn > before.turn
    if asked is None or not isinstance(event, Pressed) or event.question != before.question or not took:
        return asked
    return asked.model_copy(update={"answered": event.choice})
