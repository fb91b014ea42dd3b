"""What a prompt asks about, and why."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from catalog_data.model import Catalogue, is_personal
from dialogs.choosing import Chosen, choose
from dialogs.facts import Facts
from dialogs.openers import perspective_of
from dialogs.state import State
from dialogs.talk import Talk
from tests.explorer import START


@pytest.fixture
def facts(catalogue: Catalogue) -> Facts:
    return Facts(now=START, catalogue=catalogue)


def chosen(facts: Facts, number: int, **state: object) -> Chosen:
    found = choose(Talk(State(greeted=True, prompts=number).model_copy(update=state), facts))
    assert found is not None
    return found


def test_what_was_put_off_comes_first(facts: Facts) -> None:
    assert chosen(facts, 3, later="3.2.1") == Chosen("3.2.1", "waited")


def test_every_fourth_is_two_minutes_of_security(facts: Facts) -> None:
    found = [chosen(facts, number) for number in range(16)]
    assert [one.why == "security" for one in found] == [False, False, False, True] * 4
    assert all(one.code.startswith("1.3.") and one.brief for one in found[3::4])
    assert not any(one.brief for one in found if one.why != "security")


def test_the_teams_theme_steers_half_of_them(facts: Facts) -> None:
    themed = replace(facts, theme="3.2")
    found = [chosen(themed, number) for number in range(8)]
    assert [one.why for one in found] == ["theme", "new", "theme", "security"] * 2
    assert all(one.code.startswith("3.2.") for one in found if one.why == "theme")


def test_only_what_the_profile_holds_but_security_for_all(facts: Facts) -> None:
    profile = replace(facts, profile="2.1.1 3.2.1")
    codes = {chosen(profile, number).code for number in range(12) if number % 4 != 3}
    assert codes == {"2.1.1", "3.2.1"}
    assert chosen(profile, 3).why == "security"


def test_the_longest_untouched_once_all_were_touched(facts: Facts, catalogue: Catalogue) -> None:
    touched = {code: START - timedelta(days=n) for n, code in enumerate(catalogue.codes)}
    oldest = max((code for code in catalogue.codes if not is_personal(code)), key=lambda code: START - touched[code])
    assert chosen(replace(facts, touched=touched), 0) == Chosen(oldest, "again")


def test_never_dimension_five_nor_what_is_irrelevant(facts: Facts, catalogue: Catalogue) -> None:
    gone = tuple(code for code in catalogue.codes if code.startswith(("1.", "2.", "3.")))
    for number in range(40):
        code = chosen(facts, number, irrelevant=gone).code
        assert code.startswith("4.")
    assert choose(Talk(State(irrelevant=tuple(c for c in catalogue.codes if not is_personal(c))), facts)) is None


def test_over_a_year_everything_relevant_comes_and_nothing_twice_in_a_row(facts: Facts) -> None:
    touched: dict[str, object] = {}
    codes: list[str] = []
    for number in range(60):
        state = State(prompts=number, offered=codes[-1] if codes else "")
        found = choose(Talk(state, replace(facts, touched=dict(touched))))  # type: ignore[arg-type]
        assert found is not None
        codes.append(found.code)
        touched[found.code] = START + timedelta(days=number)
    assert all(one != other for one, other in pairwise(codes))
    assert len(set(codes)) > 45


def test_perspectives_are_rotated() -> None:
    assert len({perspective_of(session) for session in range(3)}) == 3


def test_the_choice_is_the_same_for_the_same_state(facts: Facts) -> None:
    assert chosen(facts, 5) == chosen(facts, 5)
