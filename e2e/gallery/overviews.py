"""What a manager is shown on a Monday, as JSON for the gallery: with something to show, and in a week without.

`python -m e2e.gallery.overviews` prints the same as samples.py. The team is invented; what becomes of it
is the work of the rule that publishes.
"""

import json
from datetime import timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.cards.adaptive import card_of
from bot.cards.taps import execute
from catalog_data.loader import load_catalogue
from catalog_data.model import Catalogue
from dialogs.facts import Overview
from service.overviews import overview_message
from summaries.facts import Contribution, Outcome, TeamWeek
from summaries.release import Summary, TooFew, summarise
from summaries.week import Week
from summaries.wording import written
from texts.say import Language

WEEK: Final = Week(2026, 48)
ZONE: Final = ZoneInfo("Europe/Copenhagen")
UNIT: Final = "Hjemmeplejen Øst"
LANGUAGE: Final[Language] = "da"
DID: Final[tuple[tuple[str, int, Outcome], ...]] = (("1.2", 14, "good"), ("1.3", 7, "hard"), ("3.2", 6, "mixed"))
"""Area, people, and how it went for them."""
PICTURES: Final[dict[str, tuple[tuple[str, int, Outcome], ...]]] = {
    "lederens-overblik": DID,
    "lederens-overblik-tomt": (("1.2", 4, "good"),),
}


def team_week(catalogue: Catalogue, did: tuple[tuple[str, int, Outcome], ...]) -> TeamWeek:
    finished = WEEK.cutoff(ZONE) - timedelta(days=1)
    made = tuple(
        Contribution(f"{area}-{n}", f"{area}-{n}", "unit", area, "reflection", outcome, finished)
        for area, people, outcome in did
        for n in range(people)
    )
    return TeamWeek("unit", WEEK, ZONE, catalogue, made, frozenset(one.person for one in made), frozenset(), 40)


def overview(catalogue: Catalogue, result: Summary | TooFew) -> Overview:
    paragraphs = written(result, UNIT, catalogue, LANGUAGE)
    text = tuple(one.text for one in paragraphs)
    return Overview({LANGUAGE: text}, tuple(one.bar for one in paragraphs))


def main() -> None:
    catalogue = load_catalogue()
    replies = {
        name: overview_message(overview(catalogue, summarise(team_week(catalogue, did), 5)), LANGUAGE)
        for name, did in PICTURES.items()
    }
    shown = [
        {"kind": name, "language": LANGUAGE, "card": card_of(reply, "", execute)} for name, reply in replies.items()
    ]
    print(json.dumps(shown, ensure_ascii=False))


if __name__ == "__main__":
    main()
