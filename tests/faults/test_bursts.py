"""Bursts from several sides at once: four processes on one PostgreSQL lose no update and keep the order (proof c)."""

import asyncio
import os
import random
import re
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from tests.databases import needs_postgres, postgres_database
from tests.faults.accounting import Account, accounts, check, check_shown, drained, summed
from tests.faults.killing import Channel, a_channel, a_service, acknowledged

PROCESSES = 4
CONVERSATIONS = int(os.environ.get("COACH_BURSTS", "40"))
BURST = 3
MESSAGES = 2 * BURST
"""In each conversation: one burst at first contact, one after it."""
_TURN = re.compile(r'"[0-9a-f]+\.(\d+)\.[a-z-]+~')

pytestmark = [pytest.mark.faults, needs_postgres]


@dataclass
class Listening(Channel):
    """Notes the turn of every card, as the person sees them come in."""

    order: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    async def take(self, request: web.Request) -> web.Response:
        found = _TURN.search(await request.text())
        if found:
            self.order[request.match_info["conversation"]].append(int(found[1]))
        return await super().take(request)


@pytest.fixture
async def url() -> AsyncIterator[str]:
    async with postgres_database() as fresh:
        yield fresh


@asynccontextmanager
async def four_services(folder: Path, url: str) -> AsyncIterator[list[str]]:
    """The addresses of the replicas, all of them up."""
    async with AsyncExitStack() as stack:
        services = [await stack.enter_async_context(a_service(folder, url)) for _ in range(PROCESSES)]
        addresses = [f"http://127.0.0.1:{service.port}" for service in services]
        async with aiohttp.ClientSession() as session:
            for address in addresses:
                await ready(session, f"{address}/readyz")
        yield [f"{address}/api/messages" for address in addresses]


async def ready(session: aiohttp.ClientSession, url: str) -> None:
    while True:
        try:
            async with session.get(url) as response:
                if response.status == 200:
                    return
        except aiohttp.ClientError:
            await asyncio.sleep(0.05)


async def bursts(url: str, folder: Path, conversations: int) -> tuple[Listening, dict[str, Account]]:
    """What was shown, and what the database says, after every conversation has sent its bursts to any process."""
    chance = random.Random(11)  # noqa: S311 - repeatable, not secret
    async with a_channel(Listening()) as channel, four_services(folder, url) as urls:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=60)) as session:

            async def burst(conversation: str) -> None:
                for first in range(0, MESSAGES, BURST):
                    sent = [channel.activity(conversation, first + at) for at in range(BURST)]
                    await asyncio.gather(*(acknowledged(session, chance.choice(urls), one) for one in sent))

            await asyncio.gather(*(burst(f"c{number}") for number in range(conversations)))
        await drained(url, folder / "coach.key")
    return channel, await accounts(url, folder / "coach.key")


async def test_bursts_over_four_processes(url: str, tmp_path: Path) -> None:
    channel, found = await bursts(url, tmp_path, CONVERSATIONS)
    assert len(found) == CONVERSATIONS
    for conversation, account in found.items():
        check(conversation, account, MESSAGES)
        check_shown(conversation, account, channel.shown[conversation])
        shown = channel.order[conversation]
        assert shown, f"{conversation}: no card was shown"
        assert shown == sorted(shown), f"{conversation}: shown out of order"
    print(
        f"\n{CONVERSATIONS} conversations over {PROCESSES} processes: {CONVERSATIONS * MESSAGES} messages"
        f" acknowledged in bursts of {BURST}, {channel.shown.total()} replies shown, {summed(found)}"
    )


async def test_without_lock_and_fence_updates_are_lost(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control."""
    monkeypatch.setenv("COACH_UNFENCED", "1")
    _, found = await bursts(url, tmp_path, 8)
    with pytest.raises(AssertionError, match="messages acknowledged"):
        for conversation, account in found.items():
            check(conversation, account, MESSAGES)
