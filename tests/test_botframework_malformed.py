"""Every kind of malformed request: refused with a 4xx and a plain word, with a valid token and without.

The stock adapter answered 500 to 17 of the first 33 kinds.
"""

import gzip
import json
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import jwt
import pytest

from bot.botframework.strict_json import MOST_LEVELS
from tests.botframework_fakes import (
    APP_ID,
    USER,
    Guarded,
    a_guarded_door,
    a_token,
    an_activity,
    private_key,
    signed_with_the_public_key,
    token_claims,
)
from tests.operating_logs import operating_logs

SERVICE = "http://127.0.0.1:9/emea/"
GOOD = an_activity(SERVICE)
TEXT = json.dumps(GOOD)
JSON = {"Content-Type": "application/json"}
WORDS = ("Bente Borger", "ringede", USER, "eyJ", "Traceback", "File ")
"""Of the person, of the token, of a traceback: none of them belongs in an answer or a log."""


def without(name: str) -> dict[str, Any]:
    return {key: value for key, value in GOOD.items() if key != name}


def levels(count: int) -> bytes:
    """An activity of so many objects and lists inside one another, itself included."""
    return TEXT.replace('"text"', f'"value": {"[" * (count - 1)}{"]" * (count - 1)}, "text"').encode()


@dataclass(frozen=True)
class Kind:
    """A malformed request: what differs from a good one, and the status it deserves."""

    body: Any = field(default_factory=lambda: GOOD)
    status: int = 400
    headers: tuple[tuple[str, str], ...] = ()
    token: str | None = None

    @property
    def data(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


BODIES: dict[str, Any] = {
    "empty": b"",
    "not JSON": b"Bente Borger ringede",
    "half an object": TEXT[: len(TEXT) // 2].encode(),
    "two objects": f"{TEXT}{TEXT}".encode(),
    "a list": [GOOD],
    "a string": "message",
    "a number": 7,
    "true": True,
    "null": None,
    "an empty object": {},
    "bad UTF-8": TEXT.replace("ringede", "r\xe6ngede").encode("latin-1"),
    "UTF-16": TEXT.encode("utf-16"),
    "UTF-16 without a mark": TEXT.encode("utf-16-le"),
    "UTF-32": TEXT.encode("utf-32"),
    "a byte order mark": b"\xef\xbb\xbf" + TEXT.encode(),
    "a lone surrogate": TEXT.replace("Jeg", "\\ud800").encode(),
    "a lone surrogate as a name": TEXT.replace('"locale"', '"\\udfff"').encode(),
    "a NUL in the text": GOOD | {"text": "Jeg\x00ringede"},
    "a NUL in an id": GOOD | {"conversation": {"id": "a:1\x00"}},
    "a NUL between the words": TEXT.replace(", ", ", \x00").encode(),
    "a raw line break in a string": TEXT.replace("Jeg ", "Jeg\n").encode(),
    "the same name twice": TEXT.replace('"text"', '"channelId": "emulator", "text"').encode(),
    "the same name twice further in": TEXT.replace('"tenant": {', '"tenant": {"id": "x", ').encode(),
    "not a number": TEXT.replace('"text"', '"value": NaN, "text"').encode(),
    "infinity": TEXT.replace('"text"', '"value": -Infinity, "text"').encode(),
    "a number too large": TEXT.replace('"text"', '"value": 1e999, "text"').encode(),
    "a number without end": TEXT.replace('"text"', f'"value": 1{"0" * 9_000}, "text"').encode(),
    "too many levels": levels(MOST_LEVELS + 1),
    "far too many levels": b'{"value": ' + b"[" * 20_000 + b"]" * 20_000 + b"}",
    "levels that never close": b"[" * 60_000,
    "no type": without("type"),
    "type is a number": GOOD | {"type": 5},
    "type is empty": GOOD | {"type": ""},
    "id is an object": GOOD | {"id": {"a": 1}},
    "no conversation": without("conversation"),
    "conversation is a string": GOOD | {"conversation": "a:1"},
    "conversation is a list": GOOD | {"conversation": [{"id": "a:1"}]},
    "conversation without id": GOOD | {"conversation": {}},
    "conversation id is null": GOOD | {"conversation": {"id": None}},
    "conversation id is huge": GOOD | {"conversation": {"id": "a" * 5000}},
    "isGroup is a list": GOOD | {"conversation": {"id": "a", "isGroup": []}},
    "no from": without("from"),
    "from is a list": GOOD | {"from": [{"id": USER}]},
    "from is a string": GOOD | {"from": USER},
    "from without id": GOOD | {"from": {"name": "Bente Borger"}},
    "no recipient": without("recipient"),
    "recipient is null": GOOD | {"recipient": None},
    "recipient id is a number": GOOD | {"recipient": {"id": 28}},
    "entities is an object": GOOD | {"entities": {"type": "mention"}},
    "an entity is a string": GOOD | {"entities": ["mention"]},
    "an entity is null": GOOD | {"entities": [None]},
    "bad timestamp": GOOD | {"timestamp": "yesterday"},
    "timestamp out of range": GOOD | {"timestamp": "2026-13-45T99:00:00Z"},
    "timestamp beyond all years": GOOD | {"timestamp": 10**300},
    "no channelId": without("channelId"),
    "channelId with a line break": GOOD | {"channelId": "ms\nteams"},
    "channelId is an object": GOOD | {"channelId": {}},
    "no serviceUrl": without("serviceUrl"),
    "serviceUrl is a number": GOOD | {"serviceUrl": 7},
    "serviceUrl is a list": GOOD | {"serviceUrl": [SERVICE]},
    "text is an object": GOOD | {"text": {"a": "b"}},
    "locale is a list": GOOD | {"locale": ["da"]},
    "channelData is a string": GOOD | {"channelData": "x"},
    "tenant is a string": GOOD | {"channelData": {"tenant": "x"}},
    "membersAdded is an object": GOOD | {"membersAdded": {"id": USER}},
    "a member without id": GOOD | {"membersAdded": [{"name": "Bente Borger"}]},
    "a tap that is none": GOOD | {"type": "invoke", "name": "adaptiveCard/action", "value": "yes"},
}
PACKED = (("Content-Encoding", "gzip"),)
REQUESTS: dict[str, Kind] = {
    "too large": Kind(GOOD | {"text": "a" * 70_000}, 413),
    "gzip": Kind(gzip.compress(TEXT.encode()), 415, PACKED),
    "gzip that is none": Kind(TEXT.encode(), 415, PACKED),
    "gzip unannounced": Kind(gzip.compress(TEXT.encode()), 400),
    "a form": Kind(status=415, headers=(("Content-Type", "application/x-www-form-urlencoded"),)),
    "plain text": Kind(status=415, headers=(("Content-Type", "text/plain"),)),
    "no content type": Kind(status=415, headers=(("Content-Type", ""),)),
    "service url of another": Kind(status=403, token=a_token("http://127.0.0.1:9/other/")),
    "service url with a name in it": Kind(GOOD | {"serviceUrl": "http://bente@127.0.0.1:9/emea/"}, 403),
    "another channel": Kind(GOOD | {"channelId": "slack"}, 403),
    "another tenant": Kind(GOOD | {"channelData": {"tenant": {"id": "another-tenant"}}}, 403),
}
TOKENS: dict[str, str] = {
    "no token": "",
    "a garbage token": "garbage",
    "three garbage parts": "a.b.c",
    "algorithm none": jwt.encode(token_claims(SERVICE), "", "none", headers={"kid": "first"}),
    "a shared secret": jwt.encode(token_claims(SERVICE), "x" * 32, "HS256", headers={"kid": "first"}),
    "our public key as a shared secret": signed_with_the_public_key(token_claims(SERVICE)),
    "an unknown key id": a_token(SERVICE, "never-published"),
    "no key id": jwt.encode(token_claims(SERVICE), private_key("first"), "RS256"),
    "signed by a stranger": a_token(SERVICE, "stranger", header={"kid": "first"}),
    "expired": a_token(SERVICE, exp=int(time.time()) - 3600),
    "not yet valid": a_token(SERVICE, nbf=int(time.time()) + 3600),
    "wrong audience": a_token(SERVICE, aud="another-app"),
    "our app among two audiences": a_token(SERVICE, aud=[APP_ID, "another-app"]),
    "wrong issuer": a_token(SERVICE, iss="https://sts.windows.net/x/"),
    "no service url": a_token(SERVICE, serviceurl=None),
}
KINDS = (
    {name: Kind(body) for name, body in BODIES.items()}
    | REQUESTS
    | {name: Kind(status=401, token=token) for name, token in TOKENS.items()}
)


@pytest.fixture
async def guarded() -> AsyncIterator[Guarded]:
    async with a_guarded_door() as one:
        yield one


async def answer_to(guarded: Guarded, kind: Kind, token: str) -> tuple[int, str]:
    bearer = {"Authorization": f"Bearer {token}"} if token else {}
    headers = JSON | dict(kind.headers) | bearer
    async with guarded.client.post("/api/messages", data=kind.data, headers=headers) as response:
        return response.status, await response.text()


@pytest.mark.parametrize("name", KINDS)
async def test_a_malformed_request_is_refused_without_a_word_of_it(guarded: Guarded, name: str) -> None:
    kind = KINDS[name]
    with operating_logs() as logs:
        status, answer = await answer_to(guarded, kind, a_token(SERVICE) if kind.token is None else kind.token)
        stranger, told = await answer_to(guarded, kind, "")
    assert (status, stranger) == (kind.status, 401)
    assert list(json.loads(answer)) == list(json.loads(told)) == ["error"]
    written = logs.getvalue()
    assert [word for word in WORDS if word in f"{answer}{told}{written}"] == []
    assert written.count('"event": "botframework.') == 2
    assert guarded.coach.taken == []


@pytest.mark.parametrize(
    "body", [GOOD, levels(MOST_LEVELS), GOOD | {"text": "a" * 60_000}, GOOD | {"text": "😀\\u0000"}]
)
async def test_what_is_just_not_malformed_is_taken(guarded: Guarded, body: Any) -> None:
    assert await answer_to(guarded, Kind(body), a_token(SERVICE)) == (200, "")
    assert len(guarded.coach.taken) == 1


def test_there_are_as_many_kinds_as_were_counted_at_the_stock_adapter() -> None:
    assert len(KINDS) >= 33
    assert all(400 <= kind.status < 500 for kind in KINDS.values())
