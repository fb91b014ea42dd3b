"""What Slack sends: only what we use, and that validated.

Whatever else a payload carries is not looked at and not handed on, so that nothing behind this
room meets a shape it does not expect.
"""

import json
from typing import Annotated, Any, Final, Literal
from urllib.parse import parse_qsl

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9]{1,64}$")]
Moment = Annotated[str, Field(pattern=r"^[0-9]{1,20}(\.[0-9]{1,10})?$")]
"""Slack's `ts`: the id of a message within its channel, too."""
Word = Annotated[str, Field(min_length=1, max_length=256)]
Value = Annotated[str, Field(max_length=2000)]
_FIELDS: Final = 64
"""Most fields of a form; Slack sends about a dozen."""


class MalformedPayload(ValueError):
    """The body is nothing we understand. The message names the field, never what was in it."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)


class Entity(_Part):
    """Something with an id: a person, a channel, a workspace."""

    id: Id


class Person(Entity):
    """Somebody who tapped. In an organisation of several workspaces `team_id` may be the organisation's."""

    team_id: Id | None = None


class Text(_Part):
    type: Word = "plain_text"
    text: str = ""


class Block(_Part):
    """A piece of a message of ours, as Slack gives it back. `text` is escaped."""

    type: str = ""
    block_id: str | None = None
    text: Text | None = None


class Message(_Part):
    """A message somebody wrote, or one of ours that was tapped."""

    user: Id | None = None
    user_team: Id | None = None
    bot_id: Id | None = None
    ts: Moment | None = None
    text: str | None = None
    blocks: tuple[Block, ...] | None = None


class Tokens(_Part):
    """Whose tokens were revoked: user ids, never tokens."""

    bot: tuple[Id, ...] | None = None


class Event(_Part):
    """What happened, by `type`; which other fields are there depends on it."""

    type: Word
    subtype: Word | None = None
    user: Id | None = None
    user_team: Id | None = None
    source_team: Id | None = None
    """Where the person and the message come from, in what two workspaces share."""
    bot_id: Id | None = None
    channel: Id | None = None
    channel_type: Word | None = None
    ts: Moment | None = None
    thread_ts: Moment | None = None
    text: str | None = None
    tab: Word | None = None
    message: Message | None = None
    previous_message: Message | None = None
    tokens: Tokens | None = None


class EventCallback(_Part):
    """The Events API's envelope."""

    type: Literal["event_callback"]
    team_id: Id
    event_id: Id
    event: Event


class UrlVerification(_Part):
    """Slack asks whether this address is ours."""

    type: Literal["url_verification"]
    challenge: Value


class RateLimited(_Part):
    """Slack holds events back: too many in an hour."""

    type: Literal["app_rate_limited"]
    team_id: Id | None = None


class Option(_Part):
    text: Text
    value: Value


class Action(_Part):
    """A tap on a button, or a choice in a menu."""

    type: Word
    action_id: Word
    block_id: str | None = None
    action_ts: Moment
    text: Text | None = None
    value: Value | None = None
    selected_option: Option | None = None


class BlockActions(_Part):
    """A tap in a message or on the Home tab. An ephemeral message is not given back."""

    type: Literal["block_actions"]
    team: Entity
    user: Person
    channel: Entity | None = None
    message: Message | None = None
    actions: Annotated[tuple[Action, ...], Field(min_length=1, max_length=25)]


class MessageShortcut(_Part):
    """Somebody picked one of our entries in a message's menu."""

    type: Literal["message_action"]
    callback_id: Word
    trigger_id: Word
    team: Entity
    user: Person
    message: Message


class OtherInteraction(_Part):
    """What we neither use nor mind."""

    type: Literal["view_submission", "view_closed", "shortcut", "block_suggestion"]
    team: Entity | None = None


class Command(_Part):
    """A slash command."""

    command: Word
    text: str = ""
    team_id: Id
    user_id: Id
    trigger_id: Word


Payload = EventCallback | UrlVerification | RateLimited | BlockActions | MessageShortcut | OtherInteraction | Command
_TYPED: Final[TypeAdapter[Any]] = TypeAdapter(
    Annotated[
        EventCallback | UrlVerification | RateLimited | BlockActions | MessageShortcut | OtherInteraction,
        Field(discriminator="type"),
    ]
)


def read_body(content_type: str, body: bytes) -> Payload:
    """The body of a request: JSON, or a form with JSON in it, or a form. Raises MalformedPayload."""
    if content_type == "application/json":
        return _checked(_TYPED.validate_json, body)
    try:
        fields = dict(parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_FIELDS))
    except ValueError:
        raise MalformedPayload("not a form") from None
    if "payload" in fields:
        return _checked(_TYPED.validate_json, fields["payload"])
    return _checked(Command.model_validate, fields)


def read_envelope(payload: object) -> Payload:
    """What came through Socket Mode, parsed already. Raises MalformedPayload."""
    if isinstance(payload, dict) and "command" in payload:
        return _checked(Command.model_validate, payload)
    return _checked(_TYPED.validate_json, json.dumps(payload))


def _checked(validate: Any, raw: object) -> Payload:
    try:
        payload: Payload = validate(raw)
    except ValidationError as fault:
        where = fault.errors(include_url=False, include_input=False, include_context=False)[0]["loc"]
        raise MalformedPayload(f"not a valid payload: {'.'.join(map(str, where))}") from None
    return payload
