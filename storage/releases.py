"""Overviews: made once a week for each unit, in one transaction, and shown again as they were made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Final, cast

from sqlalchemy import func
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from catalog_data.model import Catalogue, Perspective
from storage.team_tables import (
    ContributionRow,
    EmployeeRow,
    ManagingRow,
    MembershipRow,
    ReleaseRow,
    SharingRow,
    TeamRow,
    UnitSizeRow,
)
from storage.themes import rotate
from summaries.bands import K
from summaries.facts import FRESH, Contribution, Kind, Outcome, TeamWeek
from summaries.questions import QUIET, Question
from summaries.release import Summary, TooFew, summarise
from summaries.week import Week
from summaries.wording import Paragraph, written
from texts.say import Language

LINE: Final = "\n"


@dataclass(frozen=True, slots=True)
class Publisher:
    """Makes overviews. `zone` is the municipality's wall clock."""

    catalogue: Catalogue
    zone: tzinfo
    k: int = K

    async def publish(self, session: AsyncSession, unit: str, week: Week, now: datetime) -> bool:
        """Release a unit's week. False where that was done before, to which the key of the row sees, and
        where the unit publishes no longer.

        Of two that begin at once, one ends in a broken key, which the unit of work reports as LostRace.
        """
        if await session.get(ReleaseRow, release_id(unit, week)) is not None or not await publishes(session, unit):
            return False
        team = await session.get_one(TeamRow, unit)
        facts = await self._facts(session, unit, week)
        result = summarise(facts, self.k)
        session.add(self._row(team, result, now))
        await session.flush()
        if isinstance(result, Summary):
            mark = update(ContributionRow).where(col(ContributionRow.id).in_(result.released))
            await session.exec(mark.values(released_in=release_id(unit, week)))
        await rotate(session, unit, self.catalogue, now.astimezone(self.zone))
        return True

    def _row(self, team: TeamRow, result: Summary | TooFew, now: datetime) -> ReleaseRow:
        def told(language: Language) -> tuple[Paragraph, ...]:
            return written(result, team.name, self.catalogue, language, self.k)

        return ReleaseRow(
            id=release_id(team.id, result.week),
            unit_id=team.id,
            week=week_name(result.week),
            text_da=LINE.join(one.text for one in told("da")),
            text_en=LINE.join(one.text for one in told("en")),
            bars=" ".join(str(one.bar) for one in told("da")),
            question_code=result.question.code,
            question_perspective=result.question.perspective,
            made_at=now,
        )

    async def _facts(self, session: AsyncSession, unit: str, week: Week) -> TeamWeek:
        contributions = await _waiting(session, unit, week.cutoff(self.zone))
        people = {one.person for one in contributions}
        sharing = select(SharingRow.person_id).where(
            col(SharingRow.person_id).in_(people), col(SharingRow.shares).is_(True)
        )
        return TeamWeek(
            unit=unit,
            week=week,
            zone=self.zone,
            catalogue=self.catalogue,
            contributions=contributions,
            sharing=frozenset((await session.exec(sharing)).all()),
            viewers=await viewers(session, unit),
            members=min(await _smallest(session, unit, week.cutoff(self.zone)), await _reachable(session, unit)),
            asked=await _asked(session, unit, week),
        )


def week_name(week: Week) -> str:
    return f"{week.year}-W{week.number:02}"


def release_id(unit: str, week: Week) -> str:
    return f"{unit}/{week_name(week)}"


def week_named(name: str) -> Week:
    """The week with a name like "2026-W48". Raises ValueError."""
    year, _, number = name.partition("-W")
    return Week(int(year), int(number))


async def publishes(session: AsyncSession, unit: str) -> bool:
    query = select(TeamRow.id).where(TeamRow.unit_id == unit, col(TeamRow.closed_at).is_(None))
    return (await session.exec(query.limit(1))).first() is not None


async def publishing(session: AsyncSession) -> Sequence[str]:
    """The units that publish now, whose weeks are to be released."""
    query = select(TeamRow.unit_id).where(col(TeamRow.unit_id).is_not(None), col(TeamRow.closed_at).is_(None))
    return [unit for unit in (await session.exec(query.distinct())).all() if unit]


async def _waiting(session: AsyncSession, unit: str, cutoff: datetime) -> tuple[Contribution, ...]:
    query = select(ContributionRow).where(
        ContributionRow.unit_id == unit,
        col(ContributionRow.released_in).is_(None),
        ContributionRow.finished_at >= cutoff - FRESH,
        ContributionRow.finished_at < cutoff,
    )
    return tuple(
        Contribution(
            id=row.id,
            person=row.person_id,
            unit=row.unit_id,
            area=row.area,
            kind=cast("Kind", row.kind),
            outcome=cast("Outcome | None", row.outcome),
            finished=row.finished_at,
        )
        for row in (await session.exec(query)).all()
    )


async def viewers(session: AsyncSession, unit: str) -> frozenset[str]:
    """People who are shown a unit's overview: the managers of its teams, as far as they have met the coach."""
    query = (
        select(EmployeeRow.person_id)
        .join(ManagingRow, col(ManagingRow.employee_id) == EmployeeRow.id)
        .join(TeamRow, col(TeamRow.id) == ManagingRow.team_id)
        .where(TeamRow.unit_id == unit)
    )
    return frozenset(person for person in (await session.exec(query)).all() if person)


async def _smallest(session: AsyncSession, unit: str, cutoff: datetime) -> int:
    """The fewest members at any time in which what waits may have been done."""
    sizes = select(UnitSizeRow.members).where(UnitSizeRow.unit_id == unit)
    at_first = sizes.where(UnitSizeRow.counted_at <= cutoff - FRESH).order_by(col(UnitSizeRow.counted_at).desc())
    since = sizes.where(UnitSizeRow.counted_at > cutoff - FRESH)
    known = [*(await session.exec(at_first.limit(1))).all(), *(await session.exec(since)).all()]
    return min(known, default=0)


async def _reachable(session: AsyncSession, unit: str) -> int:
    """Members who have met the coach: of the others it is known that they cannot have contributed."""
    managers = (
        select(ManagingRow.employee_id)
        .join(TeamRow, col(TeamRow.id) == ManagingRow.team_id)
        .where(TeamRow.unit_id == unit)
    )
    query = (
        select(func.count(func.distinct(EmployeeRow.id)))
        .join(MembershipRow, col(MembershipRow.employee_id) == EmployeeRow.id)
        .join(TeamRow, col(TeamRow.id) == MembershipRow.team_id)
        .where(
            TeamRow.unit_id == unit,
            col(MembershipRow.until).is_(None),
            MembershipRow.position == 0,
            col(EmployeeRow.person_id).is_not(None),
            col(EmployeeRow.id).not_in(managers),
        )
    )
    return (await session.exec(query)).one()


async def _asked(session: AsyncSession, unit: str, week: Week) -> tuple[Question, ...]:
    query = select(ReleaseRow).where(
        ReleaseRow.unit_id == unit, ReleaseRow.week >= week_name(week.later(-QUIET)), ReleaseRow.week < week_name(week)
    )
    return tuple(
        Question(row.question_code, cast("Perspective", row.question_perspective))
        for row in (await session.exec(query)).all()
    )
