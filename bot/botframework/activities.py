"""An activity as it arrives: only what we use, and that validated.

The Bot Framework's own model accepts almost anything and breaks later; this one refuses early.
Whatever else an activity carries is not looked at.
"""

import hashlib
from datetime import datetime
from typing import Annotated, Any

from botbuilder.schema import Activity, ChannelAccount, ConversationAccount
from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError
from pydantic.alias_generators import to_camel

from bot.botframework.strict_json import NotJson, read_json

Id = Annotated[str, Field(min_length=1, max_length=1024)]
Word = Annotated[str, Field(max_length=128)]


class MalformedActivity(ValueError):
    """The body is no activity we understand. The message is safe to answer with: it names the
    field, never what was in it."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", alias_generator=to_camel)


class Account(_Part):
    id: Id
    aad_object_id: Word | None = None
    """The person's id in the municipality's directory, where the channel says it."""
    tenant_id: Word | None = None
    """Where they are from, if the channel says it: a shared channel or chat may hold people of several."""
    name: str | None = None


class Conversation(_Part):
    id: Id
    conversation_type: Word | None = None
    is_group: bool | None = None
    tenant_id: Word | None = None


class _Tenant(_Part):
    id: Word | None = None


class Team(_Part):
    """A team of Teams, where an activity comes from one."""

    id: Id
    name: str = ""


class _ChannelData(_Part):
    tenant: _Tenant | None = None
    team: Team | None = None


class Inbound(_Part):
    """One activity. `id` is the channel's own, or made from the body where it sends none."""

    type: Annotated[str, Field(min_length=1, max_length=128)]
    id: Annotated[str, Field(max_length=1024)] | None = None
    reply_to_id: Annotated[str, Field(max_length=1024)] | None = None
    """The activity whose card was tapped."""
    timestamp: datetime | None = None
    channel_id: Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,64}$")]
    service_url: Annotated[str, Field(min_length=1, max_length=2048)]
    sender: Annotated[Account, Field(alias="from")]
    recipient: Account
    conversation: Conversation
    channel_data: _ChannelData | None = None
    locale: Word | None = None
    text: str | None = None
    value: JsonValue = None
    name: Word | None = None
    action: Word | None = None
    entities: list[dict[str, JsonValue]] | None = None
    members_added: list[Account] | None = None
    members_removed: list[Account] | None = None

    @property
    def personal(self) -> bool:
        """A conversation between one person and the coach. Emulators often do not say which kind."""
        kind = self.conversation.conversation_type
        return kind == "personal" or (not kind and not self.conversation.is_group)

    @property
    def team(self) -> Team | None:
        """The team it happened in; None in a personal chat or a group chat."""
        return self.channel_data.team if self.channel_data is not None and not self.personal else None

    @property
    def tenants(self) -> tuple[str, ...]:
        """Every tenant the activity names for where it happened, in lower case."""
        data = self.channel_data
        named = (data.tenant.id if data and data.tenant else None, self.conversation.tenant_id)
        return tuple(one.lower() for one in named if one)

    @property
    def senders_tenant(self) -> str | None:
        """Where the person is from, in lower case, if the channel says it."""
        return self.sender.tenant_id.lower() if self.sender.tenant_id else None


def read_activity(body: bytes) -> Inbound:
    """Raises MalformedActivity."""
    try:
        activity = Inbound.model_validate(read_json(body))
    except NotJson as fault:
        raise MalformedActivity(f"not a valid activity: {fault}") from None
    except ValidationError as fault:
        where = fault.errors(include_url=False, include_input=False, include_context=False)[0]["loc"]
        raise MalformedActivity(f"not a valid activity: {where[0]}" if where else "not a JSON object") from None
    if activity.id:
        return activity
    return activity.model_copy(update={"id": hashlib.sha256(body).hexdigest()})


def as_botbuilder(inbound: Inbound) -> Any:
    """The same activity as the SDK's own type, for its TurnContext and ActivityHandler."""
    return Activity(
        type=inbound.type,
        id=inbound.id,
        reply_to_id=inbound.reply_to_id,
        channel_id=inbound.channel_id,
        service_url=inbound.service_url,
        from_property=ChannelAccount(id=inbound.sender.id),
        recipient=ChannelAccount(id=inbound.recipient.id),
        conversation=ConversationAccount(id=inbound.conversation.id, tenant_id=inbound.conversation.tenant_id),
        channel_data=inbound.channel_data.model_dump() if inbound.channel_data else None,
        locale=inbound.locale,
        text=inbound.text,
        value=inbound.value,
        name=inbound.name,
        action=inbound.action,
        members_added=[ChannelAccount(id=one.id) for one in inbound.members_added or ()],
    )
