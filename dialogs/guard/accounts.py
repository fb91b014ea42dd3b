"""Bank accounts and payment cards: IBAN and card numbers by their check digits, Danish accounts,
which have none, by the words around them."""

import re
from collections.abc import Iterator
from typing import Final

from stdnum import iban, luhn

from dialogs.guard.finding import Finding

_IBAN: Final = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?:[ .-]?[A-Z0-9]{1,4}){3,8}(?!\w)")
_SAID_IBAN: Final = re.compile(r"\biban\W*$", re.IGNORECASE)
_CARD: Final = re.compile(r"(?<!\d)[2-6]\d{3}(?:[ -]?\d{4}){3}(?!\d)")
_ACCOUNT: Final = r"(?:nem-?|bank-?|løn-?)?(?:konto|account)\w*"
_BRANCH: Final = r"reg(?:istrerings)?(?:\.|\b|nr\b|nummer)"
_BETWEEN: Final = r"(?:[\s.:,]|\b(?:nr|no|nummer|number|er|is|var|was|blev|på|to|hedder)\b)*"
_AND_ACCOUNT: Final = r",? ?(?:og |and )?(?:konto|account)(?:nr|nummer| number)?\.?:? ?(?:nr\.? ?)?"
_DANISH: Final = re.compile(
    rf"(?<!\[)\b(?:{_ACCOUNT}|{_BRANCH}){_BETWEEN}"
    rf"(?P<number>(?<!\d)\d{{4}}(?:[\s.,:-]{{1,3}}|{_AND_ACCOUNT})\d{{6,10}}(?!\d))",
    re.IGNORECASE,
)
"""A bank's four digits and six to ten of its own, after a word for it."""


def accounts(text: str) -> Iterator[Finding]:
    """Every bank account and card number in the text."""
    for match in _DANISH.finditer(text):
        yield Finding("account", match.start("number"), match.end("number"))
    for match in _CARD.finditer(text):
        if luhn.is_valid(re.sub(r"\D", "", match[0])):
            yield Finding("account", match.start(), match.end())
    for match in _IBAN.finditer(text):
        yield from _international(text, match)


def _international(text: str, match: re.Match[str]) -> Iterator[Finding]:
    """Words in capitals may follow an IBAN: the longest beginning that is one counts. After the
    word IBAN a mistyped one counts too."""
    groups = [match.start() + found.end() for found in re.finditer(r"[A-Z0-9]+", match[0])]
    for end in reversed(groups):
        if iban.is_valid(text[match.start() : end]):
            yield Finding("account", match.start(), end)
            return
    if _SAID_IBAN.search(text[: match.start()]):
        yield Finding("account", match.start(), match.end())
