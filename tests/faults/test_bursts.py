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
from tests.faults.accounting import accounts, check, drained
from tests.faults.killing import Channel, a_channel, a_service, acknowledged

POSTGRES = os.environ.get("COACH_TEST_POSTGRES", "")
PROCESSES = 4
CONVERSATIONS = int(os.environ.get("COACH_BURSTS", "40"))
BURST = 3
_TURN = re.compile(r'"[0-9a-f]+\.(\d+)\.[a-z-]+~')

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(not POSTGRES, reason="needs COACH_TEST_POSTGRES; `make faults` starts a PostgreSQL and sets it"),
]


@dataclass
class Listening(Channel):
    """Notes the turn of every card, as the person sees them come in."""

    order: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    async def take(self, request: web.Request) -> web.Response:
        found = _TURN.search(await request.text())
        if found:
            self.order[request.match_info["conversation"]].append(int(found[1]))
        return await super().take(request)


@asynccontextmanager
async def four_services(folder: Path) -> AsyncIterator[list[str]]:
    """The addresses of the replicas, all of them up."""
    async with AsyncExitStack() as stack:
        services = [await stack.enter_async_context(a_service(folder, POSTGRES)) for _ in range(PROCESSES)]
        urls = [f"http://127.0.0.1:{service.port}/api/messages" for service in services]
        async with aiohttp.ClientSession() as session:
            for url in urls:
                await ready(session, url.replace("/api/messages", "/readyz"))
        yield urls


async def ready(session: aiohttp.ClientSession, url: str) -> None:
    while True:
        try:
            async with session.get(url) as response:
                if response.status == 200:
                    return
        except aiohttp.ClientError:
            await asyncio.sleep(0.05)


async def test_bursts_over_four_processes(tmp_path: Path) -> None:
    chance = random.Random(11)  # noqa: S311 - repeatable, not secret
    name = f"c{chance.randrange(10**6, 10**7)}"
    async with a_channel(Listening()) as channel, four_services(tmp_path) as urls:
        timeout = aiohttp.ClientTimeout(total=60)
        async with aiohttp.ClientSession(timeout=timeout) as session:

            async def burst(conversation: str) -> None:
                for first in range(0, 2 * BURST, BURST):
                    sent = [channel.activity(conversation, first + at) for at in range(BURST)]
                    await asyncio.gather(*(acknowledged(session, chance.choice(urls), one) for one in sent))

            await asyncio.gather(*(burst(f"{name}{number:04}") for number in range(CONVERSATIONS)))
            await drained(POSTGRES, tmp_path / "coach.key")
    turns, statuses = await turns_by_conversation(POSTGRES, tmp_path / "coach.key")
    ours = {key: its for key, its in turns.items() if key.startswith(name)}
    assert len(ours) == CONVERSATIONS
    for conversation, its in ours.items():
        check(conversation, its, 2 * BURST)
        shown = channel.order[conversation]
        assert shown == sorted(shown), f"{conversation}: shown out of order"
        assert set(statuses[conversation]) == {"sent"}
