"""The municipality's list of teams: read in the forms Excel writes, every fault named, every change said."""

import pytest

from catalog_data.model import Catalogue
from service.roster import RosterFaults, changes, read_roster
from storage.directory import Directory, EmployeeEntry, TeamEntry

HEADER = "employee;team;parent;manager;profile\n"
LIST = (
    HEADER
    + "anna@by.dk;Plejen Øst;Pleje;Lis@by.dk;Ældrepleje\n"
    + "bo@by.dk;plejen  øst;Pleje;lis@by.dk;\n"
    + "\n"
    + "0a0b0c0d-0000-4000-8000-000000000001;Køkken;Pleje;;\n"
    + "anna@by.dk;Køkken;Pleje;;\n"
    + ";Pleje;;chef@by.dk;\n"
)
READ = Directory(
    {
        "Plejen Øst": TeamEntry("Pleje", frozenset({"lis@by.dk"})),
        "Pleje": TeamEntry(None, frozenset({"chef@by.dk"})),
        "Køkken": TeamEntry("Pleje", frozenset()),
    },
    {
        "anna@by.dk": EmployeeEntry(("Plejen Øst", "Køkken"), "aeldrepleje"),
        "bo@by.dk": EmployeeEntry(("Plejen Øst",), None),
        "0a0b0c0d-0000-4000-8000-000000000001": EmployeeEntry(("Køkken",), None),
    },
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ","])
def test_it_is_read_as_excel_writes_it(encoding: str, delimiter: str, catalogue: Catalogue) -> None:
    assert read_roster(LIST.replace(";", delimiter).encode(encoding), catalogue) == READ


def test_every_fault_is_named_with_its_line(catalogue: Catalogue) -> None:
    spoiled = (
        HEADER
        + "anna;Plejen;;;\n"
        + "bo@by.dk;;;;\n"
        + "bo@by.dk;Plejen;;chefen;\n"
        + "bo@by.dk;Plejen;;;\n"
        + "eva@by.dk;Plejen;Pleje;;\n"
        + "ib@by.dk;Plejen\n"
        + "ib@by.dk;A;B;;skole\n"
        + "ib@by.dk;B;A;;1.2 3\n"
        + "per@by.dk;A;B;;pleje\n"
        + "per@by.dk;B;A;;1.2, 1.9\n"
    )
    keys = ", ".join(one.key for one in catalogue.profiles.profile)
    assert keys.startswith("aeldrepleje, dagtilbud, ")
    with pytest.raises(RosterFaults) as caught:
        read_roster(spoiled.encode(), catalogue)
    assert caught.value.faults == (
        "line 2: employee is neither an e-mail address nor a directory id",
        "line 3: no team",
        "line 4: manager is neither an e-mail address nor a directory id",
        "line 5: the employee is in Plejen already",
        "line 6: Plejen has another parent than before (no parent)",
        "line 7: has 2 columns, should have 5",
        "line 9: the employee has another profile than before",
        f"line 10: there is no profile 'pleje'; there are {keys}, and numbers as 1.2 3 5.1.4",
        "line 11: profile: 1.9 is no dimension, area or sub-competence",
        "A stands above itself",
        "B stands above itself",
    )


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("", "line 1: should be employee;team;parent;manager;profile"),
        ("navn;team;parent;manager;profile\n", "line 1: should be employee;team;parent;manager;profile"),
        (HEADER, "the file names no team: it would close every one there is"),
        (b"employee;team\x81\xff", "the file is neither UTF-8 nor Windows-1252: save it as CSV UTF-8"),
    ],
)
def test_a_file_that_is_no_list_changes_nothing(content: str | bytes, fault: str, catalogue: Catalogue) -> None:
    with pytest.raises(RosterFaults) as caught:
        read_roster(content.encode() if isinstance(content, str) else content, catalogue)
    assert caught.value.faults == (fault,)


def test_a_first_import_says_all_that_comes() -> None:
    assert list(changes(Directory(), READ)) == [
        "+ team Køkken under Pleje",
        "+ team Pleje",
        "+ chef@by.dk manages Pleje",
        "+ team Plejen Øst under Pleje",
        "+ lis@by.dk manages Plejen Øst",
        "+ 0a0b0c0d-0000-4000-8000-000000000001 joins Køkken",
        "+ anna@by.dk joins Plejen Øst",
        "+ anna@by.dk joins Køkken",
        "+ bo@by.dk joins Plejen Øst",
    ]
    assert not list(changes(READ, READ))


def test_what_goes_and_moves_is_said_too() -> None:
    later = Directory(
        {"plejen øst": TeamEntry(None, frozenset({"ny@by.dk"})), "Pleje": TeamEntry(None, frozenset({"chef@by.dk"}))},
        {"anna@by.dk": EmployeeEntry(("Pleje", "plejen øst"), "ledelse")},
    )
    assert list(changes(READ, later)) == [
        "- team Køkken closes: it is not in the file",
        "~ team plejen øst moves under nothing",
        "+ ny@by.dk manages plejen øst",
        "- lis@by.dk no longer manages plejen øst",
        "- 0a0b0c0d-0000-4000-8000-000000000001 leaves Køkken",
        "+ anna@by.dk joins Pleje",
        "- anna@by.dk leaves Køkken",
        "~ anna@by.dk contributes to Pleje from now on",
        "~ anna@by.dk has the profile ledelse",
        "- bo@by.dk leaves Plejen Øst",
    ]
