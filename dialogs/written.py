"""Remembers which message an answer came from, without keeping its words a second time.

Found by comparing the answers before and after a turn, so that no flow needs to know of it.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Final, NamedTuple

from dialogs.events import Deleted, Edited, Event, Said
from dialogs.state import Answered, AnswerField, State, Written
from dialogs.wording import plain_text

LATEST: Final = 20
"""Messages remembered: the ten answers one can correct (rule 15), some of them in two messages."""
FIELDS: Final[tuple[AnswerField, ...]] = ("episode", "judgement", "learning", "plan")


class Place(NamedTuple):
    """An answer of the reflection that began then; without one, the message that is held back."""

    reflection: datetime | None
    field: str


HELD: Final = Place(None, "held")


def noted(before: State, event: Event, after: State, *, unseen: bool = False) -> State:
    """The state after a turn, knowing which message its new words came from. `unseen` as in Facts."""
    if isinstance(event, Edited | Deleted):
        return after  # an edit knows: that is how it found the words
    old, new = dict(_answers(before)), dict(_answers(after))
    written = before.written  # an answer that grew was taken again, from where less was known
    sources = tuple(_sources(before, event, unseen=unseen))
    for place in (one for one in new if new[one] != old.get(one)):
        written = _rewritten(written, place, old.get(place, ""), new[place], sources)
    kept = tuple(one for one in written if place_of(one) != HELD or HELD in new)
    return after.model_copy(update={"written": kept[-LATEST:]})


def place_of(written: Written) -> Place:
    return Place(written.reflection, written.field)


def _answers(state: State) -> Iterator[tuple[Place, str]]:
    """Every answer that is not kept for good yet."""
    for draft in state.drafts:
        yield from ((Place(draft.started, field), text) for field in FIELDS if (text := getattr(draft, field)))
    if state.held:
        yield HELD, state.held


class _Source(NamedTuple):
    """Words that may turn up in an answer, and the messages they are made of."""

    text: str
    parts: tuple[Written, ...]


def _sources(before: State, event: Event, *, unseen: bool) -> Iterator[_Source]:
    if isinstance(event, Said) and event.message:
        said = plain_text(event.text)
        part = Written(message=event.message, field="held", end=len(said), whole=len(said))
        yield _Source(said, (part,))
        if unseen and before.answered is not None and before.answered.before is not None:
            yield _grown(before, before.answered, said, part)
    yield _Source(before.held, tuple(one for one in before.written if place_of(one) == HELD))


def _grown(before: State, last: Answered, said: str, part: Written) -> _Source:
    """The answer given last with these words added, as it is taken again (rule 11)."""
    text = f"{last.text} {said}"
    known = last.before.written if last.before is not None else ()
    its = (one for one in before.written if one not in known)
    return _Source(text, (*(_by(one, len(last.text) - one.whole) for one in its), _by(part, len(text) - len(said))))


def _by(part: Written, characters: int) -> Written:
    return part.model_copy(update={"start": part.start + characters, "end": part.end + characters})


def _rewritten(
    written: tuple[Written, ...], place: Place, was: str, text: str, sources: tuple[_Source, ...]
) -> tuple[Written, ...]:
    """An answer has new words: at its end, or altogether."""
    grown = bool(was) and text.startswith(was)
    added = text[len(was) :].lstrip() if grown else text
    source = next((one for one in sources if added and one.text.endswith(added)), _Source("", ()))
    moved = tuple(_moved(part, place, source.text, added, text) for part in source.parts)
    elsewhere = tuple(one for one in written if place_of(one) != place)
    before = tuple(one for one in written if place_of(one) == place and grown)
    return (*elsewhere, *(one.model_copy(update={"whole": len(text)}) for one in before), *moved)


def _moved(part: Written, place: Place, source: str, added: str, text: str) -> Written:
    """A message's part of `source`, the end of which is now the end of `text`. A "ja, " before an
    episode stays behind."""
    by = len(text) - len(source)
    start = max(part.start + by, len(text) - len(added))
    moved = {"reflection": place.reflection, "field": place.field, "start": start, "end": part.end + by}
    return part.model_copy(update={**moved, "whole": len(text)})
