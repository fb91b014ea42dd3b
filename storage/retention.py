"""What has had its time goes: words, messages, marks of messages, codes, the ledger, the log."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from dialogs.state import State
from storage.audit_tables import AuditRow
from storage.codes import forget_codes
from storage.due import cancel, forget_claims
from storage.sealing import Place, Sealer
from storage.tables import ConversationRow, MatchRow, OutboxRow, PersonRow, PlanRow, ReflectionRow, SeenRow
from storage.unit import Store, UnitOfWork

AT_ONCE: Final = 200
"""Rows taken in one transaction: a turn waits no longer than for these."""


@dataclass(frozen=True, slots=True)
class Lives:
    """How long each kind of thing is kept."""

    words: timedelta = timedelta(days=365)
    """What a person wrote in a reflection, since it was kept."""
    messages: timedelta = timedelta(days=7)
    """What the coach said, since it was said."""
    marks: timedelta = timedelta(days=30)
    """That a message was taken, so that the same one again changes nothing."""
    log: timedelta = timedelta(days=365)
    """Lines of the audit log."""
    person: timedelta = timedelta(days=365)
    """Everything about a person, since they were last here."""
    warning: timedelta = timedelta(days=30)
    """How long before that they are told."""


STANDARD: Final = Lives()


async def tidy(store: Store, now: datetime, lives: Lives = STANDARD) -> None:
    """Let go of what has had its time. Again at the same moment it finds nothing."""
    async with store.unit() as unit:
        await _let_go_of_drafts(unit, now)
        await _let_go_of_messages(unit.session, now, lives)
        await forget_claims(unit.session, now)
        await forget_codes(unit.session, now)
        await unit.session.exec(delete(AuditRow).where(col(AuditRow.at) <= now - lives.log))
    while await _empty_some(store, now, lives):
        pass
    while await _date_some(store):
        pass


async def _let_go_of_drafts(unit: UnitOfWork, now: datetime) -> None:
    """After seven days, as was promised: no setting."""
    due = select(ConversationRow).where(col(ConversationRow.draft_until) <= now)
    expired = due.order_by(col(ConversationRow.id)).with_for_update()  # in the order in which senders lock
    for row in (await unit.session.exec(expired)).all():
        sealer = await unit.keys.of(row.person_id)
        emptied = _state(sealer, row).let_go()
        emptied = emptied.model_copy(update={"turn": emptied.turn + 1})
        row.state = sealer.seal(Place("conversation", "state", row.id), emptied.model_dump_json())
        row.version, row.draft_until = emptied.turn, None


async def _let_go_of_messages(session: AsyncSession, now: datetime, lives: Lives) -> None:
    old = (col(OutboxRow.created_at) <= now - lives.messages, col(OutboxRow.status).not_in(("pending", "sending")))
    await session.exec(update(OutboxRow).where(*old, col(OutboxRow.body).is_not(None)).values(body=None))
    shown = (col(SeenRow.seen_at) <= now - lives.messages, col(SeenRow.answer).is_not(None))
    await session.exec(update(SeenRow).where(*shown).values(answer=None))
    await session.exec(delete(SeenRow).where(col(SeenRow.seen_at) <= now - lives.marks))


async def _empty_some(store: Store, now: datetime, lives: Lives) -> bool:
    """The words of old reflections go. That there was one, when, about what and at which level stays."""
    async with store.unit() as unit:
        old = (col(ReflectionRow.finished_at) <= now - lives.words, col(ReflectionRow.emptied_at).is_(None))
        query = select(ReflectionRow).where(*old).order_by(col(ReflectionRow.id)).limit(AT_ONCE)
        rows = (await unit.session.exec(query.with_for_update(skip_locked=True))).all()
        for row in rows:
            sealer = await unit.keys.of(row.person_id)
            for column in ("episode", "judgement", "learning"):
                setattr(row, column, sealer.seal(Place("reflection", column, row.id), ""))
            row.emptied_at = now
            await _empty_what_hangs_on(unit.session, sealer, row.id, now)
    return len(rows) == AT_ONCE


async def _empty_what_hangs_on(session: AsyncSession, sealer: Sealer, reflection: str, now: datetime) -> None:
    """The person's words that spoke for a match, and the plan; one still open is closed: nobody could ask about it."""
    for match in (await session.exec(select(MatchRow).where(MatchRow.reflection_id == reflection))).all():
        place = Place("match", "candidates", match.id)
        candidates = [{**one, "because": []} for one in json.loads(sealer.open(place, match.candidates))]
        match.candidates = sealer.seal(place, json.dumps(candidates))
    for plan in (await session.exec(select(PlanRow).where(PlanRow.reflection_id == reflection))).all():
        plan.text = sealer.seal(Place("plan", "text", plan.id), "")
        plan.closed_at = plan.closed_at or now
        await cancel(session, "follow_up", plan.id)


async def _date_some(store: Store) -> bool:
    """Conversations from before it was written down when the person was last here."""
    async with store.unit() as unit:
        query = select(ConversationRow, PersonRow).join(PersonRow).where(col(ConversationRow.touched_at).is_(None))
        rows = (await unit.session.exec(query.order_by(col(ConversationRow.id)).limit(AT_ONCE))).all()
        for row, person in rows:
            row.touched_at = _state(await unit.keys.of(person.id), row).touched or person.created_at
    return len(rows) == AT_ONCE


def _state(sealer: Sealer, row: ConversationRow) -> State:
    return State.model_validate_json(sealer.open(Place("conversation", "state", row.id), row.state))
