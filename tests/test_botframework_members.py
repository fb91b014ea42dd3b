"""People by e-mail: asked of the channel once each, never waited for, and only where a municipality wants it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from bot.botframework.build import BotFramework
from bot.botframework.service_urls import loopback_service
from tests.botframework_fakes import (
    TENANT,
    USER,
    FakeEntra,
    Guarded,
    RecordingCoach,
    a_login,
    a_token,
    in_operation,
    serving,
)
from tests.connector_fake import a_connector

BENTE = {"id": USER, "name": "Bente Borger", "email": "Bente@by.dk", "userPrincipalName": "b@by.dk"}


@asynccontextmanager
async def a_door(*, by_email: bool) -> AsyncIterator[tuple[Guarded, BotFramework]]:
    coach, entra = RecordingCoach(), FakeEntra()
    async with a_login() as login, a_connector() as connector:
        built = in_operation(
            coach=coach, tenants=(TENANT,), services=loopback_service, tokens=entra, metadata_url=login.url,
            by_email=by_email,
        )  # fmt: skip
        async with serving(built) as client:
            yield Guarded(client, coach, login, connector, built.door, entra), built


async def says(guarded: Guarded, built: BotFramework) -> str:
    """One message; returns the e-mail address the coach was told, and waits until any question is answered."""
    assert await guarded.post(a_token(guarded.connector.url)) == 200
    if built.members is not None:
        await built.members.quiet()
    return guarded.coach.last.email


async def test_an_address_is_known_from_the_second_message_on_and_asked_for_once() -> None:
    async with a_door(by_email=True) as (guarded, built):
        guarded.connector.members = [BENTE]
        assert [await says(guarded, built) for _ in range(3)] == ["", "bente@by.dk", "bente@by.dk"]
        assert guarded.connector.asked == [USER]


async def test_what_could_not_be_answered_is_asked_again() -> None:
    async with a_door(by_email=True) as (guarded, built):
        guarded.connector.members = [web.Response(status=429), BENTE]
        assert [await says(guarded, built) for _ in range(3)] == ["", "", "bente@by.dk"]


@pytest.mark.parametrize("answer", [{"id": USER}, {"email": None}, {"email": 7}, web.Response(text="no JSON")])
async def test_a_channel_that_tells_no_address_is_asked_no_more(answer: object) -> None:
    async with a_door(by_email=True) as (guarded, built):
        guarded.connector.members = [answer]
        assert [await says(guarded, built) for _ in range(3)] == ["", "", ""]
        assert len(guarded.connector.asked) == 1


async def test_nobody_is_asked_unless_the_municipality_wants_it() -> None:
    async with a_door(by_email=False) as (guarded, built):
        assert [await says(guarded, built) for _ in range(2)] == ["", ""]
        assert guarded.connector.asked == []
