"""An answer that sounds like a possible data breach (rule 25): the person is told whom to ask.

The phrases, and those that take it back ("lige ved at sende til …"), are in
`catalog_data/breach.toml`. The coach reports nothing, counts nothing and keeps no mark of it.
"""

import re
from typing import Final

from catalog_data.model import Breach, Catalogue
from catalog_data.phrases import pattern
from dialogs.facts import Facts
from dialogs.replies import line
from dialogs.state import State
from dialogs.talk import Prompt
from texts.say import Language

_SENTENCE: Final = re.compile(r"[^.!?\n]+")


def sounds_like_breach(text: str, language: Language, catalogue: Catalogue) -> bool:
    """True where a sentence tells of one, in either language, and does not take it back."""
    sentences = _SENTENCE.findall(text.casefold())
    return any(_tells(one, catalogue.breach[its]) for its in dict.fromkeys((language, "da")) for one in sentences)


def _tells(sentence: str, breach: Breach) -> bool:
    def has(phrases: tuple[str, ...]) -> bool:
        return pattern(phrases).search(sentence) is not None

    return (has(breach.sounds) or (has(breach.data) and has(breach.mishap))) and not has(breach.averted)


def told_before(state: State, catalogue: Catalogue) -> bool:
    """Whether this reflection has told of one already: then the contact was shown, and once is enough.

    Read from the words themselves, so that no mark of it needs to be kept.
    """
    draft = state.draft
    said = (draft.episode, draft.judgement, draft.learning, state.held) if draft else (state.held,)
    return any(sounds_like_breach(text, state.language, catalogue) for text in said)


def advice(facts: Facts) -> Prompt:
    """Whom to ask: the configured contacts, or else the officer every municipality must have."""
    contacts = facts.contacts_for("breach")
    named = tuple(line("breach-contact", name=one.name, reach=one.reach) for one in contacts)
    return Prompt((line("breach"), *(named or (line("breach-officer"),)), line("breach-not-by-me")), layout="card")
