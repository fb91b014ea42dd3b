"""A team was made, and each member who talks with the coach is told; one who declines is counted no more."""

import secrets
from datetime import date, datetime, timedelta
from typing import Final

from dialogs.events import Nudged
from dialogs.facts import Facts
from dialogs.rhythm import Closed, Rhythm
from dialogs.settling import Turn
from dialogs.turn import take_turn
from service.calendar import Done, Errand
from service.proactive import Approach, Proactive, own_window
from service.turns import NONCE, Knowledge
from service.weekly import keep_weekly
from storage.directory import DirectoryStore
from storage.due import Due
from storage.rosters import RECOUNTING, TELLING
from storage.unit import UnitOfWork
from summaries.bands import K

PATIENCE: Final = timedelta(days=28)
"""It is said so late, and later they hear of it when they are here."""


class TellingTeam:
    """Says that somebody made a team, with the way to decline."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    async def turn(self, unit: UnitOfWork, approach: Approach, due: Due) -> Turn | None:
        loaded, known = approach.reach.conversation, self._knowledge
        team = await unit.team(loaded.person, known.catalogue, approach.now)
        if team.made is None or team.made.told:
            return None
        facts = Facts(approach.now, known.catalogue, nonce=secrets.token_hex(NONCE), team=team)
        return take_turn(loaded.state, Nudged("team"), facts)

    def following(self, due: Due, rhythm: Rhythm, now: datetime) -> datetime | None:
        return None

    def left_out(self, due: Due, rhythm: Rhythm, now: datetime) -> datetime | None:
        return None

    def instead(self, due: Due, rhythm: Rhythm, now: datetime) -> datetime | None:
        """The person's next own window, for four weeks. The occurrence begins with the day it was made."""
        wall = own_window(rhythm, now, self._knowledge.closed)
        last = date.fromisoformat(due.occurrence.split("/")[0]) + PATIENCE
        return wall if wall is not None and wall.date() <= last else None


class Recounting:
    """Works out anew where teams publish."""

    patience = PATIENCE

    def __init__(self, closed: Closed, k: int) -> None:
        self._closed = closed
        self._k = k

    async def carry_out(self, unit: UnitOfWork, _due: Due, now: datetime) -> Done:
        await DirectoryStore(unit.session, unit.keys.house).republish(now, self._k)
        await keep_weekly(unit.session, now, self._closed)
        return Done()

    async def following(self, _unit: UnitOfWork, _due: Due, _now: datetime) -> None:
        return None


def belonging(knowledge: Knowledge, k: int = K) -> dict[str, Errand]:
    """Both errands, by kind."""
    return {
        TELLING: Proactive(TellingTeam(knowledge), PATIENCE),
        RECOUNTING: Recounting(knowledge.closed, k),
    }
