"""The pace of a channel: whatever comes, no window ever holds more than it may."""

import asyncio
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from service.pace import CONVERSATIONS, Gate, Log, Pace, Window
from tests.conftest import Clock

TEAMS = (Window(7, 1.0), Window(8, 2.0), Window(60, 30.0), Window(1800, 3600.0))
gaps = st.lists(st.sampled_from([0.0, 0.01, 0.2, 0.9, 1.0, 3.0, 40.0]), min_size=1, max_size=200)


def sent(windows: tuple[Window, ...], waits: list[float], log: Log) -> list[float]:
    """Moments of sending when each message comes so long after the last, and is sent as soon as may be."""
    now, moments = 0.0, []
    for wait in waits:
        now += wait
        now += max(0.0, log.rest(now))
        log.note(now)
        moments.append(now)
    return moments


def most_in(window: Window, moments: list[float]) -> int:
    # Computed in floats: a moment at the very end of the stretch belongs to the next.
    return max(sum(start <= one < start + window.seconds - 1e-6 for one in moments) for start in moments)


@given(gaps)
def test_no_window_ever_holds_more_than_it_may(waits: list[float]) -> None:
    moments = sent(TEAMS, waits, Log(TEAMS))
    for window in TEAMS:
        assert most_in(window, moments) <= window.sends


def test_a_leaky_bucket_would_let_too_many_through() -> None:
    """The negative control: seven a second as a bucket that leaks is up to thirteen in one second."""
    level, last, moments, now = 0.0, 0.0, [], 0.0
    while now < 1.0:
        level = max(0.0, level - (now - last) * 7)
        last = now
        if level + 1 <= 7 + 1e-9:
            level += 1
            moments.append(now)
        else:
            now += 1 / 7
    assert most_in(Window(7, 1.0), moments) > 7


def test_nothing_waits_longer_than_it_must() -> None:
    log = Log((Window(2, 1.0), Window(3, 10.0)))
    rests = []
    for now in (0.0, 0.0, 0.0, 1.0, 1.0):
        rest = log.rest(now)
        rests.append(rest)
        if rest <= 0:
            log.note(now)
    assert rests == [0.0, 0.0, 1.0, 0.0, 9.0]


async def test_bulk_waits_behind_replies_and_replies_behind_one_bulk_at_most(clock: Clock) -> None:
    gate = Gate(Pace(together=(Window(1, 1.0),)), clock, clock.sleep)
    passed: list[str] = []

    async def go(name: str, *, bulk: bool) -> None:
        await gate.place(bulk=bulk)
        passed.append(name)

    await gate.place(bulk=False)
    bulk = [asyncio.create_task(go(f"bulk {n}", bulk=True)) for n in range(5)]
    await asyncio.sleep(0)
    replies = [asyncio.create_task(go(f"reply {n}", bulk=False)) for n in range(3)]
    while len(passed) < 8:
        for _ in range(5):
            await asyncio.sleep(0)
        clock.passes(seconds=1)
    assert passed[:4] == ["bulk 0", "reply 0", "reply 1", "reply 2"]
    await asyncio.gather(*bulk, *replies)


async def test_a_place_that_was_not_used_is_free_again(clock: Clock) -> None:
    gate = Gate(Pace(together=(Window(1, 60.0),)), clock, clock.sleep)
    gate.give_back(await gate.place(bulk=False))
    await gate.place(bulk=False)


async def test_places_overlap_and_come_back_late(clock: Clock) -> None:
    for pace in (Pace(), Pace(together=(Window(9, 1.0),))):
        gate = Gate(pace, clock, clock.sleep)
        first = await gate.place(bulk=False)
        clock.passes(seconds=2)
        second = await gate.place(bulk=False)
        gate.give_back(first)
        gate.give_back(second)
        assert gate.rest("a") == 0.0


async def test_conversations_have_their_own_pace_and_are_forgotten(clock: Clock) -> None:
    gate = Gate(Pace(each=(Window(1, 60.0),)), clock, clock.sleep)
    gate.note("a")
    assert (gate.rest("a"), gate.rest("b")) == (60.0, 0.0)
    clock.now += timedelta(seconds=61)
    assert gate.rest("a") == 0.0
    for n in range(CONVERSATIONS + 1):
        gate.note(f"c{n}")
    assert len(gate._each) == CONVERSATIONS


def test_a_log_forgets_what_no_window_looks_back_on() -> None:
    log = Log((Window(3, 10.0),))
    for n in range(1000):
        log.note(n * 20.0)
    assert len(log._sends) == 1
