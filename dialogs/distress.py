"""Words of distress or harassment: then the coach stops coaching (rule 16).

It listens for the phrases in `catalog_data/distress.toml`, written to be about
the person who writes. Nothing is stored and nothing is counted; the person is shown whom
to turn to.
"""

from typing import Final

from catalog_data.model import Catalogue, Distress
from catalog_data.phrases import pattern
from dialogs.facts import Facts
from dialogs.replies import Reply, choice, line
from dialogs.state import State
from texts.say import Language

CHOICES: Final = frozenset({"distress-continue", "distress-close"})
"""What can be tapped under the answer. Not even which of them was tapped is noted."""


def sounds_distressed(text: str, language: Language, catalogue: Catalogue) -> bool:
    """True where one of the listed phrases stands in the text, in either language."""
    return any(_tells(text.casefold(), catalogue.distress[its]) for its in {language, "da"})


def _tells(text: str, distress: Distress) -> bool:
    """Harmless phrases become a full stop, so that nothing is read across them."""
    return pattern(distress.sounds).search(pattern(distress.harmless).sub(".", text)) is not None


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
