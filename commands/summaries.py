"""`manage.py summaries …`: the team overviews, as they were sent."""

import sys
from datetime import datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from catalog_data.loader import load_catalogue
from catalog_data.model import Catalogue
from commands.starting import settings_or_exit, with_store
from settings import Settings
from storage.overviews import overview_of_team
from storage.unit import Store
from summaries.facts import Contribution, Outcome, TeamWeek
from summaries.questions import question_of_week
from summaries.release import TooFew, summarise
from summaries.week import Week, week_of
from summaries.wording import paragraphs
from texts.say import Language

app = typer.Typer(no_args_is_help=True, help="The team overviews, as they were sent.")

INVENTED: tuple[tuple[str, int, Outcome], ...] = (("1.2", 14, "good"), ("1.3", 7, "hard"), ("3.2", 4, "mixed"))
"""Area, people, and how it went for them."""


@app.callback()
def summaries() -> None:
    """The team overviews, as they were sent."""


@app.command()
def preview(
    team: Annotated[str, typer.Argument(help="a team's name")],
    example: Annotated[bool, typer.Option("--example", help="invented figures, to show what it looks like")] = False,
    language: Annotated[str, typer.Option(help="da or en")] = "da",
) -> None:
    """The last overview of TEAM as it is stored, or the neutral sentence; nothing is worked out anew."""
    settings = settings_or_exit()
    its: Language = "en" if language == "en" else "da"
    week = week_of(datetime.now(ZoneInfo(settings.time_zone)).date() - timedelta(weeks=1))
    if example:
        print(f"Invented figures of an invented team of 40:\n\n{_example(settings, team, week, its)}")
        return

    async def looking(store: Store) -> tuple[bool, tuple[str, ...]]:
        async with store.unit() as unit:
            known, stored = await overview_of_team(unit.session, team)
            return known, stored.text[its] if stored else ()

    known, text = with_store(settings, looking)
    if not known:
        sys.exit(f"There is no team called {team}.")
    print("\n\n".join(text or _neutral(settings, team, week, its)))


def _neutral(settings: Settings, team: str, week: Week, language: Language) -> tuple[str, ...]:
    catalogue = load_catalogue()
    nothing = TooFew(week, question_of_week(week, catalogue))
    return paragraphs(nothing, team, catalogue, language, settings.behind_each_figure)


def _example(settings: Settings, team: str, week: Week, language: Language) -> str:
    catalogue, k = load_catalogue(), settings.behind_each_figure
    result = summarise(_invented(catalogue, week, ZoneInfo(settings.time_zone)), k)
    return "\n\n".join(paragraphs(result, team, catalogue, language, k))


def _invented(catalogue: Catalogue, week: Week, zone: ZoneInfo) -> TeamWeek:
    finished = week.cutoff(zone) - timedelta(days=1)
    made = tuple(
        Contribution(f"{area}-{n}", f"p{n}", "example", area, "reflection", outcome, finished)
        for area, people, outcome in INVENTED
        for n in range(people)
    )
    return TeamWeek("example", week, zone, catalogue, made, frozenset(one.person for one in made), frozenset(), 40)
