"""Whom the Teams door believes: tokens, signing keys, tenants and channels."""

import asyncio
import base64
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given, settings
from hypothesis import strategies as st
from jwt.algorithms import RSAAlgorithm

from bot.botframework.keys import KeysUnavailable, SigningKeys
from bot.botframework.outbound import Outbound
from bot.botframework.tokens import BadToken, TokenVerifier
from tests.botframework_fakes import (
    APP_ID,
    CONVERSATION,
    TENANT,
    FakeEntra,
    FakeLogin,
    Guarded,
    RecordingCoach,
    Seconds,
    a_guarded_door,
    a_login,
    a_token,
    an_activity,
    in_operation,
    post,
    private_key,
    serving,
)

SERVICE = "http://127.0.0.1:9/emea/"


@pytest.fixture
async def guarded() -> AsyncIterator[Guarded]:
    async with a_guarded_door() as one:
        yield one


async def test_no_key_is_fetched_for_a_token_of_another_kind(guarded: Guarded) -> None:
    shared = jwt.encode({"aud": APP_ID}, "x" * 32, "HS256", headers={"kid": "first"})
    assert await guarded.post(shared) == 401
    assert guarded.login.asked == 0


async def test_a_good_token_lets_in(guarded: Guarded) -> None:
    for _ in range(3):
        assert await guarded.post(a_token(guarded.connector.url)) == 200
    assert len(guarded.coach.taken) == 3
    assert guarded.login.asked == 1


async def test_clocks_may_be_five_minutes_apart(guarded: Guarded) -> None:
    now = int(time.time())
    assert await guarded.post(a_token(guarded.connector.url, exp=now - 290)) == 200
    assert await guarded.post(a_token(guarded.connector.url, nbf=now + 290)) == 200


def encoded(part: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


def bad_tokens(url: str) -> dict[str, str]:
    now = int(time.time())
    good = a_token(url)
    head, claims, signature = good.split(".")
    payload = {"iss": "https://api.botframework.com", "aud": APP_ID, "nbf": now, "exp": now + 60, "serviceurl": url}
    deep = base64.urlsafe_b64encode(b'{"a":' + b"[" * 4000).rstrip(b"=").decode()
    long_number = base64.urlsafe_b64encode(b'{"alg":' + b"1" * 5000).rstrip(b"=").decode()
    return {
        "none at all": "",
        "garbage": "garbage",
        "dots": "..",
        "not base64": "%%%.%%%.%%%",
        "half": f"{head}.{claims}",
        "deep header": f"{deep}.{claims}.{signature}",
        "endless number": f"{long_number}.{claims}.{signature}",
        "signature cut off": f"{head}.{claims}.",
        "claims of another": f"{head}.{a_token(url, aud='x').split('.')[1]}.{signature}",
        "expired": a_token(url, exp=now - 310),
        "not yet valid": a_token(url, nbf=now + 310),
        "no expiry": a_token(url, exp=None),
        "no beginning": a_token(url, nbf=None),
        "expiry is a word": a_token(url, exp="tomorrow"),
        "expiry is an object": a_token(url, exp={"a": 1}),
        "expiry without end": a_token(url, exp=float("inf")),
        "another audience": a_token(url, aud="another-app"),
        "two audiences": a_token(url, aud=[APP_ID, "another-app"]),
        "no audience": a_token(url, aud=None),
        "another issuer": a_token(url, iss="https://sts.windows.net/x/"),
        "no issuer": a_token(url, iss=None),
        "no service url": a_token(url, serviceurl=None),
        "service url is a number": a_token(url, serviceurl=5),
        "no algorithm": jwt.encode(payload, "", "none", headers={"kid": "first"}),
        "shared secret": jwt.encode(payload, "x" * 32, "HS256", headers={"kid": "first"}),
        "longer digest": jwt.encode(payload, private_key("first"), "RS512", headers={"kid": "first"}),
        "unknown key": a_token(url, "never-published"),
        "another's key under a known name": a_token(url, "stranger", header={"kid": "first"}),
        "demands we do not know": a_token(url, header={"crit": ["x"], "x": 1}),
        "key id is an object": ".".join((encoded({"alg": "RS256", "kid": {"a": 1}}), claims, signature)),
        "key id is huge": a_token(url, header={"kid": "k" * 3000}),
        "claims are a list": ".".join((head, encoded([1]), signature)),
        "no key id": jwt.encode(payload, private_key("first"), "RS256"),
    }


@pytest.mark.parametrize("name", bad_tokens(SERVICE))
async def test_a_bad_token_is_unauthorized_and_not_told_why(guarded: Guarded, name: str) -> None:
    token = bad_tokens(guarded.connector.url)[name]
    status, body = await post(guarded.client, an_activity(guarded.connector.url), token)
    assert (status, json.loads(body)) == (401, {"error": "unauthorized"})
    assert guarded.coach.taken == []


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic abc", "bearer", "Bearer a b", "Bearer \t", "æøå"])
async def test_no_authorization_is_too_strange(guarded: Guarded, header: str) -> None:
    headers = {"Content-Type": "application/json", "Authorization": header}
    body = json.dumps(an_activity(guarded.connector.url))
    async with guarded.client.post("/api/messages", data=body, headers=headers) as response:
        assert response.status == 401


async def test_strangers_are_turned_away_before_their_body_is_read(guarded: Guarded) -> None:
    assert (await post(guarded.client, b"not JSON"))[0] == 401
    assert (await post(guarded.client, b"not JSON", a_token(guarded.connector.url)))[0] == 400


@pytest.mark.parametrize(
    "changes",
    [
        {"serviceUrl": "http://127.0.0.1:9/other/"},
        {"channelData": {"tenant": {"id": "another-tenant"}}},
        {"conversation": {"id": "a:1", "conversationType": "personal", "tenantId": "another-tenant"}},
        {"channelData": {}, "conversation": {"id": "a:1", "conversationType": "personal"}},
        {"channelId": "webchat"},
        {"channelId": "emulator"},
    ],
)
async def test_a_good_token_speaks_for_one_service_tenant_and_channel(
    guarded: Guarded, changes: dict[str, Any]
) -> None:
    assert await guarded.post(a_token(guarded.connector.url), **changes) == 403
    assert guarded.coach.taken == []


async def test_the_tenant_may_be_configured_in_capitals() -> None:
    async with a_guarded_door(TENANT.upper()) as guarded:
        assert await guarded.post(a_token(guarded.connector.url)) == 200


async def test_a_tenant_is_the_same_in_either_place_and_case(guarded: Guarded) -> None:
    token = a_token(guarded.connector.url)
    alone = {"id": CONVERSATION, "conversationType": "personal"}
    assert await guarded.post(token, channelData={"tenant": {"id": TENANT.upper()}}, conversation=alone) == 200
    assert await guarded.post(token, channelData=None) == 200


async def test_a_service_url_outside_the_list_is_refused_whatever_the_token_says() -> None:
    coach = RecordingCoach()
    async with a_login() as login:
        built = in_operation(coach=coach, tenant_id=TENANT, tokens=FakeEntra(), metadata_url=login.url)
        async with serving(built) as client:
            for url, status in (("https://evil.example/", 403), ("https://smba.trafficmanager.net/emea/", 200)):
                assert (await post(client, an_activity(url), a_token(url)))[0] == status


async def test_a_key_speaks_for_the_channels_it_is_endorsed_for(guarded: Guarded) -> None:
    guarded.login.endorsements = ["webchat"]
    assert await guarded.post(a_token(guarded.connector.url)) == 403


async def test_a_key_without_endorsements_speaks_for_all(guarded: Guarded) -> None:
    guarded.login.endorsements = None
    assert await guarded.post(a_token(guarded.connector.url)) == 200


async def test_a_new_signing_key_is_accepted_at_once(guarded: Guarded) -> None:
    assert await guarded.post(a_token(guarded.connector.url)) == 200
    guarded.login.names = ["second"]
    assert await guarded.post(a_token(guarded.connector.url, "second")) == 200
    assert await guarded.post(a_token(guarded.connector.url, "first")) == 401


async def test_unusable_keys_do_not_spoil_the_others(guarded: Guarded) -> None:
    short = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505 - the point
    guarded.login.extra = [
        7,
        {"kty": "EC", "kid": "ec"},
        {"kty": "RSA", "kid": "broken", "n": "!", "e": "AQAB"},
        {"kty": "RSA", "kid": "no numbers"},
        {"kty": "RSA", "kid": 7, "n": "sXch", "e": "AQAB", "endorsements": "msteams"},
        RSAAlgorithm.to_jwk(short.public_key(), as_dict=True) | {"kid": "short"},
        FakeLogin.published("secret", use="enc"),
    ]
    assert await guarded.post(a_token(guarded.connector.url)) == 200
    keys = SigningKeys(Outbound(), guarded.login.url)
    found = [await keys.find(name) for name in ("first", "short", "secret")]
    await keys._outbound.close()
    assert [key is not None for key in found] == [True, False, False]


async def test_while_no_keys_can_be_had_the_channel_is_asked_to_come_again(guarded: Guarded) -> None:
    guarded.login.broken = True
    assert await guarded.post(a_token(guarded.connector.url)) == 503
    assert await guarded.post("garbage") == 401


@asynccontextmanager
async def signing_keys() -> AsyncIterator[tuple[SigningKeys, FakeLogin, Seconds]]:
    clock, outbound = Seconds(), Outbound()
    async with a_login() as login:
        yield SigningKeys(outbound, login.url, clock), login, clock
        await outbound.close()


async def test_unknown_key_ids_make_us_ask_once_a_minute() -> None:
    async with signing_keys() as (keys, login, clock):
        for name in ("first", "unknown-1", "unknown-2", "unknown-3"):
            await keys.find(name)
        assert login.asked == 2
        clock.now += 61
        await keys.find("unknown-4")
        assert login.asked == 3


async def test_keys_are_trusted_for_a_day() -> None:
    async with signing_keys() as (keys, login, clock):
        assert await keys.find("first")
        login.names = ["second"]
        clock.now += 24 * 60 * 60 - 1
        assert await keys.find("first")
        clock.now += 1
        assert await keys.find("first") is None


async def test_many_at_once_ask_once() -> None:
    async with signing_keys() as (keys, login, _):
        found = await asyncio.gather(*(keys.find("first") for _ in range(20)))
        assert all(found)
        assert login.asked == 1


async def test_after_a_failed_fetch_there_is_a_pause() -> None:
    async with signing_keys() as (keys, login, clock):
        login.broken = True
        with pytest.raises(KeysUnavailable):
            await keys.find("first")
        login.broken = False
        with pytest.raises(KeysUnavailable):
            await keys.find("first")
        clock.now += 6
        assert await keys.find("first")


@settings(max_examples=200, deadline=None)
@given(
    st.text(max_size=200) | st.binary(max_size=200).map(lambda raw: base64.urlsafe_b64encode(raw).decode() + ".e30.")
)
def test_no_token_breaks_the_verifier(token: str) -> None:
    verifier = TokenVerifier(APP_ID, SigningKeys(Outbound(), "http://127.0.0.1:9/"))

    async def verify() -> None:
        with pytest.raises(BadToken):
            await verifier.verify([f"Bearer {token}"])

    asyncio.run(verify())
