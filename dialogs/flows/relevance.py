"""Ikke relevant: a topic leaves one's own profile, wherever it is proposed, and comes back by a word."""

from typing import Final

from dialogs.own_profile import brought_back, taken_out
from dialogs.replies import Line, line
from dialogs.state import State
from dialogs.talk import Move, Prompt, Talk

ANSWERING: Final = frozenset({"offer", "prompt", "match", "episode-example"})
"""Steps that propose a topic and know what it leads to when it is not relevant."""
TELLING: Final = frozenset({"episode", "examples", "episode-smaller"})
"""Steps that ask for a situation of the topic chosen."""


def out(talk: Talk, code: str) -> tuple[State, Line]:
    """The state without it, and the sentence that reads it back."""
    return taken_out(talk.state, code), line("irrelevant-noted", name=talk.title(code))


def topic_out(talk: Talk) -> Move | None:
    """The topic of a reflection that has only begun. Told words stay, without a topic. None where there is none."""
    topic = talk.draft.topic if talk.state.draft is not None and talk.state.step in TELLING else None
    if topic is None:
        return None
    state, said = out(talk, topic)
    left = Talk(state, talk.facts)
    if talk.draft.episode:
        return Move(left.drafted(topic=None).state, aside=(Prompt((said,)),))
    return Move(left.to("rest", draft=None), (said,))


def back(talk: Talk, code: str = "") -> Move:
    """Det er relevant alligevel: the one taken out last, unless another is named."""
    chosen = code or next(reversed(talk.state.irrelevant), "")
    if not chosen:
        return Move(talk.state, aside=(Prompt((line("relevant-nothing"),)),))
    said = Prompt((line("relevant-again", name=talk.title(chosen)),))
    return Move(brought_back(talk.state, chosen), aside=(said,))
