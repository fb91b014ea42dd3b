"""What the coach gives back of an answer: the person's own words, turned to them, or one of them, or thanks."""

import pytest

from dialogs.mirror import mirror
from dialogs.replies import text_of


@pytest.mark.parametrize(
    ("said", "mirrored"),
    [
        ("I går ringede jeg til en borger i stedet for at skrive", "I går ringede du til en borger."),
        ("Jeg lavede en podcast med de unge i klubben", "Du lavede en podcast med de unge i klubben."),
        ("Hvordan får vi de unge mænd til at læse vores breve? de bruger jo kun snapchat", "Du nævner »snapchat«."),
        ("jeg er så dårlig til det her", "Tak, det har jeg."),
        ("Jeg ringede til Karen", "Du nævner »ringede«."),
    ],
)
def test_own_words_come_back(said: str, mirrored: str) -> None:
    assert text_of(mirror(said, "da"), "da") == mirrored


def test_a_question_in_english_is_not_turned_around() -> None:
    assert text_of(mirror("How can we reach the young men", "en"), "en") == "You mention “reach”."


@pytest.mark.parametrize("word", ["magter", "orker", "græder", "tuder", "råber"])
def test_a_clause_with_a_cry_in_it_is_not_given_back(word: str) -> None:
    """Should it be missed as distress, "Du græder når du kører hjem." must not be the answer."""
    for said in (f"jeg {word} når jeg kører hjem", f"Jeg {word.capitalize()} i dag igen"):
        mirrored = text_of(mirror(said, "da"), "da")
        assert "Du " not in mirrored or mirrored.startswith("Du nævner »"), mirrored
        assert word not in mirrored.casefold()
    assert text_of(mirror("jeg synger når jeg kører hjem", "da"), "da") == "Du synger når du kører hjem."


def test_nor_in_english() -> None:
    assert text_of(mirror("I cry when I drive home", "en"), "en") != "You cry when you drive home."
    assert text_of(mirror("I sing when I drive home", "en"), "en") == "You sing when you drive home."
