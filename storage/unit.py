"""A unit of work: everything one turn reads and writes, in one transaction.

Nothing a person wrote passes this file unsealed on its way to the database.
"""

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast

from sqlalchemy import CursorResult, update
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from dialogs.effects import Effect
from dialogs.facts import TeamFacts
from dialogs.joining import Joining
from dialogs.replies import Reply
from dialogs.state import DRAFT_LIFE, State
from storage.asked import find_asked, write_answer
from storage.codes import Overtaken, what_it_opens
from storage.contributing import set_sharing
from storage.directory import tie
from storage.effects import apply
from storage.history import History, find_history
from storage.joining import is_joined
from storage.overviews import team_facts
from storage.postgresql import lost_to_another
from storage.posting import post, take_back, waits
from storage.sealing import Place, Sealer
from storage.tables import (
    ConversationRow,
    IdentityRow,
    PersonRow,
    new_id,
)
from storage.taken import Taken, find_taken, note_taken

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
        return await find_history(self.session, self._sealer, person)

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
        try:
            await apply(self.session, self._sealer, effect, person, now)
        except Overtaken:
            raise LostRace from None

    async def joining(self, person: str, channel: str, code: str | None, now: datetime) -> Joining:
        """What a turn about joining chats needs to know; `code` is the one written, if any."""
        return Joining(
            found=await what_it_opens(self.session, self._sealer, person, code, now) if code else None,
            here=channel,
            joined=await is_joined(self.session, person),
        )

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


def conversation_query(channel: str, index: str) -> SelectOfScalar[ConversationRow]:
    """Finds a conversation by its blind index, and locks its row."""
    mine = (ConversationRow.channel == channel, ConversationRow.external_index == index)
    return select(ConversationRow).where(*mine).with_for_update()


def _draft_until(state: State) -> datetime | None:
    held = state.draft is not None or state.undo is not None or state.answered is not None
    return state.touched + DRAFT_LIFE if held and state.touched else None
