"""What the docs quote from the code is what the code says today."""

import re
from pathlib import Path

import pytest

from catalog_data.model import Catalogue
from dialogs.map import as_mermaid
from settings import settings_table
from summaries.bands import Band
from summaries.questions import Question
from summaries.release import Shown, Summary
from summaries.week import Week
from summaries.wording import paragraphs
from texts.say import Language
from tools.generated import split

DOCS = Path(__file__).parent.parent / "docs"
EXAMPLES: list[tuple[str, str, Language]] = [
    ("explanation/team-summary.md", "Home Care East", "en"),
    ("da/teamoverblik.md", "Hjemmeplejen Øst", "da"),
]


def part_of(page: str, name: str) -> str:
    return split((DOCS / page).read_text(encoding="utf-8"), name)[1]


def test_the_map_is_the_conversation_as_it_is_now() -> None:
    drawn = part_of("explanation/conversation.md", "map")
    assert drawn == f"```mermaid\n{as_mermaid()}\n```\n", "run `make map`"


def test_the_settings_are_listed_as_they_are_now() -> None:
    assert part_of("reference/settings.md", "settings") == f"{settings_table()}\n", "run `make settings`"


@pytest.mark.parametrize(("page", "unit", "language"), EXAMPLES)
def test_the_example_overview_is_what_the_coach_writes(
    catalogue: Catalogue, page: str, unit: str, language: Language
) -> None:
    shown = tuple(Shown(code, Band(5, None)) for code in ("1.2", "3"))
    example = Summary(Week(2026, 48), shown, "mostly-good", Question("3.2.2", "develop"), ())
    text = (DOCS / page).read_text(encoding="utf-8")
    assert "\n>\n".join(f"> {one}" for one in paragraphs(example, unit, catalogue, language)) in text


def test_every_picture_the_guidelines_point_to_is_taken() -> None:
    page = (DOCS / "reference" / "teams-guidelines.md").read_text(encoding="utf-8")
    script = (DOCS.parent / "e2e" / "teams.test.mjs").read_text(encoding="utf-8")
    taken = {int(number) for number in re.findall(r'picture\("(\d\d)-', script)}
    named = {int(number) for cell in re.findall(r"pictures? ([\d, –]+)", page) for number in re.findall(r"\d\d", cell)}
    assert named
    assert named <= taken
