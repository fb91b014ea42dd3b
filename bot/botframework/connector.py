"""The connector services as the SDK's adapters see them: who is asked for what, by which address.

Source of the addresses: the Bot Connector REST reference.
"""

import json
from typing import Any, Final
from urllib.parse import quote

from botbuilder.schema import ResourceResponse
from botframework.connector.auth import ConnectorFactory

from bot.botframework.calls import Calls
from bot.botframework.wire import as_json


class Connectors(ConnectorFactory):  # type: ignore[misc] # the SDK publishes no types
    """A client for each service URL we talk to; all share the calls' connections and token."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    async def create(self, service_url: str, audience: str) -> "ConnectorClient":
        """The client for this service. Raises NotDelivered where we do not talk to it."""
        self._calls.check(service_url)
        return ConnectorClient(self._calls, service_url)


class ConnectorClient:
    """What the SDK takes for its own ConnectorClient."""

    def __init__(self, calls: Calls, service_url: str) -> None:
        self.conversations: Final = Conversations(calls, service_url)


class Conversations:
    """The operations on conversations that a bot needs. Each raises NotDelivered by the sending policy."""

    def __init__(self, calls: Calls, service_url: str) -> None:
        self._calls = calls
        self._service_url = service_url

    async def send_to_conversation(self, conversation_id: str, activity: Any) -> Any:
        """Append an activity: a message, or the typing sign."""
        return await self._activity("POST", conversation_id, activity)

    async def reply_to_activity(self, conversation_id: str, activity_id: str, activity: Any) -> Any:
        """Append an activity to the thread of another."""
        return await self._activity("POST", conversation_id, activity, activity_id)

    async def update_activity(self, conversation_id: str, activity_id: str, activity: Any) -> Any:
        """Replace what was shown."""
        return await self._activity("PUT", conversation_id, activity, activity_id)

    async def _activity(self, method: str, conversation_id: str, activity: Any, activity_id: str = "") -> Any:
        path = _path(conversation_id, "activities", *([activity_id] if activity_id else []))
        answer = _read(await self._calls.send(method, self._service_url, path, as_json(activity)))
        found = answer.get("id")
        return ResourceResponse(id=found) if isinstance(found, str) else None


def _path(conversation_id: str, *parts: str) -> str:
    return "/".join(("v3/conversations", *(quote(part, safe="") for part in (conversation_id, *parts))))


def _read(body: bytes) -> dict[str, Any]:
    """The activity was taken, whatever is said about it: what cannot be read is nothing."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
