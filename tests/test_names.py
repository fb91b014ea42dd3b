"""A short text that simply names a sub-competence, however it is spelled."""

import pytest

from catalog_data.answers import load_answers
from catalog_data.model import Catalogue
from matching.matcher import BuiltInMatcher
from tests.effort import thorough
from texts.say import LANGUAGES


def test_every_sub_competence_is_found_by_all_its_names(matcher: BuiltInMatcher, catalogue: Catalogue):
    for language in LANGUAGES:
        for code in catalogue.codes:
            prose = catalogue.prose(code, language)
            assert matcher.named(prose.name, language)[0] == code
            assert matcher.named(prose.short, language)[0] == code
            assert code in matcher.named(catalogue.entries[code].name.upper(), language)
            for alias in prose.aliases:
                assert code in matcher.named(alias, language), (language, alias)


@pytest.mark.parametrize("typed", ["3.2.1", " 3.2.1. ", "321", "emne 3.2.1", "3.2.1 tak"])
def test_a_code_may_be_typed(matcher: BuiltInMatcher, typed):
    assert matcher.named(typed, "da") == ("3.2.1",)


@pytest.mark.parametrize("typed", ["1.1.10", "1110"])
def test_a_code_of_two_digits_is_not_cut(matcher: BuiltInMatcher, typed):
    assert matcher.named(typed, "en") == ("1.1.10",)


@pytest.mark.parametrize(
    "typed", ["9.9.9", "2024", "1.1.100", "1.1.1.1", "112", "114", "3.2", "", "   ", "?", "...", "-"]
)
def test_what_is_no_code_names_nothing(matcher: BuiltInMatcher, typed):
    assert matcher.named(typed, "da") == ()


@pytest.mark.parametrize(
    ("typed", "language", "code"),
    [
        ("ophavsræt", "da", "3.1.4"),
        ("ophavs ret", "da", "3.1.4"),
        ("Målgruper", "da", "3.1.1"),
        ("nærvær på afstnad", "da", "3.2.3"),
        ("noget med samtykke", "da", "1.3.1"),
        ("jeg vil gerne tale om ophavsret", "da", "3.1.4"),
        ("MITID", "da", "1.1.6"),
        ("projekter", "da", "5.2.7"),
        ("phising", "en", "1.3.5"),
        ("copy right", "en", "3.1.4"),
        ("kunne bista andre med at forsta og anvende digitale losninger platforme og teknisk udstyr", "da", "3.3.4"),
        ("Viden om ophavsret", "en", "3.1.4"),
    ],
)
def test_typos_and_small_talk_around_a_name_are_forgiven(matcher: BuiltInMatcher, typed, language, code):
    assert matcher.named(typed, language)[:1] == (code,)


def test_a_word_in_many_names_gives_some_to_choose_from(matcher: BuiltInMatcher):
    found = matcher.named("data", "da")
    assert 2 <= len(found) <= 5
    assert {code[:3] for code in found} == {"1.2"}


@pytest.mark.parametrize(
    "text",
    [
        "jeg læste det og gik hjem",
        "tak for i dag",
        "det er forkert",
        "du forstår mig ikke",
        "vi brugte it",
        "jeg arbejdede",
        "I går brugte jeg MitID sammen med en borger",
        "Vi talte om samtykke og ophavsret på mødet i går",
    ],
)
def test_a_sentence_that_tells_something_names_nothing(matcher: BuiltInMatcher, text):
    assert matcher.named(text, "da") == ()


@thorough
def test_no_episode_is_taken_for_a_name(matcher: BuiltInMatcher, catalogue: Catalogue):
    told = [answer.text for answer in load_answers()["da"]]
    told += [text for code in catalogue.codes for text in catalogue.prose(code, "da").situations]
    hits = [text for text in told if len(text.split()) >= 6 and matcher.named(text, "da")]
    assert len(told) > 2000
    assert hits == []


def test_english_episodes_are_not_taken_for_names_either(matcher: BuiltInMatcher, catalogue: Catalogue):
    told = [text for code in catalogue.codes for text in catalogue.prose(code, "en").situations]
    assert [text for text in told if matcher.named(text, "en")] == []
