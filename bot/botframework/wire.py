"""An activity as the connector reads it: what the coach sends, and nothing else.

The SDK's own serialiser walks over a hundred fields and takes 1.7 ms a reply.
"""

import json
from typing import Any, Final

_FIELDS: Final = {
    "type": "type",
    "id": "id",
    "channel_id": "channelId",
    "service_url": "serviceUrl",
    "locale": "locale",
    "reply_to_id": "replyToId",
    "text": "text",
    "text_format": "textFormat",
    "summary": "summary",
}
_ACCOUNTS: Final = {"from_property": "from", "recipient": "recipient", "conversation": "conversation"}


def as_json(activity: Any) -> bytes:
    """The body of a request that sends or replaces `activity`."""
    said = {name: value for field, name in _FIELDS.items() if (value := getattr(activity, field)) is not None}
    whose = {name: {"id": one.id} for field, name in _ACCOUNTS.items() if (one := getattr(activity, field)) is not None}
    cards = [{"contentType": one.content_type, "content": one.content} for one in activity.attachments or ()]
    body = said | whose | ({"attachments": cards} if cards else {})
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
