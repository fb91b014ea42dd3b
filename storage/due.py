"""The calendar's rows: found by their moment, locked one at a time, entered into the ledger once done."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import delete, exists, func, tuple_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.calendar_tables import ClaimRow, DueRow
from storage.tables import HoldRow

CLAIM_LIFE: Final = timedelta(days=60)
"""How long the ledger remembers. What is due only ever moves forward, and nothing is caught up with for longer."""


@dataclass(frozen=True, slots=True)
class Due:
    """Something that is to be done at a local wall time. `person`: whom it goes with, if anybody."""

    kind: str
    scope: str
    occurrence: str
    wall: datetime
    zone: str
    person: str | None = None

    @property
    def moment(self) -> datetime:
        """The moment in UTC. What comes twice in autumn is its first; what is left out in spring is an hour on."""
        return self.wall.replace(tzinfo=ZoneInfo(self.zone)).astimezone(timezone.utc)


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a row stands in line."""

    due_at: datetime
    kind: str
    scope: str


async def find_due(session: AsyncSession, now: datetime, most: int, after: Place | None = None) -> Sequence[Place]:
    """What is due by now, the longest due first; `after` goes on from there. Nothing is locked.

    Nothing is due in a restored copy that is held: it may all have been done before.
    """
    mine = (col(DueRow.due_at), col(DueRow.kind), col(DueRow.scope))
    query = select(*mine).where(col(DueRow.due_at) <= now, ~exists(select(HoldRow.id)))
    if after is not None:
        query = query.where(tuple_(*mine) > (after.due_at, after.kind, after.scope))
    rows = await session.exec(query.order_by(*mine).limit(most))
    return [Place(due_at, kind, scope) for due_at, kind, scope in rows.all()]


async def next_moment(session: AsyncSession) -> datetime | None:
    """When the next thing is due; None while there is nothing at all."""
    return (await session.exec(select(func.min(DueRow.due_at)))).one()


async def lock_due(session: AsyncSession, place: Place, now: datetime) -> Due | None:
    """The row, held until the unit ends; None if it is not due any more, or somebody else has it."""
    query = select(DueRow).where(DueRow.kind == place.kind, DueRow.scope == place.scope, col(DueRow.due_at) <= now)
    row = (await session.exec(query.with_for_update(skip_locked=True))).one_or_none()
    return None if row is None else _due(row)


async def schedule(session: AsyncSession, due: Due) -> None:
    """Put it into the calendar, in place of what stood there about the same thing."""
    row = DueRow(
        kind=due.kind,
        scope=due.scope,
        person_id=due.person,
        occurrence=due.occurrence,
        wall=due.wall.isoformat(timespec="minutes"),
        zone=due.zone,
        due_at=due.moment,
    )
    await session.merge(row)
    await session.flush()


async def cancel(session: AsyncSession, kind: str, scope: str) -> None:
    """Take it out of the calendar, if it is there."""
    await session.exec(delete(DueRow).where(col(DueRow.kind) == kind, col(DueRow.scope) == scope))


async def scheduled(session: AsyncSession, kind: str, scope: str) -> Due | None:
    """What stands in the calendar about it."""
    row = await session.get(DueRow, (kind, scope))
    return None if row is None else _due(row)


async def all_scheduled(session: AsyncSession, scope: str, kinds: Collection[str]) -> Mapping[str, Due]:
    """The same of several kinds at once, by kind."""
    query = select(DueRow).where(DueRow.scope == scope, col(DueRow.kind).in_(kinds))
    return {row.kind: _due(row) for row in (await session.exec(query)).all()}


async def scopes_of(session: AsyncSession, kind: str) -> Sequence[str]:
    """What things of this kind stand in the calendar about."""
    return (await session.exec(select(DueRow.scope).where(DueRow.kind == kind))).all()


async def more_due(session: AsyncSession, person: str, kinds: Collection[str], until: datetime) -> bool:
    """Whether anything of these kinds is due to the person before a moment."""
    query = select(DueRow.kind).where(
        DueRow.person_id == person, col(DueRow.kind).in_(kinds), col(DueRow.due_at) < until
    )
    return (await session.exec(query.limit(1))).first() is not None


async def was_claimed(session: AsyncSession, kind: str, scope: str, occurrence: str) -> bool:
    """Whether the ledger has it."""
    return await session.get(ClaimRow, (kind, scope, occurrence)) is not None


async def claim(
    session: AsyncSession, kind: str, scope: str, occurrence: str, *, now: datetime, person: str | None = None
) -> None:
    """Enter it into the ledger. Of two that do, one ends in a broken key: its whole unit is undone."""
    session.add(ClaimRow(kind=kind, scope=scope, occurrence=occurrence, person_id=person, claimed_at=now))
    await session.flush()


async def forget_claims(session: AsyncSession, now: datetime) -> None:
    """Let go of what is too old to come again."""
    await session.exec(delete(ClaimRow).where(col(ClaimRow.claimed_at) <= now - CLAIM_LIFE))


def _due(row: DueRow) -> Due:
    return Due(row.kind, row.scope, row.occurrence, datetime.fromisoformat(row.wall), row.zone, row.person_id)
