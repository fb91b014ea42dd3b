"""Writes down who did or saw what kind of thing about whom: no names, no words, and never changed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.audit_tables import AuditRow
from storage.sealing import Sealer
from storage.tables import IdentityRow

Actor = Literal["operator", "manager", "system", "person"]
Deed = Literal[
    "shown", "exported", "erased", "linked", "unlinked", "teams-imported", "teams-shown", "overview-seen",
    "overview-sent", "notice-sent", "removed",
]  # fmt: skip
"""shown, exported, erased, linked, unlinked: what is kept about a person · teams-imported, teams-shown: the list
of teams, and whom in it the coach cannot reach · overview-seen, overview-sent: a team overview, asked for and
brought · notice-sent, removed: somebody who has not been here for long."""


async def note(
    session: AsyncSession,
    sealer: Sealer,
    actor: Actor,
    deed: Deed,
    now: datetime,
    *,
    person: str | None = None,
    unit: str | None = None,
) -> None:
    """Add a line to the log, in the unit of work of the deed itself: none without the other."""
    subjects = await pseudonyms(session, sealer, person) if person else ()
    # Any of a person's pseudonyms finds the line; the first is their first channel's.
    session.add(AuditRow(at=now, actor=actor, deed=deed, subject=next(iter(subjects), None), unit_id=unit))
    await session.flush()


async def noted(session: AsyncSession, sealer: Sealer, person: str) -> Sequence[AuditRow]:
    """What the log has about a person, the oldest first."""
    mine = col(AuditRow.subject).in_(await pseudonyms(session, sealer, person))
    return (await session.exec(select(AuditRow).where(mine).order_by(col(AuditRow.at), col(AuditRow.id)))).all()


async def pseudonyms(session: AsyncSession, sealer: Sealer, person: str) -> tuple[str, ...]:
    """One for each channel, made of the id of a row that goes with the person: when two chats are joined or
    parted, the log follows the channel, and when the person is gone nothing leads to it."""
    query = select(IdentityRow.id).where(IdentityRow.person_id == person).order_by(IdentityRow.id)
    return tuple(sealer.index("audit", identity) for identity in (await session.exec(query)).all())
