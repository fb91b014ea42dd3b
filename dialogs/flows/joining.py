"""`forbind`: one person in two chats. `frakobl` takes this chat out again."""

from typing import Final

from dialogs.effects import GuessCode, JoinChats, OfferCode, PartChats
from dialogs.replies import line
from dialogs.talk import Move, Prompt, Talk

MINUTES: Final = 15
"""How long a code can be used."""
GUESSES: Final = 5
"""Wrong codes one conversation may try in an hour."""


def connect(talk: Talk) -> Move:
    """Show a code. It takes the place of one shown before."""
    code = talk.facts.joining.fresh
    shown = (line("connect-code", code=code), line("connect-how", code=code, minutes=MINUTES))
    return Move(talk.state, effects=(OfferCode(code),), aside=(Prompt(shown, layout="card"),))


def redeem(talk: Talk, code: str) -> Move:
    """The code from the other chat."""
    found = talk.facts.joining.found or "unknown"
    if found == "good":
        joined = Prompt((line("connected"), line("connected-undo")), layout="card")
        return Move(talk.state, effects=(JoinChats(code),), aside=(joined,))
    effects = (GuessCode(),) if found == "unknown" else ()
    return Move(talk.state, effects=effects, aside=(Prompt((line(f"connect-{found}"),)),))


def disconnect(talk: Talk) -> Move:
    if not talk.facts.joining.joined:
        return Move(talk.state, aside=(Prompt((line("disconnect-nothing"),)),))
    return Move(talk.state, effects=(PartChats(talk.facts.joining.here),), aside=(Prompt((line("disconnected"),)),))
