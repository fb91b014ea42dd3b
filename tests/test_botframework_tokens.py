"""Whom the Teams door believes: tokens, signing keys, tenants and channels."""

import asyncio
import base64
import json
import time
from collections.abc import AsyncIterator
from typing import Any

import jwt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from multidict import CIMultiDict

from bot.botframework.keys import SigningKeys
from bot.botframework.outbound import Outbound
from bot.botframework.published_keys import PublishedKeys
from bot.botframework.tokens import BadToken, TokenVerifier
from tests.botframework_fakes import (
    APP_ID,
    CONVERSATION,
    TENANT,
    FakeEntra,
    Guarded,
    RecordingCoach,
    a_guarded_door,
    a_login,
    a_token,
    an_activity,
    encoded,
    in_operation,
    post,
    private_key,
    serving,
    signed_with_the_public_key,
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
        "our public key as a shared secret": signed_with_the_public_key(payload),
        "claims too deep": f"{head}.{deep}.{signature}",
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


async def test_two_authorizations_are_none(guarded: Guarded) -> None:
    good = f"Bearer {a_token(guarded.connector.url)}"
    body = json.dumps(an_activity(guarded.connector.url))
    for times, status in ((1, 200), (2, 401)):
        headers = CIMultiDict([("Content-Type", "application/json"), *[("Authorization", good)] * times])
        async with guarded.client.post("/api/messages", data=body, headers=headers) as response:
            assert response.status == status


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


async def test_every_tenant_an_activity_names_must_be_on_the_list() -> None:
    school = "0f0f0f0f-1111-4222-8333-444455556666"
    async with a_guarded_door(TENANT, school) as guarded:
        token = a_token(guarded.connector.url)
        theirs = {"id": CONVERSATION, "conversationType": "personal", "tenantId": school}
        stranger = theirs | {"tenantId": "another-tenant"}
        assert await guarded.post(token) == 200
        assert await guarded.post(token, conversation=theirs) == 200
        assert await guarded.post(token, conversation=stranger) == 403
        assert await guarded.post(token, channelData={"tenant": {"id": "another-tenant"}}, conversation=theirs) == 403
        for tenant, status in ((school, 200), ("another-tenant", 403)):
            sender = {"id": "29:x", "aadObjectId": "x", "tenantId": tenant}
            assert await guarded.post(token, **{"from": sender}) == status
        nowhere = {"id": CONVERSATION, "conversationType": "personal"}
        ours = {"id": "29:x", "tenantId": TENANT}
        unnamed = await guarded.post(token, conversation=nowhere, channelData={}, **{"from": ours})
        assert unnamed == 403, "where a person is from does not say where it happened"


async def test_a_tenant_is_the_same_in_either_place_and_case(guarded: Guarded) -> None:
    token = a_token(guarded.connector.url)
    alone = {"id": CONVERSATION, "conversationType": "personal"}
    assert await guarded.post(token, channelData={"tenant": {"id": TENANT.upper()}}, conversation=alone) == 200
    assert await guarded.post(token, channelData=None) == 200


async def test_a_service_url_outside_the_list_is_refused_whatever_the_token_says() -> None:
    coach = RecordingCoach()
    async with a_login() as login:
        built = in_operation(coach=coach, tenants=(TENANT,), tokens=FakeEntra(), metadata_url=login.url)
        async with serving(built) as client:
            for url, status in (("https://evil.example/", 403), ("https://smba.trafficmanager.net/emea/", 200)):
                assert (await post(client, an_activity(url), a_token(url)))[0] == status


async def test_a_key_speaks_for_the_channels_it_is_endorsed_for(guarded: Guarded) -> None:
    guarded.login.endorsements = ["webchat"]
    assert await guarded.post(a_token(guarded.connector.url)) == 403


async def test_a_key_without_endorsements_speaks_for_all(guarded: Guarded) -> None:
    guarded.login.endorsements = None
    assert await guarded.post(a_token(guarded.connector.url)) == 200


@settings(max_examples=200, deadline=None)
@given(
    st.text(max_size=200) | st.binary(max_size=200).map(lambda raw: base64.urlsafe_b64encode(raw).decode() + ".e30.")
)
def test_no_token_breaks_the_verifier(token: str) -> None:
    verifier = TokenVerifier(APP_ID, SigningKeys(PublishedKeys(Outbound(), "http://127.0.0.1:9/")))

    async def verify() -> None:
        with pytest.raises(BadToken):
            await verifier.verify([f"Bearer {token}"])

    asyncio.run(verify())
