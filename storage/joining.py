"""Two people turn out to be one: their rows become one person's, and can be parted again.

Whoever adds a table about people says here what becomes of its rows; a test sees to it.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import delete, update
from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from dialogs.joining import Found
from storage.calendar_tables import ClaimRow, DueRow, RhythmRow
from storage.contributing import set_sharing
from storage.due import all_scheduled, schedule
from storage.erasing import ERASING
from storage.joining_tables import BroughtRow, CodeRow, GuessRow, JoinedRow
from storage.key_tables import PersonKeyRow
from storage.keys import Keys
from storage.resealing import reseal
from storage.rhythms import keep_rhythm, rhythm_of
from storage.tables import ConversationRow, IdentityRow, LevelRow, PersonRow, PlanRow, ReflectionRow
from storage.team_tables import ContributionRow, EmployeeRow, SharingRow, ThemePickerRow

MOVED: Final[tuple[type[SQLModel], ...]] = (
    IdentityRow, ConversationRow, ReflectionRow, LevelRow, PlanRow, ContributionRow, ClaimRow,
    ThemePickerRow,
)  # fmt: skip
"""Any number of these belong to a person: all of them move."""
ONE_EACH: Final[tuple[type[SQLModel], ...]] = (
    SharingRow, EmployeeRow, RhythmRow, DueRow, CodeRow, GuessRow, JoinedRow,
    PersonKeyRow,
)  # fmt: skip
"""Of these a person has one, or one of each kind: see below how two become one."""
FOLLOWING: Final[tuple[type[SQLModel], ...]] = (LevelRow, PlanRow, ContributionRow)
"""These go wherever their reflection goes."""


async def obstacle(session: AsyncSession, kept: str, brought: str) -> Found:
    """Whether the two may be joined: "good", or why not. A person has one identity in a channel."""
    if kept == brought:
        return "same"
    mine, theirs = await _channels(session, kept), await _channels(session, brought)
    if len(theirs) != 1 or theirs & mine:
        return "taken"
    tied = [await _employee(session, one) for one in (kept, brought)]
    return "two" if all(tied) else "good"


async def join(session: AsyncSession, keys: Keys, kept: str, brought: str, now: datetime) -> None:
    """All that `brought` has becomes `kept`'s; `brought` is no more, nor is their key. Only where there is no
    obstacle."""
    await _noted(session, kept, brought, now)
    await _share_as_both_do(session, kept, brought, now)
    await _rest_as_either_does(session, keys, kept, brought)
    await reseal(await session.connection(), brought, await keys.of(brought), await keys.of(kept))
    await _erase_as_either_asked(session, kept, brought)
    for table in MOVED:
        await _give(session, table, brought, kept)
    await session.exec(update(EmployeeRow).where(col(EmployeeRow.person_id) == brought).values(person_id=kept))
    own = (col(DueRow.person_id) == brought, col(DueRow.scope) != brought)
    await session.exec(update(DueRow).where(*own).values(person_id=kept))
    await session.exec(delete(PersonRow).where(col(PersonRow.id) == brought))
    await session.flush()
    keys.destroyed = True
    keys.forget()


async def is_joined(session: AsyncSession, person: str) -> bool:
    return len(await _channels(session, person)) > 1


async def part(session: AsyncSession, keys: Keys, person: str, channel: str, now: datetime) -> bool:
    """Take a channel out. Where the others came to it, it is they who go, each for itself. Whether any went."""
    query = select(JoinedRow, IdentityRow).join(IdentityRow).where(JoinedRow.person_id == person)
    rows = (await session.exec(query)).all()
    leaving = [pair for pair in rows if pair[1].channel == channel] or rows
    for joined, identity in leaving:
        await _leave(session, keys, joined, identity, now)
    return bool(leaving)


async def _noted(session: AsyncSession, kept: str, brought: str, now: datetime) -> None:
    """Write down what comes with the channel, to be given back one day."""
    identity = (await session.exec(select(IdentityRow).where(IdentityRow.person_id == brought))).one()
    before = await session.get_one(PersonRow, brought)
    sharing = await session.get(SharingRow, brought)
    row = JoinedRow(
        person_id=kept,
        identity_id=identity.id,
        employee_id=await _employee(session, brought),
        shares=sharing.shares if sharing else None,
        created_at=before.created_at,
        joined_at=now,
    )
    session.add(row)
    await session.flush()
    reflections = await session.exec(select(ReflectionRow.id).where(ReflectionRow.person_id == brought))
    session.add_all(BroughtRow(reflection_id=one, joined_id=row.id) for one in reflections.all())
    await session.flush()


async def _share_as_both_do(session: AsyncSession, kept: str, brought: str, now: datetime) -> None:
    """Whoever said no to sharing has said no."""
    said = [row.shares for one in (kept, brought) if (row := await session.get(SharingRow, one)) is not None]
    if said:
        await set_sharing(session, kept, now, on=all(said))


async def _erase_as_either_asked(session: AsyncSession, kept: str, brought: str) -> None:
    """They were told that everything goes. It still does, and *fortryd* takes it back in either chat."""
    asked = await all_scheduled(session, brought, (ERASING,))
    if asked and not await all_scheduled(session, kept, (ERASING,)):
        await schedule(session, replace(asked[ERASING], scope=kept, person=kept))


async def _rest_as_either_does(session: AsyncSession, keys: Keys, kept: str, brought: str) -> None:
    """A pause holds in whichever chat it was asked for; else the pace is the kept one's."""
    ours = await keys.of(kept)
    mine, theirs = await rhythm_of(session, ours, kept), await rhythm_of(session, await keys.of(brought), brought)
    if theirs is None:
        return
    rests = {"away": (*mine.away, *theirs.away), "quiet": mine.quiet or theirs.quiet} if mine else {}
    await keep_rhythm(session, ours, kept, (mine or theirs).model_copy(update=rests))


async def _leave(session: AsyncSession, keys: Keys, joined: JoinedRow, identity: IdentityRow, now: datetime) -> None:
    """A person of its own again, with what it brought, under a key of its own. What came since stays."""
    alone = PersonRow(created_at=joined.created_at)
    session.add(alone)
    await session.flush()
    its = (col(ConversationRow.person_id) == joined.person_id, col(ConversationRow.channel) == identity.channel)
    await session.exec(update(ConversationRow).where(*its).values(person_id=alone.id))
    identity.person_id = alone.id
    brought = select(BroughtRow.reflection_id).where(BroughtRow.joined_id == joined.id).scalar_subquery()
    await session.exec(update(ReflectionRow).where(col(ReflectionRow.id).in_(brought)).values(person_id=alone.id))
    for table in FOLLOWING:
        rows: Any = table
        await session.exec(update(table).where(col(rows.reflection_id).in_(brought)).values(person_id=alone.id))
    if joined.employee_id is not None:
        tied = update(EmployeeRow).where(col(EmployeeRow.id) == joined.employee_id)
        await session.exec(tied.values(person_id=alone.id))
    if joined.shares is not None:
        await set_sharing(session, alone.id, now, on=joined.shares)
    theirs = await keys.of(joined.person_id)
    await session.delete(joined)
    await session.flush()
    await reseal(await session.connection(), alone.id, theirs, await keys.make(alone.id))
    keys.forget()


async def _give(session: AsyncSession, table: type[SQLModel], giver: str, taker: str) -> None:
    rows: Any = table
    await session.exec(update(table).where(col(rows.person_id) == giver).values(person_id=taker))


async def _channels(session: AsyncSession, person: str) -> set[str]:
    return set((await session.exec(select(IdentityRow.channel).where(IdentityRow.person_id == person))).all())


async def _employee(session: AsyncSession, person: str) -> str | None:
    return (await session.exec(select(EmployeeRow.id).where(EmployeeRow.person_id == person))).first()
