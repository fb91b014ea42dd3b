"""The clauses a pace is said in, word for word: »hver anden torsdag«, »kl 9«, »pause til 3. august«, »ikke i uge 7«.

A small grammar of our own: libraries that read repetition know English only, those that read Danish
dates know no repetition and find dates in ordinary sentences. Here every word must be understood, or
nothing is: "torsdag var der travlt" stays an answer.
"""

import re
from collections.abc import Iterator
from typing import Final

from dialogs.day_words import A_DATE, A_MONTH, DAYS
from texts.say import Language

TOLD_HOURS: Final = {
    name: number
    for names in (["et", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti", "elleve", "tolv"],
                  ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"])
    for number, name in enumerate(names, 1)
}  # fmt: skip
_CLOCK: Final = (
    rf"(?:(halv|half past)\s+)?(\d{{1,2}}|(?:{'|'.join(TOLD_HOURS)})(?!\w))"
    r"(?:[:.](\d{2}))?(?:\s*(am|pm))?(?!\d|\.\s*[a-zæøå])"
)
"""Four groups: half, hour, minute, half of the day."""
_KL: Final = r"kl(?:okken|\.)?"
_PART: Final[dict[Language, str]] = {
    "da": r"om\s+(morgenen|formiddagen|eftermiddagen|aftenen|natten)",
    "en": r"(?:in the\s+|at\s+)(morning|afternoon|evening|night)",
}
_REST: Final = r"(?:pause|fri|ferie|orlov)"
_OFF: Final = (
    r"(?:(?:jeg\s+)?(?:(?:hold|holder|holde|har|tager)\s+" + _REST + r"|(?:er|skal)\s+på\s+(?:ferie|orlov)|er\s+væk)"
    r"|på\s+ferie|" + _REST + r"|væk|(?:skriv\s+)?ikke(?:\s+til\s+mig)?|ingen beskeder"
    r"|(?:i(?:['’]m|\s+am)\s+)?(?:away|off|on\s+(?:holiday|leave|vacation))|not|holiday|no messages"
    r"|(?:do not|don['’]t)\s+write(?:\s+to\s+me)?)"
)
_PAUSE: Final = r"(?:(?:jeg\s+)?(?:hold|holder|har|tager)\s+)?" + _REST
_CLAUSES: Final[dict[Language, tuple[tuple[str, str], ...]]] = {
    "da": (
        ("weeks", rf"{_OFF}\s+(?:i\s+)?ugen?r?\s+(\d{{1,2}}(?:\s*(?:-|–|til|og|,)\s*\d{{1,2}})*)(?!\d)"),
        ("week", rf"{_OFF}\s+(?:i\s+)?(næste|denne)\s+uge"),
        ("length", rf"(?:{_OFF}\s+i|{_PAUSE})\s+(\w+)\s+(dage?|uger?|måneder|måned)"),
        ("between", rf"{_OFF}\s+fra\s+{A_DATE['da']}\s+til\s+(?:og\s+med\s+)?{A_DATE['da']}"),
        ("including", rf"{_OFF}\s+til\s+og\s+med\s+{A_DATE['da']}"),
        ("until", rf"{_OFF}\s+(?:indtil|til|før)\s+{A_DATE['da']}"),
        ("month", rf"{_OFF}\s+(til\s+og\s+med|indtil|til|i)\s+{A_MONTH['da']}"),
        ("never", rf"(?:skriv\s+)?(?:ikke|aldrig|undtagen)\s+(?:til\s+mig\s+)?(?:om\s+|i\s+)?({DAYS['da']})"),
        ("quiet", (r"(?:du\s+skal\s+|vil\s+du\s+)?(?:skriv|skrive|spørg)\s+(?:aldrig|ikke)(?:\s+til)?(?:\s+mig)?"
                  r"(?:\s+mere|\s+længere)?")),
        ("step", r"(?:spørg|skriv)\s+(?:til\s+)?(?:mig\s+)?(?:lidt\s+)?(sjældnere|oftere)"),
        ("step-bare", r"(?:lidt\s+)?(sjældnere|oftere)"),
        ("fortnight", r"hver\s+(?:14\.?|fjortende)\s+dag"),
        ("daily", rf"(?:hver\s+dag|dagligt)(?!\s*,?\s*(?:{_KL}|om|mellem|fra)(?!\w))"),
        ("cannot", (r"hver\s+\w+\.?\s+(?:dag|måned)|(?:to|tre|2|3)\s+gange\s+om\s+(?:ugen|måneden)"
                   r"|hver\s+(?!(?:2|4)\D)(?:\d{1,2}|tredje|femte|sjette|ottende)\.?\s+uge")),
        ("every", rf"hver(?:t)?\s+(?:(anden|andet|2|fjerde|4)\.?\s+)?(uge|{DAYS['da']})"),
        ("monthly", r"(?:hver måned|en gang om måneden|månedligt)"),
        ("weekly", r"(?:en gang om ugen|ugentligt)"),
        ("hours", (rf"(?:{_PART['da']}\s+)?(?:mellem|fra|{_KL})\s*(?:{_KL}\s*)?{_CLOCK}"
                  rf"\s*(?:-|–|til|og)\s*(?:{_KL}\s*)?{_CLOCK}(?:\s+{_PART['da']})?")),
        ("at", rf"(?:{_PART['da']}\s+)?{_KL}\s*{_CLOCK}(?:\s+{_PART['da']})?"),
        ("part", _PART["da"]),
        ("days", rf"(?:om\s+|på\s+)?({DAYS['da']})"),
        ("filler", (r"(?:og|både|tak|gerne|så|til mig|skriv(?: til mig)?|jeg vil gerne|kun|helst"
                   r"|jeg har (?:nat|natte|aften|dag)vagt(?:er)?)\b")),
    ),
    "en": (
        ("weeks", rf"{_OFF}\s+(?:in\s+)?weeks?\s+(\d{{1,2}}(?:\s*(?:-|–|to|and|,)\s*\d{{1,2}})*)(?!\d)"),
        ("week", rf"{_OFF}\s+(?:in\s+)?(next|this)\s+week"),
        ("length", rf"(?:{_OFF}\s+for|pause(?:\s+for)?)\s+(\w+)\s+(days?|weeks?|months?)"),
        ("between", rf"(?:pause|{_OFF})\s+from\s+{A_DATE['en']}\s+(?:to|until)\s+{A_DATE['en']}"),
        ("including", rf"(?:pause|{_OFF})\s+through\s+{A_DATE['en']}"),
        ("until", rf"(?:pause|{_OFF})\s+(?:until|till|til|before)\s+{A_DATE['en']}"),
        ("month", rf"(?:pause|{_OFF})\s+(through|until|till|til|in)\s+{A_MONTH['en']}"),
        ("never", rf"(?:not|never|except)\s+(?:on\s+|at\s+)?({DAYS['en']})"),
        ("quiet", r"(?:never|do not|don['’]t|stop)\s+(?:write|writing)(?:\s+to\s+me)?(?:\s+any\s?more)?"),
        ("step", r"(?:ask|write)\s+(?:to\s+)?(?:me\s+)?(?:a bit\s+)?(less often|more often)"),
        ("step-bare", r"(?:a bit\s+)?(less often|more often)"),
        ("fortnight", r"(?:every\s+(?:fortnight|14\s+days)|fortnightly)"),
        ("daily", r"(?:every\s+day|daily)(?!\s*,?\s*(?:at|in the|between|from)(?!\w))"),
        ("cannot", (r"every\s+\w+\s+(?:days?|months?)|(?:twice|three times)\s+a\s+(?:week|month)"
                   r"|every\s+(?!(?:2|4)\D)(?:\d{1,2}(?:rd|th|st)?|three|third|five|fifth|six|sixth)\s+weeks?")),
        ("every", rf"every\s+(?:(other|second|two|2|fourth|four|4)(?:nd|th)?\s+)?(weeks?|{DAYS['en']})"),
        ("monthly", r"(?:every month|once a month|monthly)"),
        ("weekly", r"(?:once a week|weekly)"),
        ("hours", (rf"(?:{_PART['en']}\s+)?(?:between|from|at)\s*{_CLOCK}"
                  rf"\s*(?:-|–|to|and)\s*{_CLOCK}(?:\s+{_PART['en']})?")),
        ("at", rf"(?:{_PART['en']}\s+)?at\s*{_CLOCK}(?:\s+{_PART['en']})?"),
        ("part", _PART["en"]),
        ("days", rf"(?:on\s+)?({DAYS['en']})"),
        ("filler", r"(?:and|both|please|thanks|so|write(?: to me)?|only|i (?:work nights|have night shifts))\b"),
    ),
}  # fmt: skip
_PATTERNS: Final = {
    language: tuple((name, re.compile(rf"(?:{pattern})(?!\w)[\s,]*")) for name, pattern in clauses)
    for language, clauses in _CLAUSES.items()
}
Clause = tuple[str, re.Match[str]]
"""Its name in the grammar, and what was said."""


def read_clauses(text: str, language: Language) -> Iterator[Clause]:
    """All that was said, clause by clause; none where a word of it is not understood."""
    rest = re.sub(r"\s+", " ", text.casefold()).strip(" .!")
    found: list[Clause] = []
    while rest:
        match = next(((name, its) for name, one in _PATTERNS[language] if (its := one.match(rest))), None)
        if match is None:
            return
        found.append(match)
        rest = rest[match[1].end() :]
    yield from found
