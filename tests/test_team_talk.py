"""What one can ask about one's team: the manager's overview, the same for the employee, and the switch."""

from dataclasses import replace

import pytest

from catalog_data.model import Catalogue
from dialogs.effects import ShareWithTeam
from dialogs.facts import Facts, Hearing, Overview, TeamFacts
from dialogs.replies import paragraphs
from tests.coaching import Conversation

STORED = Overview({"da": ("Overblik for Plejen", "Der er ikke noget at vise."), "en": ("Overview", "Nothing.")})
MEMBER = TeamFacts(known=True, sharing=True, unit="Plejen", overview=STORED)


class Employee(Conversation):
    """Somebody of whom the directory says something."""

    team = TeamFacts()

    def facts(self, hearing: Hearing | None = None, *, unseen: bool = False) -> Facts:
        return replace(super().facts(hearing, unseen=unseen), team=self.team)


@pytest.fixture
def employee(catalogue: Catalogue) -> Employee:
    return Employee(catalogue).greeted()  # type: ignore[return-value]


def test_the_employee_reads_the_managers_overview_word_for_word(employee: Employee) -> None:
    employee.team = replace(MEMBER, manager=True, manages=("Plejen",), overviews=(STORED,))
    employee.says("ugeoverblik")
    manager = paragraphs(employee.replies[0])
    employee.says("hvad ser min leder")
    assert manager[1:] == STORED.text["da"] == paragraphs(employee.replies[0])[1:3]
    employee.says("english")
    employee.says("weekly overview")
    assert paragraphs(employee.replies[0])[1:] == STORED.text["en"]


def test_a_manager_of_several_units_reads_each(employee: Employee) -> None:
    other = Overview({"da": ("Overblik for Byg",), "en": ("Overview",)})
    employee.team = TeamFacts(known=True, manager=True, manages=("Byg", "Plejen"), overviews=(other, STORED))
    employee.says("ugeoverblik")
    assert [paragraphs(one)[1] for one in employee.replies[:2]] == ["Overblik for Byg", "Overblik for Plejen"]


@pytest.mark.parametrize(
    ("team", "said", "answered"),
    [
        (TeamFacts(), "ugeoverblik", "Du står ikke som leder hos mig"),
        (replace(MEMBER, overview=STORED), "ugeoverblik", "Du står ikke som leder hos mig"),
        (TeamFacts(known=True, manager=True), "ugeoverblik", "Dit team er for lille"),
        (TeamFacts(known=True, manager=True, manages=("Byg",)), "ugeoverblik", "Der er ikke noget overblik endnu"),
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
    assert employee.effects == [ShareWithTeam(on)]
    assert employee.replies[-1].lines[-1] == question
