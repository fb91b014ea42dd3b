"""What a second reader may be shown, who may be outside the house."""

from typing import Final

from catalog_data.model import Catalogue
from dialogs.distress import sounds_distressed
from dialogs.facts import Heard
from dialogs.guard.redacting import redacted
from dialogs.wording import content_words

ENOUGH: Final = 3
"""Words of content below which a text is a label, a name or a yes: the built-in matcher needs no help with those."""


def may_be_reread(heard: Heard, catalogue: Catalogue) -> bool:
    """False for words of distress, for personal data, for what the person has not agreed to, and for too little.

    What is heard has been cleaned before (`dialogs.hearing`); this is the second wall, at the edge of the house.
    """
    text, language = heard.text, heard.language
    if not heard.agreed or len(content_words(text, language)) < ENOUGH or sounds_distressed(text, language, catalogue):
        return False
    return redacted(text, language) is None
