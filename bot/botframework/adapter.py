"""The seam to the SDK: turns activities into turns of a bot, and sends what a bot sends."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from botbuilder.core import CloudAdapterBase

from bot.botframework.activities import Inbound, as_botbuilder
from bot.botframework.authentication import CoachAuthentication

INBOUND = "competence-coach.inbound"
"""Where a turn's context keeps the validated activity."""


class CoachAdapter(CloudAdapterBase):  # type: ignore[misc] # the SDK publishes no types
    """Requests are authenticated and validated before they come here."""

    def __init__(self, authentication: CoachAuthentication) -> None:
        super().__init__(authentication)
        self._authentication = authentication

    async def process(self, inbound: Inbound, on_turn: Callable[[Any], Awaitable[None]]) -> Any:
        """Let the bot take the turn. Returns its InvokeResponse, if it gave one."""

        async def take_turn(context: Any) -> None:
            context.turn_state[INBOUND] = inbound
            await on_turn(context)

        return await self.process_activity(self._authentication.admitted(), as_botbuilder(inbound), take_turn)

    async def send_activities(self, context: Any, activities: Sequence[Any]) -> list[Any]:
        """Raises NotDelivered."""
        for activity in activities:
            # The SDK makes up an activity to continue a conversation from; nobody can reply to it.
            activity.reply_to_id = None
        sent: list[Any] = await super().send_activities(context, activities)
        return sent
