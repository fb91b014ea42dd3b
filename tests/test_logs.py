"""Logs never carry what somebody wrote, tracebacks included, and one line is one event."""

import ast
import asyncio
import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import structlog
from aiohttp.test_utils import TestClient, TestServer
from aiohttp.web_log import AccessLogger
from hypothesis import given, settings
from hypothesis import strategies as st

from app import build
from bot.botframework.door import BotFrameworkDoor
from bot.botframework.endpoint import PATH as TEAMS
from service.logs import configure_logs
from service.redacting import FIELDS, LEFT_OUT, REDACTED, clean, redact
from service.turns import Coach
from settings import Settings
from tests.operating_logs import operating_logs
from tests.slack_fakes import SECRET, TOKEN, a_slack
from tests.slack_person import Person
from tests.slack_rates import Seconds
from tests.web_fakes import CONVERSATIONS, Browser

ROOT = Path(__file__).parents[1]
ROOMS = ("app.py", "manage.py", "bot", "commands", "service", "storage")

NAME, MAIL, CPR, PHONE = "Kanarina Kanarsen", "kanarina@example.dk", "010190-4321", "86 12 34 56"
ANSWER = "jeg sang som en kanariefugl"
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJuYW1lIjoiS2FuYXJpbmEifQ.c2lnbmF0dXJl"
KEY = "q7Zb0mJ1cV9nXw2rT5yK8uH4dF6gL3sPaEoQiWtRzBk="
CANARIES = (NAME, "Kanarina", MAIL, "kanarina", CPR, CPR.replace("-", ""), PHONE, ANSWER, "kanariefugl", JWT, "c2lnbmF0dXJl", KEY,
            TOKEN, SECRET)  # fmt: skip
WORDS = f"{NAME} {MAIL} {CPR} {PHONE} {ANSWER} {JWT} {KEY}\n\x1b[31m\u2028{TOKEN} {SECRET}"


def test_other_libraries_words_and_tracebacks_stay_out(capsys: pytest.CaptureFixture[str]) -> None:
    before = logging.root.handlers[:]
    configure_logs("info")
    try:
        raise ValueError("kanariefugl")  # noqa: TRY301 - the traceback is the point
    except ValueError:
        logging.getLogger("aiohttp.server").exception("handling %s", "kanariefugl")
    finally:
        logging.root.handlers[:] = before
        structlog.reset_defaults()
    shown = capsys.readouterr().err
    said = json.loads(shown)
    assert (said["event"], said["level"], said["logger"], said["fault"]) == (
        "library.spoke", "error", "aiohttp.server", "ValueError")  # fmt: skip
    assert said["where"].startswith("test_logs.py:")
    assert "kanariefugl" not in shown


# The wall


@pytest.mark.parametrize("canary", [MAIL, CPR, CPR.replace("-", ""), PHONE, "+45 86123456", JWT, KEY, TOKEN,
                                    "Bearer abc", "a" * 32, "xapp-1-A0-1", f"kan ikke: {MAIL}", "0" * 64])  # fmt: skip
def test_what_looks_like_somebody_is_replaced(canary: str) -> None:
    shown = clean(f"noget {canary} mere")
    assert canary not in shown
    assert REDACTED in shown
    assert clean([canary]) != [canary]


@pytest.mark.parametrize(
    "value", ["0195f2b4-7a1e-7c3d-9f00-1234567890ab", "2026-11-24", "2026-W48", "2026-11-24T09:00:00.123456Z", "data/matcher",
              "ConnectionDoesNotExistError", "turn.py:42", 503, 0.5, True, None, ["chat:write", "im:history"],
              "without this file nobody can read the database: keep a copy in a safe place"]
)  # fmt: skip
def test_what_the_operator_needs_stays(value: Any) -> None:
    assert clean(value) == value


@pytest.mark.parametrize("value", [86123456, 101904321, b"kanariefugl", {"a": ANSWER}, object(), ValueError(ANSWER)])
def test_what_is_no_plain_value_is_left_out(value: Any) -> None:
    assert clean(value) == LEFT_OUT


def test_unknown_fields_and_events_made_of_words_are_left_out() -> None:
    assert redact(None, "info", {"event": ANSWER, "text": ANSWER, "exc_info": True, f"{NAME}\n": 1}) == {
        "event": LEFT_OUT,
        "text": LEFT_OUT,
        "exc_info": LEFT_OUT,
    }


@given(st.text())
@settings(max_examples=300, derandomize=True, deadline=None)
def test_no_text_breaks_a_line(text: str) -> None:
    with operating_logs() as logs:
        structlog.get_logger().warning("some.event", reason=text, note=f"{text}\n")
    (line,) = logs.getvalue().splitlines()
    assert json.loads(line)["event"] == "some.event"


def test_for_somebody_who_looks_on_a_line_is_readable_and_still_one(capsys: pytest.CaptureFixture[str]) -> None:
    before = logging.root.handlers[:]
    configure_logs("info", readable=True)
    try:
        structlog.get_logger().warning("some.event", reason=WORDS)
    finally:
        logging.root.handlers[:] = before
        structlog.reset_defaults()
    shown = capsys.readouterr().err
    assert "some.event" in shown
    assert len(shown.splitlines()) == 1
    assert [one for one in (MAIL, CPR, JWT, KEY, TOKEN) if one in shown] == []


# Every line we write

LEVELS = {"debug", "info", "warning", "error", "exception", "critical"}


def calls() -> Iterator[tuple[str, ast.Call]]:
    for room in ROOMS:
        path = ROOT / room
        for file in path.rglob("*.py") if path.is_dir() else [path]:
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                function = node.func if isinstance(node, ast.Call) else None
                if (
                    isinstance(function, ast.Attribute)
                    and isinstance(function.value, ast.Name)
                    and function.value.id == "log"
                    and function.attr in LEVELS
                ):
                    yield f"{file.name}:{node.lineno}", node


def test_every_line_we_write_passes_the_wall_whole() -> None:
    found = list(calls())
    assert len(found) > 30
    for where, call in found:
        (event,) = call.args
        assert isinstance(event, ast.Constant), where
        assert redact(None, "", {"event": event.value})["event"] == event.value, where
        assert {one.arg for one in call.keywords} <= FIELDS, where


# Canaries through the whole service


def everything(folder: Path, slack_url: str) -> Settings:
    """Every door at once."""
    values: dict[str, Any] = {
        "database_url": f"sqlite+aiosqlite:///{folder}/coach.db",
        "key_file": folder / "coach.key",
        "slack_bot_token": TOKEN,
        "slack_signing_secret": SECRET,
        "slack_api_url": slack_url,
        "person_limit": "12/60",
    }
    return Settings(**values)


def activity(number: int, text: str) -> dict[str, Any]:
    return {
        "type": "message", "id": f"m{number}", "channelId": "emulator", "serviceUrl": "http://127.0.0.1:9/", "text": text,
        "from": {"id": f"29:{NAME}", "name": NAME}, "recipient": {"id": "28:coach"},
        "conversation": {"id": f"a:{NAME}", "conversationType": "personal"},
    }  # fmt: skip


async def everything_said(client: TestClient, slack: Person, browser: Browser) -> None:
    """Good words and bad ones at every door."""
    for text in ("hej", WORDS, ANSWER, "menu"):
        await slack.says(text)
        await slack.commands(text)
        await browser.post({"type": "message", "text": text})
        await client.post(TEAMS, json=activity(hash(text), text))
    for body in (
        json.dumps({"type": WORDS}),
        WORDS,
        "{" + ANSWER,
        json.dumps({"value": {"question": WORDS, "choice": WORDS}}),
    ):
        headers = {
            "Content-Type": "application/json",
            "Authorization": f"Bearer {JWT}",
            "Cookie": f"coach_visitor={JWT}",
        }
        for path in (TEAMS, "/slack/events", CONVERSATIONS, f"{browser.path}/activities"):
            await client.post(path, data=body.encode(), headers=headers)
    await client.post(CONVERSATIONS, json={"as": MAIL})
    await client.get(
        f"/{ANSWER}?token={JWT}",
        headers={"User-Agent": WORDS.split("\n", maxsplit=1)[0], "Referer": f"https://{MAIL}/"},
    )


async def test_no_canary_reaches_the_log_by_any_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = StringIO()
    would_have = logging.StreamHandler(plain)
    asyncio.get_running_loop().set_debug(True)
    sql = logging.getLogger("sqlalchemy")
    monkeypatch.setattr(sql, "level", logging.DEBUG)
    sql.manager._clear_cache()
    with operating_logs() as logs:
        logging.root.addHandler(would_have)
        async with a_slack(Seconds()) as slack:
            server = TestServer(await build(everything(tmp_path, slack.url)))
            await server.start_server(access_log=logging.getLogger("aiohttp.access"), access_log_class=AccessLogger)
            async with TestClient(server) as client:
                browser = Browser(client)
                await browser.open(**{"as": MAIL})
                await everything_said(client, Person(client, slack), browser)
                with monkeypatch.context() as broken:
                    break_everything(broken)
                    await everything_said(client, Person(client, slack), browser)
                    asyncio.get_running_loop().call_soon(lambda: 1 / int(ANSWER))
                    await asyncio.sleep(0)
    written = logs.getvalue()
    assert [one for one in CANARIES if one in written] == []
    assert not any(unfamiliar(line) for line in written.splitlines())
    events = {json.loads(line)["event"] for line in written.splitlines()}
    assert events >= {"botframework.broken", "botframework.malformed", "slack.broken", "slack.refused", "library.spoke"}
    loggers = {json.loads(line).get("logger") for line in written.splitlines()}
    assert {"sqlalchemy.engine.Engine", "aiohttp.server", "aiohttp.access", "asyncio"} <= loggers, loggers
    # The same lines without the wall carry them: what is looked for could have been there.
    assert [one for one in (ANSWER, MAIL, JWT) if one not in plain.getvalue()] == []


def break_everything(patch: pytest.MonkeyPatch) -> None:
    async def breaks(*_: Any, **__: Any) -> None:
        raise RuntimeError(WORDS)

    patch.setattr(Coach, "_attempt", breaks)
    patch.setattr(Coach, "home", breaks)
    patch.setattr(BotFrameworkDoor, "show", breaks)


def unfamiliar(line: str) -> bool:
    return LEFT_OUT in line or not isinstance(json.loads(line), dict)


DYING = """
import threading, warnings
from service.logs import configure_logs, keep_faults_wordless
configure_logs("debug")
keep_faults_wordless()
warnings.warn("kanariefugl")
thread = threading.Thread(target=lambda: int("kanariefugl"))
thread.start(); thread.join()
class Last:
    def __del__(self): int("kanariefugl")
Last()
int("kanariefugl")
"""


def test_not_even_the_last_words_of_the_process_are_anybodys() -> None:
    died = subprocess.run([sys.executable, "-c", DYING], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - our own script
    lines = [json.loads(line) for line in died.stderr.splitlines()]
    assert died.returncode == 1
    assert [one["event"] for one in lines] == ["library.spoke", *["process.fault"] * 3]
    assert {one.get("fault") for one in lines[1:]} == {"ValueError"}
    assert "kanariefugl" not in died.stderr + died.stdout
