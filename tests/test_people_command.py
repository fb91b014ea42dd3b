"""`manage.py people`: what the operator can do about one person in two channels."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import pytest
from typer.testing import CliRunner

from dialogs.state import State
from manage import app
from storage.database import ready_database
from storage.key_file import make_key, read_keys
from storage.sealing import Sealer
from storage.unit import Caller, Store
from tests.conftest import Clock

T = TypeVar("T")


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database with one person in Teams and one in Slack."""
    make_key(tmp_path / "coach.key")
    monkeypatch.setenv("COACH_DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path}/coach.db")
    monkeypatch.setenv("COACH_KEY_FILE", str(tmp_path / "coach.key"))

    async def met(store: Store) -> None:
        for channel, user in (("msteams", "29:1abc"), ("slack", "U0BENTE")):
            async with store.unit() as unit:
                caller = Caller(channel, f"c-{channel}", user, {})
                loaded = await unit.conversation(caller, State())
                await unit.save(loaded, State(turn=1), caller, Clock()())

    in_store(tmp_path, met)
    return tmp_path


def in_store(folder: Path, work: Callable[[Store], Awaitable[T]]) -> T:
    async def opened() -> T:
        keys = read_keys(folder / "coach.key")
        engine = await ready_database(f"sqlite+aiosqlite:///{folder}/coach.db")
        try:
            return await work(Store(engine, Sealer(keys, next(iter(keys)))))
        finally:
            await engine.dispose()

    return asyncio.run(opened())


def said(*words: str) -> str:
    return CliRunner().invoke(app, ["people", *words]).output


def test_linked_shown_and_unlinked(installed: Path) -> None:
    assert said("show", "slack:U0BENTE") == "slack\n"
    assert said("link", "msteams:29:1abc", "slack:U0BENTE") == "They are one person now.\n"
    assert said("show", "slack:U0BENTE") == said("show", "msteams:29:1abc") == "msteams\nslack\n"
    assert "one person already" in said("link", "msteams:29:1abc", "slack:U0BENTE")
    assert said("unlink", "slack:U0BENTE") == "The channel stands alone now.\n"
    assert said("show", "slack:U0BENTE") == "slack\n"
    assert said("unlink", "slack:U0BENTE") == "They are in one channel only.\n"


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (("show", "slack:U0NOBODY"), "Nobody called U0NOBODY has talked with the coach in slack."),
        (("show", "U0BENTE"), "should be a channel and an id"),
        (("link", "slack:U0BENTE", "slack:"), "should be a channel and an id"),
    ],
)
def test_what_cannot_be_done_is_said_in_plain_words(installed: Path, words: tuple[str, ...], answer: str) -> None:
    assert answer in said(*words)
    assert "Traceback" not in said(*words)
