"""The keys tokens are judged by: new ones are known at once, and old ones serve while Microsoft is down."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from bot.botframework.keys import KEPT, LIFE, SigningKeys
from bot.botframework.outbound import Outbound
from bot.botframework.published_keys import KeysUnavailable, PublishedKeys
from tests.botframework_fakes import FakeLogin, Guarded, Seconds, a_guarded_door, a_login, a_token


@pytest.fixture
async def guarded() -> AsyncIterator[Guarded]:
    async with a_guarded_door() as one:
        yield one


async def test_a_new_signing_key_is_accepted_at_once(guarded: Guarded) -> None:
    """With a single question: its message is waiting."""
    assert await guarded.post(a_token(guarded.connector.url)) == 200
    guarded.login.names, guarded.login.broken = ["second"], True  # nobody asks again where the keys are
    assert await guarded.post(a_token(guarded.connector.url, "second")) == 200
    assert await guarded.post(a_token(guarded.connector.url, "first")) == 401
    assert guarded.login.asked == 2


async def test_what_is_not_for_us_uses_up_no_question_about_unknown_keys(guarded: Guarded) -> None:
    url = guarded.connector.url
    assert await guarded.post(a_token(url)) == 200
    for foreign in (
        a_token(url, "unknown-1", aud="another-app"),
        a_token(url, "unknown-2", iss="https://sts.windows.net/x/"),
        a_token(url, "unknown-3", exp=1),
        a_token(url, "unknown-4", serviceurl=None),
    ):
        assert await guarded.post(foreign) == 401
    assert guarded.login.asked == 1
    guarded.login.names = ["second"]
    assert await guarded.post(a_token(url, "second")) == 200


async def test_while_no_keys_were_ever_had_the_channel_is_asked_to_come_again(guarded: Guarded) -> None:
    guarded.login.broken = True
    assert await guarded.post(a_token(guarded.connector.url)) == 503
    assert await guarded.post("garbage") == 401


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
    outbound = Outbound()
    keys = SigningKeys(PublishedKeys(outbound, guarded.login.url))
    found = [await keys.find(name) for name in ("first", "short", "secret")]
    await outbound.close()
    assert [key is not None for key in found] == [True, False, False]


@asynccontextmanager
async def signing_keys() -> AsyncIterator[tuple[SigningKeys, FakeLogin, Seconds]]:
    clock, outbound = Seconds(), Outbound()
    async with a_login() as login:
        yield SigningKeys(PublishedKeys(outbound, login.url), clock), login, clock
        await outbound.close()


async def test_unknown_key_ids_make_us_ask_once_a_minute() -> None:
    async with signing_keys() as (keys, login, clock):
        for name in ("first", "unknown-1", "unknown-2", "unknown-3"):
            await keys.find(name)
        assert login.asked == 2
        clock.now += 59
        await keys.find("unknown-4")
        assert login.asked == 2
        clock.now += 1
        await keys.find("unknown-5")
        assert login.asked == 3


async def test_keys_are_renewed_every_day() -> None:
    async with signing_keys() as (keys, login, clock):
        assert await keys.find("first")
        login.names = ["second"]
        clock.now += LIFE - 1
        assert await keys.find("first")
        clock.now += 1
        assert await keys.find("first") is None
        assert await keys.find("second")


async def test_the_last_good_keys_serve_while_no_newer_ones_can_be_had() -> None:
    async with signing_keys() as (keys, login, clock):
        assert await keys.find("first")
        login.down = True
        for _ in range(4):
            clock.now += LIFE
            assert await keys.find("first")
            assert await keys.find("unknown") is None
        login.down, login.names = False, ["second"]
        assert await keys.find("second") is None
        clock.now += 60
        assert await keys.find("second")
        assert await keys.find("first") is None


async def test_while_keys_cannot_be_renewed_we_ask_once_a_minute() -> None:
    async with signing_keys() as (keys, login, clock):
        await keys.find("first")
        login.down = True
        clock.now += LIFE
        for _ in range(20):
            await keys.find("first")
            await keys.find("unknown")
        assert login.refused == 1
        clock.now += 60
        await keys.find("first")
        assert login.refused == 2


async def test_keys_nobody_confirms_for_days_are_trusted_no_more() -> None:
    """A withdrawn one could be among them."""
    async with signing_keys() as (keys, login, clock):
        await keys.find("first")
        login.down = True
        clock.now += KEPT
        with pytest.raises(KeysUnavailable):
            await keys.find("first")


async def test_keys_that_moved_are_found_again() -> None:
    async with signing_keys() as (keys, login, _):
        await keys.find("first")
        login.names, login.place = ["second"], "moved"
        assert await keys.find("second")


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
