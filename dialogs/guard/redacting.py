"""Other people's data has no place here: it is caught before anything is stored (rule 21)."""

import re
from collections.abc import Iterator
from typing import Final

from dialogs.guard.accounts import accounts
from dialogs.guard.addresses import addresses
from dialogs.guard.cases import case_numbers
from dialogs.guard.cpr import cpr_numbers
from dialogs.guard.digits import plain_digits
from dialogs.guard.finding import Finding, settled
from dialogs.guard.mail import mail_addresses
from dialogs.guard.names import citizens_names, names_beside
from dialogs.guard.phones import phone_numbers
from dialogs.guard.spoken import dictations
from texts.say import Language, say

LONGEST: Final = 220
"""Characters of a suggestion that are shown; of a longer one only what is around the gaps."""
_AROUND_A_GAP: Final = re.compile(r"(?:\S+\s+){0,4}\S*\[[^\[\]]+\]\S*(?:\s+[^\s\[]+){0,4}")


def findings(text: str, systems: frozenset[str] = frozenset(), *, before: str = "") -> tuple[Finding, ...]:
    """All personal data in the text, in its order; Danish and English forms in either language.

    `systems`: words of systems' names, which are no person's. `before`: what the text will be added
    to, so that a number sent in two messages is one.
    """
    whole = f"{before} {text}" if before else text
    offset = len(whole) - len(text)
    plain = plain_digits(whole)
    found = settled(_found(plain, systems))
    if found:  # beside an address or a number a name is somebody's
        found = settled((*found, *names_beside(plain, systems)))
    return tuple(Finding(one.kind, max(0, one.start - offset), one.end - offset) for one in found if one.end > offset)


def redacted(text: str, language: Language, systems: frozenset[str] = frozenset(), *, before: str = "") -> str | None:
    """The text with personal data taken out, or None when there is none in it."""
    clean: list[str] = []
    done = 0
    for one in findings(text, systems, before=before):
        clean += text[done : one.start], say(f"instead-{one.kind}", language)
        done = one.end
    return "".join([*clean, text[done:]]) if clean else None


def in_short(suggestion: str) -> str:
    """A redacted text as it fits on a card: all of it, or the words around what was taken out."""
    if len(suggestion) <= LONGEST:
        return suggestion
    shown = ""
    for piece in _AROUND_A_GAP.findall(suggestion):
        if shown and len(shown) + len(piece) > LONGEST:
            break
        shown += f"… {piece[-LONGEST:]} "
    return f"{shown}…"


def _found(text: str, systems: frozenset[str]) -> Iterator[Finding]:
    yield from cpr_numbers(text)
    yield from accounts(text)
    yield from mail_addresses(text)
    yield from phone_numbers(text)
    yield from addresses(text)
    yield from case_numbers(text)
    yield from citizens_names(text, systems)
    for dictation in dictations(text):
        for one in (*cpr_numbers(dictation.digits), *phone_numbers(dictation.digits)):
            yield Finding(one.kind, *dictation.typed(one.start, one.end))
