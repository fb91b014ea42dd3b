"""One turn at work: what a door received → one transaction → replies on their way."""

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

import structlog

from catalog_data.model import Catalogue
from dialogs.contacts import Contact
from dialogs.distress import CHOICES
from dialogs.effects import ErasePerson, SetRhythm
from dialogs.events import Deleted, Edited, Event, Left, Pressed, Said
from dialogs.facts import Facts, Heard, Hearing, TeamFacts, Terms
from dialogs.hearing import hears
from dialogs.home import Home, home
from dialogs.joining import HALF, SIGNS, Joining, is_about_joining, read_code
from dialogs.replies import Reply, line
from dialogs.rhythm import Closed, Rhythm, never, next_prompt
from dialogs.settling import Turn
from dialogs.state import State
from dialogs.turn import take_turn
from matching.types import Matcher
from service.delivery import Delivery
from service.door import Address, Incoming, NotStored
from service.links import Links
from service.queues import Crowded, Queues
from service.second_reader import Rereading
from service.tapped import question_of, with_answer
from service.whom import whom_to_turn_to
from storage.due import all_scheduled
from storage.erasing import ERASING
from storage.rhythms import rhythm_of
from storage.taken import Taken
from storage.unit import FAULTS, Caller, Conversation, LostRace, Store, UnitOfWork
from texts.say import Language

ATTEMPTS: Final = 8
"""How often a turn is taken again after a lost race before the channel is asked to resend."""
SAME_TAP: Final = timedelta(minutes=2)
"""A button that comes again within this time is the same tap, sent twice: Teams repeats an invoke
after some 30 s under a new id. Later it is a person who tries an old card, and hears that it is closed."""
NONCE: Final = 6
"""Random bytes in a question's id; with the turn's number in it too, plenty."""
OF_OLD: Final = (Pressed, Edited, Deleted)
"""What can only be about something that was said before."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What every turn is told, whoever it is for."""

    catalogue: Catalogue
    matcher: Matcher
    language: Language = "da"
    contacts: tuple[Contact, ...] = ()
    closed: Closed = never
    municipality: str = ""
    rereading: Rereading | None = None
    terms: Terms = field(default_factory=Terms)


@dataclass(frozen=True, slots=True)
class _Done:
    """What is to be done once the turn is committed. `turn` is None when it was taken before."""

    conversation: str
    turn: Turn | None = None
    answer: str | None = None


class Coach:
    """Takes events from doors. `clock` gives aware moments in the municipality's time zone."""

    def __init__(
        self,
        store: Store,
        knowledge: Knowledge,
        delivery: Delivery,
        clock: Callable[[], datetime],
        changed: Callable[[], None] = lambda: None,
        *,
        links: Links | None = None,
    ) -> None:
        """`changed` is told when something new stands in the calendar."""
        self._links = links
        self._store = store
        self._knowledge = knowledge
        self._delivery = delivery
        self._clock = clock
        self._changed = changed
        self._queues = Queues()

    async def take(self, incoming: Incoming) -> str | None:
        """Returns when the turn is committed, with what the door rendered where it answers in the
        request itself. The same message, or button, again changes nothing and is answered the same.

        Raises NotStored when it could not be committed: nothing was changed and nothing said.
        """
        key = (incoming.address.channel, incoming.address.conversation)
        try:
            async with self._queues.turn(key):
                done = await self._take(incoming)
        except Crowded:
            log.warning("turn.not_stored", fault="too many wait")
            raise NotStored from None
        self._say(incoming.address, done)
        return done.answer

    async def home(self, address: Address, user: str) -> Home:
        """What the person may see about themselves now. Nothing is written.

        Raises NotStored when it could not be read.
        """
        caller = Caller(address.channel, address.conversation, user, address.details)
        try:
            async with self._store.unit() as unit:
                loaded = await unit.conversation(caller, State(language=self._knowledge.language))
                facts = await self._facts(unit, loaded, None)
        except FAULTS as fault:
            log.warning("home.not_read", fault=type(fault).__name__)
            raise NotStored from None
        return home(loaded.state, facts, known=loaded.known)

    async def say_beside(self, incoming: Incoming, key: str) -> None:
        """One sentence in the person's language that belongs to no turn. Nothing is written; where nothing
        can be read either, nothing is said."""
        try:
            async with self._store.unit() as unit:
                fresh = State(language=incoming.language or self._knowledge.language)
                language = (await unit.conversation(_caller(incoming), fresh)).state.language
        except FAULTS as fault:
            log.warning("turn.not_said", fault=type(fault).__name__)
            return
        self._delivery.show_privately(incoming.address, (Reply(language=language, lines=(line(key),)),))

    async def _take(self, incoming: Incoming) -> _Done:
        """Take the turn until it is committed: a lost race said nothing yet, so it may be run again."""
        hearing: Hearing | None = None
        for _ in range(ATTEMPTS):
            try:
                outcome = await self._attempt(incoming, hearing)
            except LostRace:
                continue
            except FAULTS as fault:
                log.warning("turn.not_stored", fault=type(fault).__name__)
                raise NotStored from None
            if isinstance(outcome, _Done):
                return outcome
            hearing = await asyncio.to_thread(self._hear, outcome)
            if self._knowledge.rereading:
                hearing = await self._knowledge.rereading.reread(hearing)
        log.error("turn.not_stored", fault="too many lost races")
        raise NotStored

    async def _attempt(self, incoming: Incoming, hearing: Hearing | None) -> _Done | Heard:
        """Take the turn in one transaction, or say what must be heard before it can be taken.

        The matcher never runs inside the transaction, where it would hold up others.
        """
        async with self._store.unit() as unit:
            fresh = State(language=incoming.language or self._knowledge.language)
            button = _button(incoming.event)
            loaded = await unit.conversation(_caller(incoming), fresh, message=incoming.message, button=button)
            before = self._taken_before(loaded)
            if before is not None:
                return _Done(loaded.id, answer=before.answer)
            if not loaded.known and isinstance(incoming.event, OF_OLD):
                # From before an erasure, perhaps the tap that erased: it must not bring anything back.
                return _Done(loaded.id, answer=incoming.render(None, ()) if incoming.render else None)
            heard = hears(loaded.state, incoming.event, unseen=loaded.unseen)
            if heard is not None and (hearing is None or hearing.heard != heard):
                return heard
            facts = replace(await self._facts(unit, loaded, hearing, incoming.event), called=incoming.name)
            if self._links:
                facts = replace(facts, my_data=self._links.make(loaded.person, self._clock(), incoming.origin))
            if is_about_joining(loaded.state, incoming.event):
                facts = replace(facts, joining=await self._joining(unit, loaded, incoming))
            turn = take_turn(loaded.state, incoming.event, facts)
            asked = await question_of(unit, loaded, incoming.event)
            tapped = with_answer(asked, incoming.event, loaded.state, turn)
            answer = incoming.render(tapped, turn.replies) if incoming.render else None
            await self._write(unit, incoming, loaded, turn, answer)
            if tapped is not None and tapped != asked and not turn.private:
                await unit.answer(loaded.id, tapped.question, tapped.answered)
        return _Done(loaded.id, turn, answer)

    def _taken_before(self, loaded: Conversation) -> Taken | None:
        """The same message again; or the same button under another id, as Teams sends an invoke that it
        believes lost."""
        tapped = loaded.button
        if loaded.message is not None or tapped is None:
            return loaded.message
        return tapped if self._clock() - tapped.at < SAME_TAP else None

    async def _joining(self, unit: UnitOfWork, loaded: Conversation, incoming: Incoming) -> Joining:
        code = read_code(incoming.event.text) if isinstance(incoming.event, Said) else None
        joining = await unit.joining(loaded.person, incoming.address.channel, code, self._clock())
        return replace(joining, fresh=fresh_code())

    async def _facts(
        self, unit: UnitOfWork, loaded: Conversation, hearing: Hearing | None, event: Event | None = None
    ) -> Facts:
        history = await unit.history(loaded.person, loaded.kept)
        known = self._knowledge
        # From before paces were kept, what was said in the conversation holds.
        theirs = await unit.keys.of(loaded.person)
        rhythm = await rhythm_of(unit.session, theirs, loaded.person) or Rhythm(quiet=loaded.state.quiet)
        upcoming = await all_scheduled(unit.session, loaded.person, ("prompt", ERASING))
        team = await unit.team(loaded.person, known.catalogue, self._clock()) if loaded.kept.team else TeamFacts()
        return Facts(
            now=self._clock(),
            catalogue=known.catalogue,
            nonce=secrets.token_hex(NONCE),
            unseen=loaded.unseen,
            hearing=hearing,
            past=history.past,
            completed=history.completed,
            worked=history.worked,
            levelled=history.levelled,
            plans=history.plans,
            contacts=await whom_to_turn_to(unit, loaded, event, known.contacts, known.catalogue),
            rhythm=rhythm,
            closed=known.closed,
            next_prompt=upcoming["prompt"].wall if "prompt" in upcoming else None,
            erasing=ERASING in upcoming,
            municipality=known.municipality,
            terms=known.terms,
            read_elsewhere=known.rereading is not None and known.rereading.outside,
            team=team,
            profile=team.profile,
        )

    async def _write(
        self, unit: UnitOfWork, incoming: Incoming, loaded: Conversation, turn: Turn, answer: str | None
    ) -> None:
        now, person = self._clock(), loaded.person
        if not turn.private:
            reachable = not isinstance(incoming.event, Left)
            person = await unit.save(loaded, turn.state, _caller(incoming), now, reachable=reachable)
        for effect in (*turn.effects, *await self._first_rhythm(unit, turn, person, now)):
            await unit.apply(effect, person, now)
        if turn.private:
            return
        if turn.withdraws:
            await unit.take_back(loaded)
        await unit.note_taken(loaded.id, incoming.message, now, answer)
        button = _button(incoming.event)
        if button:
            await unit.note_taken(loaded.id, button, now, answer, again=loaded.button is not None)
        await unit.post(loaded.id, turn.replies, now, turn=turn.state.turn)

    async def _first_rhythm(self, unit: UnitOfWork, turn: Turn, person: str, now: datetime) -> tuple[SetRhythm, ...]:
        """Whoever has answered the notice and has no pace yet gets the usual one; who said stop is left alone."""
        set_now = any(isinstance(one, SetRhythm | ErasePerson) for one in turn.effects)
        if turn.private or not turn.state.greeted or set_now:
            return ()
        if await rhythm_of(unit.session, await unit.keys.of(person), person) is not None:
            return ()
        rhythm = Rhythm(quiet=turn.state.quiet)
        return (SetRhythm(rhythm, next_prompt(rhythm, now.date(), now.replace(tzinfo=None), self._knowledge.closed)),)

    def _say(self, address: Address, done: _Done) -> None:
        if done.turn is None:
            return
        if done.turn.effects:
            self._changed()
        if done.turn.private:
            self._delivery.show_privately(address, done.turn.replies)
        elif done.turn.replies:
            self._delivery.wake(done.conversation, address.channel)

    def _hear(self, heard: Heard) -> Hearing:
        matcher = self._knowledge.matcher
        match = matcher.match(heard.text, topic=heard.topic, language=heard.language)
        return Hearing(heard, match, matcher.named(heard.text, heard.language))


def _button(event: Event) -> str:
    """What tells a button of ours from all others; empty where nothing was tapped, or nothing may be noted."""
    if not isinstance(event, Pressed) or not event.question or event.choice in CHOICES:
        return ""
    return f"{event.question}\x1f{event.choice}"


def _caller(incoming: Incoming) -> Caller:
    address = incoming.address
    names = tuple(name for name in (incoming.directory, incoming.email) if name)
    return Caller(address.channel, address.conversation, incoming.user, address.details, names)


def fresh_code() -> str:
    """A code for joining two chats, drawn anew."""
    signs = "".join(secrets.choice(SIGNS) for _ in range(2 * HALF))
    return f"{signs[:HALF]}-{signs[HALF:]}"
