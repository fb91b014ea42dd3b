"""Finds a person by who they are in a channel."""

from dataclasses import dataclass

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.sealing import Sealer
from storage.tables import IdentityRow


@dataclass(frozen=True, slots=True)
class Identity:
    """A person in one channel."""

    person: str
    channel: str


class NoSuchIdentity(LookupError):
    """Nobody by this id has talked with the coach there. The message is for the operator."""


async def find(session: AsyncSession, sealer: Sealer, channel: str, user: str) -> Identity:
    """Raises NoSuchIdentity."""
    index = sealer.index("user", channel, user)
    query = select(IdentityRow).where(IdentityRow.channel == channel, IdentityRow.user_index == index)
    row = (await session.exec(query)).one_or_none()
    if row is None:
        raise NoSuchIdentity(f"Nobody called {user} has talked with the coach in {channel}.")
    return Identity(row.person_id, row.channel)


async def known_in(session: AsyncSession, person: str) -> list[str]:
    """The channels a person is known in, the first one first."""
    query = select(IdentityRow.channel).where(IdentityRow.person_id == person).order_by(IdentityRow.id)
    return list((await session.exec(query)).all())
