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
