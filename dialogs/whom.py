"""Whether a turn may name a contact: only then is it looked up whose unit the person is in."""

from typing import Final

from catalog_data.model import Catalogue
from dialogs.breach import sounds_like_breach
from dialogs.commands import Command, read_command
from dialogs.distress import sounds_distressed
from dialogs.events import Brought, Edited, Event, Said
from dialogs.state import State
from dialogs.wording import plain_text

_COMMANDS: Final[frozenset[Command]] = frozenset({"help", "my-data"})


def may_name_contacts(state: State, event: Event, catalogue: Catalogue) -> bool:
    if not isinstance(event, Said | Brought | Edited):
        return False
    text = plain_text(event.text)
    if isinstance(event, Said) and read_command(text, state.language) in _COMMANDS:
        return True
    return sounds_distressed(text, state.language, catalogue) or sounds_like_breach(text, state.language, catalogue)
