"""The seam to the SDK: turns activities into turns of a bot, and sends what a bot sends."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from botbuilder.core import BotAdapter, TurnContext
from botbuilder.schema import ActivityTypes, ResourceResponse

from bot.botframework.activities import Inbound, as_botbuilder
from bot.botframework.connector import Connectors

INBOUND = "competence-coach.inbound"
"""Where a turn's context keeps the validated activity."""


class CoachAdapter(BotAdapter):  # type: ignore[misc] # the SDK publishes no types
    """Requests are authenticated and validated before they come here."""

    def __init__(self, connectors: Connectors) -> None:
        super().__init__()
        self._connectors = connectors

    async def process(self, inbound: Inbound, on_turn: Callable[[Any], Awaitable[None]]) -> Any:
        """Let the bot take the turn. Returns its InvokeResponse, if it gave one."""
        context = TurnContext(self, as_botbuilder(inbound))
        context.turn_state[INBOUND] = inbound
        await self.run_pipeline(context, on_turn)
        answer = context.turn_state.get(self._INVOKE_RESPONSE_KEY)
        return answer.value if answer is not None else None

    async def send_activities(self, context: Any, activities: Sequence[Any]) -> list[Any]:
        """Raises NotDelivered."""
        return [await self._send(context, one) for one in activities]

    async def update_activity(self, context: Any, activity: Any) -> Any:
        """Replace what was shown. Raises NotDelivered."""
        return await self._connectors.update(activity) or ResourceResponse()

    async def delete_activity(self, context: Any, reference: Any) -> None:
        raise NotImplementedError("what was shown stays where it is")

    async def _send(self, context: Any, activity: Any) -> Any:
        if activity.type == ActivityTypes.invoke_response:
            context.turn_state[self._INVOKE_RESPONSE_KEY] = activity
            return ResourceResponse()
        # The SDK makes up an activity to continue a conversation from; nobody can reply to it.
        activity.reply_to_id = None
        return await self._connectors.send(activity) or ResourceResponse()
