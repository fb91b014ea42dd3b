"""What a person has kept, as far as a turn needs it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.facts import OpenPlan, PastReflection
from storage.sealing import Place, Sealer
from storage.statements import LEVELS, PAST, PLANS, WORKED, Found

LATEST: Final = 10
"""Kept reflections a turn may look back on."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What there may be to look back on, so that what is not there need not be asked for."""

    reflections: bool
    levels: bool
    plans: bool


NOTHING: Final = Kept(reflections=False, levels=False, plans=False)
ANYTHING: Final = Kept(reflections=True, levels=True, plans=True)


@dataclass(frozen=True, slots=True)
class History:
    """The latest reflections, how many there ever were and with each code, when it was levelled, and open plans."""

    past: tuple[PastReflection, ...] = ()
    completed: int = 0
    worked: Mapping[str, int] = field(default_factory=dict)
    levelled: Mapping[str, datetime] = field(default_factory=dict)
    plans: tuple[OpenPlan, ...] = ()


async def look_back(connection: AsyncConnection, sealer: Sealer, person: str, kept: Kept) -> History:
    """Asks only for what `kept` says may be there."""
    its = {"person": person}
    past = (await connection.execute(PAST, {**its, "latest": LATEST})).all() if kept.reflections else ()
    worked = (await connection.execute(WORKED, its)).all() if kept.reflections else ()
    levels = (await connection.execute(LEVELS, its)).all() if kept.levels else ()
    plans = (await connection.execute(PLANS, its)).all() if kept.plans else ()
    by_reflection = {one.reflection_id: one.level for one in reversed(levels)}
    return History(
        past=tuple(_past(sealer, row, by_reflection.get(row.id)) for row in past),
        completed=past[0].ever if past else 0,
        worked={one.code: one.times for one in worked},
        levelled={one.code: one.chosen_at for one in levels},
        plans=tuple(_plan(sealer, row) for row in plans),
    )


def _past(sealer: Sealer, row: Found, level: int | None) -> PastReflection:
    def words(column: str, sealed: bytes) -> str:
        return sealer.open(Place("reflection", column, row.id), sealed)

    return PastReflection(
        id=row.id,
        code=row.code,
        finished=row.finished_at,
        outcome=row.outcome,
        level=level,
        episode=words("episode", row.episode),
        judgement=words("judgement", row.judgement),
        learning=words("learning", row.learning),
        started=row.started_at,
    )


def _plan(sealer: Sealer, row: Found) -> OpenPlan:
    return OpenPlan(
        id=row.id,
        reflection=row.reflection_id,
        code=row.code,
        text=sealer.open(Place("plan", "text", row.id), row.text),
        follow_up=row.follow_up,
        asked=row.asked,
    )
