"""Row 1: one concrete, recent situation, told in a sentence or two, or tapped."""

from typing import Final

from dialogs.facts import Heard
from dialogs.flows.judging import judge
from dialogs.flows.relevance import out
from dialogs.mirror import mirror
from dialogs.openers import opening_line, suggestion
from dialogs.replies import Choice, choice, line, plain, text_of
from dialogs.state import State
from dialogs.talk import SKIP, Answer, Move, Prompt, Step, Talk
from dialogs.wording import content_words

ENOUGH: Final = 3
"""Words of content below which one probe is asked (rule 6)."""
NO_NAMES_EVERY: Final = 4
"""Now and then the first question carries "Skriv uden navne" (rule 21): the first time, and then
every fourth, so that it meets every perspective, of which there are three."""


def told(talk: Talk, answer: Answer) -> Move:
    """Take free text as the episode of the draft; talk's state already holds one."""
    draft = talk.draft
    if answer.unsure:
        return Move(talk.to("episode-smaller"), (line("smaller"),))
    text = f"{draft.episode} {answer.text}".strip()
    if len(content_words(text, talk.state.language)) < ENOUGH and not draft.probed:
        return Move(talk.drafted(episode=text, probed=True).to("episode"), (mirror(answer.text, talk.state.language),))
    if _off_topic(talk) and not draft.redirected:
        return Move(talk.drafted(redirected=True, probed=True).to("episode"))
    return judge(talk.drafted(episode=text, tapped=False), answer.text)


def _off_topic(talk: Talk) -> bool:
    hearing = talk.facts.hearing
    return talk.draft.topic is None and hearing is not None and hearing.match.outcome == "none"


def _hear(state: State, answer: Answer) -> Heard | None:
    if answer.choice or state.draft is None:
        return None
    text = f"{state.draft.episode} {answer.text}".strip()
    return Heard(text, state.draft.topic, state.language)


def _ask_episode(talk: Talk) -> Prompt:
    if talk.draft.probed:
        key = "redirect-ask" if talk.draft.redirected else "probe-ask"
        return Prompt((line(key),), (choice("example"),), layout="buttons")
    opener = opening_line(talk)
    brief = text_of(opener, talk.state.language).count(". ") == 0
    careful = (line("no-names"),) if brief and talk.state.sessions % NO_NAMES_EVERY == 1 else ()
    return Prompt((opener, *careful), (choice("example"),), layout="buttons")


def _answer_episode(talk: Talk, answer: Answer) -> Move:
    if answer.choice == "example":
        return Move(talk.to("examples"))
    if answer.choice == SKIP:
        return leave(talk)
    return told(talk, answer)


def example_code(talk: Talk) -> str:
    """The competence whose situations serve as examples: the chosen one, else one to inspire."""
    code = talk.draft.topic or suggestion(talk.state, talk)
    return code or talk.facts.catalogue.codes[0]


def _ask_examples(talk: Talk) -> Prompt:
    situations = talk.prose(example_code(talk)).situations
    rows = tuple(Choice(value=str(n), label=plain(text)) for n, text in enumerate(situations))
    return Prompt((line("examples"),), (*rows, choice("own-words")), layout="list")


def _answer_examples(talk: Talk, answer: Answer) -> Move:
    if answer.choice == SKIP:
        return leave(talk)
    if answer.choice == "own-words":
        return Move(talk.to("episode"))
    if answer.choice:
        return _tapped(talk, int(answer.choice))
    return told(talk, answer)


def _tapped(talk: Talk, number: int) -> Move:
    """A situation of the coach's own: when no topic was chosen, it says which it is about."""
    code = example_code(talk)
    text = talk.prose(code).situations[number]
    return judge(talk.drafted(episode=text, topic=code, tapped=True), text)


def _ask_smaller(talk: Talk) -> Prompt:
    topic = talk.draft.topic
    question = plain(talk.prose(topic).smaller) if topic else line("smaller-ask")
    return Prompt((question,), (choice("example"),), layout="buttons")


def _answer_smaller(talk: Talk, answer: Answer) -> Move:
    if answer.unsure:
        return Move(talk.to("episode-example"))
    return _answer_episode(talk, answer)


def _ask_example(talk: Talk) -> Prompt:
    situation = talk.prose(example_code(talk)).situations[0]
    return Prompt(
        (line("one-example", situation=situation), line("one-example-ask")),
        (choice("yes"), choice(SKIP), choice("irrelevant"), choice("other-topic")),
        layout="buttons",
    )


def _answer_example(talk: Talk, answer: Answer) -> Move:
    match answer.choice:
        case "yes":
            return _tapped(talk, 0)
        case "irrelevant":
            left, said = out(talk, example_code(talk))
            return Move(Talk(left, talk.facts).to("rest", draft=None), (said,))
        case "other-topic":
            return Move(talk.to("topic", draft=None, browsing=""))
        case _ if answer.choice == SKIP or answer.unsure:
            return leave(talk)
        case _:
            return told(talk, answer)


def leave(talk: Talk) -> Move:
    """No episode today, and that is all right."""
    return Move(talk.to("rest", draft=None), (line("no-episode"),))


_JUDGED = ("judgement", "match", "choose", "open-topic", "rest", "work-offer")
EPISODE = Step(
    "episode", _ask_episode, _answer_episode, leads_to=("episode", "examples", "episode-smaller", *_JUDGED),
    free=True, reflecting=True, counts=True, skippable=True, hears=_hear,
)  # fmt: skip
EXAMPLES = Step(
    "examples", _ask_examples, _answer_examples, leads_to=("episode", "episode-smaller", *_JUDGED),
    free=True, reflecting=True, skippable=True, hears=_hear,
)  # fmt: skip
SMALLER = Step(
    "episode-smaller", _ask_smaller, _answer_smaller,
    leads_to=("episode", "examples", "episode-smaller", "episode-example", *_JUDGED),
    free=True, reflecting=True, counts=True, skippable=True, hears=_hear,
)  # fmt: skip
EXAMPLE = Step(
    "episode-example", _ask_example, _answer_example, leads_to=("topic", "episode", "episode-smaller", *_JUDGED),
    free=True, reflecting=True, skippable=True, hears=_hear,
)  # fmt: skip
STEPS = (EPISODE, EXAMPLES, SMALLER, EXAMPLE)
