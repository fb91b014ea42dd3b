"""What the docs quote from the code is what the code says today."""

import re
from pathlib import Path

import pytest

from catalog_data.loader import load_catalogue
from catalog_data.model import Catalogue
from commands.catalogue import profiles_page
from dialogs.map import as_mermaid
from dialogs.state import DRAFT_LIFE
from settings import Settings, settings_table
from storage.about_people import ABOUT
from storage.due import CLAIM_LIFE
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


def test_the_profiles_are_listed_as_they_are_now(catalogue: Catalogue) -> None:
    assert part_of("reference/profiles.md", "profiles") == f"{profiles_page(catalogue)}\n", "run `make profiles`"


def test_the_example_of_an_own_profile_can_be_used(tmp_path: Path) -> None:
    page = (DOCS / "reference" / "profiles.md").read_text(encoding="utf-8")
    own = tmp_path / "own.toml"
    own.write_text(page.split("```toml\n")[1].split("```")[0], encoding="utf-8")
    assert load_catalogue(own_profiles=own).profiles.named("HAVN")


def test_every_time_that_is_set_stands_in_the_table_of_retention() -> None:
    page = (DOCS / "reference" / "retention.md").read_text(encoding="utf-8")
    times = {name: field.default for name, field in Settings.model_fields.items() if name.startswith("keep_")}
    assert len(times) == 5
    assert not [name for name, days in times.items() if f"| {days} | `COACH_{name.upper()}` |" not in page]
    assert f"`COACH_WARN_PERSON` ({Settings.model_fields['warn_person'].default}) days" in page
    assert f"| {DRAFT_LIFE.days} | – |" in page
    assert f"| {CLAIM_LIFE.days} | – |" in page


def test_every_key_of_the_export_is_described() -> None:
    page = (DOCS / "reference" / "export.md").read_text(encoding="utf-8")
    rows = {line.split("|")[1].strip(" `"): line for line in page.splitlines() if line.startswith("| `")}
    assert set(rows) == {*(one.name for one in ABOUT), "log"}
    ours = {"team_id": "team", "theme_id": "theme", "unit_id": "unit"}
    missing = [
        f"{one.name}.{name}" for one in ABOUT for name in (*one.exported, *one.left_out)
        if f"`{ours.get(name, name) if name in one.exported else name}`" not in rows[one.name]
    ]  # fmt: skip
    assert missing == []


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
