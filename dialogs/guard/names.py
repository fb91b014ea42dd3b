"""Names of citizens: the word after borger, patient, elev and the like, in Danish and English.

A capital letter there is a name, unless it begins a system's name or an everyday word; in small
letters, or after a comma, only a common given name is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from babel.dates import get_day_names

from dialogs.guard.cpr import MONTHS
from dialogs.guard.finding import Finding
from dialogs.guard.given_names import GIVEN_NAMES
from dialogs.wording import SMALL

LONGEST: Final = 4
"""Words of one name, at most."""

_CITIZEN: Final = (
    r"borger(?:en)?|patient(?:en)?|elev(?:en)?|beboer(?:en)?|klient(?:en)?|barn(?:et)?|pigen?"
    r"|dreng(?:en)?|kursist(?:en)?|ansøger(?:en)?|låner(?:en)?|(?:den|en) (?:unge?|ældre|ledige?|sygemeldte?)"
    r"|pårørende|værge(?:n)?|ægtefælle(?:n)?|datter(?:en)?|søn(?:nen)?|moren|moderen|faren|faderen|konen|manden"
    r"|søster(?:en)?|bror(?:en)?"
    r"|citizen|patient|pupil|student|resident|client|child|boy|girl|tenant|daughter|son|wife|husband|sister|brother"
)
_KIN: Final = (
    r"(?:mor|moren|moderen|far|faren|faderen|forældre|forældrene|datter|datteren|søn|sønnen|værge|kontaktperson"
    r"|mother|father|parents?|daughter|son|sister|brother) (?:til|of)"
)
_TITLE: Final = r"fru|frk\.?|frøken|hr\.?|herr|mrs?\.?|ms\.?|miss"
_WORD: Final = re.compile(
    rf"(?<![\w-])(?:(?P<title>{_TITLE})|{_KIN}|(?:{_CITIZEN})(?P<owner>'?s)?)(?![\w-])", re.IGNORECASE
)
_CALLED: Final = re.compile(
    r"(?P<apart>\s?\((?:tidligere |formerly )?|[,:]\s)?\s*"
    r"(?P<called>(?:(?:som|der|who)\s)?(?:hedder|hed|ved navn|med navnet|kaldet|is called|called|named"
    r"|navn(?:et)?(?:\s(?:er|var))?|name\s(?:is|was)|tidligere|formerly):?\s)?",
    re.IGNORECASE,
)
_PART: Final = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*(?!\w)")
_INITIAL: Final = re.compile(r"[A-ZÆØÅ]\.(?!\w)")
_PROPER: Final = re.compile(r"[A-ZÆØÅÀ-Þ][a-zæøåà-ÿ]+(?:[-'’][A-ZÆØÅÀ-Þ][a-zæøåà-ÿ]+)*")
_SURNAME: Final = re.compile(r"[a-zæøå]{2,}sen")

_EVERYDAY: Final = """
    ja nej hej tak kære hvis hvorfor hvordan hvem hvilken måske derfor fordi selv samme alle begge ingen igen nu ny
    skriver ringede spurgte sagde svarede fik gik kom så tog brugte bruger tror synes må måtte burde gør gjorde
    digital digitale digitalt kommune kommunen borgerservice center centret team teamet plejehjem plejehjemmet
    skole skolen hjemmepleje jobcenter jobcentret sygehus hospital afdeling it app appen web pc intra plan lov
    journal bog mappe sag barnets borgerens elevens
    yes no hi hello dear if why how who maybe then there this these those today tomorrow yesterday online service
    self book school centre office council municipality
"""
_CALENDAR: Final = [
    *(name.casefold() for locale in ("da", "en") for name in get_day_names("wide", locale=locale).values()),
    *MONTHS,
]
_NO_NAMES: Final = frozenset([*_EVERYDAY.split(), *_CALENDAR, *SMALL["da"], *SMALL["en"]])
"""Words that may begin with a capital letter by mistake, by habit or by being a heading."""


def citizens_names(text: str, systems: frozenset[str]) -> Iterator[Finding]:
    """Every name right after a word for a citizen. `systems`: words of systems' names, in small letters."""
    for word in _WORD.finditer(text):
        called = _CALLED.match(text, word.end())
        if called is None or (word["owner"] and not called["called"]):
            continue  # what follows "borgerens" is a thing
        parts = _name(text, called.end(), _Reader(systems, apart=called["apart"] is not None))
        if len(parts) >= (2 if word["title"] else 1):
            yield Finding("name", called.end(), parts[-1].end())


@dataclass(frozen=True, slots=True)
class _Reader:
    """Tells a name from another word."""

    systems: frozenset[str]
    apart: bool
    """Something stands between the word for a citizen and this one, so that a capital letter says less."""

    def is_name(self, word: str, *, first: bool) -> bool:
        pieces = re.split(r"[-'’]", word.casefold())
        if {pieces[0], pieces[0].removesuffix("s")} & GIVEN_NAMES:
            return True
        if any(piece in self.systems or piece in _NO_NAMES for piece in pieces):
            return False
        if not first and (_SURNAME.fullmatch(word) or word.isupper()):
            return True
        return (not first or not self.apart) and _PROPER.fullmatch(word) is not None


def _name(text: str, start: int, reader: _Reader) -> list[re.Match[str]]:
    """The words of the name that begins at `start`; a full stop that is no initial's ends it."""
    parts: list[re.Match[str]] = []
    at = start
    while len(parts) < LONGEST:
        part = _INITIAL.match(text, at) or _PART.match(text, at)
        if part is None or (part.re is _PART and not reader.is_name(part[0], first=not parts)):
            break
        parts.append(part)
        if not text.startswith(" ", part.end()):
            break
        at = part.end() + 1
    return parts


def names_beside(text: str, systems: frozenset[str]) -> Iterator[Finding]:
    """Names with a common given name in them, wherever they stand. For texts with other personal data in them."""
    for run in _RUN.finditer(text):
        parts = [part for part in _PROPER.finditer(text, run.start(), run.end()) if part[0].casefold() not in systems]
        given = next((part for part in parts if part[0].casefold() in GIVEN_NAMES), None)
        if given is not None:
            yield Finding("name", given.start(), max(part.end() for part in parts))


_RUN: Final = re.compile(rf"(?<!\w)(?:{_PROPER.pattern})(?: (?:{_PROPER.pattern}))*(?!\w)")
