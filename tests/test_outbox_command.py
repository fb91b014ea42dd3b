"""`manage.py outbox`: on a database file, as an operator runs it."""

import asyncio
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.health import mount
from dialogs.replies import Reply, line
from dialogs.state import State
from manage import app
from service.start import open_store
from storage.holding import hold, is_held
from storage.ledger import Ledger
from storage.outbox import Posted, Verdict
from storage.unit import Caller, Store
from tests.conftest import Clock
from tests.test_storage import LEASE

WORDS = "kanariefugl sang i går"
CALLER = Caller("msteams", "a:samtale", "29:bruger", {})


@pytest.fixture
def operator(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.setenv("COACH_DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path}/coach.db")
    monkeypatch.setenv("COACH_KEY_FILE", str(tmp_path / "coach.key"))
    return CliRunner()


async def opened(tmp_path: Path) -> Store:
    store, _ = await open_store(f"sqlite+aiosqlite:///{tmp_path}/coach.db", tmp_path / "coach.key", production=False)
    return store


async def filled(tmp_path: Path, clock: Clock) -> None:
    """One message ambiguous, one dead, two waiting (one of them bulk)."""
    store = await opened(tmp_path)
    reply = Reply(language="da", lines=(line("plain", text=WORDS),))
    async with store.unit() as unit:
        loaded = await unit.conversation(CALLER, State())
        await unit.save(loaded, State(turn=1), CALLER, clock())
        await unit.post(loaded.id, [reply] * 3, clock(), turn=1)
        await unit.post(loaded.id, [reply], clock(), bulk=True)
    for verdict in (Verdict("ambiguous", reason="502"), Verdict("dead", reason="413")):
        posted = await Ledger(store).claim_next(loaded.id, clock(), LEASE)
        assert isinstance(posted, Posted)
        await Ledger(store).settle(posted, verdict, clock())
    await store.engine.dispose()


def listed(operator: CliRunner, *options: str) -> list[dict[str, str]]:
    return list(json.loads(operator.invoke(app, ["outbox", "list", "--json", *options]).stdout))


@pytest.fixture
def waiting(operator: CliRunner, tmp_path: Path, clock: Clock) -> list[dict[str, str]]:
    asyncio.run(filled(tmp_path, clock))
    return listed(operator)


def done(result: Result) -> str:
    assert result.exit_code == 0, result.output
    return result.stdout


def refused(result: Result) -> str:
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    return result.output


def test_the_list_says_what_is_open_and_nothing_of_the_words(
    operator: CliRunner, waiting: list[dict[str, str]]
) -> None:
    assert [one["status"] for one in waiting] == ["ambiguous", "dead", "pending", "pending"]
    assert [one["kind"] for one in waiting] == ["reply", "reply", "reply", "bulk"]
    text = done(operator.invoke(app, ["outbox", "list"]))
    assert "2 pending, 0 sending, 1 ambiguous, 1 dead" in text
    assert [one["id"] for one in listed(operator, "--status", "dead")] == [waiting[1]["id"]]
    assert len(listed(operator, "--most", "2")) == 2
    for shown in (text, json.dumps(waiting)):
        assert "kanariefugl" not in shown
        assert "a:samtale" not in shown
    assert "should be one of" in refused(operator.invoke(app, ["outbox", "list", "--status", "sent"]))


def deeds(folder: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(folder / "coach.db")) as database:
        return database.execute("SELECT actor, deed FROM audit WHERE subject IS NOT NULL").fetchall()


def test_words_are_shown_only_when_asked_for_and_the_log_says_so(
    operator: CliRunner, waiting: list[dict[str, str]], tmp_path: Path
) -> None:
    message = waiting[0]["id"]
    plain = done(operator.invoke(app, ["outbox", "show", message]))
    assert "502" in plain
    assert "kanariefugl" not in plain
    assert deeds(tmp_path) == []
    assert WORDS in done(operator.invoke(app, ["outbox", "show", message, "--words"]))
    assert deeds(tmp_path) == [("operator", "shown")]


def test_release_sends_again_and_drop_takes_out(operator: CliRunner, waiting: list[dict[str, str]]) -> None:
    ambiguous, dead, pending, bulk = (one["id"] for one in waiting)
    done(operator.invoke(app, ["outbox", "release", ambiguous, dead]))
    assert [one["status"] for one in listed(operator)] == ["pending"] * 4
    done(operator.invoke(app, ["outbox", "drop", pending, bulk]))
    assert [one["id"] for one in listed(operator)] == [ambiguous, dead]
    assert "not an ambiguous or dead message" in refused(operator.invoke(app, ["outbox", "release", ambiguous]))
    for command in ("show", "drop", "release"):
        assert "nothing" in refused(operator.invoke(app, ["outbox", command, "nothing"]))


def test_what_is_being_sent_can_not_be_dropped_nor_old_words_shown(
    operator: CliRunner, waiting: list[dict[str, str]], tmp_path: Path, clock: Clock
) -> None:
    async def prepare() -> None:
        store = await opened(tmp_path)
        async with store.engine.begin() as connection:
            await connection.exec_driver_sql("UPDATE outbox SET body = NULL WHERE status IN ('dead', 'ambiguous')")
            await connection.exec_driver_sql("UPDATE outbox SET status = 'sending' WHERE status = 'pending'")
        await store.engine.dispose()

    asyncio.run(prepare())
    ambiguous, _, sending, _ = (one["id"] for one in waiting)
    assert "is not a message that waits" in refused(operator.invoke(app, ["outbox", "drop", sending]))
    for command in (["release", ambiguous], ["show", ambiguous, "--words"]):
        assert "not kept any more" in refused(operator.invoke(app, ["outbox", *command]))


def test_a_held_copy_is_named_as_such_and_released(operator: CliRunner, tmp_path: Path, clock: Clock) -> None:
    async def prepare() -> None:
        store = await opened(tmp_path)
        await hold(store, clock())
        await store.engine.dispose()

    async def held() -> bool:
        store = await opened(tmp_path)
        try:
            return await is_held(store)
        finally:
            await store.engine.dispose()

    asyncio.run(prepare())
    assert "this is a restored copy" in done(operator.invoke(app, ["outbox", "list"]))
    done(operator.invoke(app, ["outbox", "release"]))
    assert not asyncio.run(held())
    assert "restored" not in done(operator.invoke(app, ["outbox", "list"]))


async def test_readiness_counts_what_is_open(tmp_path: Path, clock: Clock) -> None:
    from aiohttp import web
    from aiohttp.test_utils import TestClient, TestServer

    await filled(tmp_path, clock)
    store = await opened(tmp_path)
    served = web.Application()
    mount(served, store.engine)
    async with TestClient(TestServer(served)) as client:
        response = await client.get("/readyz")
        assert response.status == 200
        assert (await response.json())["outbox"] == {"pending": 2, "sending": 0, "ambiguous": 1, "dead": 1}
    await store.engine.dispose()
