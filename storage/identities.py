"""Finds a person by who they are in a channel."""

from dataclasses import dataclass

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.directory import employee_index
from storage.sealing import Sealer
from storage.tables import IdentityRow
from storage.team_tables import EmployeeRow


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


async def find_anybody(session: AsyncSession, sealer: Sealer, who: str) -> str:
    """Our own id of a person by what an operator may know: `channel:id`, or what the municipality's list of teams
    knows them by (an e-mail or a directory id). Raises NoSuchIdentity."""
    channel, colon, user = who.partition(":")
    if colon and channel and user:
        return (await find(session, sealer, channel, user)).person
    query = select(EmployeeRow).where(EmployeeRow.address_index == employee_index(sealer, who.strip()))
    employee = (await session.exec(query)).first()
    if employee is None:
        raise NoSuchIdentity(
            f"Nobody called {who} is in the list of teams. Write an e-mail or a directory id as it stands there,"
            " or a channel and its id of the person, such as slack:U0123ABC."
        )
    if employee.person_id is None:
        raise NoSuchIdentity(f"{who} is in the list of teams but has not talked with the coach: nothing else is kept.")
    return employee.person_id


async def known_in(session: AsyncSession, person: str) -> list[str]:
    """The channels a person is known in, the first one first."""
    query = select(IdentityRow.channel).where(IdentityRow.person_id == person).order_by(IdentityRow.id)
    return list((await session.exec(query)).all())
