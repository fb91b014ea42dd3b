"""Row 4 and 5a: what to take along, and which behaviour sentence comes closest (if the person wants)."""

from dialogs.course import after_learning, after_level, left
from dialogs.mirror import mirror
from dialogs.openers import learning_line
from dialogs.replies import Choice, choice, line, plain
from dialogs.talk import SKIP, Answer, Move, Prompt, Step, Talk


def _ask(talk: Talk) -> Prompt:
    return Prompt((learning_line(talk),), (choice(SKIP),), layout="buttons")


def _answer(talk: Talk, answer: Answer) -> Move:
    if answer.choice == SKIP:
        return after_learning(talk)
    if answer.unsure and left(talk) >= 1:
        return Move(talk.to("learning-smaller"), (line("smaller"),))
    if answer.unsure:
        return after_learning(talk, (line("thanks"),))
    said = mirror(answer.text, talk.state.language)
    return after_learning(talk.drafted(learning=answer.text), (said,))


def _ask_smaller(_talk: Talk) -> Prompt:
    return Prompt((line("learning-smaller"),), (choice(SKIP),), layout="buttons")


def _answer_smaller(talk: Talk, answer: Answer) -> Move:
    if answer.unsure:
        return after_learning(talk, (line("thanks"),))
    return _answer(talk, answer)


def _ask_level(talk: Talk) -> Prompt:
    levels = talk.prose(talk.draft.code or "").levels
    rows = tuple(Choice(value=str(n), label=plain(text)) for n, text in enumerate(levels, 1))
    return Prompt((line("level"),), (*rows, choice(SKIP)), layout="list")


def _answer_level(talk: Talk, answer: Answer) -> Move:
    if answer.choice == SKIP or answer.unsure:
        return after_level(talk, (line("thanks"),))
    return after_level(talk.drafted(level=int(answer.choice)), (line("thanks"),))


_NEXT = ("level", "plan", "rehearse")
LEARNING = Step(
    "learning", _ask, _answer, leads_to=("learning-smaller", *_NEXT),
    free=True, reflecting=True, counts=True, skippable=True,
)  # fmt: skip
SMALLER = Step(
    "learning-smaller", _ask_smaller, _answer_smaller, leads_to=_NEXT,
    free=True, reflecting=True, counts=True, skippable=True,
)  # fmt: skip
LEVEL = Step(
    "level", _ask_level, _answer_level, leads_to=("plan", "rehearse"), reflecting=True, counts=True, skippable=True
)
STEPS = (LEARNING, SMALLER, LEVEL)
