"""Each person's own pace. Sealed: it tells when somebody works."""

from sqlmodel.ext.asyncio.session import AsyncSession

from dialogs.rhythm import Rhythm
from storage.calendar_tables import RhythmRow
from storage.sealing import Place, Sealer


async def rhythm_of(session: AsyncSession, sealer: Sealer, person: str) -> Rhythm | None:
    """The person's pace; None for somebody who has not been heard from since paces were kept."""
    row = await session.get(RhythmRow, person) if person else None
    return None if row is None else Rhythm.model_validate_json(sealer.open(_place(person), row.settings))


async def keep_rhythm(session: AsyncSession, sealer: Sealer, person: str, rhythm: Rhythm) -> None:
    settings = sealer.seal(_place(person), rhythm.model_dump_json())
    await session.merge(RhythmRow(person_id=person, settings=settings))
    await session.flush()


def _place(person: str) -> Place:
    return Place("rhythm", "settings", person)
