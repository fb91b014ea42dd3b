"""Between reflections: a menu to tap, or just a place where one can begin to tell."""

from typing import Final

from dialogs.facts import Heard
from dialogs.flows.opening import offer
from dialogs.flows.progress import progress
from dialogs.flows.telling import told
from dialogs.flows.work import work
from dialogs.openers import begin
from dialogs.replies import choice, line
from dialogs.state import State
from dialogs.talk import Answer, Move, Prompt, Step, Talk
from dialogs.wording import content_words

FEW: Final = 3
"""Fewer words of content than this are the name of a topic rather than an episode."""
TOPIC_WORDS: Final = 4
"""A message of so few words that names a topic is a choice of topic."""


def hear_all(state: State, answer: Answer) -> Heard | None:
    """Free text between reflections may be a topic's name or the start of an episode."""
    return None if answer.choice else Heard(answer.text, None, state.language)


def _menu(_talk: Talk) -> Prompt:
    return Prompt(
        (line("menu"),),
        (choice("tell"), choice("topic"), choice("suggest"), choice("progress"), choice("work")),
        layout="buttons",
    )


def _rest(_talk: Talk) -> Prompt:
    return Prompt((line("rest"),), (choice("menu"),), layout="buttons")


def _answer(talk: Talk, answer: Answer) -> Move:
    return _chosen(talk, answer) if talk.state.greeted else Move(talk.to("welcome"))


def _chosen(talk: Talk, answer: Answer) -> Move:
    match answer.choice:
        case "tell":
            return Move(begin(talk, None))
        case "menu" | "topic":
            return Move(talk.to(answer.choice, browsing=""))
        case "suggest":
            return offer(talk)
        case "progress":
            return progress(talk)
        case "work":
            return work(talk)
        case _:
            return _free(talk, answer)


def _free(talk: Talk, answer: Answer) -> Move:
    content = content_words(answer.text, talk.state.language)
    named = talk.facts.hearing.named if talk.facts.hearing else ()
    if named and len(content) <= TOPIC_WORDS:
        return Move(talk.to("topic-found", browsing=" ".join(named)))
    if len(content) >= FEW and not answer.unsure:
        return told(Talk(begin(talk, None), talk.facts), answer)
    return Move(talk.to("menu"), (line("menu-unclear"),))


_LEADS = (
    "welcome",
    "menu", "episode", "topic", "topic-found", "offer", "follow-up", "progress", "work", "judgement", "match", "choose",
    "open-topic",
)  # fmt: skip
MENU = Step("menu", _menu, _answer, leads_to=_LEADS, free=True, hears=hear_all)
REST = Step("rest", _rest, _answer, leads_to=_LEADS, free=True, hears=hear_all)
STEPS = (MENU, REST)
