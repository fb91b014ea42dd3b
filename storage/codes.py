"""One-time codes: who may be joined by one, and who has guessed too often."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from dialogs.flows.joining import GUESSES, MINUTES
from dialogs.joining import Found
from storage.joining import obstacle
from storage.joining_tables import CodeRow, GuessRow
from storage.sealing import Sealer

REST: Final = timedelta(hours=1)
"""After which wrong codes are forgotten."""


class Overtaken(Exception):
    """Somebody used the code first."""


async def offer(session: AsyncSession, sealer: Sealer, person: str, code: str, now: datetime) -> None:
    """Make it the person's one code."""
    await session.exec(delete(CodeRow).where(col(CodeRow.person_id) == person))
    row = CodeRow(person_id=person, code_index=_index(sealer, code), until=now + timedelta(minutes=MINUTES))
    session.add(row)


async def what_it_opens(session: AsyncSession, sealer: Sealer, person: str, code: str, now: datetime) -> Found:
    """What would become of the code, written by this person here."""
    guess = await session.get(GuessRow, person)
    if guess is not None and guess.guesses >= GUESSES and now - guess.since < REST:
        return "tired"
    row = await _find(session, sealer, code, now)
    return "unknown" if row is None else await obstacle(session, row.person_id, person)


async def note_guess(session: AsyncSession, person: str, now: datetime) -> None:
    row = await session.get(GuessRow, person)
    if row is None or now - row.since >= REST:
        row = row or GuessRow(person_id=person)
        row.guesses, row.since = 0, now
    row.guesses += 1
    session.add(row)


async def use(session: AsyncSession, sealer: Sealer, code: str, now: datetime) -> str:
    """Whose code it is, which then is gone. Raises Overtaken."""
    row = await _find(session, sealer, code, now)
    if row is None:
        raise Overtaken
    person = row.person_id
    await session.delete(row)
    await session.flush()
    return person


async def forget_codes(session: AsyncSession, now: datetime) -> None:
    """Let go of what cannot be used any more."""
    await session.exec(delete(CodeRow).where(col(CodeRow.until) <= now))
    await session.exec(delete(GuessRow).where(col(GuessRow.since) <= now - REST))


async def _find(session: AsyncSession, sealer: Sealer, code: str, now: datetime) -> CodeRow | None:
    query = select(CodeRow).where(CodeRow.code_index == _index(sealer, code), col(CodeRow.until) > now)
    return (await session.exec(query.with_for_update())).one_or_none()


def _index(sealer: Sealer, code: str) -> str:
    return sealer.index("joining-code", code)
