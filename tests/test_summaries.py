"""The weekly overview: what a manager is shown, which question comes with it, and where it is published."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from catalog_data.model import Catalogue
from summaries.bands import Band, LoweredK, band_of, bands, least_members
from summaries.facts import Contribution, Outcome, TeamWeek
from summaries.questions import BESIDE, QUIET, Question, question_of_week
from summaries.release import Shown, Summary, TooFew, summarise
from summaries.units import Team, publishing_units
from summaries.week import Week, week_of
from summaries.wording import paragraphs
from tests.unit_history import ZONE

WEEK = Week(2026, 48)
SOON = WEEK.cutoff(ZONE) - timedelta(days=1)


def work(area: str, *people: int, outcome: Outcome | None = None, finished: datetime = SOON) -> list[Contribution]:
    return [
        Contribution(f"{one}-{area}-{outcome}-{finished}", f"p{one}", "plejen", area, "reflection", outcome, finished)
        for one in people
    ]


def facts(
    catalogue: Catalogue,
    *done: Sequence[Contribution],
    members: int = 12,
    viewers: frozenset[str] = frozenset(),
    asked: tuple[Question, ...] = (),
    week: Week = WEEK,
) -> TeamWeek:
    every = tuple(one for some in done for one in some)
    people = frozenset(one.person for one in every)
    return TeamWeek("plejen", week, ZONE, catalogue, every, people, viewers, members, asked)


def summary(of: TeamWeek) -> Summary:
    result = summarise(of)
    assert isinstance(result, Summary)
    return result


def codes(of: TeamWeek) -> list[str]:
    result = summarise(of)
    return [one.code for one in result.shown] if isinstance(result, Summary) else []


def test_an_overview_reads_so(catalogue: Catalogue) -> None:
    done = (
        work("1.2", 1, 2, 3, 4, 5, 6, outcome="good"),
        work("1.2", 7, 8, outcome="hard"),
        work("3.2", 1, 2, 3),
        work("3.3", 4, 5, 6),
    )
    text = paragraphs(summarise(facts(catalogue, *done)), "Plejen Øst", catalogue, "da")
    assert text[:6] == (
        "Overblik for Plejen Øst, uge 48 i 2026",
        "Siden sidste overblik har teamet arbejdet med:",
        "Kompetencer omkring data: 5 eller flere medarbejdere",
        "Flere områder under formidling og kommunikation: 5 eller flere medarbejdere",
        "Det gik mest godt.",
        "Et emne bliver kun vist, når mindst fem har arbejdet med det.",
    )
    assert text[6].startswith("Tal om det her på næste møde, under »")
    assert text[6].endswith("?")


def test_where_too_few_took_part_it_reads_so(catalogue: Catalogue) -> None:
    text = paragraphs(summarise(facts(catalogue, work("1.2", 1, 2, 3, 4))), "Plejen Øst", catalogue, "en")
    assert text[:3] == (
        "Overview for Plejen Øst, week 48 of 2026",
        "There is nothing to show since the last overview.",
        "A topic is only shown when at least five people have worked with it.",
    )


def test_what_waited_is_released_with_what_comes_and_then_is_spent(catalogue: Catalogue) -> None:
    earlier, now = work("1.2", 1, 2, 3, finished=SOON - timedelta(weeks=2)), work("1.2", 4, 5)
    assert isinstance(summarise(facts(catalogue, now)), TooFew)
    result = summary(facts(catalogue, earlier, now))
    assert set(result.released) == {one.id for one in (*earlier, *now)}


@pytest.mark.parametrize(("age", "counts"), [(timedelta(days=27), True), (timedelta(days=29), False)])
def test_after_four_weeks_it_waits_no_longer(catalogue: Catalogue, age: timedelta, counts: bool) -> None:
    old = work("1.2", 1, finished=WEEK.cutoff(ZONE) - age)
    assert bool(codes(facts(catalogue, old, work("1.2", 2, 3, 4, 5)))) is counts


def test_the_week_ends_on_sunday_at_midnight_on_the_wall(catalogue: Catalogue) -> None:
    """Summer time ended on the Sunday of week 43: its last minute still belongs to it."""
    week, before = Week(2026, 43), work("1.2", 1, 2, 3, 4, finished=Week(2026, 43).cutoff(ZONE) - timedelta(days=1))
    for minutes, counts in ((-1, True), (0, False)):
        last = work("1.2", 5, finished=datetime(2026, 10, 26, tzinfo=ZONE) + timedelta(minutes=minutes))
        assert bool(codes(facts(catalogue, before, last, week=week))) is counts


def test_only_who_shares_and_does_not_read_it_is_counted(catalogue: Catalogue) -> None:
    five = work("1.2", 1, 2, 3, 4, 5)
    assert codes(facts(catalogue, five))
    assert not codes(facts(catalogue, five, viewers=frozenset({"p1"})))
    stopped = facts(catalogue, five)
    assert not codes(TeamWeek(**{**_fields(stopped), "sharing": stopped.sharing - {"p1"}}))
    assert not codes(TeamWeek(**{**_fields(stopped), "unit": "another"}))


def _fields(of: TeamWeek) -> dict[str, object]:
    return {name: getattr(of, name) for name in TeamWeek.__slots__}


def test_small_areas_fold_into_their_dimension_and_a_small_rest_hides(catalogue: Catalogue) -> None:
    five = work("1.2", 1, 2, 3, 4, 5)
    assert codes(facts(catalogue, five, work("3.1", 6, 7, 8), work("3.2", 8, 9, 10))) == ["1.2", "3"]
    assert codes(facts(catalogue, five, work("3.1", 1, 2, 3))) == ["1.2"]
    assert codes(facts(catalogue, five, work("3.1", 6))) == []  # 6 alone would be what is left
    assert codes(facts(catalogue, five, work("1.1", 1, 2, 3, 4), work("1.3", 6))) == []  # and of the dimension
    assert codes(facts(catalogue, work("1.2", *range(1, 8)), work("3.1", 1, 2, 3, 4, 5), work("4.1", 8))) == []


def test_the_smallest_is_hidden_first(catalogue: Catalogue) -> None:
    """Hiding 3.1 leaves five who stand in hidden figures only; nobody is exposed, so 1.2 may stay."""
    done = (work("1.2", *range(1, 9)), work("3.1", 9, 10, 11, 12, 13), work("4.1", 14))
    assert codes(facts(catalogue, *done, members=30)) == ["1.2"]


@pytest.mark.parametrize(
    ("good", "hard", "mixed", "said"),
    [
        (4, 2, 0, "mostly-good"),
        (2, 4, 0, "mostly-hard"),
        (3, 3, 0, "mixed"),
        (2, 1, 4, "mixed"),
        (2, 2, 0, None),  # four tapped
        (6, 1, 0, None),  # one alone said otherwise
        (9, 2, 0, None),  # nearly all said the same
        (8, 2, 0, "mostly-good"),
    ],
)
def test_how_it_went(catalogue: Catalogue, good: int, hard: int, mixed: int, said: str | None) -> None:
    people = iter(range(99))
    taps: list[Outcome | None] = ["good"] * good + ["hard"] * hard + ["mixed"] * mixed + [None] * 5
    done = [work("1.2", next(people), outcome=tap) for tap in taps]
    assert summary(facts(catalogue, *done, members=40)).outcome == said


def test_how_it_went_is_each_persons_latest_tap_and_not_of_what_is_hidden(catalogue: Catalogue) -> None:
    yesterday = work("1.2", 1, 2, 3, 4, 5, 6, outcome="hard", finished=SOON - timedelta(days=1))
    today = work("1.2", 1, 2, 3, 4, outcome="good")
    hidden = work("3.1", 1, 2, 3, 4, outcome="hard", finished=SOON + timedelta(hours=1))
    assert summary(facts(catalogue, yesterday, today, hidden)).outcome == "mostly-good"


def test_bands_never_count_and_never_say_everybody() -> None:
    assert bands(54) == (Band(5, 9), Band(10, 19), Band(20, 49), Band(50, None))
    assert bands(14) == (Band(5, 9), Band(10, None))
    assert bands(13) == (Band(5, None),)
    assert bands(8) == ()
    assert bands(60, k=8) == (Band(8, 19), Band(20, 49), Band(50, None))
    assert [band_of(people, bands(54)).low for people in (5, 9, 10, 19, 20, 49, 50)] == [5, 5, 10, 10, 20, 20, 50]


def test_k_is_raised_and_never_lowered(catalogue: Catalogue) -> None:
    seven = facts(catalogue, work("1.2", *range(7)), members=20)
    assert isinstance(summarise(seven, k=8), TooFew)
    assert isinstance(summarise(seven, k=7), Summary)
    with pytest.raises(LoweredK):
        summarise(seven, k=4)


def test_a_unit_that_has_become_too_small_shows_nothing(catalogue: Catalogue) -> None:
    assert codes(facts(catalogue, work("1.2", *range(6)), members=9)) == ["1.2"]
    assert codes(facts(catalogue, work("1.2", *range(6)), members=8)) == []


def test_the_question_is_near_what_is_shown_and_new_for_twelve_weeks(catalogue: Catalogue) -> None:
    """In any mix of weeks with and without content, also in an area with one sub-competence."""
    asked: list[Question] = []
    near = 0
    for number in range(150):
        week, done = Week(2026, 1).later(number), work("4.1", 1, 2, 3, 4, 5)
        moved = [*work("4.1", 1, 2, 3, 4, 5, finished=week.cutoff(ZONE) - timedelta(days=1))] if number % 3 else []
        result = summarise(facts(catalogue, moved or done[:0], week=week, asked=tuple(asked[-QUIET:])))
        near += isinstance(result, Summary) and result.question.code.startswith("4.")
        assert result.question not in asked[-QUIET:]
        assert result.question.perspective in BESIDE
        assert not result.question.code.startswith("5.")
        asked.append(result.question)
    assert near == 100


def test_beside_the_neutral_sentence_the_calendar_alone_decides(catalogue: Catalogue) -> None:
    asked = tuple(question_of_week(WEEK.later(-weeks), catalogue) for weeks in range(1, QUIET))
    nobody = summarise(facts(catalogue, asked=asked))
    assert nobody == summarise(facts(catalogue, work("3.3", 1, 2, 3, 4), members=30))
    assert nobody == TooFew(WEEK, question_of_week(WEEK, catalogue))


def test_the_week_after_53_is_1() -> None:
    assert Week(2026, 53).later(1) == Week(2027, 1)
    assert week_of(Week(2026, 53).monday()) == Week(2026, 53)
    assert Week(2027, 1).ordinal() == Week(2026, 53).ordinal() + 1
    with pytest.raises(ValueError, match="53"):
        Week(2027, 53)


def team(name: str, parent: str | None, size: int, *managers: str) -> Team:
    return Team(name, parent, frozenset(f"{name}-{n}" for n in range(size)), frozenset(managers))


def test_small_teams_publish_with_the_nearest_parent_that_is_large_enough() -> None:
    teams = [team("city", None, 0, "mayor"), team("care", "city", 1, "chief"), team("large", "care", 12, "lone")]
    teams += [team("small", "care", 5, "head"), team("tiny", "care", 4), team("alone", "city", 2)]
    units = {unit.id: unit for unit in publishing_units(teams)}
    assert {name: unit.teams for name, unit in units.items()} == {"large": {"large"}, "care": {"care", "small", "tiny"}}
    assert units["care"].viewers == {"chief", "head"}
    assert len(units["care"].members) == 10


def test_a_parents_size_is_that_of_who_publishes_there() -> None:
    """Two teams of three do not become safe by having a large neighbour that publishes for itself."""
    teams = [team("care", None, 0), team("large", "care", 30), team("small", "care", 3), team("tiny", "care", 3)]
    assert [unit.id for unit in publishing_units(teams)] == ["large"]


def test_managers_are_not_among_the_members() -> None:
    nine = frozenset(f"p{n}" for n in range(least_members()))
    assert publishing_units([Team("t", None, nine, frozenset({"other"}))])
    assert not publishing_units([Team("t", None, nine, frozenset({"p0"}))])


def test_teams_that_are_each_others_parents_publish_nothing() -> None:
    assert publishing_units([team("a", "b", 20), team("b", "a", 20)]) == ()


def test_what_is_shown_is_bands_alone() -> None:
    """Nothing of a person fits into what is published."""
    assert Shown.__slots__ == ("code", "band")
    assert Summary.__slots__ == ("week", "shown", "outcome", "question", "released")
