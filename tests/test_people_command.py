"""`manage.py people`: what the operator can do about one person in two channels."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import pytest
from typer.testing import CliRunner

from dialogs.state import State
from manage import app
from storage.database import ready_database
from storage.directory import Directory, DirectoryStore, EmployeeEntry, TeamEntry, tie
from storage.identities import find_anybody
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
        async with store.unit() as unit:
            entry = EmployeeEntry(("Plejen",))
            listed = Directory({"Plejen": TeamEntry()}, {"bente@by.dk": entry, "kun-i-listen@by.dk": entry})
            await DirectoryStore(unit.session, store.sealer).save(listed, Clock()())
            bente = await find_anybody(unit.session, store.sealer, "slack:U0BENTE")
            assert await tie(unit.session, store.sealer, bente, "bente@by.dk")

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


def channels(who: str) -> list[str]:
    """Without how much is kept."""
    return [line for line in said("show", who).splitlines() if ":" not in line]


def test_linked_shown_and_unlinked(installed: Path) -> None:
    assert channels("slack:U0BENTE") == ["slack"]
    assert said("link", "msteams:29:1abc", "slack:U0BENTE") == "They are one person now.\n"
    assert channels("slack:U0BENTE") == channels("msteams:29:1abc") == ["msteams", "slack"]
    assert "one person already" in said("link", "msteams:29:1abc", "slack:U0BENTE")
    assert said("unlink", "slack:U0BENTE") == "The channel stands alone now.\n"
    assert channels("slack:U0BENTE") == ["slack"]
    assert said("unlink", "slack:U0BENTE") == "They are in one channel only.\n"
    deeds = {
        one["deed"] for who in ("msteams:29:1abc", "slack:U0BENTE") for one in json.loads(said("export", who))["log"]
    }
    assert deeds == {"shown", "linked", "unlinked", "exported"}


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (("show", "slack:U0NOBODY"), "Nobody called U0NOBODY has talked with the coach in slack."),
        (("show", "U0BENTE"), "Nobody called U0BENTE is in the list of teams."),
        (("export", "nobody@by.dk"), "Nobody called nobody@by.dk is in the list of teams."),
        (("erase", "slack:U0NOBODY", "--yes"), "Nobody called U0NOBODY has talked with the coach in slack."),
        (("export", "kun-i-listen@by.dk"), "has not talked with the coach"),
        (("link", "slack:U0BENTE", "slack:"), "should be a channel and an id"),
    ],
)
def test_what_cannot_be_done_is_said_in_plain_words(installed: Path, words: tuple[str, ...], answer: str) -> None:
    assert answer in said(*words)
    assert "Traceback" not in said(*words)


def test_exported_as_a_file_and_as_a_page(installed: Path) -> None:
    found = json.loads(said("export", "Bente@by.dk"))
    assert found["format"] == "competence-coach person 1"
    assert found["channels"] == [{"channel": "slack", "user": "U0BENTE"}]
    assert found["memberships"][0]["team"] == "Plejen"
    assert [(one["actor"], one["deed"]) for one in found["log"]] == [("operator", "exported")]
    assert "U0BENTE" in said("export", "slack:U0BENTE", "--html")
    assert "29:1abc" not in said("export", "slack:U0BENTE", "--html")


def test_erased_only_when_asked_twice_and_only_them(installed: Path) -> None:
    assert "Nothing was erased" in said("erase", "bente@by.dk")
    looked = json.loads(said("export", "bente@by.dk"))["log"][0]
    assert (looked["actor"], looked["deed"]) == ("operator", "shown")
    assert channels("slack:U0BENTE") == ["slack"]
    assert "All of it is gone" in said("erase", "bente@by.dk", "--yes")
    assert "Nobody called U0BENTE" in said("show", "slack:U0BENTE")
    assert "has not talked with the coach" in said("erase", "bente@by.dk", "--yes"), "the list still names her"
    assert channels("msteams:29:1abc") == ["msteams"]
