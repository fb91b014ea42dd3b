"""What there is to learn from: example answers as people type them, and the catalogue's own prose."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from catalog_data.answers import NONE, ExampleAnswer
from catalog_data.model import Catalogue, Prose
from matching.morphology import SHORTEST_PART, folded
from matching.normalise import Word, words_of
from texts.say import Language

PROSE: Final = 0.3
"""Weight of a text of ours beside an answer as people type it."""
COMMON_PART: Final = 2
"""Texts a word must stand in to count as part of a compound; what stands once may be a slip."""


@dataclass(frozen=True, slots=True)
class Document:
    """A text that is about the label with this number, by this writer ("" for our own prose)."""

    words: tuple[Word, ...]
    label: int
    writer: str
    weight: float = 1.0


def documents_of(catalogue: Catalogue, answers: Sequence[ExampleAnswer], language: Language) -> list[Document]:
    """Examples as people type them, in the order of `telling`; then our own prose."""
    label = {code: at for at, code in enumerate((*catalogue.codes, NONE))}
    typed = [Document(words_of(one.text), label[one.code], one.writer) for one in telling(catalogue, answers)]
    ours = [
        Document(words_of(text), label[code], "", PROSE)
        for code in catalogue.codes
        for text in _prose(catalogue.prose(code, language))
    ]
    return [*typed, *(one for one in ours if one.words)]


def telling(catalogue: Catalogue, answers: Sequence[ExampleAnswer]) -> list[ExampleAnswer]:
    """The examples there is something to learn from: they have words, and their code is there."""
    known = {*catalogue.codes, NONE}
    return [one for one in answers if one.code in known and words_of(one.text)]


def _prose(prose: Prose) -> list[str]:
    """Each text that could be an answer by itself; what only lends its words comes in one piece."""
    whole = [prose.name, prose.short, prose.description, *prose.covers, *prose.examples, *prose.situations]
    lent = [
        " . ".join(prose.aliases),
        " . ".join((*prose.levels, *(f"{plan.when} . {plan.then}" for plan in prose.plans))),
        *(" . ".join((*bank.use, *bank.develop, *bank.contribute)) for bank in (prose.episode, prose.learning)),
        f"{prose.smaller} . {prose.exercise}",
    ]
    return whole + lent


def compounds_of(documents: Sequence[Document], language: Language) -> tuple[str, ...]:
    """Words that longer words may be made of."""
    texts = Counter(
        word
        for document in documents
        for word in {folded(word.normal, language) for word in document.words}
        if len(word) >= SHORTEST_PART and word.isalpha()
    )
    return tuple(sorted(word for word, count in texts.items() if count >= COMMON_PART))
