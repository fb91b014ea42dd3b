"""A message that is edited or deleted in the chat: the answer it became is corrected, or goes.

What cannot be found is ignored without a word: it was no answer, is long gone, or was put right
in some other way since.
"""

from collections.abc import Iterator
from typing import Final

from dialogs.effects import CorrectAnswer
from dialogs.facts import PastReflection
from dialogs.guard.redacting import redacted
from dialogs.replies import Line, line
from dialogs.state import Draft, State, Written
from dialogs.talk import ASIDES, Move, Talk
from dialogs.written import FIELDS, HELD, place_of

_NEED_EPISODE: Final = frozenset(
    {"examples", "episode-smaller", "episode-example", "judgement", "match", "choose", "open-topic", "episode"}
)
"""Questions that must begin anew once the episode is gone."""
_ANEW: Final = {
    "probed": False, "redirected": False, "tapped": False, "candidates": (), "rejected": (), "answers": 0, "trail": (),
}  # fmt: skip


def amended(talk: Talk, message: str, text: str) -> Move | None:
    """What the new words of a message lead to; no words mean that it was deleted. None when nothing
    of it is kept, or nothing changed."""
    found = next((one for one in reversed(talk.state.written) if message and one.message == message), None)
    answer = _answer(talk, found) if found else None
    if found is None or answer is None or len(answer) != found.whole or answer[found.start : found.end] == text:
        return None
    before, after = answer[: found.start].rstrip(), answer[found.end :].lstrip()
    words = " ".join(part for part in (before, text, after) if part)
    # The whole answer is looked at: two messages can hold the halves of one number.
    clean = redacted(words, talk.state.language, talk.facts.catalogue.words_of_systems)
    if clean is not None and text:
        return Move(talk.state, (line("edit-not-kept"),))
    if clean is not None:
        return _put(Talk(_forgotten(talk.state, found), talk.facts), found, clean, line("taken-out"))
    start = len(before) + int(bool(before and text))
    state = talk.state.model_copy(update={"written": tuple(_shifted(talk.state, found, start, text, words))})
    return _put(Talk(state, talk.facts), found, words, line("edited" if text else "taken-out"))


def _answer(talk: Talk, found: Written) -> str | None:
    """The whole answer as it stands now, or None when it is gone."""
    if place_of(found) == HELD:
        return talk.state.held
    past = _past(talk, found)
    owner = _draft(talk.state, found) or past
    if found.field == "plan" and owner is past:
        return next((plan.text for plan in talk.facts.plans if past and plan.reflection == past.id), None)
    return None if owner is None else str(getattr(owner, found.field))


def _draft(state: State, found: Written) -> Draft | None:
    return next((one for one in state.drafts if one.started == found.reflection), None)


def _past(talk: Talk, found: Written) -> PastReflection | None:
    return next((one for one in talk.facts.past if one.started == found.reflection), None)


def _forgotten(state: State, found: Written) -> State:
    """Where the messages of an answer stand is no longer known, once something else was taken out of it too."""
    rest = tuple(one for one in state.written if place_of(one) != place_of(found))
    return state.model_copy(update={"written": rest})


def _shifted(state: State, found: Written, start: int, text: str, words: str) -> Iterator[Written]:
    """Where everything stands once the answer is `words`, and the message's part of it `text`. The parts
    of an answer are listed in their order, which is all that tells deleted ones apart."""
    by, least = 0, 0
    for one in state.written:
        if one == found:
            by, least = len(words) - found.whole, start + len(text)
            yield one.model_copy(update={"start": start, "end": least, "whole": len(words)})
        elif place_of(one) == place_of(found):
            # A deleted part lies before the space that goes with its neighbour, which may go further than it lies.
            its = {"start": max(least, one.start + by), "end": max(least, one.end + by)}
            yield one.model_copy(update={**its, "whole": len(words)})
        else:
            yield one


def _put(talk: Talk, found: Written, words: str, said: Line) -> Move:
    state = talk.state
    if place_of(found) == HELD:
        return Move(talk.to(state.step, held=words), (said,))
    if state.draft is not None and state.draft.started == found.reflection:
        draft, step = _redrafted(state.draft, found.field, words, talk.base)
        return Move(_back_to(talk, step).model_copy(update={"draft": draft}), (said,))
    if state.undo is not None and state.undo.draft.started == found.reflection:
        draft, step = _redrafted(state.undo.draft, found.field, words, state.undo.step)
        undo = state.undo.model_copy(update={"draft": draft, "step": step})
        return Move(state.model_copy(update={"undo": undo}), (said,))
    field = next(one for one in FIELDS if one == found.field)
    kept = (past.id for past in talk.facts.past if past.started == found.reflection)
    return Move(state, (said,), tuple(CorrectAnswer(reflection, field, words) for reflection in kept))


def _redrafted(draft: Draft, field: str, words: str, step: str) -> tuple[Draft, str]:
    """The draft with other words, and the question that fits it then."""
    draft = _with_reasons_it_gives(draft.model_copy(update={field: words}))
    if not draft.episode and step in _NEED_EPISODE:
        return draft.model_copy(update=_ANEW), "episode"
    if not draft.plan and field == "plan":
        return draft.model_copy(update={"follow_up": None}), "rehearse" if step == "follow-up-day" else step
    return draft, step


def _with_reasons_it_gives(draft: Draft) -> Draft:
    """ "Fordi du skrev …" may only quote what still stands there."""
    said = f"{draft.episode} {draft.judgement}".casefold()
    candidates = tuple(
        one.model_copy(update={"because": tuple(word for word in one.because if word.casefold() in said)})
        for one in draft.candidates
    )
    return draft.model_copy(update={"candidates": candidates})


def _back_to(talk: Talk, step: str) -> State:
    """The question under way replaced by another, on screen or behind an aside."""
    if step == talk.base:
        return talk.state
    return talk.to(talk.state.step, before=step) if talk.state.step in ASIDES else talk.to(step)
