"""A team has a new theme: everybody in it who has met the coach is told, each within their own hours.

Two errands, as for the weekly summary: that a theme began happens once for a unit; telling somebody of it
passes the gate of everything the coach says of its own accord.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from dialogs.announcing import announcement
from dialogs.facts import Facts
from dialogs.rhythm import Closed, Rhythm, too_late
from dialogs.settling import Turn
from service.calendar import Done, Errand, NotNow
from service.proactive import Approach, Proactive, own_window
from service.turns import Knowledge
from storage.due import Due, schedule
from storage.rhythms import rhythm_of
from storage.themes import BEGINS, TELLING, members_of, running_theme
from storage.unit import UnitOfWork
from summaries.themes import LASTS

PATIENCE: Final = LASTS
"""A theme is news as long as it runs."""


class ThemeBegins:
    """Puts it into the calendar of each member. Whoever has not answered the notice yet, or comes to the team
    later, is told when they are here."""

    patience = PATIENCE

    def __init__(self, closed: Closed) -> None:
        self._closed = closed

    async def carry_out(self, unit: UnitOfWork, due: Due, now: datetime) -> Done | NotNow:
        running = await running_theme(unit.session, unit.keys, due.scope, now.date())
        if running is None or running.id != due.occurrence:
            return NotNow()  # another was picked meanwhile
        for person in await members_of(unit.session, due.scope):
            rhythm = await rhythm_of(unit.session, await unit.keys.of(person), person)
            wall = own_window(rhythm, now, self._closed) if rhythm is not None and not rhythm.quiet else None
            if wall is not None:
                occurrence = f"{running.last}/{running.id}"
                await schedule(unit.session, Due(TELLING, person, occurrence, wall, due.zone, person))
        return Done()

    async def following(self, _unit: UnitOfWork, _due: Due, _now: datetime) -> None:
        return None


class TellingTheme:
    """Says to a member what the theme is and who picked it, unless they know it. `due.occurrence` is the
    theme's last day and its id."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    async def turn(self, unit: UnitOfWork, approach: Approach, due: Due) -> Turn | None:
        loaded = approach.reach.conversation
        if approach.now.replace(tzinfo=None) > too_late(approach.rhythm, due.wall):
            return None  # their window is over
        team = await unit.team(loaded.person, self._knowledge.catalogue, approach.now)
        if team.theme is None or not due.occurrence.endswith(team.theme.id):
            return None
        turn = announcement(loaded.state, Facts(approach.now, self._knowledge.catalogue, team=team))
        return turn and replace(turn, state=turn.state.model_copy(update={"turn": turn.state.turn + 1}))

    def following(self, due: Due, rhythm: Rhythm, now: datetime) -> datetime | None:
        return None

    def left_out(self, due: Due, rhythm: Rhythm, now: datetime) -> datetime | None:
        """Again in their next window where this one was over; otherwise there was nothing to tell."""
        late = now.replace(tzinfo=None) > too_late(rhythm, due.wall)
        return self.instead(due, rhythm, now) if late else None

    def instead(self, due: Due, rhythm: Rhythm, now: datetime) -> datetime | None:
        """The person's next own window, as long as the theme runs."""
        wall = own_window(rhythm, now, self._knowledge.closed)
        runs_until = date.fromisoformat(due.occurrence.split("/")[0]) + timedelta(days=1)
        return wall if wall is not None and wall.date() < runs_until else None


def themes(knowledge: Knowledge) -> dict[str, Errand]:
    """Both errands, by kind."""
    return {
        BEGINS: ThemeBegins(knowledge.closed),
        TELLING: Proactive(TellingTheme(knowledge), PATIENCE),
    }
