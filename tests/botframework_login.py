"""Microsoft's login service as the Teams door sees it: signing keys, and tokens good and bad."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import jwt
from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import RSAAlgorithm

from bot.botframework.tokens import ISSUER

APP_ID = "5d8d6ab1-0b2c-4c1e-9d1f-0123456789ab"


@cache
def private_key(name: str) -> rsa.RSAPrivateKey:
    """The same key for the same name: making one takes a while."""
    assert name
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class FakeLogin:
    """Publishes signing keys, and counts how often it was asked."""

    names: list[str] = field(default_factory=lambda: ["first"])
    extra: list[Any] = field(default_factory=list)
    endorsements: list[str] | None = field(default_factory=lambda: ["msteams", "emulator"])
    place: str = "keys"
    """Where the keys are; elsewhere there are none."""
    asked: int = 0
    refused: int = 0
    broken: bool = False
    """The metadata cannot be had."""
    down: bool = False
    """Nothing can be had."""
    url: str = ""

    async def metadata(self, request: web.Request) -> web.Response:
        if self.broken or self.down:
            self.refused += 1
            return web.Response(status=502, text="bad gateway")
        return web.json_response({"issuer": ISSUER, "jwks_uri": str(request.url.with_path(f"/keys/{self.place}"))})

    async def keys(self, request: web.Request) -> web.Response:
        if self.down or request.match_info["place"] != self.place:
            return web.Response(status=503)
        self.asked += 1
        listed = {} if self.endorsements is None else {"endorsements": self.endorsements}
        return web.json_response({"keys": [*self.extra, *(self.published(name, **listed) for name in self.names)]})

    @staticmethod
    def published(name: str, **more: Any) -> dict[str, Any]:
        key = RSAAlgorithm.to_jwk(private_key(name).public_key(), as_dict=True)
        return key | {"kid": name, "use": "sig"} | more


@asynccontextmanager
async def a_login() -> AsyncIterator[FakeLogin]:
    login = FakeLogin()
    app = web.Application()
    app.router.add_get("/metadata", login.metadata)
    app.router.add_get("/keys/{place}", login.keys)
    async with TestServer(app) as server:
        login.url = str(server.make_url("/metadata"))
        yield login


def token_claims(service_url: str, **changes: Any) -> dict[str, Any]:
    """What a token of the Bot Framework says. A change to None leaves the claim out."""
    now = int(time.time())
    claims = {"iss": ISSUER, "aud": APP_ID, "nbf": now - 10, "exp": now + 3600, "serviceurl": service_url} | changes
    return {name: value for name, value in claims.items() if value is not None}


def a_token(service_url: str, key: str = "first", *, header: dict[str, Any] | None = None, **changes: Any) -> str:
    """A token as the Bot Framework signs it."""
    headers = {"kid": key} | (header or {})
    return jwt.encode(token_claims(service_url, **changes), private_key(key), "RS256", headers=headers)


def encoded(part: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


def signed_with_the_public_key(claims: Any) -> str:
    """What everybody knows, used as if only two knew it; PyJWT would refuse to make one."""
    public = private_key("first").public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    said = f"{encoded({'alg': 'HS256', 'kid': 'first'})}.{encoded(claims)}"
    signature = hmac.new(public, said.encode(), hashlib.sha256).digest()
    return f"{said}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"
