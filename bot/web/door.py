"""The browser door: shows replies on the visitor's page."""

from typing import Protocol

from bot.buttons import ButtonSigner
from bot.web.activities import reply_activity
from bot.web.log import Logs
from dialogs.replies import Reply
from service.door import Address, Incoming


class Takes(Protocol):
    """The coach, as far as a door needs it."""

    async def take(self, incoming: Incoming) -> object:
        """Returns when the turn is stored; raises NotStored."""


class WebDoor:
    """Puts replies into the conversation's log, from where every open page of the visitor has
    them at once. Nobody need be looking: the reply is there when they come back."""

    def __init__(self, signer: ButtonSigner, logs: Logs) -> None:
        self._signer = signer
        self._logs = logs

    async def show(self, address: Address, reply: Reply) -> None:
        activity = reply_activity(reply, address.conversation, self._signer)
        self._logs.of(address.conversation).append(activity)
