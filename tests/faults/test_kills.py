"""kill -9 at every named point and at random: nothing lost, nothing applied twice, all in order (proof a)."""

import asyncio
import os
import random
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from tests.databases import needs_postgres, postgres_database
from tests.faults.accounting import accounts, check, check_shown, drained, summed
from tests.faults.crashing_app import POINTS
from tests.faults.killing import (
    BETWEEN,
    SHORT_LEASE,
    UNPACED,
    Channel,
    a_channel,
    a_service,
    acknowledged,
    converse,
    kill_again_and_again,
)

pytestmark = pytest.mark.faults
KILLS = int(os.environ.get("COACH_KILLS", "12"))
KILLS_ON_POSTGRES = int(os.environ.get("COACH_KILLS_ON_POSTGRES", KILLS))
CONVERSATIONS = 8
HASTE = UNPACED | SHORT_LEASE


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=needs_postgres)])
async def url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """The databases that outlive a process."""
    if request.param == "postgres":
        async with postgres_database() as fresh:
            yield fresh
    else:
        yield f"sqlite+aiosqlite:///{tmp_path}/coach.db"


async def test_nothing_is_lost_and_nothing_twice(url: str, tmp_path: Path) -> None:
    chance = random.Random(7)  # noqa: S311 - repeatable, not secret
    stop = asyncio.Event()
    kills = KILLS if url.startswith("sqlite") else KILLS_ON_POSTGRES
    async with a_channel(Channel()) as channel, a_service(tmp_path, url, HASTE) as service:
        talking = asyncio.create_task(converse(service, channel, CONVERSATIONS, stop, chance))
        await kill_again_and_again(service, channel, tmp_path, kills, chance)
        stop.set()
        await asyncio.wait_for(talking, 120)
        assert service.deaths >= kills
        await drained(url, tmp_path / "coach.key")
    found = await accounts(url, tmp_path / "coach.key")
    for name, count in channel.acknowledged.items():
        check(name, found[name], count)
        check_shown(name, found[name], channel.shown[name])
    messages = channel.acknowledged.total()
    assert messages >= kills * BETWEEN
    print(
        f"\n{url.partition('+')[0]}: {service.deaths} kills at {len(POINTS)} points and at random,"
        f" {messages} messages acknowledged, {channel.repeated} of them sent again after that;"
        f" {channel.shown.total()} replies shown, {summed(found)}"
    )


async def test_the_count_would_show_a_message_applied_twice(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: without the memory of ids, a duplicate is a turn of its own."""
    monkeypatch.setenv("COACH_FORGET", "1")
    async with a_channel(Channel()) as channel, a_service(tmp_path, url) as service, aiohttp.ClientSession() as session:
        for number in (0, 1, 1):
            address = f"http://127.0.0.1:{service.port}/api/messages"
            await acknowledged(session, address, channel.activity("c0", number))
        await drained(url, tmp_path / "coach.key")
    found = await accounts(url, tmp_path / "coach.key")
    with pytest.raises(AssertionError, match="2 messages acknowledged, 3 turns taken"):
        check("c0", found["c0"], 2)
