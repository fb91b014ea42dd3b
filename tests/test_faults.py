"""Every way a channel can fail, met by every door: the right class, never before it may be tried
again, never more often than the policy, and the event loop never kept waiting."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from aiohttp import ClientTimeout

from bot.botframework.build import assemble
from bot.botframework.outbound import Outbound
from bot.botframework.refusals import GONE, RETRIED
from bot.slack.afterwards import Afterwards
from bot.slack.door import SlackDoor
from bot.slack.web_api import GONE as GONE_IN_SLACK
from bot.slack.web_api import NOT_YET, UNSURE, WebApi
from bot.slack.web_api import TIMEOUT as TIMEOUTS
from dialogs.replies import Reply, choice, line
from dialogs.state import State
from service.attempt import Policy
from service.delivery import Delivery
from service.door import Address, NotDelivered
from storage.ledger import Ledger
from storage.outbox import Idle
from storage.unit import Caller, Store
from tests.botframework_fakes import APP_ID, BOT, SIGNER, TENANT, USER, FakeEntra, RecordingCoach
from tests.conftest import Clock
from tests.fault_server import (
    NETWORK,
    SILENCE,
    TIMEOUT,
    Doorway,
    Fault,
    FaultServer,
    LoopWatch,
    NoNames,
    a_fault_server,
    answers,
)

BLOCKED = 0.1
"""Seconds the event loop may be kept from its work."""
POLICY = Policy()


async def botframework(server: FaultServer, retried: Any = RETRIED) -> Doorway:
    """The Teams door as in operation, with a token."""
    resolver = NoNames() if server.fault.way == "no name" else None
    built = assemble(
        coach=RecordingCoach(),
        signer=SIGNER,
        app_id=APP_ID,
        tenants=(TENANT,),
        services=lambda _url: True,
        tokens=FakeEntra(),
        outbound=Outbound(SILENCE if server.fault.way == "silence" else TIMEOUT, resolver),
        retried=retried,
    )
    details = {"service_url": server.url, "bot": BOT, "user": USER, "tenant": TENANT}
    return Doorway("msteams", built.door, details, built.outbound.close)


async def slack(server: FaultServer) -> Doorway:
    """The Slack door as in operation."""
    resolver = NoNames() if server.fault.way == "no name" else None
    timeout = ClientTimeout(total=SILENCE) if server.fault.way == "silence" else TIMEOUTS
    api = WebApi("xoxb-a-token", server.url, timeout, resolver)
    return Doorway("slack", SlackDoor(api, SIGNER, Afterwards()), {"team": "T0KOMMUNE", "user": "U0BENTE"}, api.close)


def coded(code: str) -> bytes:
    return b'{"error": {"code": "%s", "message": "Bente Borger"}}' % code.encode()


TEAMS = (
    answers(412, "retried"),
    answers(400, "dead", body=coded("BadSyntax")),
    answers(401, "dead", "401 twice", requests=2),
    answers(401, "gone", "401 BotNotRegistered", body=coded("BotNotRegistered"), requests=2),
    *(answers(403, "gone", f"403 {code}", body=coded(code)) for code in sorted(GONE - {"BotNotRegistered"})),
    answers(403, "dead", "403 of something between"),
    answers(404, "gone", body=coded("ConversationNotFound")),
    answers(413, "dead", body=coded("MessageSizeTooBig")),
    Fault("201, reset in the body", "reset in body", "sent", 201),
    Fault("201, truncated body", "truncated", "sent", 201),
    Fault("429, truncated body", "truncated", "retried", 429),
    Fault("500, truncated body", "truncated", "ambiguous", 500),
)


def worded(error: str) -> bytes:
    return b'{"ok": false, "error": "%s", "detail": "Bente Borger"}' % error.encode()


SLACK_SAYS = (("Content-Type", "application/json"),)
SLACK = (
    *(answers(200, "gone", error, body=worded(error), headers=SLACK_SAYS) for error in sorted(GONE_IN_SLACK)),
    *(
        answers(200, "dead", error, body=worded(error), headers=SLACK_SAYS)
        for error in ("invalid_auth", "missing_scope", "invalid_blocks", "msg_too_long", "an_error_of_tomorrow")
    ),
    *(answers(200, "retried", error, body=worded(error), headers=SLACK_SAYS) for error in sorted(NOT_YET)),
    *(answers(200, "ambiguous", error, body=worded(error), headers=SLACK_SAYS) for error in sorted(UNSURE)),
    answers(408, "ambiguous"),
    answers(200, "ambiguous", "200 that says nothing", body=b"ok"),
    Fault("200, reset in the body", "reset in body", "ambiguous", 200),
    Fault("200, truncated body", "truncated", "ambiguous", 200),
    Fault("500, truncated body", "truncated", "ambiguous", 500),
)
DOORWAYS: dict[str, tuple[Callable[[FaultServer], Awaitable[Doorway]], tuple[Fault, ...]]] = {
    "teams": (botframework, TEAMS),
    "slack": (slack, SLACK),
}
"""A third door joins here, with its channel's own refusals."""


def among(which: Callable[[Fault], bool]) -> list[Any]:
    """The matrix: every door, with what the network and its own channel can do."""
    return [
        pytest.param(doorway, fault, id=f"{name}: {fault.name}")
        for name, (doorway, own) in DOORWAYS.items()
        for fault in (*NETWORK, *own)
        if which(fault)
    ]


MATRIX = among(lambda _: True)


class Outbox:
    """One conversation with one question on its way through a door."""

    def __init__(self, store: Store, clock: Clock, doorway: Doorway) -> None:
        self.store, self.clock = store, clock
        self.doorway = doorway
        self.delivery = Delivery(store, clock, POLICY, sleep=clock.sleep)
        self.delivery.open({doorway.channel: doorway.door})
        self.conversation = ""

    async def post(self) -> None:
        caller = Caller(self.doorway.channel, f"c{id(self)}", f"u{id(self)}", self.doorway.details)
        async with self.store.unit() as unit:
            loaded = await unit.conversation(caller, State())
            state = State(turn=1, touched=self.clock())
            await unit.save(loaded, state, caller, self.clock())
            reply = Reply(language="da", lines=(line("menu"),), choices=(choice("tell"),), question=state.question)
            await unit.post(loaded.id, [reply], self.clock(), turn=1)
        self.conversation = loaded.id
        self.delivery.wake(loaded.id, self.doorway.channel)
        await self.delivery.quiet()

    async def rows(self) -> list[Any]:
        async with self.store.unit() as unit:
            from sqlmodel import col, select

            from storage.tables import OutboxRow

            query = select(OutboxRow).where(OutboxRow.conversation_id == self.conversation)
            return list((await unit.session.exec(query.order_by(col(OutboxRow.id)))).all())

    async def refused(self) -> bool:
        async with self.store.unit() as unit:
            from storage.tables import ConversationRow

            row = await unit.session.get(ConversationRow, self.conversation)
            assert row is not None
            return row.refused_at is not None

    async def until(self, moment: datetime) -> None:
        self.clock.passes(seconds=(moment - self.clock()).total_seconds())
        for _ in range(5):
            await asyncio.sleep(0)
        await self.delivery.quiet()

    async def played_out(self, server: FaultServer) -> None:
        """Until nothing more is tried; just before each next try, nothing has been."""
        while (row := (await self.rows())[0]).status == "pending":
            tried = len(server.arrivals)
            await self.until(row.due_at - timedelta(milliseconds=1))
            assert len(server.arrivals) == tried, "tried before its time"
            await self.until(row.due_at)


async def play(
    store: Store, clock: Clock, doorway: Callable[[FaultServer], Awaitable[Doorway]], fault: Fault
) -> tuple[FaultServer, list[Any], bool, float]:
    """The fault for ever: requests that came, what became of the message, and how long the loop was kept."""
    async with a_fault_server(clock, fault) as server:
        way = await doorway(server)
        outbox = Outbox(store, clock, way)
        async with LoopWatch() as watch:
            await outbox.post()
            await outbox.played_out(server)
        await outbox.delivery.stop()
        await way.close()
        return server, await outbox.rows(), await outbox.refused(), watch.longest


@pytest.mark.parametrize(("doorway", "fault"), MATRIX)
async def test_what_comes_of_a_fault(
    store: Store, clock: Clock, doorway: Callable[[FaultServer], Awaitable[Doorway]], fault: Fault
) -> None:
    server, rows, refused, _ = await play(store, clock, doorway, fault)
    status = {"retried": "dead", "gone": "dead"}.get(fault.outcome, fault.outcome)
    attempts = POLICY.tries if fault.outcome == "retried" else 1
    assert [(row.status, row.attempts) for row in rows] == [(status, attempts)]
    assert refused is (fault.outcome == "gone")
    reached = fault.way not in {"refused", "no name"}
    assert len(server.arrivals) == (attempts * fault.requests if reached else 0)
    waits = [later - earlier for earlier, later in zip(server.arrivals, server.arrivals[1:], strict=False)]
    if fault.outcome == "retried" and reached:
        least = [fault.waits] * 4 if fault.waits else [2, 8, 32, 128]
        assert all(wait >= asked for wait, asked in zip(waits, least, strict=True))
    assert "Bente" not in rows[0].reason


@pytest.mark.parametrize(("doorway", "fault"), MATRIX)
async def test_no_fault_keeps_the_event_loop_from_its_work(
    store: Store, clock: Clock, doorway: Callable[[FaultServer], Awaitable[Doorway]], fault: Fault
) -> None:
    """On a busy machine the loop may be kept by others; three times in a row it is our doing."""
    for _ in range(3):
        if (await play(store, clock, doorway, fault))[3] < BLOCKED:
            return
    pytest.fail("blocked the event loop")


async def test_a_door_that_blocks_would_be_noticed(store: Store, clock: Clock) -> None:
    """The negative control of the test above."""

    class Blocking:
        async def show(self, _address: Address, _reply: Reply) -> None:
            time.sleep(BLOCKED * 1.5)  # noqa: ASYNC251 - the point

    async def blocking(_server: FaultServer) -> Doorway:
        async def close() -> None: ...

        return Doorway("msteams", Blocking(), {}, close)

    for _ in range(3):
        assert (await play(store, clock, blocking, NETWORK[0]))[3] >= BLOCKED


@pytest.mark.parametrize(
    ("doorway", "fault"),
    # A server that could not be reached does not come back at the same address here.
    among(lambda one: one.outcome == "retried" and one.way not in {"refused", "no name"}),
)
async def test_a_channel_that_comes_back_gets_the_message_once(
    store: Store, clock: Clock, doorway: Callable[[FaultServer], Awaitable[Doorway]], fault: Fault
) -> None:
    async with a_fault_server(clock, fault, times=3) as server:
        way = await doorway(server)
        outbox = Outbox(store, clock, way)
        await outbox.post()
        await outbox.played_out(server)
        assert [(row.status, row.attempts) for row in await outbox.rows()] == [("sent", 4)]
        assert len(server.bodies) == 1
        await way.close()


@pytest.mark.parametrize(("doorway", "fault"), among(lambda one: one in NETWORK and one.outcome == "ambiguous"))
async def test_an_ambiguous_question_is_asked_again_once_when_the_channel_is_back(
    store: Store, clock: Clock, doorway: Callable[[FaultServer], Awaitable[Doorway]], fault: Fault
) -> None:
    async with a_fault_server(clock, fault, times=1) as server:
        way = await doorway(server)
        outbox = Outbox(store, clock, way)
        await outbox.post()
        assert len(server.arrivals) == 1
        await outbox.until(clock() + timedelta(seconds=60))
        await outbox.delivery.look_round()
        await outbox.delivery.quiet()
        assert [row.status for row in await outbox.rows()] == ["ambiguous", "sent"]
        shown = str(server.bodies[0])
        assert "Her er det aktuelle spørgsmål" in shown
        assert SIGNER.token(way.channel, f"c{id(outbox)}", "1.welcome") in shown
        await way.close()


async def test_retried_blindly_a_message_would_be_shown_twice(store: Store, clock: Clock) -> None:
    """The negative control: a server that takes the message and then fails has shown it each time."""
    doorway = partial(botframework, retried={500})
    server, rows, _, _ = await play(store, clock, doorway, answers(500, "ambiguous"))
    assert len(server.arrivals) == POLICY.tries > 1
    assert rows[0].status == "dead"


async def test_without_the_channels_word_a_message_would_come_too_early(
    store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control of Retry-After: were it not listened to, the second try would come in its time."""
    plain = NotDelivered.__init__
    monkeypatch.setattr(NotDelivered, "__init__", lambda self, failure, *_, **__: plain(self, failure))
    server, _, _, _ = await play(store, clock, botframework, NETWORK[0])
    assert server.arrivals[1] - server.arrivals[0] < 17


async def test_without_the_check_of_its_time_a_message_would_be_tried_too_early(
    store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control of the outbox's own guard: whoever wakes it early, claims early."""
    fault = NETWORK[0]
    async with a_fault_server(clock, fault) as server:
        way = await botframework(server)
        outbox = Outbox(store, clock, way)
        await outbox.post()
        for _ in range(3):
            outbox.delivery.wake(outbox.conversation, "msteams")
            await outbox.delivery.quiet()
        assert len(server.arrivals) == 1
        claim = Ledger.claim_next

        async def ahead(ledger: Ledger, conversation: str, now: datetime, lease: timedelta, *, bulk: bool) -> Any:
            return await claim(ledger, conversation, now + timedelta(seconds=20), lease, bulk=bulk)

        monkeypatch.setattr(Ledger, "claim_next", ahead)
        outbox.delivery.wake(outbox.conversation, "msteams")
        await outbox.delivery.quiet()
        assert len(server.arrivals) > 1
        assert isinstance(await claim(Ledger(store), outbox.conversation, clock(), timedelta(seconds=60)), Idle)
        await outbox.delivery.stop()
        await way.close()
