"""What the pages name is there: tests, settings, pages and pictures, events of the log, requirements of the standard."""

import re
from collections import Counter
from pathlib import Path

import pytest

from manifest.settings import PackageSettings
from settings import Settings

DOCS = Path(__file__).parent.parent / "docs"
TESTS = Path(__file__).parent
PAGES = sorted(DOCS.rglob("*.md"))
POINTING = {
    "reference/teams-guidelines.md": 28,
    "explanation/threats.md": 60,
    "reference/asvs.md": 80,
    "da/konsekvensanalyse.md": 20,
    "da/sletteoversigt.md": 4,
    "da/nis2.md": 7,
    "da/tilgaengelighed.md": 7,
}
"""Pages that point to tests, and how many of them at least: a page that names none proves nothing."""
ASVS = {1: 27, 2: 11, 4: 10, 8: 7, 9: 7, 11: 14, 12: 9, 13: 13, 14: 9, 15: 13, 16: 16}
"""Requirements of levels 1 and 2 in each chapter, as version 5.0.0 counts them."""
ROOMS = ("bot", "service", "storage", "commands")
LOGGED = re.compile(r"\blog\.(?:info|warning|error)\(\s*\"([^\"]+)\"")


@pytest.mark.parametrize("page", POINTING)
def test_every_test_a_page_points_to_exists(page: str) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")
    written = "".join(one.read_text(encoding="utf-8") for one in TESTS.rglob("test_*.py"))
    files = set(re.findall(r"`(?:tests/)?((?:faults/)?test_\w+\.py)", text))
    tests = set(re.findall(r"(?:`|::)(test_\w+)`", text))
    assert len(files) + len(tests) >= POINTING[page]
    assert not [name for name in files if not (TESTS / name).exists()]
    assert not [name for name in tests if f"def {name}(" not in written]


def test_every_event_in_the_log_is_listed_and_no_other() -> None:
    page = (DOCS / "reference" / "logs.md").read_text(encoding="utf-8")
    rooms = [DOCS.parent / "app.py", *(one for room in ROOMS for one in (DOCS.parent / room).rglob("*.py"))]
    written = {event for one in rooms for event in LOGGED.findall(one.read_text(encoding="utf-8"))}
    assert len(written) >= 30
    listed = {one for one in re.findall(r"`(\w+\.\w+)`", page) if not one.endswith((".md", ".py"))}
    assert written == listed


def test_no_requirement_of_the_standard_is_left_out() -> None:
    page = (DOCS / "reference" / "asvs.md").read_text(encoding="utf-8")
    rows = re.findall(
        r"^\| (\d+)\.(\d+)\.(\d+) \| [12] \|.*\*\*(?:done|partly|municipality|n/a|missing)\*\*", page, re.MULTILINE
    )
    assert len(rows) == len(set(rows))
    assert Counter(int(chapter) for chapter, _, _ in rows) == ASVS


def test_every_setting_a_page_names_is_one() -> None:
    settings = {f"COACH_{name.upper()}" for one in (Settings, PackageSettings) for name in one.model_fields}
    named = {name for page in PAGES for name in re.findall(r"`(COACH_\w+)`", page.read_text(encoding="utf-8"))}
    assert len(named) > len(Settings.model_fields)
    assert named - settings <= {"COACH_TEST_POSTGRES"}


def test_every_page_and_picture_a_page_links_to_is_there() -> None:
    links = [
        (page, link)
        for page in PAGES
        for link in re.findall(r"\]\((?!https?://|#)([^)#\s]+)", page.read_text(encoding="utf-8"))
    ]
    assert len(links) >= 60
    assert not [(page.name, link) for page, link in links if not (page.parent / link).exists()]
