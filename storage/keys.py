"""The keys of the people a unit of work is about."""

from typing import Final

from sqlalchemy import bindparam, insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.key_file import fresh_key
from storage.key_tables import PersonKeyRow
from storage.resealing import reseal
from storage.sealing import Sealer, key_place
from storage.tables import ConversationRow, PersonRow

TURN: Final = 4_113_407_130
"""Any number that nothing else on the server locks. Shared by whoever wraps a key; held alone by whoever
drops a master key, so that nothing is wrapped with it meanwhile. A SQLite file has one writer anyhow."""

_key: Final = PersonKeyRow.metadata.tables["person_key"]
_person: Final = PersonRow.metadata.tables["person"]
_conversation: Final = ConversationRow.metadata.tables["conversation"]
_OF_PERSON: Final = (
    select(_key.c.wrapped)
    .select_from(_person.outerjoin(_key, _key.c.person_id == _person.c.id))
    .where(_person.c.id == bindparam("person"))
)
_OF_CONVERSATION: Final = (
    select(_conversation.c.person_id, _key.c.wrapped)
    .select_from(_conversation.outerjoin(_key, _key.c.person_id == _conversation.c.person_id))
    .where(_conversation.c.id == bindparam("conversation"))
)
_MAKE: Final = insert(_key)
_SHARED: Final = text(f"SELECT pg_advisory_xact_lock_shared({TURN})")
_ALONE: Final = text(f"SELECT pg_advisory_xact_lock({TURN})")


class Keys:
    """Each is looked up once, or not at all where the statement that found the person brought it along.

    Nobody is without one: somebody from before there were keys gets theirs when it is first wanted, and with it
    whatever is theirs is sealed anew.
    """

    def __init__(self, connection: AsyncConnection, house: Sealer) -> None:
        self.house = house
        """Seals what is about nobody who talks with the coach, and makes every blind index."""
        self.destroyed = False
        """Whether a key was destroyed in this unit, so that what is left of it in the files must go too."""
        self._connection = connection
        self._sealers: dict[str, Sealer] = {}
        self._owners: dict[str, str] = {}

    def know(self, person: str, wrapped: bytes | None, conversation: str = "") -> Sealer:
        """Somebody else's statement has brought it. To read with: without a key of their own, the house's."""
        if conversation:
            self._owners[conversation] = person
        sealer = self.house.of(person, wrapped)
        if wrapped is not None:
            self._sealers[person] = sealer
        return sealer

    async def of(self, person: str) -> Sealer:
        """Seals and opens what is this person's. Nobody has nothing to open."""
        known = self._sealers.get(person)
        if known is not None or not person:
            return known or self.house
        found = (await self._connection.execute(_OF_PERSON, {"person": person})).first()
        if found is None:
            return self.house
        if found.wrapped is not None:
            return self.know(person, found.wrapped)
        theirs = await self.make(person)
        await reseal(self._connection, person, theirs, theirs)
        return theirs

    async def of_conversation(self, conversation: str) -> Sealer:
        """The same, of whoever the conversation is with."""
        if conversation not in self._owners:
            found = (await self._connection.execute(_OF_CONVERSATION, {"conversation": conversation})).first()
            if found is None:
                return self.house
            self.know(found.person_id, found.wrapped, conversation)
        return await self.of(self._owners[conversation])

    async def make(self, person: str) -> Sealer:
        """A key for somebody who has none."""
        await self.hold()
        wrapped = self.house.wrap(key_place(person), fresh_key())
        await self._connection.execute(_MAKE, {"person_id": person, "wrapped": wrapped})
        return self.know(person, wrapped)

    async def hold(self, *, alone: bool = False) -> None:
        """Until the unit ends no master key is dropped; or, `alone`, nothing is wrapped with any."""
        if self._connection.dialect.name == "postgresql":
            await self._connection.execute(_ALONE if alone else _SHARED)

    def belongs(self, conversation: str, person: str) -> None:
        """A new conversation is this person's."""
        self._owners[conversation] = person

    def forget(self) -> None:
        """Rows have changed hands: look everything up anew."""
        self._sealers.clear()
        self._owners.clear()
