"""One turn at work: what a door received → one transaction → replies on their way."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from weakref import WeakValueDictionary

import structlog
from sqlalchemy.exc import SQLAlchemyError

from catalog_data.model import Catalogue
from dialogs.facts import Contact, Facts, Heard, Hearing
from dialogs.home import Home, home
from dialogs.state import State
from dialogs.turn import Turn, hears, take_turn
from matching.types import Matcher
from service.delivery import Delivery
from service.door import Address, Incoming, NotStored
from storage.unit import Caller, Conversation, LostRace, Store, UnitOfWork
from texts.say import Language

ATTEMPTS: Final = 8
"""How often a turn is taken again after a lost race before the channel is asked to resend."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What every turn is told, whoever it is for."""

    catalogue: Catalogue
    matcher: Matcher
    language: Language = "da"
    contacts: tuple[Contact, ...] = ()
    municipality: str = ""


class Coach:
    """Takes events from doors. `clock` gives aware moments in the municipality's time zone."""

    def __init__(self, store: Store, knowledge: Knowledge, delivery: Delivery, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._knowledge = knowledge
        self._delivery = delivery
        self._clock = clock
        self._queues: WeakValueDictionary[tuple[str, str], asyncio.Lock] = WeakValueDictionary()

    async def take(self, incoming: Incoming) -> None:
        """Returns when the turn is committed; the same message id again changes nothing.

        Raises NotStored when it could not be committed: nothing was changed and nothing said.
        """
        key = (incoming.address.channel, incoming.address.conversation)
        queue = self._queues.setdefault(key, asyncio.Lock())
        async with queue:
            hearing: Hearing | None = None
            for _ in range(ATTEMPTS):
                try:
                    unheard = await self._attempt(incoming, hearing)
                except LostRace:
                    continue
                except SQLAlchemyError as fault:
                    log.warning("turn.not_stored", fault=type(fault).__name__)
                    raise NotStored from None
                if unheard is None:
                    return
                hearing = await asyncio.to_thread(self._hear, unheard)
            log.error("turn.not_stored", fault="too many lost races")
            raise NotStored

    async def home(self, address: Address, user: str) -> Home:
        """What the person may see about themselves now. Nothing is written.

        Raises NotStored when it could not be read.
        """
        caller = Caller(address.channel, address.conversation, user, address.details)
        try:
            async with self._store.unit() as unit:
                loaded = await unit.conversation(caller, State(language=self._knowledge.language))
                facts = await self._facts(unit, loaded, None)
        except SQLAlchemyError as fault:
            log.warning("home.not_read", fault=type(fault).__name__)
            raise NotStored from None
        return home(loaded.state, facts, known=loaded.known)

    async def _attempt(self, incoming: Incoming, hearing: Hearing | None) -> Heard | None:
        """Take the turn in one transaction, or say what must be heard before it can be taken.

        The matcher never runs inside the transaction, where it would hold up others.
        """
        async with self._store.unit() as unit:
            fresh = State(language=incoming.language or self._knowledge.language)
            loaded = await unit.conversation(_caller(incoming), fresh)
            if loaded.known and await unit.seen(loaded.id, incoming.message):
                return None
            heard = hears(loaded.state, incoming.event)
            if heard is not None and (hearing is None or hearing.heard != heard):
                return heard
            turn = take_turn(loaded.state, incoming.event, await self._facts(unit, loaded, hearing))
            await self._write(unit, incoming, loaded, turn)
        await self._say(incoming.address, loaded.id, turn)
        return None

    async def _facts(self, unit: UnitOfWork, loaded: Conversation, hearing: Hearing | None) -> Facts:
        history = await unit.history(loaded.person)
        known = self._knowledge
        return Facts(
            now=self._clock(),
            catalogue=known.catalogue,
            hearing=hearing,
            past=history.past,
            completed=history.completed,
            levelled=history.levelled,
            plans=history.plans,
            contacts=known.contacts,
            municipality=known.municipality,
        )

    async def _write(self, unit: UnitOfWork, incoming: Incoming, loaded: Conversation, turn: Turn) -> None:
        now, person = self._clock(), loaded.person
        if not turn.private:
            person = await unit.save(loaded, turn.state, _caller(incoming), now)
        for effect in turn.effects:
            await unit.apply(effect, person, now)
        if not turn.private:
            await unit.mark_seen(loaded.id, incoming.message, now)
            await unit.post(loaded.id, turn.replies, now)

    async def _say(self, address: Address, conversation: str, turn: Turn) -> None:
        if turn.private:
            await self._delivery.show_privately(address, turn.replies)
        elif turn.replies:
            self._delivery.wake(conversation)

    def _hear(self, heard: Heard) -> Hearing:
        matcher = self._knowledge.matcher
        match = matcher.match(heard.text, topic=heard.topic, language=heard.language)
        return Hearing(heard, match, matcher.named(heard.text, heard.language))


def _caller(incoming: Incoming) -> Caller:
    address = incoming.address
    return Caller(address.channel, address.conversation, incoming.user, address.details)
