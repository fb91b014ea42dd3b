"""The first thing said after an answer: the person's own words back, never a judgement (rule 3).

Danish and English verbs do not bend with the person in the past tense, so a clause about
"jeg" can be turned to "du" word by word. Where that is not safe, one of the person's own
words is quoted; where nothing is, the coach just says thank you.
"""

import re
from typing import Final

from dialogs.replies import Line, line
from dialogs.wording import content_words
from texts.say import Language

LONGEST: Final = 12
"""Words in a mirror, at most (rule 3)."""
SHORTEST: Final = 3
WORD_LENGTH: Final = 24
"""Longest single word worth quoting: longer ones are noise or a paste."""

_CLAUSE: Final = re.compile(
    r"[.!?;:\n,–]|\s-\s|\b(?:men|fordi|så|selvom|i stedet for|but|because|so|although|instead of)\b", re.IGNORECASE
)
_GAP: Final = re.compile(r"\[[^\[\]]*\]")
"""What the guard put in place of personal data: not the person's own words."""
_TURN: Final[dict[Language, dict[str, str]]] = {
    "da": {"jeg": "du", "mig": "dig", "min": "din", "mit": "dit", "mine": "dine", "vi": "I", "os": "jer",
           "vores": "jeres", "vor": "jeres", "selv": "selv"},
    "en": {"i": "you", "me": "you", "my": "your", "mine": "yours", "myself": "yourself", "am": "are",
           "we": "you", "us": "you", "our": "your", "ours": "yours", "ourselves": "yourselves"},
}  # fmt: skip
_SPEAKER: Final[dict[Language, frozenset[str]]] = {"da": frozenset({"jeg", "vi"}), "en": frozenset({"i", "we"})}
# Words after which a word-by-word turn would come out wrong or would sound like a verdict.
_UNSAFE: Final[dict[Language, frozenset[str]]] = {
    "da": frozenset({"du", "dig", "din", "dit", "dine", "aldrig", "dum", "elendig", "skam", "sur", "ked",
                     "frustreret", "stresset", "hader", "lort", "fuck", "syg", "dårlig", "doven",
                     # a cry for help that was not heard as one
                     "magter", "magtede", "orker", "orkede", "græder", "græd", "grædt", "tuder", "tudede",
                     "råber", "råbte"}),
    "en": frozenset({"you", "your", "yours", "was", "never", "stupid", "ashamed", "angry", "frustrated",
                     "stressed", "hate", "shit", "fuck", "sick", "bad", "lazy",
                     "cope", "cry", "cried", "crying", "sob", "yells", "yelled", "shouts", "shouted",
                     "screams", "screamed"}),
}  # fmt: skip
_ASKING: Final[dict[Language, tuple[str, ...]]] = {
    "da": ("hvad", "hvem", "hvilke", "hvor"),
    "en": ("what", "who", "which", "where", "when", "how", "why"),
}
"""How a question begins; turned around it would ask the person what they just asked."""


def mirror(text: str, language: Language) -> Line:
    """One short sentence built from the person's words, or a plain thank-you."""
    text = _GAP.sub(" ", text)
    for clause in _CLAUSE.split(text):
        turned = _turned(clause.strip(), language)
        if turned:
            return line("mirror-clause", clause=turned)
    quotable = [word for word in content_words(text, language) if _quotable(word, text, language)]
    if quotable:
        return line("mirror-word", word=max(quotable, key=len))
    return line("mirror-thanks")


def _turned(clause: str, language: Language) -> str:
    """'i går ringede jeg til hende' → 'I går ringede du til hende'; empty where it is not safe."""
    found = re.findall(r"\S+", clause)
    bare = [word.casefold().strip("\"'»«()") for word in found]
    if not SHORTEST <= len(found) <= LONGEST or not _SPEAKER[language] & set(bare):
        return ""
    if language == "en" and re.search("[æøå]", clause, re.IGNORECASE):
        return ""  # Danish in an English talk: "I går" is not about the one who writes
    if bare[0].startswith(_ASKING[language]):
        return ""
    named = any(word[:1].isupper() for word in found[1:] if (word, language) != ("I", "en"))
    if named or _UNSAFE[language] & set(bare) or re.search(r"[\d@<>{}\[\]\\/|*_#]", clause):
        return ""  # names, digits and markup stay unsaid
    turned = " ".join(_TURN[language].get(one, word) for one, word in zip(bare, found, strict=True))
    return turned[0].upper() + turned[1:]


def _quotable(word: str, text: str, language: Language) -> bool:
    if not word.isalpha() or not SHORTEST < len(word) <= WORD_LENGTH or word in _UNSAFE[language]:
        return False
    return word in text  # written in lower case, so not a name
