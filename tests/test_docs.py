"""What the docs quote from the code is what the code says today."""

from pathlib import Path

from dialogs.map import as_mermaid
from settings import settings_table
from tools.generated import split

DOCS = Path(__file__).parent.parent / "docs"


def part_of(page: str, name: str) -> str:
    return split((DOCS / page).read_text(encoding="utf-8"), name)[1]


def test_the_map_is_the_conversation_as_it_is_now() -> None:
    drawn = part_of("explanation/conversation.md", "map")
    assert drawn == f"```mermaid\n{as_mermaid()}\n```\n", "run `make map`"


def test_the_settings_are_listed_as_they_are_now() -> None:
    assert part_of("reference/settings.md", "settings") == f"{settings_table()}\n", "run `make settings`"
