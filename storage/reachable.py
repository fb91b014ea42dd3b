"""Who can be reached in a channel, and where."""

import json
from collections.abc import Sequence

from sqlmodel import select

from storage.sealing import Place, Sealer
from storage.tables import ConversationRow, IdentityRow
from storage.unit import Caller, Store


async def reachable(store: Store, channel: str) -> Sequence[Caller]:
    """Every conversation of a channel with the person it is with, oldest first."""
    query = (
        select(ConversationRow, IdentityRow)
        .join(IdentityRow, IdentityRow.person_id == ConversationRow.person_id)  # type: ignore[arg-type] # SQLModel
        .where(ConversationRow.channel == channel, IdentityRow.channel == channel)
        .order_by(ConversationRow.id)
    )
    async with store.unit() as unit:
        rows = (await unit.session.exec(query)).all()
        return [_caller(await unit.keys.of(one.person_id), one, identity) for one, identity in rows]


def _caller(sealer: Sealer, conversation: ConversationRow, identity: IdentityRow) -> Caller:
    reach = json.loads(sealer.open(Place("conversation", "address", conversation.id), conversation.address))
    user = sealer.open(Place("identity", "user", identity.id), identity.user)
    return Caller(conversation.channel, reach["conversation"], user, reach["details"])
