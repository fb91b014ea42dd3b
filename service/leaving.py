"""A whole channel removed the coach: everybody there has left."""

from collections.abc import Mapping

from dialogs.events import Left
from service.door import Address, Incoming
from service.turns import Coach
from storage.reachable import reachable
from storage.unit import Store


class Leaving:
    """Tells the coach, conversation by conversation, that the people of a channel are gone."""

    def __init__(self, store: Store, coach: Coach) -> None:
        self._store = store
        self._coach = coach

    async def everybody_left(self, channel: str, message: str, where: Mapping[str, str]) -> None:
        """All whose address has these details. Returns when all of it is committed; the same `message` again does
        only what is missing.

        Raises NotStored.
        """
        for one in await reachable(self._store, channel):
            if not where.items() <= one.details.items():
                continue
            address = Address(channel, one.conversation, one.details)
            await self._coach.take(Incoming(address, one.user, message, Left()))
