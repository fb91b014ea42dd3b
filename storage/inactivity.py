"""Who has not been here for long."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlmodel import col, exists, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import ConversationRow, PersonRow

AT_ONCE: Final = 200
"""People looked up at a time."""


async def away_since(session: AsyncSession, moment: datetime, after: str = "") -> Sequence[str]:
    """People who have not been here since a moment, by our own ids, in order; `after` goes on from there."""
    since = exists().where(col(ConversationRow.person_id) == PersonRow.id, col(ConversationRow.touched_at) > moment)
    query = select(PersonRow.id).where(PersonRow.created_at <= moment, ~since, PersonRow.id > after)
    return (await session.exec(query.order_by(PersonRow.id).limit(AT_ONCE))).all()


async def last_here(session: AsyncSession, person: PersonRow) -> datetime:
    """When the person was last here, in any conversation."""
    query = select(func.max(ConversationRow.touched_at)).where(ConversationRow.person_id == person.id)
    return (await session.exec(query)).one() or person.created_at
