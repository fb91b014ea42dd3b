"""Danish street addresses. Libraries that parse addresses carry gigabytes of maps, and need a text
that is one. Here the ending of the street's name and the number after it decide."""

import re
from collections.abc import Iterator
from typing import Final

from dialogs.guard.finding import Finding

_STREET: Final = r"(?i:vej|gade|allé|stræde|boulevard|vænge|esplanade|bryn)(?:e?n|e?t)?"
"""Endings that only streets have, so that the name may be in small letters."""
_PLACE: Final = (
    r"(?:torv|plads|park|have|toft|bakke|sti|høj|lund|krog|dal|eng|mark|ager|løkke|vang|brink|kær|kaj|brygge|skrænt|alle)"
    r"(?:e?n|e?t)?"
)
"""Endings that homes for the elderly and other things have too."""
_ALONE: Final = r"(?:Vej|Gade|Allé|Alle|Stræde|Boulevard|Vænge|Esplanade|Plads|Torv|Park|Kaj|Have)"
"""After the name of a person: H.C. Andersens Boulevard."""
_NO_STREET: Final = re.compile(
    r"(?:gen|om|ud|und|under|adgangs|motor|cykel|tilkørsels)vej\w*|brigade\w*", re.IGNORECASE
)

_WHICH: Final = r"(?:(?:Gammel|Gl\.|Ny|Store|Lille|Søndre|Nordre|Østre|Vestre|Nørre|Sankt|Skt\.)\s)?"
_PERSON: Final = r"(?:[A-ZÆØÅ][\w.'-]*\s){1,3}"
_HOUSE: Final = r"\s\d{1,4}(?:\s?[A-Za-z]\b)?"
_FLOOR: Final = r"(?:,?\s?(?:(?:st|kl|\d{1,2})\.?,?\s?(?:tv|th|mf)\b\.?|\d{1,2}\.?\s?sal\b|st\b\.?))"
_TOWN: Final = r"(?:,?\s\d{4}\s[A-ZÆØÅ]\w+(?:\s[A-ZÆØÅ]{1,2}\b)?)?"
_GOES_ON: Final = (
    r"og|men|er|var|har|havde|står|virker|på|i|hos|med|fordi|så|når|hvor|kan|skal|til|fra|om|and|is|was|but|in"
)
_ENDS: Final = rf"(?=\s*(?:[.,;:!?)]|$)|\s(?:{_GOES_ON})\b)"
"""What follows an address and not a count: "Lindeparken 3 og" is one, "på Lindeparken 3 gange" is not."""

_STREETS: Final = re.compile(
    rf"(?<![\w'-])(?P<name>{_WHICH}\w[\w'-]+{_STREET}|{_PERSON}{_ALONE}){_HOUSE}{_FLOOR}?{_TOWN}(?!\w)"
)
_PLACES: Final = re.compile(
    rf"(?<![\w'-])(?:{_WHICH}[A-ZÆØÅ][\w'-]*{_PLACE}|Torvet){_HOUSE}(?:{_FLOOR}{_TOWN}|{_TOWN}{_ENDS})"
)


def addresses(text: str) -> Iterator[Finding]:
    """Every street with a house number, with floor and town where they follow."""
    for match in _STREETS.finditer(text):
        if not _NO_STREET.fullmatch(match["name"]):
            yield Finding("address", match.start(), match.end())
    for match in _PLACES.finditer(text):
        yield Finding("address", match.start(), match.end())
