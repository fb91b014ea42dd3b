"""The SDK's own hook for verification, `BotFrameworkAuthentication`, filled with our rules.

The SDK asks for its judgement too late for us: it hands over an activity, which has been read by
then. So the endpoint has each request judged in two halves, with the body in between (see
admission.py), and the adapter is told of the outcome. Whoever holds header and activity together,
as the SDK's adapters do, gets the same judgement at once.
"""

import json
from typing import Any

from botframework.connector.auth import AuthenticateRequestResult, BotFrameworkAuthentication, ClaimsIdentity

from bot.botframework.activities import read_activity
from bot.botframework.admission import Admission
from bot.botframework.connector import Connectors
from bot.receiving import Refused


class CoachAuthentication(BotFrameworkAuthentication):  # type: ignore[misc] # the SDK publishes no types
    """Lets the SDK's adapters in on who may speak, and with which connector one answers."""

    def __init__(self, admission: Admission, connectors: Connectors) -> None:
        self._admission = admission
        self._connectors = connectors

    async def authenticate_request(self, activity: Any, auth_header: str) -> Any:
        """The whole judgement at once. Raises Refused, and MalformedActivity."""
        check = await self._admission.admit_bearer([auth_header])
        check(read_activity(json.dumps(activity.serialize()).encode()))
        return self.admitted()

    def admitted(self) -> Any:
        """What an adapter needs to know of a request that was judged."""
        result = AuthenticateRequestResult()
        result.claims_identity = ClaimsIdentity({}, is_authenticated=True)
        result.connector_factory = self._connectors
        return result

    async def authenticate_streaming_request(self, auth_header: str, channel_id_header: str) -> Any:
        """Nobody speaks to the coach over a stream. Raises Refused."""
        raise Refused(403, "stream")

    def create_connector_factory(self, claims_identity: Any) -> Connectors:
        return self._connectors

    async def create_user_token_client(self, claims_identity: Any) -> None:
        """Nobody signs in to anything through the coach."""
