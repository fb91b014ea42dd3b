"""What a page may post, checked before anything is done with it."""

import asyncio
from typing import Annotated, Final, Literal

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter
from pydantic.alias_generators import to_camel

from texts.say import Language

LARGEST: Final = 64 * 1024
"""Bytes of one request: far more than anybody types."""
PATIENCE: Final = 10.0
"""Seconds a body may take to arrive."""

Name = Annotated[str, Field(max_length=200)]


class _Body(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, extra="ignore", alias_generator=to_camel)


class Tap(_Body):
    """What a button carries."""

    question: Name
    choice: Name


class Label(_Body):
    """What the person tapped, in the words they saw."""

    display_text: str


class ChannelData(_Body):
    """`client_activity` is how the page knows its own message when it comes back."""

    client_activity: Name | None = Field(default=None, alias="clientActivityID")
    message_back: Label | None = None


class Message(_Body):
    """Words, or a tap."""

    type: Literal["message"]
    text: str | None = None
    value: Tap | None = None
    channel_data: ChannelData | None = None


class Silent(_Body):
    """Something a chat client may send that is not a turn."""

    type: Literal["typing", "event", "conversationUpdate", "endOfConversation", "messageReaction"]


class Start(_Body):
    """What a page says when it opens the conversation. `locale` is what the person reads, e.g. `da-DK`."""

    locale: Name | None = None
    employee: Annotated[str, Field(max_length=200, pattern=r"^[^@\s~]+@[^@\s~]+$")] | None = Field(
        default=None, alias="as"
    )
    """Whom of the municipality's directory the page is to be, by e-mail. Nobody checks it: for trying out only."""

    @property
    def language(self) -> Language | None:
        named = (self.locale or "").partition("-")[0].lower()
        return "da" if named == "da" else "en" if named == "en" else None


POSTED: Final[TypeAdapter[Message | Silent]] = TypeAdapter(Annotated[Message | Silent, Field(discriminator="type")])


async def read(request: web.Request) -> bytes:
    """The body as it came. Raises HTTPRequestEntityTooLarge, HTTPBadRequest, HTTPRequestTimeout and
    HTTPUnsupportedMediaType."""
    body = bytearray()
    try:
        async with asyncio.timeout(PATIENCE):
            async for chunk in request.content.iter_any():
                body += chunk
                if len(body) > LARGEST:
                    raise web.HTTPRequestEntityTooLarge(max_size=LARGEST, actual_size=len(body))
    except (web.RequestPayloadError, ConnectionError):
        raise web.HTTPBadRequest(text="The message broke off. Send it again.") from None
    except TimeoutError:
        raise web.HTTPRequestTimeout(text="That took too long. Send it again.") from None
    if body and request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType(text="Send application/json.")
    return bytes(body)
