"""The guard, measured: what it must catch, and what it must leave alone.

The sentences in tests/data/guard were written before the patterns; bench/guard.py prints the figures.
"""

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.dk.cpr import checksum, get_birth_date

from bench.cpr_forms import FORMS, generated
from bench.guard import BANK, BENCH, texts_in
from bench.marked import read_sentences, sentences_of
from catalog_data.loader import load_catalogue
from catalog_data.model import Catalogue
from dialogs.guard.finding import Finding, settled
from dialogs.guard.redacting import LONGEST, findings, in_short, redacted

SYSTEMS = load_catalogue().words_of_systems
SURNAMES_ALONE = {"Jensen", "Petersen"}
"""After fru, hr. or Mrs a surname alone is left: the whole name is caught."""
TEST_PEOPLE = {"0707614285", "0707614293"}
"""Invented by the CPR office for testing."""


def caught(text: str) -> list[tuple[str, str]]:
    return [(one.kind, text[one.start : one.end]) for one in findings(text, SYSTEMS)]


def test_every_hand_written_cpr_number_is_caught() -> None:
    assert len(read_sentences("cpr.txt")) >= 200
    sentences = [*read_sentences("cpr.txt"), *read_sentences("cpr-later.txt")]
    assert [missed for one in sentences if (missed := one.missed(findings(one.text, SYSTEMS)))] == []


def test_ten_thousand_generated_ones_are_caught() -> None:
    missed = Counter(
        n % len(FORMS) for n, one in enumerate(generated(10_000)) if one.missed(findings(one.text, SYSTEMS))
    )
    assert not missed, "by the number of the form"


def test_the_measure_would_show_a_miss() -> None:
    """A pattern as others use it finds the common form only; the sentences tell it from ours."""
    common = re.compile(r"\b\d{6}-?\d{4}\b")
    missed = 0
    for one in read_sentences("cpr.txt"):
        missed += len(one.missed(tuple(Finding("cpr", *found.span()) for found in common.finditer(one.text))))
    assert missed > 60


def test_no_number_in_the_sentences_is_a_living_persons() -> None:
    for one in (*read_sentences("cpr.txt"), *read_sentences("cpr-later.txt")):
        for mark in one.marks:
            digits = re.sub(r"\D", "", one.text[mark.start : mark.end])
            if len(digits) == 10 and int(digits[:2]) <= 31 and digits not in TEST_PEOPLE:
                assert checksum(digits) != 0 or get_birth_date(digits).year < 1900, digits


def test_other_personal_data_is_caught() -> None:
    missed = [words for one in read_sentences("others.txt") for words in one.missed(findings(one.text, SYSTEMS))]
    assert set(missed) == SURNAMES_ALONE


def test_ordinary_answers_full_of_numbers_are_left_alone() -> None:
    texts = [*sentences_of("ordinary.txt"), *sentences_of("ordinary-later.txt")]
    alarms = [(text, caught(text)) for text in texts if caught(text)]
    assert len(texts) >= 400
    assert len(alarms) / len(texts) < 0.005, alarms


def test_capital_letters_after_borger_and_elev_are_not_always_names() -> None:
    assert [text for text in sentences_of("names-clean.txt") if caught(text)] == []


def test_no_example_of_the_bank_is_taken_for_personal_data() -> None:
    texts = list(texts_in(*BANK))
    assert len(texts) > 10_000
    assert [(text, caught(text)) for text in texts if caught(text)] == []


@pytest.mark.skipif(not BENCH.exists(), reason="the measuring set is not part of the product")
def test_no_answer_of_the_measuring_set_is_taken_for_personal_data() -> None:
    assert [(text, caught(text)) for text in texts_in(BENCH) if caught(text)] == []


@pytest.mark.parametrize(
    ("written", "clean"),
    [
        ("jeg slog 010203-1234 op og ringede på 86 12 34 56", "jeg slog [cpr-nummer] op og ringede på [telefonnummer]"),
        ("Borgeren Jens Hansen bor på Birkevej 3, 2. tv.", "Borgeren [navn] bor på [adresse]"),
        ("datteren (31.22.13.49) så det", "datteren ([telefonnummer]) så det"),
        ("Sagsnr. 24/10234 lå i Nexus", "Sagsnr. [sagsnummer] lå i Nexus"),
        ("NemKonto 1234 0012345678 blev afvist", "NemKonto [kontonummer] blev afvist"),
        ("JEG VISTE BORGER JENS HANSEN DET", "JEG VISTE BORGER [navn] DET"),
        ("skrev til bo@eksempel.dk.", "skrev til [mailadresse]."),
        ("jeg sagde tolv nul tre enogfyrre tolv fireogtredive, og så", "jeg sagde [cpr-nummer], og så"),
    ],
)
def test_a_suggestion_keeps_everything_else(written: str, clean: str) -> None:
    assert redacted(written, "da", SYSTEMS) == clean


def test_the_suggestion_is_in_the_persons_language() -> None:
    assert redacted("I called citizen John Smith", "en", SYSTEMS) == "I called citizen [name]"


def test_a_check_digit_that_fails_and_a_day_that_does_not_exist() -> None:
    assert redacted("010203-1235", "da")
    assert redacted("320203-1234", "da") is None
    assert redacted("cpr 320203-1234 var tastet forkert", "da") == "cpr [cpr-nummer] var tastet forkert"


def test_the_halves_of_a_number_in_two_messages_are_one() -> None:
    assert redacted("1234 var de sidste", "da") is None
    assert redacted("1234 var de sidste", "da", before="hun hedder 010203") == "[cpr-nummer] var de sidste"


def test_what_lies_over_each_other_is_taken_out_as_one() -> None:
    found = settled([Finding("case", 4, 9), Finding("cpr", 0, 6), Finding("name", 20, 22)])
    assert found == (Finding("cpr", 0, 9), Finding("name", 20, 22))


def test_of_a_long_suggestion_one_sees_what_was_taken_out(catalogue: Catalogue) -> None:
    text = f"{'jeg skrev det ned i dag ' * 40}og ringede til 010203-1234 om det {'og så gik jeg hjem ' * 40}"
    shown = in_short(redacted(text, "da") or "")
    assert "ringede til [cpr-nummer] om det" in shown
    assert len(shown) <= LONGEST
    assert in_short("kort [navn]") == "kort [navn]"


PIECES = st.one_of(
    st.sampled_from([*sentences_of("cpr.txt"), *sentences_of("others.txt")]),
    st.text(alphabet="0123456789 -./,()+@æAbnk\u200b\u2011", max_size=30),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=4).map(" ".join))
def test_findings_are_in_order_apart_and_within_the_text(text: str) -> None:
    ends = 0
    for one in findings(text, SYSTEMS):
        assert ends <= one.start < one.end <= len(text)
        ends = one.end


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from([*sentences_of("cpr.txt"), *sentences_of("others.txt")]), max_size=3).map(". ".join))
def test_a_suggestion_has_nothing_left_to_catch(text: str) -> None:
    clean = redacted(text, "da", SYSTEMS)
    assert clean is None or redacted(clean, "da", SYSTEMS) is None, clean


def test_the_bank_is_read() -> None:
    assert all(json.loads(Path(file).read_text(encoding="utf-8").splitlines()[0])["text"] for file in BANK)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("tlf20304050", "phone"),
        ("ring på tlf.20304050 i morgen", "phone"),
        ("ring på 20/30/40/50", "phone"),
        ("mobil 20,30,40,50", "phone"),
        ("hans.jensen(at)gmail.com", "email"),
        ("hans.jensen (snabel-a) gmail.com", "email"),
        ("a[at]b[dot]dk", "email"),
        ("hans {at} by.dk", "email"),
        ("hans.jensen@gmail,com", "email"),
        ("hans.jensen@gmail .com", "email"),
        ("a＠b.dk", "email"),
        ("010203 løbenr 1234", "cpr"),
        ("010203 nr. 1234", "cpr"),
        ("01feb03-1234", "cpr"),
        ("O1O2O3-1234", "cpr"),
        ("⁰¹⁰²⁰³-1234", "cpr"),
    ],
)
def test_spellings_of_somebody_who_tried_to_get_past(text: str, kind: str) -> None:
    assert [one.kind for one in findings(text)] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "priserne er 20,30,40,50 kroner",
        "jeg skrev en mail (a) til borgeren. dk er fint",
        "vi mødtes (at) nu, de kom",
        "vi brugte O365 til 12 borgere",
        "jeg nåede 10 o 12 og 2o i dag",
        "Jeg skrev til @teamet, de svarede hurtigt",
        "Jeg tagger @Anna. De svarede ikke",
        "Vi skriver @alle. Se opslaget",
        "Vi delte det med @alle, no stress",
        "Vi mødtes 10-12 @Rådhuset. De kom",
        "Jeg valgte (a) mail. De svarede ikke.",
        "Jeg så på lov af 12.06.18 nr. 1402",
        "Fakturaen af 12.05.24 nr. 4711",
        "d. 3. maj 24 nummer 1234",
        "Budget 21/22/23/24 var svært, og tallene var 25•30•35•40",
    ],
)
def test_what_only_looks_a_little_like_it_is_left_alone(text: str) -> None:
    assert findings(text) == ()


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("Jeg hjalp Jens Peter Mikkelsen på 20 30 40 51", "Jeg hjalp [navn] på [telefonnummer]"),
        ("Jeg ringede til Anna på 20 30 40 51", "Jeg ringede til [navn] på [telefonnummer]"),
        ("Jeg sendte det i Digital Post til 20 30 40 51", "Jeg sendte det i Digital Post til [telefonnummer]"),
        ("Jeg hjalp Jens Peter Mikkelsen med at søge", None),  # alone it is a known limit: colleagues have names too
    ],
)
def test_beside_other_data_a_name_is_taken_out_too(text: str, clean: str | None) -> None:
    assert redacted(text, "da") == clean
