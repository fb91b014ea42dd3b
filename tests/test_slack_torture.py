"""Thousands of payloads nobody sends, signed and unsigned: no fault of ours, whatever comes.

COACH_TORTURE says how many; `make torture` asks for 10,000.
"""

import asyncio
import json
import random
from collections import Counter
from typing import Any
from urllib.parse import urlencode

import pytest

from catalog_data.model import Catalogue
from matching.types import Matcher
from service.delivery import Delivery
from service.leaving import Leaving
from service.turns import Coach, Knowledge
from storage.unit import Store
from tests.conftest import Clock
from tests.effort import effort
from tests.slack_fakes import BOT_USER, CHANNEL, TEAM, USER, Posted
from tests.slack_person import FORM, JSON, RecordingCoach, Scene, a_message, a_scene, an_envelope, signed

PAYLOADS = effort("COACH_TORTURE", 500, 2000)
AT_ONCE = 20
JUNK: tuple[Any, ...] = (
    None, True, False, 0, -1, 1.5, 10**400, float("1e308"), "", " ", "x" * 5000, "\x00", "æøå", "🙂", "\ud800",
    "<!channel>", "T0ANDEN", "../../etc", "' or 1=1", "{{7*7}}", "%s%n", [], [[]], {}, {"id": None}, {"": {}}, [None],
    {"text": {"text": {"text": "x"}}}, ["a"] * 100, {"type": "event_callback"}, USER, BOT_USER, TEAM, "1.1", "choice-da-1",
)  # fmt: skip


def seeds(scene: Scene) -> list[tuple[str, Any]]:
    """Everything the door knows, as Slack sends it: the kind of body, and the payload."""
    shown = Posted("D0BENTE", "1.1", BOT_USER, "Passer det?", [_section(), _buttons()])
    button = {"type": "button", "action_id": "choice-da-1", "block_id": "b1", "value": "7.x~00 yes",
              "text": {"type": "plain_text", "text": "Ja"}}  # fmt: skip
    option = {"text": {"type": "plain_text", "text": "3. Emne"}, "value": "7.x~00 3.2.1"}
    menu = {"type": "static_select", "action_id": "choice-en-0", "block_id": "b1", "selected_option": option}
    previous = {"type": "message", "user": USER, "text": "før", "ts": "1.1"}
    change = a_message("", "1.2", subtype="message_changed", user=None, previous_message=previous)
    events = [
        a_message("jeg ringede", "1.1"),
        a_message("se", "1.1", subtype="file_share", files=[{"id": "F1"}]),
        change | {"message": previous | {"text": "efter"}},
        change | {"subtype": "message_deleted", "deleted_ts": "1.1"},
        {"type": "app_mention", "user": USER, "text": "hej", "ts": "1.1", "channel": CHANNEL},
        {"type": "app_home_opened", "user": USER, "channel": "D0BENTE", "tab": "home", "view": {"id": "V1"}},
        {"type": "app_home_opened", "user": USER, "channel": "D0BENTE", "tab": "messages"},
        {"type": "app_uninstalled"},
        {"type": "tokens_revoked", "tokens": {"oauth": [USER], "bot": [BOT_USER]}},
    ]
    person = scene.bente
    shortcut = {"type": "message_action", "callback_id": "reflect", "trigger_id": "1.1", "team": {"id": TEAM},
                "user": {"id": USER}, "message": {"user": USER, "ts": "1.1", "text": "jeg ringede"}}  # fmt: skip
    home = {"type": "button", "action_id": "home-start", "value": "start"}
    private = {"type": "button", "action_id": "private", "value": "private"}
    command = {"command": "/kompetence", "text": "start", "team_id": TEAM, "user_id": USER, "trigger_id": "1.1"}
    return [
        *((JSON, an_envelope(event)) for event in events),
        (JSON, {"type": "url_verification", "challenge": "x"}),
        *((FORM, person.tap(one, shown)) for one in (button, menu, private)),
        (FORM, person.tap(home, None)),
        (FORM, shortcut),
        ("command", command),
    ]


def _section() -> dict[str, Any]:
    return {"type": "section", "block_id": "b0", "text": {"type": "mrkdwn", "text": "Passer det? &lt;"}}


def _buttons() -> dict[str, Any]:
    return {"type": "actions", "block_id": "b1", "elements": [{"type": "button", "action_id": "a"}]}


def mutated(node: Any, chance: random.Random, rate: float) -> Any:
    """The same, with here and there something else, something gone, or something twice."""
    if chance.random() < rate:
        return chance.choice(JUNK)
    if isinstance(node, dict):
        kept = {key: mutated(value, chance, rate) for key, value in node.items() if chance.random() > rate / 2}
        if chance.random() < rate:
            kept[chance.choice(("type", "event", "user", "team", "actions", "message", "ünknown"))] = chance.choice(
                JUNK
            )
        return kept
    if isinstance(node, list):
        return [mutated(value, chance, rate) for value in node] * (2 if chance.random() < rate else 1)
    return node


def body_of(kind: str, payload: Any, chance: random.Random) -> tuple[str, bytes]:
    """What travels: now and then cut short, or with a bit turned over."""
    if kind == JSON:
        content_type, body = JSON, json.dumps(payload).encode()
    elif kind == FORM:
        content_type, body = FORM, urlencode({"payload": json.dumps(payload)}).encode()
    else:
        fields = payload if isinstance(payload, dict) else {"command": payload}
        content_type, body = FORM, urlencode(fields, errors="replace").encode()
    harm = chance.random()
    if harm < 0.05:
        body = body[: chance.randrange(len(body) + 1)]
    elif harm < 0.1 and body:
        place = chance.randrange(len(body))
        body = body[:place] + bytes([body[place] ^ (1 << chance.randrange(8))]) + body[place + 1 :]
    elif harm < 0.13:
        content_type = chance.choice((JSON, FORM, "text/plain", ""))
    return content_type, body


def headers_of(content_type: str, body: bytes, chance: random.Random) -> tuple[dict[str, str], bool]:
    """The headers, and whether the body is signed as Slack signs it."""
    headers = signed(body, content_type)
    if chance.random() < 0.75:
        return headers, True
    junk = chance.choice(("", "0", "v0=", "v0=" + "0" * 64, "ærø", "9" * 400, "-1", "NaN"))
    name = chance.choice(("X-Slack-Signature", "X-Slack-Request-Timestamp"))
    return (headers | {name: junk}) if chance.random() < 0.8 else {"Content-Type": content_type}, False


async def tortured(scene: Scene, payloads: int) -> Counter[tuple[bool, int]]:
    """How often each status was the answer, to signed payloads and to others."""
    chance = random.Random(20261126)  # noqa: S311 - the same each time
    statuses: Counter[tuple[bool, int]] = Counter()
    known = seeds(scene)

    async def one() -> None:
        kind, payload = chance.choice(known)
        changed = mutated(payload, chance, chance.choice((0.0, 0.02, 0.05, 0.2, 0.6)))
        content_type, body = body_of(kind, changed, chance)
        headers, good = headers_of(content_type, body, chance)
        status, answer = await scene.bente.post(body, headers)
        statuses[good, status] += 1
        assert status < 500, (status, body[:500])
        assert "Traceback" not in answer

    for _ in range(payloads // AT_ONCE):
        async with asyncio.TaskGroup() as group:
            for _ in range(AT_ONCE):
                group.create_task(one())
    await scene.parts.afterwards.quiet()
    return statuses


def without_a_trace(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    printed = capfd.readouterr()
    for written in (caplog.text, printed.out, printed.err):
        for trace in ("Traceback", "slack.broken", "slack.afterwards_broken", "never retrieved"):
            assert trace not in written


async def test_no_payload_is_a_fault(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    coach = RecordingCoach()
    async with a_scene(coach) as scene:
        statuses = await tortured(scene, PAYLOADS)
    assert sum(statuses.values()) == PAYLOADS
    assert statuses[True, 200] > PAYLOADS // 10  # some still make sense,
    assert statuses[True, 400] > PAYLOADS // 10  # some do not,
    assert {status for good, status in statuses if not good} <= {400, 401, 415}  # and strangers get nowhere
    assert 0 < len(coach.taken) <= statuses[True, 200]
    without_a_trace(caplog, capfd)


async def test_nor_is_it_one_to_the_coach_itself(  # noqa: PLR0917 - fixtures
    store: Store,
    catalogue: Catalogue,
    matcher: Matcher,
    clock: Clock,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    delivery = Delivery(store, clock)
    coach = Coach(store, Knowledge(catalogue, matcher), delivery, clock)
    async with a_scene(coach, Leaving(store, coach).everybody_left) as scene:
        delivery.open({"slack": scene.parts.door})
        statuses = await tortured(scene, PAYLOADS // 10)
        await delivery.quiet()
        assert statuses[True, 200] > 0
        assert scene.slack.shown_to()
    without_a_trace(caplog, capfd)


async def test_a_fault_would_be_seen() -> None:
    async with a_scene(RecordingCoach(fault=RuntimeError("here it is"))) as scene:
        with pytest.raises(ExceptionGroup):
            await tortured(scene, 200)
