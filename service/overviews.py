"""Team overviews for the calendar: one call makes a unit's week, another says it to somebody who may read it."""

from collections.abc import Sequence
from datetime import datetime

from dialogs.facts import Overview
from dialogs.flows.team import overview_lines
from dialogs.replies import Reply, line
from storage.overviews import stored_overview
from storage.releases import Publisher, release_id, viewers, week_named
from storage.team_tables import ReleaseRow
from storage.unit import UnitOfWork
from texts.say import Language


class Overviews:
    """Makes overviews and says them. Fulfils the calendar's port; everything it writes goes into the
    unit of work it is given."""

    def __init__(self, publisher: Publisher) -> None:
        self._publisher = publisher

    @property
    def k(self) -> int:
        """People behind each figure, at least."""
        return self._publisher.k

    async def publish(self, unit: UnitOfWork, team: str, week: str, now: datetime) -> Sequence[str]:
        """Make and store the overview of a publishing unit's week.

        Call it once for each due (team, week), after the week's Sunday 24:00; `team` is one of
        `storage.releases.publishing`, `week` is like "2026-W48". Returns the people to be told, by our
        own ids: the managers of its teams who have met the coach. Nobody where the week was released
        before, or the unit publishes no longer. Of two that do it at once, one ends in LostRace.
        Where no theme runs any more, the next one in rotation begins.
        """
        done = await self._publisher.publish(unit.session, team, week_named(week), now)
        return sorted(await viewers(unit.session, team)) if done else ()

    async def message(self, unit: UnitOfWork, person: str, team: str, week: str, language: Language) -> Reply | None:
        """What a person is told of a released week: word for word what is stored. None for whoever is no
        manager of the unit at this moment, and where nothing was released."""
        row = await unit.session.get(ReleaseRow, release_id(team, week_named(week)))
        if row is None or person not in await viewers(unit.session, team):
            return None
        return overview_message(stored_overview(row), language)


def overview_message(overview: Overview, language: Language) -> Reply:
    """A stored overview as a message of its own."""
    lines = (line("weekly-arrived"), *overview_lines(overview, language))
    return Reply(language=language, lines=lines, layout="card")
