"""Erases whoever asked for it a day ago, and has not regretted since."""

from datetime import datetime, timedelta

from service.calendar import NotNow
from storage.due import Due
from storage.erasing import erase
from storage.unit import UnitOfWork


class Erasing:
    """An errand that leaves nothing behind, not even that it was carried out: the ledger's line would be about
    somebody who is gone."""

    patience = timedelta(days=365)
    """A service that was away for long still owes it."""

    async def carry_out(self, unit: UnitOfWork, due: Due, now: datetime) -> NotNow:
        await erase(unit.session, unit.keys, due.person or due.scope, now, by="person")
        return NotNow()

    async def following(self, _unit: UnitOfWork, _due: Due, _now: datetime) -> None:
        return None
