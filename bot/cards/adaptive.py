"""A reply as an Adaptive Card, for every door that shows cards.

Each kind of card has a file of its own here, which says which lines it shows, and how. Lines
that no file asks for are ordinary paragraphs.
"""

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Final

from bot.cards import contacts, match, overview, pauses, privacy, progress, reflection, resource, welcome
from bot.cards.choices import choices
from bot.cards.elements import Element, card, paragraph, quiet, run, strong
from bot.cards.taps import Tap
from bot.plain import plain_text_of
from dialogs.replies import Line, Reply, option_of, paragraphs, text_of
from texts.say import Language, say

Show = Callable[[Sequence[Line], Language], list[Element]]

_KINDS: Final[tuple[tuple[frozenset[str], Show], ...]] = (
    (contacts.KEYS, contacts.elements),
    (match.KEYS, match.elements),
    (overview.KEYS, overview.elements),
    (pauses.KEYS, pauses.elements),
    (privacy.KEYS, privacy.elements),
    (progress.KEYS, progress.elements),
    (reflection.KEYS, reflection.elements),
    (resource.KEYS, resource.elements),
    (welcome.KEYS, welcome.elements),
)
_SHOWN_BY: Final = {key: show for keys, show in _KINDS for key in keys}


def card_of(reply: Reply, token: str, tap: Tap) -> Element | None:
    """The reply as a card, or None where plain text says it all.

    `token` is what each tap carries back as `question`, beside the `choice`.
    """
    if not reply.choices and reply.layout == "text" and not any(one.key in _SHOWN_BY for one in reply.lines):
        return None
    return card(reply.language, plain_text_of(reply), [*_said(reply), *choices(reply, token, tap)])


def answered_card_of(reply: Reply) -> Element:
    """The same card when its question is closed: nothing to tap, and what was chosen, if anything was."""
    return card(reply.language, answered_summary_of(reply), [*_said(reply), paragraph(*_answer(reply))])


def summary_of(reply: Reply) -> str:
    """The reply as text that stands alone: for notifications, and where cards are not shown."""
    lines = list(paragraphs(reply))
    if reply.layout == "list":
        lines += [f"{n}. {option_of(one, reply.language)}" for n, one in enumerate(reply.choices, 1)]
    return "\n".join(lines)


def answered_summary_of(reply: Reply) -> str:
    answer = "".join(one["text"] for one in _answer(reply))
    return "\n".join((*paragraphs(reply), answer))


def _answer(reply: Reply) -> list[Element]:
    chosen = next((one for one in reply.choices if one.value == reply.answered), None)
    if chosen is None:
        return [quiet(say("card-closed", reply.language))]
    return [quiet(f"{say('card-answered', reply.language)} "), strong(text_of(chosen.label, reply.language))]


def _said(reply: Reply) -> list[Element]:
    groups = groupby(reply.lines, key=lambda one: _SHOWN_BY.get(one.key))
    return [part for show, its in groups for part in _group(show, list(its), reply)]


def _group(show: Show | None, lines: list[Line], reply: Reply) -> list[Element]:
    if show is not None:
        return show(lines, reply.language)
    return [paragraph(run(text)) for text in paragraphs(reply.model_copy(update={"lines": tuple(lines)}))]
