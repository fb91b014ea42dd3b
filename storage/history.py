"""What a person has kept, as far as a turn needs it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, cast

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from dialogs.facts import OpenPlan, PastReflection
from dialogs.state import Outcome
from storage.sealing import Place, Sealer
from storage.tables import LevelRow, PlanRow, ReflectionRow

LATEST: Final = 10
"""Kept reflections a turn may look back on."""


@dataclass(frozen=True, slots=True)
class History:
    """What a person has kept, as far as a turn needs it."""

    past: tuple[PastReflection, ...]
    completed: int
    worked: dict[str, int]
    levelled: dict[str, datetime]
    plans: tuple[OpenPlan, ...]


async def find_history(session: AsyncSession, sealer: Sealer, person: str) -> History:
    """What the person has kept. Empty for somebody new."""
    if not person:
        return History((), 0, {}, {}, ())
    rows = (
        await session.exec(
            select(ReflectionRow)
            .where(ReflectionRow.person_id == person)
            .order_by(col(ReflectionRow.finished_at).desc(), col(ReflectionRow.id).desc())
            .limit(LATEST)
        )
    ).all()
    levels = await _levels(session, person)
    counted = select(func.count()).select_from(ReflectionRow).where(ReflectionRow.person_id == person)
    return History(
        past=tuple(_past(sealer, row, levels) for row in rows),
        completed=(await session.exec(counted)).one(),
        worked=await _worked(session, person),
        levelled={level.code: level.chosen_at for level in levels},
        plans=await _plans(session, sealer, person),
    )


async def _worked(session: AsyncSession, person: str) -> dict[str, int]:
    mine = (ReflectionRow.person_id == person, col(ReflectionRow.code).is_not(None))
    query = select(ReflectionRow.code, func.count()).where(*mine).group_by(col(ReflectionRow.code))
    return {code: count for code, count in (await session.exec(query)).all() if code}


async def _levels(session: AsyncSession, person: str) -> Sequence[LevelRow]:
    query = select(LevelRow).where(LevelRow.person_id == person).order_by(col(LevelRow.chosen_at))
    return (await session.exec(query)).all()


async def _plans(session: AsyncSession, sealer: Sealer, person: str) -> tuple[OpenPlan, ...]:
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
            text=sealer.open(Place("plan", "text", plan.id), plan.text),
            follow_up=plan.follow_up,
            asked=plan.asked,
        )
        for plan, code in (await session.exec(query)).all()
    )


def _past(sealer: Sealer, row: ReflectionRow, levels: Sequence[LevelRow]) -> PastReflection:
    def words(column: str, sealed: bytes) -> str:
        return sealer.open(Place("reflection", column, row.id), sealed)

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
