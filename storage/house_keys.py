"""The keys of a database made ready before anybody works with it.

The house's own keys are made once, and stay whatever becomes of the master key. People from before there
were keys of their own get theirs here, and whatever was sealed with the master key comes under those.
"""

from collections.abc import Mapping
from typing import Final

import structlog
from sqlalchemy import exists, insert, or_, select, update

from storage.key_file import derived, fresh_key
from storage.key_tables import HouseKeyRow, PersonKeyRow
from storage.refusal import DatabaseRefused
from storage.resealing import with_a_master_key, with_a_persons_key
from storage.sealing import Place, SealError
from storage.tables import PersonRow
from storage.team_tables import EmployeeRow
from storage.unit import LostRace, Store

REGISTER: Final = "register"
"""What the municipality's list is sealed with."""
INDEX: Final = "blind index"
BUTTONS: Final = "buttons"
VISITORS: Final = "visitors"
LINKS: Final = "links"
"""Signs links to people's own data."""
AT_ONCE: Final = 100

log = structlog.get_logger()
_house: Final = PersonRow.metadata.tables[HouseKeyRow.__tablename__]
_key: Final = PersonRow.metadata.tables[PersonKeyRow.__tablename__]
_person: Final = PersonRow.metadata.tables["person"]
_identity: Final = PersonRow.metadata.tables["identity"]
_employee: Final = PersonRow.metadata.tables[EmployeeRow.__tablename__]
_IS_USED: Final = select(or_(exists(select(_person.c.id)), exists(select(_employee.c.id))))
_HAS_KEYS_ELSEWHERE: Final = select(
    exists(select(_identity.c.id).where(with_a_persons_key(_identity.c.user))) & ~exists(select(_key.c.person_id))
)
"""As in a copy, which holds no keys."""
_NOBODYS: Final = select(_person.c.id).where(~exists().where(_key.c.person_id == _person.c.id))


async def furnish(store: Store, master: bytes) -> Mapping[str, bytes]:
    """Give the store's sealer the house's own keys. Returns them all, by purpose.

    `master`: the key that is current. A database from before there were such keys has been using what is
    derived from it, and goes on with that. Raises SealError where the key file does not open them, and
    DatabaseRefused where they are gone.
    """
    async with store.unit() as unit:
        await unit.keys.hold(alone=True)  # replicas start together: one makes the keys, the others find them
        found = {one.purpose: one.wrapped for one in await unit.connection.execute(select(_house))}
        keys = {one: store.sealer.unwrap(place_of(one), wrapped) for one, wrapped in found.items()}
        if not found and (await unit.connection.execute(_HAS_KEYS_ELSEWHERE)).scalar():
            raise DatabaseRefused("the keys of this database are missing; see docs/how-to/backup.md")
        old = (await unit.connection.execute(_IS_USED)).scalar()
        for one in (REGISTER, INDEX, BUTTONS, VISITORS, LINKS):
            if one not in keys:
                keys[one] = derived(master, one) if old and one != REGISTER else fresh_key()
                wrapped = store.sealer.wrap(place_of(one), keys[one])
                await unit.connection.execute(insert(_house), {"purpose": one, "wrapped": wrapped})
    store.sealer.furnish(keys[REGISTER], keys[INDEX])
    return keys


async def settle(store: Store) -> None:
    """Bring everything that is still sealed with a master key under a key that stays. Repeatable, and safe to be
    stopped at any point: each person is one transaction."""
    async with store.engine.connect() as connection:
        people = list((await connection.execute(_NOBODYS)).scalars())
    for person in people:
        await _settled(store, person)
    while await _list_resealed(store):
        pass


def place_of(purpose: str) -> Place:
    """Where a key of the house's belongs."""
    return Place("house_key", "wrapped", purpose)


async def _settled(store: Store, person: str) -> None:
    try:
        async with store.unit() as unit:
            await unit.keys.of(person)
    except LostRace:  # they have talked with the coach, or another process that starts does the same
        log.info("keys.not_settled", person=person)
    except SealError as fault:
        log.warning("keys.not_settled", person=person, fault=str(fault))


async def _list_resealed(store: Store) -> bool:
    """Some of the municipality's list, from before the house had keys. Whether there was any."""
    old = with_a_master_key(_employee.c.address)
    query = select(_employee.c.id, _employee.c.address).where(old).limit(AT_ONCE)
    async with store.unit() as unit:
        rows = (await unit.connection.execute(query)).all()
        for row in rows:
            place = Place("employee", "address", row.id)
            sealed = store.sealer.seal(place, store.sealer.open(place, row.address))
            mine = (_employee.c.id == row.id, _employee.c.address == row.address)
            await unit.connection.execute(update(_employee).where(*mine).values(address=sealed))
    return bool(rows)
