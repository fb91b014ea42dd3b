"""Words of distress or harassment: then the coach stops coaching (rule 16).

It listens for a small list of phrases in `catalog_data/distress.toml`, written to be about
the person who writes. Nothing is stored and nothing is counted; the person is shown whom
to turn to.
"""

from typing import Final

from catalog_data.model import Catalogue
from dialogs.facts import Facts
from dialogs.phrases import pattern
from dialogs.replies import Reply, choice, line
from dialogs.state import State
from texts.say import Language

CHOICES: Final = frozenset({"distress-continue", "distress-close"})
"""What can be tapped under the answer. Not even which of them was tapped is noted."""


def sounds_distressed(text: str, language: Language, catalogue: Catalogue) -> bool:
    """True where one of the listed phrases stands in the text, in either language."""
    return any(pattern(catalogue.distress[its]).search(text.casefold()) for its in {language, "da"})


def whom_to_turn_to(state: State, facts: Facts) -> Reply:
    """The configured contacts, and always an acute number."""
    contacts = (line("distress-contact", name=one.name, reach=one.reach) for one in facts.contacts_for("distress"))
    return Reply(
        language=state.language,
        lines=(line("distress"), *contacts, line("distress-acute"), line("distress-not-stored")),
        choices=(choice("distress-continue"), choice("distress-close")),
        layout="card",
        question=state.question,
    )
