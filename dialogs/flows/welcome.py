"""First contact: before the first answer is stored the person knows whom they talk to (rule 14)."""

from dialogs.flows.privacy import terms_at_first
from dialogs.replies import choice, line
from dialogs.talk import Answer, Move, Prompt, Step, Talk


def _ask(talk: Talk) -> Prompt:
    other = "danish" if talk.state.language == "en" else "english"
    town = talk.facts.municipality
    stored = line("welcome-stored-by", municipality=town) if town else line("welcome-stored")
    return Prompt(
        lines=(
            line("welcome-who"),
            stored,
            line("welcome-seen"),
            *((line("welcome-read-elsewhere"),) if talk.facts.read_elsewhere else ()),
            line("welcome-channel"),
            *terms_at_first(talk),
            line("welcome-pace"),
            line("welcome-stop"),
        ),
        choices=(choice("begin"), choice(other)),
        layout="card",
    )


def _answer(talk: Talk, answer: Answer) -> Move:
    if answer.choice == "begin":
        return Move(talk.to("menu", greeted=True))
    if answer.choice:
        return Move(talk.to("welcome", language="en" if answer.choice == "english" else "da"))
    return Move(talk.to("welcome"), aside=(Prompt((line("welcome-not-kept"),)),))


WELCOME = Step("welcome", _ask, _answer, leads_to=("menu", "welcome"), free=True)
STEPS = (WELCOME,)
