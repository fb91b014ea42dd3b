"""No person keeps the coach busy for everybody else: over the limit a turn is not taken, the person is
told so in one sentence, and the channel may send it again later."""

from typing import Final

from dialogs.events import Left
from dialogs.home import Home
from service.allowance import Allowance
from service.door import Address, Incoming, TooFast
from service.pace import Window
from service.turns import Coach

TOLD: Final = (Window(1, 600.0),)
"""How often somebody is told: whoever is stuck on a key need not read it a hundred times."""


class Limited:
    """The coach, for doors to give turns to. Who leaves is always heard."""

    def __init__(self, coach: Coach, allowance: Allowance, told: Allowance | None = None) -> None:
        self._coach = coach
        self._allowance = allowance
        self._told = told or Allowance(TOLD)

    async def take(self, incoming: Incoming) -> str | None:
        """As Coach.take. Raises TooFast, a NotStored, without having looked at the words."""
        person = (incoming.address.channel, incoming.user)
        wait = 0.0 if isinstance(incoming.event, Left) else self._allowance.spend(person)
        if wait:
            if not self._told.spend(person):
                await self._coach.say_beside(incoming, "too-fast")
            raise TooFast(wait)
        return await self._coach.take(incoming)

    async def home(self, address: Address, user: str) -> Home:
        return await self._coach.home(address, user)
