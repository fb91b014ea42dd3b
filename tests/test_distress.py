"""Words of distress (rule 16): heard in many voices, and not where somebody tells of work or of a citizen."""

import re
import shutil
from pathlib import Path

import pytest

from bench.guard import BANK, texts_in
from bench.marked import sentences_of
from catalog_data.loader import FOLDER, CatalogueFaults, load_catalogue
from catalog_data.model import Catalogue
from catalog_data.phrases import pattern, whole
from dialogs.distress import sounds_distressed


def unheard(name: str, catalogue: Catalogue) -> list[str]:
    return [text for text in sentences_of(name) if not sounds_distressed(text, "en", catalogue)]


def heard(texts: list[str], catalogue: Catalogue) -> list[str]:
    return [text for text in texts if sounds_distressed(text, "en", catalogue)]


def test_what_a_trial_missed_is_heard(catalogue: Catalogue) -> None:
    assert unheard("distress-trial.txt", catalogue) == []


def test_most_in_voices_of_their_own_is_heard(catalogue: Catalogue) -> None:
    missed = unheard("distress.txt", catalogue)
    assert len(missed) / len(list(sentences_of("distress.txt"))) < 0.05, missed


def test_no_harmless_answer_stops_a_reflection(catalogue: Catalogue) -> None:
    for name in ("distress-ordinary.txt", "breach-ordinary.txt", "ordinary.txt", "ordinary-later.txt"):
        assert heard(list(sentences_of(name)), catalogue) == []


def test_hardly_an_example_of_the_bank_is_heard(catalogue: Catalogue) -> None:
    """Those that are do tell of distress: "Jeg kan ikke mere. Jeg græder i bilen hver dag …"."""
    texts = list(texts_in(*BANK))
    alarms = heard(texts, catalogue)
    assert len(alarms) / len(texts) < 0.001, alarms


def test_without_the_harmless_phrases_there_are_false_alarms(catalogue: Catalogue) -> None:
    """The test of harmless answers can fail: so they are near enough to the phrases to say something."""
    sounds = [pattern(catalogue.distress[its].sounds) for its in ("da", "en")]
    texts = [text.casefold() for text in sentences_of("distress-ordinary.txt")]
    assert sum(any(one.search(text) for one in sounds) for text in texts) >= 10


@pytest.mark.parametrize(
    ("harmless", "both"),
    [
        ("jeg kan ikke mere end to programmer", "jeg kan ikke mere end to programmer, og jeg græder hver dag"),
        ("systemet brød sammen", "systemet brød sammen. Jeg brød sammen"),
        ("borgeren græder hver dag", "borgeren græder hver dag, og jeg magter det ikke mere"),
        ("Beboeren bed mærke i fejlen", "Beboeren bed mærke i fejlen og bed mig i armen"),
    ],
)
def test_a_harmless_phrase_hides_nothing_beside_it(harmless: str, both: str, catalogue: Catalogue) -> None:
    assert not sounds_distressed(harmless, "da", catalogue)
    assert sounds_distressed(both, "da", catalogue)


def test_danish_is_heard_in_an_english_talk_too(catalogue: Catalogue) -> None:
    assert sounds_distressed("jeg tuder hver dag", "en", catalogue)
    assert not sounds_distressed("my boss yells at me", "da", catalogue)


@pytest.mark.parametrize("phrase", ["jeg … mere", "jeg|vi græder", "voldtag*", "*papirer* … hjem", "else's pc'en"])
def test_phrases_that_can_be_found(phrase: str) -> None:
    assert whole(phrase) == phrase


@pytest.mark.parametrize(
    "phrase",
    ["… mere", "jeg …", "jeg … … mere", "jeg| græder", "jeg||vi", "* mere", "jeg... mere", "jeg…mere", "hvad?"],
)
@pytest.mark.parametrize(("file", "key"), [("distress.toml", "sounds"), ("breach.toml", "averted")])
def test_a_phrase_that_could_not_be_found_is_named(phrase: str, file: str, key: str, tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "content", ignore=shutil.ignore_patterns("*.py", "__pycache__", "answers"))
    spoiled = tmp_path / "content" / file
    text = spoiled.read_text(encoding="utf-8")
    spoiled.write_text(
        re.sub(rf"^{key} = \[", f'{key} = ["{phrase}", ', text, count=1, flags=re.MULTILINE), encoding="utf-8"
    )
    with pytest.raises(CatalogueFaults) as caught:
        load_catalogue(tmp_path / "content")
    (fault,) = caught.value.faults
    assert fault.startswith(f"{file}: da: {key}: 0: ")
    assert repr(phrase) in fault
