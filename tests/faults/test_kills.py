"""kill -9 at every named point and at random: nothing lost, nothing applied twice, all in order (proof a)."""

import asyncio
import os
import random
from collections import defaultdict
from pathlib import Path

import aiohttp
import pytest
from sqlmodel import col, select

from storage.database import open_database
from storage.outbox import OutboxRow
from storage.sealing import Place, Sealer, read_keys
from storage.tables import ConversationRow
from storage.unit import Store
from tests.faults.crashing_app import POINTS
from tests.faults.killing import Channel, a_channel, a_service, acknowledged, converse, kill_again_and_again

pytestmark = pytest.mark.faults
KILLS = int(os.environ.get("COACH_KILLS", "12"))
CONVERSATIONS = 8


async def turns_by_conversation(url: str, key_file: Path) -> tuple[dict[str, list[int]], dict[str, dict[str, int]]]:
    """For each conversation the turns its replies belong to, in order, the turns it has taken last; and its
    replies by status. An answer that was taken back for a newer one (rule 11) leaves no reply behind."""
    keys = read_keys(key_file)
    sealer = Sealer(keys, next(iter(keys)))
    engine = open_database(url)
    store = Store(engine, sealer)
    turns: dict[str, list[int]] = defaultdict(list)
    taken: dict[str, int] = {}
    statuses: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    async with store.unit() as unit:
        query = select(OutboxRow, ConversationRow).join(ConversationRow).order_by(col(OutboxRow.id))
        for row, conversation in (await unit.session.exec(query)).all():
            address = sealer.open(Place("conversation", "address", conversation.id), conversation.address)
            name = next(part for part in address.split('"') if part.startswith("c") and part[1:].isdigit())
            statuses[name][row.status] += 1
            turns[name].append(row.turn)
            taken[name] = conversation.version
    await engine.dispose()
    return {name: [*its, taken[name]] for name, its in turns.items()}, statuses


def check(name: str, turns: list[int], acknowledged: int) -> None:
    """Every message acknowledged was taken once, and the replies follow the turns."""
    *replied, taken = turns
    assert taken == acknowledged, f"{name}: {acknowledged} messages acknowledged, {taken} turns taken"
    assert replied == sorted(replied), f"{name}: replies out of order"
    assert replied[-1] == taken, f"{name}: the last message has no reply"


async def test_nothing_is_lost_and_nothing_twice(tmp_path: Path) -> None:
    url = os.environ.get("COACH_TEST_POSTGRES") if os.environ.get("COACH_KILLS_ON_POSTGRES") else None
    url = url or f"sqlite+aiosqlite:///{tmp_path}/coach.db"
    chance = random.Random(7)  # noqa: S311 - repeatable, not secret
    stop = asyncio.Event()
    async with a_channel(Channel()) as channel, a_service(tmp_path, url) as service:
        talking = asyncio.create_task(converse(service, channel, CONVERSATIONS, stop, chance))
        await kill_again_and_again(service, channel, tmp_path, KILLS, chance)
        stop.set()
        await asyncio.wait_for(talking, 120)
        assert service.deaths >= KILLS
        await drained(url, tmp_path / "coach.key")
    turns, statuses = await turns_by_conversation(url, tmp_path / "coach.key")
    for name, count in channel.acknowledged.items():
        check(name, turns[name], count)
        sent, unsure = statuses[name]["sent"], statuses[name]["ambiguous"]
        assert statuses[name]["pending"] + statuses[name]["sending"] == 0
        assert sent <= channel.shown[name] <= sent + unsure
    print(f"\n{KILLS} kills at {len(POINTS)} points and at random, {sum(channel.acknowledged.values())} messages")


async def test_the_count_would_show_a_message_applied_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: without the memory of ids, a duplicate is a turn of its own."""
    monkeypatch.setenv("COACH_FORGET", "1")
    url = f"sqlite+aiosqlite:///{tmp_path}/coach.db"
    async with a_channel(Channel()) as channel, a_service(tmp_path, url) as service, aiohttp.ClientSession() as session:
        for number in (0, 1, 1):
            address = f"http://127.0.0.1:{service.port}/api/messages"
            await acknowledged(session, address, channel.activity("c0", number))
        await drained(url, tmp_path / "coach.key")
    turns, _ = await turns_by_conversation(url, tmp_path / "coach.key")
    with pytest.raises(AssertionError, match="2 messages acknowledged, 3 turns taken"):
        check("c0", turns["c0"], 2)


async def drained(url: str, key_file: Path) -> None:
    """Returns when nothing is pending any more."""
    while True:
        _, statuses = await turns_by_conversation(url, key_file)
        if not any(its["pending"] + its["sending"] for its in statuses.values()):
            return
        await asyncio.sleep(0.2)  # another process drains; its database is all there is to look at
