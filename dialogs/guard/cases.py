"""Case numbers: no library knows them, every system makes its own. So the word before decides."""

import re
from collections.abc import Iterator
from typing import Final

from dialogs.guard.finding import Finding

_WORD: Final = (
    r"(?:[a-zæøå]*(?:sag|sagen|sags(?:nr|nummer|nummeret|-?id)|journal(?:nr|nummer|nummeret))|j\. ?nr|sagsakt"
    r"|cases?|case id|file|journal)"
)
_BETWEEN: Final = (
    r"(?:[\s.:#]|\b(?:nr|no|nummer|nummeret|number|num|id|med|with|er|is|var|was|hedder|hed|called|named|den|the)\b)*"
)
_YEAR: Final = r"(?:19|20)?\d\d"
_NUMBER: Final = (
    r"\d\d\.\d\d\.\d\d-[A-ZÆØÅ]\d\d-\d+(?:-\d\d)?"  # a KLE number with its running number
    rf"|[A-Z]{{0,5}}-?{_YEAR}[-/.]\d{{3,}}(?:[-/.]\d+)*"
    r"|[A-Z]{0,5}-?\d{5,}"
)
_CASE: Final = re.compile(rf"(?<![\w\[])(?:{_WORD}){_BETWEEN}(?P<number>{_NUMBER})(?![\w%])", re.IGNORECASE)
_JOURNAL: Final = re.compile(r"(?<![\d.])\d\d\.\d\d\.\d\d-[A-ZÆØÅ]\d\d-\d+(?:-\d\d)?(?!\w)")
_YEARS: Final = re.compile(r"(?:19|20)\d\d[-/](?:19|20)\d\d")


def case_numbers(text: str) -> Iterator[Finding]:
    """Every case number that stands after a word for it, and KLE numbers with a running number."""
    for match in _CASE.finditer(text):
        if not _YEARS.fullmatch(match["number"]):
            yield Finding("case", match.start("number"), match.end("number"))
    for match in _JOURNAL.finditer(text):
        yield Finding("case", match.start(), match.end())
