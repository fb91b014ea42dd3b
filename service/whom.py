"""Whom a person can turn to, of those their own unit names."""

from collections.abc import Sequence

from catalog_data.model import Catalogue
from dialogs.contacts import Contact, nearest
from dialogs.events import Event
from dialogs.whom import may_name_contacts
from storage.unit import Conversation, UnitOfWork


async def whom_to_turn_to(
    unit: UnitOfWork, loaded: Conversation, event: Event | None, contacts: Sequence[Contact], catalogue: Catalogue
) -> tuple[Contact, ...]:
    """Looked up by unit only where it matters: most turns name nobody. No event: the person's own page."""
    named = event is None or may_name_contacts(loaded.state, event, catalogue)
    by_unit = named and loaded.kept.team and any(one.unit for one in contacts)
    return nearest(contacts, await unit.units_of(loaded.person) if by_unit else ())
