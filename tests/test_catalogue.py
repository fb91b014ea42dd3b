"""The catalogue: complete, exactly named, and loud about every fault at once."""

import re
import shutil
from pathlib import Path

import pytest

from catalog_data.loader import FOLDER, CatalogueFaults, load_catalogue
from catalog_data.model import Catalogue, is_personal
from texts.say import LANGUAGES

OUTLINE = Path(__file__).parents[2] / "shared" / "catalogue" / "outline.md"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The content in a place where a test may spoil it."""
    shutil.copytree(FOLDER, tmp_path / "content", ignore=shutil.ignore_patterns("*.py", "__pycache__", "answers"))
    return tmp_path / "content"


def spoil(file: Path, pattern: str, replacement: str) -> None:
    text = file.read_text(encoding="utf-8")
    spoiled = re.sub(pattern, replacement, text, count=1, flags=re.MULTILINE)
    assert spoiled != text
    file.write_text(spoiled, encoding="utf-8")


def test_it_is_whole(catalogue: Catalogue) -> None:
    assert len(catalogue.outline.dimension) == 5
    assert len(catalogue.outline.area) == 12
    assert len(catalogue.codes) == 60
    assert {(code, language) for code in catalogue.codes for language in LANGUAGES} == set(catalogue.prose_by_code)


@pytest.mark.skipif(not OUTLINE.exists(), reason="the catalogue's own outline is not part of the product")
def test_codes_names_and_groups_are_the_catalogues_own(catalogue: Catalogue) -> None:
    rows = re.findall(r"^(\d\.\d\.\d+) (.+?)(?:\s{2,}\[.*\])?$", OUTLINE.read_text(encoding="utf-8"), re.MULTILINE)
    assert [(entry.code, entry.name) for entry in catalogue.outline.competence] == rows
    assert {name for group in catalogue.outline.group for name in [group.name]} == set(
        re.findall(r"\[group: (.*)\]", OUTLINE.read_text(encoding="utf-8"))
    )


def test_dimension_five_places_nobody(catalogue: Catalogue) -> None:
    for (code, _), prose in catalogue.prose_by_code.items():
        assert len(prose.levels) == (0 if is_personal(code) else 4)


def test_every_fault_is_reported_at_once_with_file_code_and_field(copy: Path) -> None:
    spoil(copy / "da/1.2.toml", r'(code = "1\.2\.3"\nname = )".*"', r'\1"Noget andet"')
    spoil(copy / "en/3.2.toml", r'^short = ".*"', 'short = "far too long to be a label"')
    spoil(copy / "da/4.1.toml", r'^smaller = ".*"$', 'smaller = "Ikke et spørgsmål."')
    (copy / "en/4.3.toml").unlink()
    with pytest.raises(CatalogueFaults) as caught:
        load_catalogue(copy)
    faults = "\n".join(caught.value.faults)
    assert "da/1.2.toml: 1.2.3: name differs from" in faults
    assert re.search(r"en/3\.2\.toml: area: short: ", faults)
    assert "da/4.1.toml: 4.1.1: not one question" in faults
    assert "en/4.3.toml: the file is missing" in faults


def test_broken_toml_names_the_file(copy: Path) -> None:
    (copy / "da/2.1.toml").write_text("[area\n", encoding="utf-8")
    with pytest.raises(CatalogueFaults, match=r"da/2\.1\.toml: cannot be read"):
        load_catalogue(copy)


def test_a_missing_competence_and_a_stray_code_are_found(copy: Path) -> None:
    spoil(copy / "da/2.1.toml", r'code = "2\.1\.2"', 'code = "2.1.9"')
    spoil(copy / "resources.toml", r"codes = \[", 'codes = ["9.9.9", ')
    with pytest.raises(CatalogueFaults) as caught:
        load_catalogue(copy)
    faults = "\n".join(caught.value.faults)
    assert "da/2.1.toml: 2.1.2: is missing" in faults
    assert "da/2.1.toml: 2.1.9: does not belong to 2.1" in faults
    assert "'9.9.9' does not exist" in faults
