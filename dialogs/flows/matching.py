"""Row 3: the coach proposes what the episode is about, with its reason. The person decides."""

from dataclasses import replace
from typing import Final

from dialogs.course import after_match, left
from dialogs.facts import Heard
from dialogs.flows.relevance import out
from dialogs.replies import Choice, Line, choice, line, plain
from dialogs.state import State
from dialogs.talk import SKIP, Answer, Move, Prompt, Step, Talk
from dialogs.wording import after_first_word, content_words, says_no, words
from matching.types import Candidate

SHOWN: Final = 3
"""Candidates to choose from at a time."""


def settle(talk: Talk, lines: tuple[Line, ...]) -> Move:
    """Decide whether the match needs asking at all, and how."""
    hearing = talk.facts.hearing
    candidates = hearing.match.candidates if hearing else ()
    outcome = hearing.match.outcome if hearing else "none"
    left_over = tuple(one for one in candidates if one.code not in talk.draft.rejected)
    talk = talk.drafted(candidates=left_over or talk.draft.candidates)
    topic = talk.draft.topic
    agreed = talk.draft.tapped or outcome != "propose" or not left_over or left_over[0].code == topic
    if (topic is not None and agreed) or left(talk) < 1:
        return after_match(talk.drafted(code=topic), lines)
    if outcome == "none" or not left_over:
        return Move(talk.to("open-topic"), lines)
    return Move(talk.to("match" if outcome == "propose" else "choose"), lines if outcome == "choose" else _said(lines))


def _said(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """ "fordi du skrev …" is itself a mirror, so a mere thank-you before it is one too many."""
    return tuple(one for one in lines if one.key not in {"thanks", "mirror-thanks"})


def _ask_match(talk: Talk) -> Prompt:
    best = talk.draft.candidates[0]
    yes = choice("yes", "yes-keep" if talk.draft.short else "yes")
    return Prompt((_proposal(talk, best),), (yes, choice("other"), choice("none")), layout="buttons")


def _proposal(talk: Talk, best: Candidate) -> Line:
    name = talk.title(best.code)
    match best.because:
        case (first, second, *_):
            return line("match-because-two", name=name, first=first, second=second)
        case (first,):
            return line("match-because", name=name, first=first)
        case _:
            return line("match-plain", name=name)


def _hear_again(state: State, answer: Answer) -> Heard | None:
    """'Nej, det var mere om samtykke' is heard anew, without the no."""
    if answer.choice or answer.unsure or state.draft is None:
        return None
    return Heard(_correction(answer.text, state), None, state.language)


def _correction(text: str, state: State) -> str:
    first = words(text)[:1]
    return after_first_word(text) if first and says_no(first[0], state.language) else text


def _answer_match(talk: Talk, answer: Answer) -> Move:
    best = talk.draft.candidates[0].code
    match answer.choice:
        case "yes":
            return after_match(talk.drafted(code=best))
        case "other":
            return _further(talk.drafted(rejected=(*talk.draft.rejected, best)))
        case "none":
            return _unmatched(talk)
        case "irrelevant":
            left, said = out(talk, best)
            return replace(
                _further(Talk(left, talk.facts).drafted(rejected=(*talk.draft.rejected, best))), lines=(said,)
            )
        case _ if answer.choice == SKIP or answer.unsure:
            return after_match(talk.drafted(code=talk.draft.topic))
        case _:
            return _rematch(talk, answer)


def _rematch(talk: Talk, answer: Answer) -> Move:
    """New words reject what stood there and are matched again."""
    rejected = (*talk.draft.rejected, *(one.code for one in talk.draft.candidates[:1]))
    talk = talk.drafted(rejected=rejected, topic=None)
    if not content_words(_correction(answer.text, talk.state), talk.state.language):
        return _unmatched(talk)
    return settle(talk, (line("match-corrected"),))


def _further(talk: Talk) -> Move:
    """En anden: up to three further ones, once."""
    further = tuple(one for one in talk.draft.candidates if one.code not in talk.draft.rejected)
    if not further or left(talk) < 1:
        return _unmatched(talk)
    return Move(talk.drafted(candidates=further).to("choose"))


def _unmatched(talk: Talk) -> Move:
    """Ingen af dem: the reflection is just as good without a name on it."""
    talk = talk.drafted(code=None, topic=None)
    if left(talk) < 1 or talk.draft.short:
        return after_match(talk, (line("match-unmatched"),))
    return Move(talk.to("open-topic"), (line("match-unmatched"),))


def _ask_choose(talk: Talk) -> Prompt:
    rows = (
        Choice(value=one.code, label=plain(talk.title(one.code)), note=_because(one))
        for one in talk.draft.candidates[:SHOWN]
    )
    return Prompt((line("choose"),), (*rows, choice("none")), layout="list")


def _because(candidate: Candidate) -> Line | None:
    """The person's own words that spoke for it."""
    match candidate.because:
        case (first, second, *_):
            return line("choose-because-two", first=first, second=second)
        case (first,):
            return line("choose-because", first=first)
        case _:
            return None


def _answer_choose(talk: Talk, answer: Answer) -> Move:
    if answer.choice == "none":
        shown = tuple(one.code for one in talk.draft.candidates[:SHOWN])
        return _unmatched(talk.drafted(rejected=(*talk.draft.rejected, *shown)))
    if answer.choice == SKIP or answer.unsure:
        return after_match(talk.drafted(code=talk.draft.topic))
    if answer.choice:
        return after_match(talk.drafted(code=answer.choice))
    return _rematch(talk, answer)


def _ask_open(_talk: Talk) -> Prompt:
    return Prompt((line("open-topic"),), (choice("go-on"), choice("find-topic")), layout="buttons")


def _answer_open(talk: Talk, answer: Answer) -> Move:
    if answer.choice == "find-topic":
        return Move(talk.to("topic", browsing=""))
    if answer.choice or answer.unsure:
        return after_match(talk)
    move = _rematch(talk, answer)
    # Words that lead to no topic are no reason to ask the same again (rule 5).
    if move.state.step != "open-topic":
        return move
    said = (line("topic-left-open"),)
    return Move(talk.to("rehearse"), said) if talk.draft.short else after_match(talk, said)


_NEXT = ("learning", "rehearse", "rest", "work-offer", "match", "choose", "open-topic")
MATCH = Step(
    "match", _ask_match, _answer_match, leads_to=_NEXT,
    free=True, reflecting=True, counts=True, skippable=True, hears=_hear_again,
)  # fmt: skip
CHOOSE = Step(
    "choose", _ask_choose, _answer_choose, leads_to=_NEXT,
    free=True, reflecting=True, counts=True, skippable=True, hears=_hear_again,
)  # fmt: skip
OPEN_TOPIC = Step(
    "open-topic", _ask_open, _answer_open, leads_to=("topic", *_NEXT),
    free=True, reflecting=True, counts=False, skippable=True, hears=_hear_again,
)  # fmt: skip
STEPS = (MATCH, CHOOSE, OPEN_TOPIC)
