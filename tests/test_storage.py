"""The store: what is written comes back, sealed on the way, and only once."""

import asyncio
import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import inspect, text
from sqlmodel import select

from dialogs.effects import CorrectAnswer, ErasePerson, FollowUpPlan, ForgetReflection, KeepReflection
from dialogs.replies import Reply, line
from dialogs.state import Draft, State
from matching.types import Candidate
from storage.key_file import KeyFileError, key_name, make_key, read_keys
from storage.ledger import Ledger
from storage.migrating import NewerSchema, is_current, migrate
from storage.outbox import Idle, Posted, Verdict, end_leases, waiting
from storage.retention import tidy
from storage.sealing import Place, Sealer, SealError
from storage.tables import MatchRow
from storage.taken import Taken
from storage.unit import Caller, LostRace, Store, UnitOfWork
from tests.conftest import KEY, Clock
from tests.databases import needs_postgres

CALLER = Caller("web", "samtale-1", "bruger-1", {"serviceUrl": "https://example.invalid"})
CANARY = "kanariefugl"
LEASE = timedelta(seconds=60)


def draft(clock: Clock) -> Draft:
    return Draft(
        started=clock(),
        perspective="use",
        opener="|use-1",
        code="3.2.1",
        topic="1.1.5",
        episode=f"jeg ringede {CANARY}",
        judgement=f"fint {CANARY}",
        learning=f"spørge først {CANARY}",
        outcome="good",
        level=2,
        plan=f"Når {CANARY}",
        follow_up=date(2026, 12, 1),
        candidates=(Candidate(code="3.2.1", confidence=0.7, because=(CANARY,)),),
        rejected=("1.1.5",),
    )


async def first_turn(store: Store, clock: Clock, state: State | None = None) -> tuple[str, str]:
    """A conversation after its first turn: ids of conversation and person."""
    async with store.unit() as unit:
        loaded = await unit.conversation(CALLER, State())
        person = await unit.save(loaded, state or State(turn=1, touched=clock()), CALLER, clock())
        return loaded.id, person


async def everything(store: Store) -> str:
    """Every value in every table, as text."""
    async with store.engine.connect() as connection:
        tables = await connection.run_sync(lambda its: inspect(its).get_table_names())
        return "".join([str((await connection.execute(text(f'SELECT * FROM "{name}"'))).all()) for name in tables])


async def test_a_state_comes_back_as_it_was(store: Store, clock: Clock) -> None:
    state = State(turn=1, language="en", step="learning", draft=draft(clock), touched=clock())
    await first_turn(store, clock, state)
    async with store.unit() as unit:
        assert (await unit.conversation(CALLER, State())).state == state


async def test_what_is_kept_comes_back(store: Store, clock: Clock) -> None:
    _, person = await first_turn(store, clock)
    async with store.unit() as unit:
        await unit.apply(KeepReflection(draft(clock)), person, clock())
    async with store.unit() as unit:
        history = await unit.history(person)
    past, plan = history.past[0], history.plans[0]
    assert (past.code, past.outcome, past.level, past.episode) == ("3.2.1", "good", 2, f"jeg ringede {CANARY}")
    assert (plan.text, plan.follow_up, plan.reflection) == (f"Når {CANARY}", date(2026, 12, 1), past.id)
    assert (history.completed, set(history.levelled)) == (1, {"3.2.1"})


async def test_what_is_kept_is_there_in_a_new_conversation_too(store: Store, clock: Clock) -> None:
    _, person = await first_turn(store, clock)
    async with store.unit() as unit:
        await unit.apply(KeepReflection(draft(clock)), person, clock())
    async with store.unit() as unit:
        for caller in (CALLER, replace(CALLER, conversation="samtale-2")):
            loaded = await unit.conversation(caller, State())
            assert loaded.person == person
            history = await unit.history(loaded.person, loaded.kept)
            assert (len(history.past), len(history.levelled), len(history.plans)) == (1, 1, 1)


async def test_no_word_of_a_person_stands_unsealed(store: Store, clock: Clock) -> None:
    state = State(turn=1, draft=draft(clock), touched=clock())
    conversation, person = await first_turn(store, clock, state)
    async with store.unit() as unit:
        await unit.apply(KeepReflection(draft(clock)), person, clock())
        await unit.post(conversation, [Reply(language="da", lines=(line("plain", text=CANARY),))], clock())
        await unit.note_taken(conversation, "besked-1", clock(), "svar " + CANARY)
    rows = await everything(store)
    assert "3.2.1" in rows  # the scan does see what is there
    for secret in (CANARY, "bruger-1", "samtale-1", "besked-1", "example.invalid"):
        assert secret not in rows


async def test_correct_follow_up_and_forget(store: Store, clock: Clock) -> None:
    _, person = await first_turn(store, clock)
    async with store.unit() as unit:
        await unit.apply(KeepReflection(draft(clock)), person, clock())
        kept = (await unit.history(person)).past[0].id
        await unit.apply(CorrectAnswer(kept, "episode", "jeg skrev"), person, clock())
        await unit.apply(CorrectAnswer(kept, "plan", "Når jeg skriver"), person, clock())
        history = await unit.history(person)
        assert (history.past[0].episode, history.plans[0].text) == ("jeg skrev", "Når jeg skriver")
        await unit.apply(FollowUpPlan(history.plans[0].id, "partly", date(2027, 1, 1)), person, clock())
        again = (await unit.history(person)).plans[0]
        assert (again.asked, again.follow_up) == (1, date(2027, 1, 1))
        await unit.apply(FollowUpPlan(again.id, "done", None), person, clock())
        assert not (await unit.history(person)).plans
        await unit.apply(ForgetReflection(kept), person, clock())
        assert not (await unit.history(person)).past


async def test_an_answer_taken_back_takes_its_words_along(store: Store, clock: Clock) -> None:
    """Those that spoke for the match too, unless they stand elsewhere; a plan without words is none."""
    _, person = await first_turn(store, clock)
    async with store.unit() as unit:
        await unit.apply(KeepReflection(draft(clock)), person, clock())
        kept = (await unit.history(person)).past[0].id
        await unit.apply(CorrectAnswer(kept, "episode", ""), person, clock())
        assert await reasons(unit, await unit.keys.of(person)) == [[CANARY]]
        await unit.apply(CorrectAnswer(kept, "judgement", "fint"), person, clock())
        assert await reasons(unit, await unit.keys.of(person)) == [[]]
        await unit.apply(CorrectAnswer(kept, "plan", ""), person, clock())
        history = await unit.history(person)
    assert (history.past[0].episode, history.past[0].judgement, history.plans) == ("", "fint", ())


async def reasons(unit: UnitOfWork, sealer: Sealer) -> list[list[str]]:
    """Why each candidate of the one match was one."""
    row = (await unit.session.exec(select(MatchRow))).one()
    return [one["because"] for one in json.loads(sealer.open(Place("match", "candidates", row.id), row.candidates))]


async def test_nobody_touches_another_persons_rows(store: Store, clock: Clock) -> None:
    _, person = await first_turn(store, clock)
    async with store.unit() as unit:
        await unit.apply(KeepReflection(draft(clock)), person, clock())
        history = await unit.history(person)
        for effect in (
            ForgetReflection(history.past[0].id),
            CorrectAnswer(history.past[0].id, "episode", "x"),
            CorrectAnswer(history.past[0].id, "plan", "x"),
            FollowUpPlan(history.plans[0].id, "drop", None),
        ):
            await unit.apply(effect, "somebody-else", clock())
        assert await unit.history(person) == history


async def test_erasing_leaves_nothing(store: Store, clock: Clock) -> None:
    conversation, person = await first_turn(store, clock)
    async with store.unit() as unit:
        await unit.apply(KeepReflection(draft(clock)), person, clock())
        await unit.post(conversation, [Reply(language="da", lines=(line("thanks"),))], clock())
        await unit.note_taken(conversation, "besked-1", clock(), "svar " + CANARY)
    async with store.unit() as unit:
        await unit.apply(ErasePerson(), person, clock())
    async with store.engine.connect() as connection:
        for table in ("person", "identity", "conversation", "reflection", "match", "level", "plan", "seen", "outbox"):
            assert (await connection.execute(text(f'SELECT count(*) FROM "{table}"'))).scalar() == 0, table


async def test_the_second_of_two_turns_on_the_same_version_loses(store: Store, clock: Clock) -> None:
    await first_turn(store, clock)
    async with store.unit() as unit:
        loaded = await unit.conversation(CALLER, State())
        await unit.save(loaded, State(turn=2, touched=clock()), CALLER, clock())
    with pytest.raises(LostRace):
        async with store.unit() as unit:
            await unit.save(loaded, State(turn=2, step="menu", touched=clock()), CALLER, clock())


async def test_turns_of_one_conversation_wait_for_each_other(store: Store, clock: Clock) -> None:
    """Nobody who loads in the unit loses: the row stays locked, or the whole file."""
    await first_turn(store, clock)

    async def one_more() -> None:
        async with store.unit() as unit:
            loaded = await unit.conversation(CALLER, State())
            await unit.history(loaded.person)  # gives others time to load
            await unit.save(loaded, State(turn=loaded.state.turn + 1, touched=clock()), CALLER, clock())

    await asyncio.gather(*(one_more() for _ in range(8)))
    async with store.unit() as unit:
        assert (await unit.conversation(CALLER, State())).state.turn == 9


@needs_postgres
@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_of_two_turns_that_wait_for_each_other_one_is_taken_again(store: Store, clock: Clock) -> None:
    other = replace(CALLER, conversation="samtale-2")
    for caller in (CALLER, other):
        async with store.unit() as unit:
            await unit.save(await unit.conversation(caller, State()), State(turn=1), caller, clock())
    both_hold_one = asyncio.Barrier(2)

    async def lock(first: Caller, second: Caller) -> None:
        async with store.unit() as unit:
            await unit.conversation(first, State())
            await both_hold_one.wait()
            await unit.conversation(second, State())

    ends = await asyncio.gather(lock(CALLER, other), lock(other, CALLER), return_exceptions=True)
    assert sorted(type(end).__name__ for end in ends) == ["LostRace", "NoneType"]


async def test_a_unit_that_fails_writes_nothing(store: Store, clock: Clock) -> None:
    with pytest.raises(RuntimeError):
        async with store.unit() as unit:
            loaded = await unit.conversation(CALLER, State())
            await unit.save(loaded, State(turn=1, touched=clock()), CALLER, clock())
            raise RuntimeError
    async with store.unit() as unit:
        assert not (await unit.conversation(CALLER, State())).known


async def claimed(store: Store, conversation: str, clock: Clock, *, bulk: bool = False) -> Posted:
    posted = await Ledger(store).claim_next(conversation, clock(), LEASE, bulk=bulk)
    assert isinstance(posted, Posted)
    return posted


async def test_replies_leave_the_outbox_one_at_a_time_and_in_order(store: Store, clock: Clock) -> None:
    conversation, _ = await first_turn(store, clock)
    async with store.unit() as unit:
        await unit.post(conversation, [Reply(language="da", lines=(line(key),)) for key in ("thanks", "rest")], clock())
    assert await waiting(store, {"web"}, clock(), timedelta()) == [(conversation, "web")]
    assert await waiting(store, {"msteams"}, clock(), timedelta()) == []
    first = await claimed(store, conversation, clock)
    assert (first.conversation, first.details) == ("samtale-1", {"serviceUrl": "https://example.invalid"})
    assert await Ledger(store).claim_next(conversation, clock(), LEASE) == Idle(until=clock() + LEASE)
    await Ledger(store).settle(first, Verdict("sent"), clock())
    second = await claimed(store, conversation, clock)
    assert [one.reply.lines[0].key for one in (first, second)] == ["thanks", "rest"]
    clock.passes(seconds=60)
    await end_leases(store, clock())
    assert await Ledger(store).claim_next(conversation, clock(), LEASE) == Idle()
    await Ledger(store).settle(second, Verdict("sent"), clock())  # the sender was slow, not gone: that settles it
    async with store.engine.connect() as connection:
        assert set((await connection.execute(text("SELECT status FROM outbox"))).scalars()) == {"sent"}


async def test_order_follows_turns_whatever_the_clocks_of_processes_say(store: Store, clock: Clock) -> None:
    conversation, _ = await first_turn(store, clock)
    async with store.unit() as unit:
        for turn, key in ((3, "rest"), (2, "thanks")):
            await unit.post(conversation, [Reply(language="da", lines=(line(key),))], clock(), turn=turn)
    assert (await claimed(store, conversation, clock)).reply.lines[0].key == "thanks"


async def test_what_a_turn_said_can_be_taken_back_until_it_is_claimed(store: Store, clock: Clock) -> None:
    conversation, _ = await first_turn(store, clock)
    replies = [Reply(language="da", lines=(line("thanks"),))]
    async with store.unit() as unit:
        await unit.post(conversation, replies, clock(), turn=1)
        await unit.post(conversation, replies, clock(), bulk=True, turn=1)
    async with store.unit() as unit:
        loaded = await unit.conversation(CALLER, State())
        assert loaded.unseen
        await unit.take_back(loaded)
    async with store.unit() as unit:
        assert not (await unit.conversation(CALLER, State())).unseen
        await unit.post(conversation, replies, clock(), turn=1)
    await claimed(store, conversation, clock)
    with pytest.raises(LostRace):
        async with store.unit() as unit:
            await unit.take_back(loaded)


async def test_what_was_answered_in_the_request_comes_back_word_for_word(store: Store, clock: Clock) -> None:
    conversation, _ = await first_turn(store, clock)
    async with store.unit() as unit:
        await unit.note_taken(conversation, "besked-1", clock(), "ét svar æøå")
        await unit.note_taken(conversation, "besked-2", clock())
    clock.passes(minutes=1)
    async with store.unit() as unit:
        await unit.note_taken(conversation, "besked-1", clock(), again=True)
    async with store.unit() as unit:
        loaded = await unit.conversation(CALLER, State(), message="besked-1", button="besked-2")
        assert loaded.message == Taken(clock(), "ét svar æøå")
        assert loaded.button is not None
        assert loaded.button.answer is None


def test_a_conversation_is_locked_where_a_database_knows_how() -> None:
    """The lock that lines up the turns of several processes is in the very query that loads."""
    from sqlalchemy.dialects import postgresql, sqlite

    from storage.statements import FIND_CONVERSATION

    assert str(FIND_CONVERSATION.compile(dialect=postgresql.dialect())).endswith("FOR UPDATE")
    assert "FOR UPDATE" not in str(FIND_CONVERSATION.compile(dialect=sqlite.dialect()))


async def test_time_takes_drafts_bodies_and_message_ids(store: Store, clock: Clock) -> None:
    state = State(turn=1, step="learning", greeted=True, draft=draft(clock), touched=clock())
    conversation, _ = await first_turn(store, clock, state)
    async with store.unit() as unit:
        await unit.post(conversation, [Reply(language="da", lines=(line("thanks"),))], clock())
        await unit.note_taken(conversation, "besked-1", clock(), "svar " + CANARY)
    posted = await claimed(store, conversation, clock)
    await Ledger(store).settle(posted, Verdict("sent"), clock())
    clock.passes(days=6)
    await tidy(store, clock())
    async with store.unit() as unit:
        assert (await unit.conversation(CALLER, State())).state.draft is not None
    clock.passes(days=25)
    await tidy(store, clock())
    async with store.unit() as unit:
        loaded = await unit.conversation(CALLER, State(), message="besked-1")
        assert loaded.state.draft is None
        assert loaded.message is None
    async with store.engine.connect() as connection:
        assert (await connection.execute(text("SELECT body FROM outbox"))).scalar() is None


async def test_migrations_are_current_and_a_newer_schema_is_refused(store: Store) -> None:
    assert await is_current(store.engine)
    async with store.engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert not await is_current(store.engine)
    with pytest.raises(NewerSchema):
        await migrate(store.engine)


def test_a_sealed_value_opens_only_where_it_belongs(sealer: Sealer) -> None:
    place = Place("plan", "text", "1")
    sealed = sealer.seal(place, "æøå")
    assert sealer.open(place, sealed) == "æøå"
    for other in (Place("plan", "text", "2"), Place("plan", "name", "1"), Place("level", "text", "1")):
        with pytest.raises(SealError):
            sealer.open(other, sealed)
    for n in range(len(sealed)):
        with pytest.raises(SealError):
            sealer.open(place, sealed[:n] + bytes((sealed[n] ^ 1,)) + sealed[n + 1 :])


def test_a_value_names_its_key_and_an_older_key_still_opens_it(sealer: Sealer) -> None:
    place, newer = Place("plan", "text", "1"), bytes(32)
    sealed = sealer.seal(place, "ord")
    both = Sealer({key_name(newer): newer, key_name(KEY): KEY}, key_name(newer))
    assert both.open(place, sealed) == "ord"
    with pytest.raises(SealError, match="not in the key file"):
        Sealer({key_name(newer): newer}, key_name(newer)).open(place, sealed)


def test_the_key_file(tmp_path: Path) -> None:
    path = tmp_path / "data" / "coach.key"
    make_key(path)
    assert path.stat().st_mode & 0o077 == 0
    assert len(read_keys(path)) == 1
    with pytest.raises(FileExistsError):
        make_key(path)
    for wrong in ("", "ikke base64!", "AAAA"):
        path.write_text(wrong)
        with pytest.raises(KeyFileError):
            read_keys(path)
    with pytest.raises(KeyFileError):
        read_keys(tmp_path / "nowhere")
