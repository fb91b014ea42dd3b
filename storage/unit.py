"""A unit of work: everything one turn reads and writes, in one transaction.

Nothing a person wrote passes this file unsealed on its way to the database.
"""

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast

from sqlalchemy import CursorResult, func, update
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from dialogs.effects import Effect
from dialogs.facts import OpenPlan, PastReflection, TeamFacts
from dialogs.replies import Reply
from dialogs.state import DRAFT_LIFE, Outcome, State
from storage.asked import find_asked, write_answer
from storage.contributing import set_sharing
from storage.directory import tie
from storage.effects import apply
from storage.overviews import team_facts
from storage.postgresql import lost_to_another
from storage.posting import post, take_back, waits
from storage.sealing import Place, Sealer
from storage.tables import (
    ConversationRow,
    IdentityRow,
    LevelRow,
    PersonRow,
    PlanRow,
    ReflectionRow,
    new_id,
)
from storage.taken import Taken, find_taken, note_taken

LATEST: Final = 10
"""Kept reflections a turn may look back on."""


FAULTS: Final = (SQLAlchemyError, OSError)
"""What comes of a database that cannot be reached, read or written."""


class LostRace(Exception):
    """Another turn of the same conversation was quicker. Nothing was written; take it again."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is talking, and where the channel can reach them again."""

    channel: str
    conversation: str
    user: str
    details: Mapping[str, str]
    directory: str = ""
    """The person's e-mail or id in the municipality's directory, where the channel vouches for it."""

    def reach(self) -> str:
        """Conversation and details as JSON, ready to be sealed."""
        return json.dumps({"conversation": self.conversation, "details": dict(self.details)}, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation as loaded; `known` is False until its first turn is saved."""

    id: str
    person: str
    state: State
    known: bool
    unseen: bool = False
    """What the coach said last still waits in the outbox."""


@dataclass(frozen=True, slots=True)
class History:
    """What a person has kept, as far as a turn needs it."""

    past: tuple[PastReflection, ...]
    completed: int
    worked: dict[str, int]
    levelled: dict[str, datetime]
    plans: tuple[OpenPlan, ...]


class Store:
    """The drawer. One per process."""

    def __init__(self, engine: AsyncEngine, sealer: Sealer, *, share_at_first: bool = False) -> None:
        self.engine = engine
        self.sealer = sealer
        self.share_at_first = share_at_first
        """Whether an employee shares with their team until they say otherwise."""

    @property
    def alone(self) -> bool:
        """Whether one service at most is on this database: a file belongs to one (a lock file sees to it)."""
        return self.engine.dialect.name == "sqlite"

    @asynccontextmanager
    async def unit(self) -> AsyncIterator["UnitOfWork"]:
        """One transaction: committed at the end of the block, gone if it raises."""
        async with AsyncSession(self.engine, expire_on_commit=False) as session:
            try:
                async with session.begin():
                    yield UnitOfWork(session, self.sealer, share_at_first=self.share_at_first)
            except DBAPIError as fault:
                if isinstance(fault, IntegrityError) or lost_to_another(fault):
                    raise LostRace from fault
                raise


class UnitOfWork:
    """Reads and writes within one transaction."""

    def __init__(self, session: AsyncSession, sealer: Sealer, *, share_at_first: bool = False) -> None:
        self.session = session
        self._sealer = sealer
        self._share_at_first = share_at_first

    async def conversation(self, caller: Caller, fresh: State) -> Conversation:
        """The conversation as last saved, or a new one that begins with `fresh`.

        Its row stays locked until the end of the unit, where a database knows locks of rows: turns of
        one conversation follow each other over any number of processes.
        """
        index = self._sealer.index("conversation", caller.channel, caller.conversation)
        row = (await self.session.exec(conversation_query(caller.channel, index))).one_or_none()
        if row is not None:
            state = State.model_validate_json(self._sealer.open(Place("conversation", "state", row.id), row.state))
            # Asked in a statement of its own: whoever waited for the lock must see what was committed meanwhile.
            unseen = await waits(self.session, row.id, state.turn)
            return Conversation(row.id, row.person_id, state, known=True, unseen=unseen)
        identity = (
            await self.session.exec(
                select(IdentityRow).where(
                    IdentityRow.channel == caller.channel,
                    IdentityRow.user_index == self._sealer.index("user", caller.channel, caller.user),
                )
            )
        ).one_or_none()
        return Conversation(new_id(), identity.person_id if identity else "", fresh, known=False)

    async def taken(self, conversation: str, what: str) -> Taken | None:
        """Whether this message, or this button, was taken before; None when it was not."""
        return await find_taken(self.session, self._sealer, conversation, what)

    async def history(self, person: str) -> History:
        """What the person has kept. Empty for somebody new."""
        if not person:
            return History((), 0, {}, {}, ())
        rows = (
            await self.session.exec(
                select(ReflectionRow)
                .where(ReflectionRow.person_id == person)
                .order_by(col(ReflectionRow.finished_at).desc(), col(ReflectionRow.id).desc())
                .limit(LATEST)
            )
        ).all()
        levels = await self._levels(person)
        counted = select(func.count()).select_from(ReflectionRow).where(ReflectionRow.person_id == person)
        return History(
            past=tuple(self._past(row, levels) for row in rows),
            completed=(await self.session.exec(counted)).one(),
            worked=await self._worked(person),
            levelled={level.code: level.chosen_at for level in levels},
            plans=await self._plans(person),
        )

    async def save(
        self, loaded: Conversation, state: State, caller: Caller, now: datetime, *, reachable: bool = True
    ) -> str:
        """Write the conversation if nobody else did since it was loaded. Returns the person's id.

        Whoever is heard from can be reached again, unless what they did was to leave. Raises LostRace.
        """
        person = loaded.person or await self._new_person(caller, now)
        index = self._sealer.index("conversation", caller.channel, caller.conversation)
        row = ConversationRow(id=loaded.id, person_id=person, channel=caller.channel, external_index=index)
        row.version = state.turn
        row.state = self._sealer.seal(Place("conversation", "state", row.id), state.model_dump_json())
        row.address = self._sealer.seal(Place("conversation", "address", row.id), caller.reach())
        row.draft_until = _draft_until(state)
        row.refused_at = None if reachable else now
        if loaded.known:
            await self._overwrite(row, loaded.state.turn)
        else:
            self.session.add(row)
            await self.session.flush()
        await self._tie(person, caller, now)
        return person

    async def team(self, person: str) -> TeamFacts:
        """What the directory says of the person, and the overviews they may read."""
        return await team_facts(self.session, person)

    async def _tie(self, person: str, caller: Caller, now: datetime) -> None:
        if caller.directory and await tie(self.session, self._sealer, person, caller.directory):
            await set_sharing(self.session, person, now, on=self._share_at_first)

    async def _overwrite(self, row: ConversationRow, version: int) -> None:
        fence = (col(ConversationRow.id) == row.id, col(ConversationRow.version) == version)
        values = row.model_dump(include={"version", "state", "address", "draft_until", "refused_at"})
        result = await self.session.exec(update(ConversationRow).where(*fence).values(**values))
        if cast("CursorResult[Any]", result).rowcount != 1:
            raise LostRace

    async def note_taken(self, conversation: str, what: str, now: datetime, answer: str | None = None) -> None:
        """The same message or button again changes nothing, and gets the same `answer`."""
        await note_taken(self.session, self._sealer, conversation, what, now, answer=answer)

    async def post(
        self, conversation: str, replies: Sequence[Reply], now: datetime, *, turn: int = 0, bulk: bool = False
    ) -> None:
        """Put replies in the outbox, in order. `bulk`: prompts and summaries, which replies overtake."""
        await post(self.session, self._sealer, conversation, replies, now, turn=turn, bulk=bulk)

    async def take_back(self, loaded: Conversation) -> None:
        """Drop what the last turn said, which was not sent yet. Raises LostRace when it has gone out meanwhile."""
        if not await take_back(self.session, loaded.id, loaded.state.turn):
            raise LostRace

    async def asked(self, conversation: str, question: str) -> Reply | None:
        """The reply that asked `question`, with its answer if it was tapped; None when it is no longer kept."""
        return await find_asked(self.session, self._sealer, conversation, question)

    async def answer(self, conversation: str, question: str, choice: str) -> None:
        """Note on the question which of its choices answered it."""
        await write_answer(self.session, self._sealer, conversation, question, choice)

    async def apply(self, effect: Effect, person: str, now: datetime) -> None:
        """Carry out what the turn wants remembered."""
        await apply(self.session, self._sealer, effect, person, now)

    async def _new_person(self, caller: Caller, now: datetime) -> str:
        person = PersonRow(created_at=now)
        self.session.add(person)
        await self.session.flush()
        index = self._sealer.index("user", caller.channel, caller.user)
        identity = IdentityRow(person_id=person.id, channel=caller.channel, user_index=index)
        identity.user = self._sealer.seal(Place("identity", "user", identity.id), caller.user)
        self.session.add(identity)
        await self.session.flush()
        return person.id

    async def _worked(self, person: str) -> dict[str, int]:
        mine = (ReflectionRow.person_id == person, col(ReflectionRow.code).is_not(None))
        query = select(ReflectionRow.code, func.count()).where(*mine).group_by(col(ReflectionRow.code))
        return {code: count for code, count in (await self.session.exec(query)).all() if code}

    async def _levels(self, person: str) -> Sequence[LevelRow]:
        query = select(LevelRow).where(LevelRow.person_id == person).order_by(col(LevelRow.chosen_at))
        return (await self.session.exec(query)).all()

    async def _plans(self, person: str) -> tuple[OpenPlan, ...]:
        query = (
            select(PlanRow, ReflectionRow.code)
            .join(ReflectionRow)
            .where(PlanRow.person_id == person, col(PlanRow.closed_at).is_(None))
            .order_by(col(PlanRow.follow_up).nulls_last(), col(PlanRow.id))
        )
        return tuple(
            OpenPlan(
                id=plan.id,
                reflection=plan.reflection_id,
                code=code,
                text=self._sealer.open(Place("plan", "text", plan.id), plan.text),
                follow_up=plan.follow_up,
                asked=plan.asked,
            )
            for plan, code in (await self.session.exec(query)).all()
        )

    def _past(self, row: ReflectionRow, levels: Sequence[LevelRow]) -> PastReflection:
        def words(column: str, sealed: bytes) -> str:
            return self._sealer.open(Place("reflection", column, row.id), sealed)

        return PastReflection(
            id=row.id,
            code=row.code,
            finished=row.finished_at,
            outcome=cast("Outcome | None", row.outcome),
            level=next((level.level for level in levels if level.reflection_id == row.id), None),
            episode=words("episode", row.episode),
            judgement=words("judgement", row.judgement),
            learning=words("learning", row.learning),
        )


def conversation_query(channel: str, index: str) -> SelectOfScalar[ConversationRow]:
    """Finds a conversation by its blind index, and locks its row."""
    mine = (ConversationRow.channel == channel, ConversationRow.external_index == index)
    return select(ConversationRow).where(*mine).with_for_update()


def _draft_until(state: State) -> datetime | None:
    held = state.draft is not None or state.undo is not None or state.answered is not None
    return state.touched + DRAFT_LIFE if held and state.touched else None
