"""What one can ask about one's team: the manager's overview, the same for the employee, and the switch."""

from dataclasses import replace
from datetime import date

import pytest

from catalog_data.model import Catalogue
from dialogs.effects import PickTheme, RemindOfDraft, ShareWithTeam, ThemeTold
from dialogs.events import Pressed
from dialogs.facts import Facts, Hearing, ManagedUnit, Overview, TeamFacts, TeamTheme
from dialogs.replies import paragraphs, text_of
from tests.coaching import Conversation

STORED = Overview({"da": ("Overblik for Plejen", "Der er ikke noget at vise."), "en": ("Overview", "Nothing.")})
PLEJEN = ManagedUnit("p", "Plejen", (STORED,), proposals=("1.2", "2.1", "3.1"))
MEMBER = TeamFacts(known=True, sharing=True, unit="Plejen", overview=STORED)


class Employee(Conversation):
    """Somebody of whom the directory says something."""

    team = TeamFacts()

    def facts(self, hearing: Hearing | None = None, *, unseen: bool = False) -> Facts:
        return replace(super().facts(hearing, unseen=unseen), team=self.team)

    def taps(self, choice: str) -> None:
        self.take(Pressed(self.replies[-1].question, choice))


@pytest.fixture
def employee(catalogue: Catalogue) -> Employee:
    return Employee(catalogue).greeted()  # type: ignore[return-value]


def test_the_employee_reads_the_managers_overview_word_for_word(employee: Employee) -> None:
    employee.team = replace(MEMBER, manager=True, manages=(PLEJEN,))
    employee.says("ugeoverblik")
    manager = paragraphs(employee.replies[0])
    employee.says("hvad ser min leder")
    assert manager[1:] == STORED.text["da"] == paragraphs(employee.replies[0])[1:3]
    employee.says("english")
    employee.says("weekly overview")
    assert paragraphs(employee.replies[0])[1:] == STORED.text["en"]


@pytest.mark.parametrize("overview", [STORED, None])
def test_it_also_says_who_sees_it_when_and_for_how_long(employee: Employee, overview: Overview | None) -> None:
    employee.team = replace(MEMBER, overview=overview)
    said = employee.says("hvad ser min leder")
    assert "Lederne i Plejen får det mandag morgen." in said
    assert "De kan læse de seneste 12, og teksten bliver stående" in said


def test_a_manager_of_several_units_reads_each(employee: Employee) -> None:
    other = Overview({"da": ("Overblik for Byg",), "en": ("Overview",)})
    employee.team = TeamFacts(known=True, manager=True, manages=(ManagedUnit("b", "Byg", (other,)), PLEJEN))
    employee.says("ugeoverblik")
    assert [paragraphs(one)[1] for one in employee.replies[:2]] == ["Overblik for Byg", "Overblik for Plejen"]


@pytest.mark.parametrize(
    ("team", "said", "answered"),
    [
        (TeamFacts(), "ugeoverblik", "Du står ikke som leder hos mig"),
        (replace(MEMBER, overview=STORED), "ugeoverblik", "Du står ikke som leder hos mig"),
        (TeamFacts(known=True, manager=True), "ugeoverblik", "Dit team er for lille"),
        (
            TeamFacts(known=True, manager=True, manages=(ManagedUnit("b", "Byg"),)),
            "ugeoverblik",
            "Der er ikke noget overblik endnu",
        ),
        (TeamFacts(), "hvad ser min leder", "Din leder får intet at se fra mig"),
        (replace(MEMBER, overview=None), "hvad ser min leder", "ikke fået noget overblik for Plejen endnu"),
        (MEMBER, "hvad ser min leder", "tæller med i tallene"),
        (replace(MEMBER, sharing=False), "hvad ser min leder", "tæller ikke med"),
        (TeamFacts(), "del med teamet", "Du står ikke i noget team"),
    ],
)
def test_what_is_answered(employee: Employee, team: TeamFacts, said: str, answered: str) -> None:
    employee.team = team
    assert answered in employee.says(said)


@pytest.mark.parametrize(("said", "on"), [("del med teamet", True), ("del ikke", False)])
def test_sharing_is_switched_by_a_word_also_within_a_reflection(employee: Employee, said: str, on: bool) -> None:
    employee.team = MEMBER
    employee.says("i går ringede jeg til en borger i stedet for at skrive")
    question = employee.replies[-1].lines[-1]
    employee.says(said)
    assert [one for one in employee.effects if not isinstance(one, RemindOfDraft)] == [ShareWithTeam(on)]
    assert employee.replies[-1].lines[-1] == question


def test_sharing_is_a_tap_after_what_the_manager_sees(employee: Employee) -> None:
    employee.team = MEMBER
    employee.says("hvad ser min leder")
    assert [one.value for one in employee.replies[-1].choices] == ["unshare", "menu"]
    employee.taps("unshare")
    assert employee.effects == [ShareWithTeam(on=False)]


def test_a_manager_reads_earlier_weeks(employee: Employee) -> None:
    older = Overview({"da": ("Overblik for Plejen, uge 47", "Noget."), "en": ("Overview", "Some.")}, id="older")
    employee.team = TeamFacts(known=True, manager=True, manages=(replace(PLEJEN, overviews=(STORED, older)),))
    employee.says("ugeoverblik")
    employee.taps("earlier-weeks")
    assert "Overblik for Plejen, uge 47" in paragraphs_of(employee)
    employee.taps("older")
    assert paragraphs(employee.replies[0])[1:] == older.text["da"]


def test_a_manager_picks_one_of_three_themes(employee: Employee) -> None:
    employee.team = TeamFacts(known=True, manager=True, manages=(PLEJEN,))
    employee.says("tema")
    assert [one.value for one in employee.replies[-1].choices] == ["1.2", "2.1", "3.1", "menu"]
    employee.taps("2.1")
    assert employee.effects == [PickTheme("p", "2.1")]


def test_a_picked_theme_cannot_be_picked_over(employee: Employee) -> None:
    theme = TeamTheme("t", "1.2", date(2026, 12, 6), picked_by_manager=True)
    employee.team = TeamFacts(known=True, manager=True, manages=(replace(PLEJEN, theme=theme),))
    said = employee.says("tema")
    assert "En leder af teamet har valgt det." in said
    assert [one.value for one in employee.replies[-1].choices] == ["menu"]


@pytest.mark.parametrize(("by_manager", "who"), [(True, "Det har din leder valgt."), (False, "næste i rækken")])
def test_every_member_is_told_of_a_theme_once_and_who_picked_it(employee: Employee, by_manager: bool, who: str) -> None:
    theme = TeamTheme("t", "1.2", date(2026, 12, 6), picked_by_manager=by_manager)
    employee.team = replace(MEMBER, theme=theme)
    employee.says("menu")
    assert who in " ".join(paragraphs(employee.replies[0]))
    assert "6. december" in " ".join(paragraphs(employee.replies[0]))
    employee.says("menu")
    assert len(employee.replies) == 1
    assert who in employee.says("tema")


def test_whoever_picked_it_is_named_where_the_channel_said_who_they_are(employee: Employee) -> None:
    theme = TeamTheme("t", "1.2", date(2026, 12, 6), picked_by_manager=True, picker="Lis Holm")
    employee.team = replace(MEMBER, theme=theme)
    assert "Det har Lis Holm valgt." in employee.says("menu")
    employee.says("menu")
    assert employee.effects == [ThemeTold()]


def test_a_theme_never_interrupts_a_reflection(employee: Employee) -> None:
    employee.says("i går ringede jeg til en borger i stedet for at skrive")
    employee.team = replace(MEMBER, theme=TeamTheme("t", "1.2", date(2026, 12, 6), picked_by_manager=True))
    employee.taps("good")
    assert len(employee.replies) == 1


def paragraphs_of(employee: Employee) -> str:
    last = employee.replies[-1]
    return " ".join((*paragraphs(last), *(text_of(one.label, last.language) for one in last.choices)))
