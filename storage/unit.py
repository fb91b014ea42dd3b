"""A unit of work: everything one turn reads and writes, in one transaction.

Nothing a person wrote passes this file unsealed on its way to the database.
"""

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlmodel.ext.asyncio.session import AsyncSession

from catalog_data.model import Catalogue
from dialogs.effects import Effect
from dialogs.facts import TeamFacts
from dialogs.joining import Joining
from dialogs.replies import Reply
from dialogs.state import State
from storage.asked import find_asked, write_answer
from storage.codes import Overtaken, what_it_opens
from storage.contributing import set_sharing
from storage.directory import tie
from storage.effects import apply
from storage.erasing import scrub
from storage.history import ANYTHING, NOTHING, History, Kept, look_back
from storage.joining import is_joined
from storage.keys import Keys
from storage.overviews import team_facts
from storage.postgresql import lost_to_another
from storage.posting import fall_silent, post, take_back
from storage.sealing import Place, Sealer
from storage.statements import (
    BEGIN_CONVERSATION,
    FIND_CONVERSATION,
    FIND_PERSON,
    LOOK_AROUND,
    SAVE_CONVERSATION,
    Found,
)
from storage.tables import IdentityRow, PersonRow, new_id
from storage.taken import Taken, index_of, note_again, note_taken, taken
from storage.units import units_of

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
    directory: tuple[str, ...] = ()
    """What the municipality's directory may know the person by, where the channel vouches for it: id, e-mail."""

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
    message: Taken | None = None
    """The message that was asked about, if it was taken before."""
    button: Taken | None = None
    """The same of the button."""
    kept: Kept = NOTHING


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
        try:
            async with self.engine.begin() as connection:
                unit = UnitOfWork(connection, self.sealer, share_at_first=self.share_at_first)
                try:
                    yield unit
                    await unit.flush()
                finally:
                    await unit.close()
            if unit.keys.destroyed:
                await scrub(self.engine)
        except DBAPIError as fault:
            if isinstance(fault, IntegrityError) or lost_to_another(fault):
                raise LostRace from fault
            raise


class UnitOfWork:
    """Reads and writes within one transaction. What every turn does goes over `connection`, in statements made
    once; what is done now and then may use `session`, which tracks rows as objects."""

    def __init__(self, connection: AsyncConnection, sealer: Sealer, *, share_at_first: bool = False) -> None:
        self.connection = connection
        self.keys = Keys(connection, sealer)
        self._share_at_first = share_at_first
        self._session: AsyncSession | None = None

    @property
    def session(self) -> AsyncSession:
        if self._session is None:
            self._session = AsyncSession(self.connection, expire_on_commit=False, join_transaction_mode="rollback_only")
        return self._session

    async def flush(self) -> None:
        """Write what has changed in rows that are tracked."""
        if self._session is not None:
            await self._session.commit()  # the transaction is not its own: this writes, and no more

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def conversation(self, caller: Caller, fresh: State, *, message: str = "", button: str = "") -> Conversation:
        """The conversation as last saved, or a new one that begins with `fresh`; and whether this message, or
        this button, was taken before.

        Its row stays locked until the end of the unit, where a database knows locks of rows: turns of
        one conversation follow each other over any number of processes.
        """
        index = self.keys.house.index("conversation", caller.channel, caller.conversation)
        row = (await self.connection.execute(FIND_CONVERSATION, {"channel": caller.channel, "index": index})).first()
        if row is not None:
            return await self._around(row, message, button)
        index = self.keys.house.index("user", caller.channel, caller.user)
        person = (await self.connection.execute(FIND_PERSON, {"channel": caller.channel, "index": index})).scalar()
        return Conversation(new_id(), person or "", fresh, known=False, kept=ANYTHING if person else NOTHING)

    async def _around(self, row: Found, message: str, button: str) -> Conversation:
        named = (("message", message), ("button", button))
        asked = {one: index_of(self.keys.house, row.id, what) for one, what in named}
        its = {"conversation": row.id, "turn": row.version, **asked}
        found = (await self.connection.execute(LOOK_AROUND, its)).one()
        sealer = self.keys.know(row.person_id, found.wrapped, row.id)
        return Conversation(
            row.id,
            row.person_id,
            State.model_validate_json(sealer.open(Place("conversation", "state", row.id), row.state)),
            known=True,
            unseen=bool(found.unseen),
            message=taken(sealer, row.id, asked["message"], found.message_at, found.message_answer),
            button=taken(sealer, row.id, asked["button"], found.button_at, found.button_answer),
            kept=Kept(*(bool(one) for one in (found.reflections, found.levels, found.plans, found.team))),
        )

    async def history(self, person: str, kept: Kept = ANYTHING) -> History:
        """What the person has kept. Empty for somebody new."""
        return await look_back(self.connection, await self.keys.of(person), person, kept)

    async def save(
        self, loaded: Conversation, state: State, caller: Caller, now: datetime, *, reachable: bool = True
    ) -> str:
        """Write the conversation if nobody else did since it was loaded. Returns the person's id.

        Whoever is heard from can be reached again, unless what they did was to leave. Raises LostRace.
        """
        person = loaded.person or await self._new_person(caller, now)
        self.keys.belongs(loaded.id, person)
        values = self._values(await self.keys.of(person), loaded.id, state, caller)
        values["refused_at"] = None if reachable else now
        if state.left is not None:
            await fall_silent(self.connection, loaded.id)
        if loaded.known:
            await self._overwrite(loaded, values)
            await self._tie(person, caller, now)
            return person
        index = self.keys.house.index("conversation", caller.channel, caller.conversation)
        mine = {"id": loaded.id, "person_id": person, "channel": caller.channel, "external_index": index}
        await self.connection.execute(BEGIN_CONVERSATION, {**mine, **values})
        await self._tie(person, caller, now)
        return person

    async def team(self, person: str, catalogue: Catalogue, now: datetime) -> TeamFacts:
        """What the directory says of the person, and the overviews they may read."""
        return await team_facts(self.session, self.keys, person, catalogue, now.date())

    async def units_of(self, person: str) -> tuple[str, ...]:
        """Keys of the person's own team and of those above it, nearest first."""
        return await units_of(self.session, person)

    async def _tie(self, person: str, caller: Caller, now: datetime) -> None:
        for name in caller.directory:
            if await tie(self.session, self.keys.house, person, name):
                await set_sharing(self.session, person, now, on=self._share_at_first)

    def _values(self, sealer: Sealer, row: str, state: State, caller: Caller) -> dict[str, Any]:
        return {
            "version": state.turn,
            "state": sealer.seal(Place("conversation", "state", row), state.model_dump_json()),
            "address": sealer.seal(Place("conversation", "address", row), caller.reach()),
            "draft_until": state.lasts_until,
            "left_at": state.left,
            "touched_at": state.touched,
        }

    async def _overwrite(self, loaded: Conversation, values: Mapping[str, Any]) -> None:
        fence = {"conversation": loaded.id, "before": loaded.state.turn}
        new = {f"new_{name}": value for name, value in values.items()}
        if (await self.connection.execute(SAVE_CONVERSATION, {**fence, **new})).rowcount != 1:
            raise LostRace

    async def note_taken(
        self, conversation: str, what: str, now: datetime, answer: str | None = None, *, again: bool = False
    ) -> None:
        """The same message or button again changes nothing, and gets the same `answer`. `again`: it was noted
        before."""
        note = note_again if again else note_taken
        sealer = await self.keys.of_conversation(conversation)
        await note(self.connection, sealer, conversation, what, now, answer=answer)

    async def post(
        self, conversation: str, replies: Sequence[Reply], now: datetime, *, turn: int = 0, bulk: bool = False
    ) -> None:
        """Put replies in the outbox, in order. `bulk`: prompts and summaries, which replies overtake."""
        sealer = await self.keys.of_conversation(conversation)
        await post(self.connection, sealer, conversation, replies, now, turn=turn, bulk=bulk)

    async def take_back(self, loaded: Conversation) -> None:
        """Drop what the last turn said, which was not sent yet. Raises LostRace when it has gone out meanwhile."""
        if not await take_back(self.connection, loaded.id, loaded.state.turn):
            raise LostRace

    async def asked(self, conversation: str, question: str) -> Reply | None:
        """The reply that asked `question`, with its answer if it was tapped; None when it is no longer kept."""
        sealer = await self.keys.of_conversation(conversation)
        return await find_asked(self.session, sealer, conversation, question)

    async def answer(self, conversation: str, question: str, choice: str) -> None:
        """Note on the question which of its choices answered it."""
        sealer = await self.keys.of_conversation(conversation)
        await write_answer(self.session, sealer, conversation, question, choice)

    async def apply(self, effect: Effect, person: str, now: datetime) -> None:
        """Carry out what the turn wants remembered."""
        try:
            await apply(self.session, self.keys, effect, person, now)
        except Overtaken:
            raise LostRace from None

    async def joining(self, person: str, channel: str, code: str | None, now: datetime) -> Joining:
        """What a turn about joining chats needs to know; `code` is the one written, if any."""
        return Joining(
            found=await what_it_opens(self.session, self.keys.house, person, code, now) if code else None,
            here=channel,
            joined=await is_joined(self.session, person),
        )

    async def _new_person(self, caller: Caller, now: datetime) -> str:
        person = PersonRow(created_at=now)
        self.session.add(person)
        await self.session.flush()
        sealer = await self.keys.make(person.id)
        index = sealer.index("user", caller.channel, caller.user)
        identity = IdentityRow(person_id=person.id, channel=caller.channel, user_index=index)
        identity.user = sealer.seal(Place("identity", "user", identity.id), caller.user)
        self.session.add(identity)
        await self.session.flush()
        return person.id
