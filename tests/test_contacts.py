"""Whom people are told to turn to: those of their own unit, kept by somebody, checked, never silently missing."""

from collections.abc import AsyncIterator
from datetime import date
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import event

from catalog_data.model import Catalogue
from dialogs.contacts import Contact, nearest, shown_for
from dialogs.events import Brought, Edited, Event, Joined, Pressed, Said
from dialogs.replies import paragraphs
from dialogs.state import State
from dialogs.whom import may_name_contacts
from matching.types import Matcher
from service.contacts import ContactEntry, ContactsError, Unit, gaps, read_contacts
from service.delivery import Delivery
from service.door import Address, Incoming
from service.turns import Coach, Knowledge
from settings import SettingsError, read_settings
from storage.directory import Directory, EmployeeEntry, TeamEntry
from storage.unit import Store
from storage.units import units_and_above
from tests.conftest import Clock
from tests.house import RecordingDoor
from tests.municipality import Municipality

DISTRESS = "jeg græder hver dag"
BREACH = "jeg kom til at sende journalen til den forkerte borger"
EVERYBODYS = (
    Contact("Fælles AMR", "lokal 1", "AMR"),
    Contact("Fælles TR", "lokal 2", "TR"),
    Contact("Fælles DPO", "lokal 3", "DPO"),
)
BY_UNIT = (
    *EVERYBODYS,
    Contact("TR i Ældre", "lokal 4", "TR", "ældre"),
    Contact("DPO i Ældre", "lokal 5", "DPO", "ældre"),
    Contact("AMR i Øst", "lokal 6", "AMR", "plejen øst"),
)
TOWN = Directory(
    {
        "Ældre": TeamEntry(None, frozenset()),
        "Plejen Øst": TeamEntry("Ældre", frozenset()),
        "Plejen Vest": TeamEntry("Ældre", frozenset()),
        "Teknik": TeamEntry(None, frozenset()),
    },
    {
        "øst@by.dk": EmployeeEntry(("Plejen Øst", "Teknik")),
        "vest@by.dk": EmployeeEntry(("Plejen Vest",)),
        "teknik@by.dk": EmployeeEntry(("Teknik",)),
    },
)


class Town:
    """People of several units who talk with one coach."""

    def __init__(self, people: Municipality, matcher: Matcher) -> None:
        self.people, self.matcher = people, matcher
        self.door, self._ids = RecordingDoor(), count()
        self.delivery = Delivery(people.store, people.clock, sleep=people.clock.sleep)
        self.delivery.open({"msteams": self.door})
        self.asked = 0

    def coach(self, contacts: tuple[Contact, ...]) -> Coach:
        catalogue = self.people.publisher.catalogue
        return Coach(
            self.people.store, Knowledge(catalogue, self.matcher, contacts=contacts), self.delivery, self.people.clock
        )

    async def hears(self, address: str, what: Event, contacts: tuple[Contact, ...] = BY_UNIT) -> str:
        """Everything that is shown for it; `asked` is then how many statements the turn took."""
        self.people.clock.passes(seconds=20)
        self.door.shown.clear()
        self.asked = 0
        event.listen(self.people.store.engine.sync_engine, "before_cursor_execute", self._count)
        incoming = Incoming(Address("msteams", f"chat-{address}"), f"29:{address}", f"{next(self._ids)}", what)
        try:
            await self.coach(contacts).take(incoming)
        finally:
            event.remove(self.people.store.engine.sync_engine, "before_cursor_execute", self._count)
        await self.delivery.quiet()
        return " ".join(text for reply in self.door.shown for text in paragraphs(reply))

    def _count(self, *_: object) -> None:
        self.asked += 1

    async def greets(self, address: str) -> None:
        await self.hears(address, Joined())
        await self.hears(address, Pressed(self.door.shown[-1].question, "begin"))


@pytest.fixture
async def town(store: Store, clock: Clock, catalogue: Catalogue, matcher: Matcher) -> AsyncIterator[Town]:
    people = Municipality(store, clock, catalogue)
    await people.lists(TOWN)
    await people.meets(*TOWN.employees, "ukendt@by.dk")
    its = Town(people, matcher)
    for address in people.people:
        await its.greets(address)
    yield its
    await its.delivery.stop()


async def test_everybody_is_told_of_the_contacts_of_their_own_unit(town: Town) -> None:
    told = {address: await town.hears(address, Said(DISTRESS)) for address in town.people.people}
    assert "AMR i Øst: lokal 6 TR i Ældre: lokal 4" in told["øst@by.dk"]  # the first job's unit
    assert "Fælles AMR: lokal 1 TR i Ældre: lokal 4" in told["vest@by.dk"]
    assert "Fælles AMR: lokal 1 Fælles TR: lokal 2" in told["teknik@by.dk"]
    assert "Fælles AMR: lokal 1 Fælles TR: lokal 2" in told["ukendt@by.dk"]
    assert all("112" in text and "DPO" not in text for text in told.values())
    assert "i Øst" not in told["vest@by.dk"]


async def test_wherever_a_contact_is_named_it_is_the_units(town: Town) -> None:
    for words, its, other in (
        ("mine data", "DPO i Ældre, lokal 5", "Fælles DPO, lokal 3"),
        ("hjælp", "TR i Ældre: lokal 4", "Fælles TR: lokal 2"),
        (BREACH, "DPO i Ældre: lokal 5", "Fælles DPO: lokal 3"),
    ):
        assert its in await town.hears("øst@by.dk", Said(words))
        assert other in await town.hears("teknik@by.dk", Said(words))


async def test_the_persons_own_page_names_the_units_officer(town: Town) -> None:
    place = Address("msteams", "chat-øst@by.dk")
    page = await town.coach(BY_UNIT).home(place, "29:øst@by.dk")
    assert [one.slots["name"] for one in page.privacy if one.key == "my-data-officer"] == ["DPO i Ældre"]


async def test_an_ordinary_turn_asks_the_database_no_more_for_it(town: Town) -> None:
    asked = {}
    for contacts in (EVERYBODYS, BY_UNIT):
        for words in ("menu", "hjælp"):
            await town.hears("øst@by.dk", Said("menu"), contacts)
            await town.hears("øst@by.dk", Said(words), contacts)
            asked[words, contacts] = town.asked
    assert asked["menu", BY_UNIT] == asked["menu", EVERYBODYS]
    assert asked["hjælp", BY_UNIT] == asked["hjælp", EVERYBODYS] + 1


async def test_in_the_middle_of_a_reflection_help_stays_short(town: Town) -> None:
    await town.hears("øst@by.dk", Said("i går ringede jeg til en pårørende i stedet for at skrive"))
    assert "lokal" not in await town.hears("øst@by.dk", Said("hjælp"))


async def test_the_directory_says_what_lies_above_a_unit(town: Town) -> None:
    async with town.people.store.unit() as unit:
        found = await units_and_above(unit.session)
        assert found["Plejen Øst"] == ("plejen øst", "ældre")
        assert await unit.units_of(town.people.people["øst@by.dk"]) == ("plejen øst", "ældre")
        assert await unit.units_of(town.people.people["ukendt@by.dk"]) == ()


def test_the_nearest_unit_that_names_any_wins() -> None:
    names = [one.name for one in nearest(BY_UNIT, ("plejen øst", "ældre"))]
    assert names == ["AMR i Øst", "TR i Ældre", "DPO i Ældre"]
    assert nearest(BY_UNIT, ()) == EVERYBODYS
    several = (*EVERYBODYS, Contact("Anden TR", "lokal 9", "TR"))
    assert [one.name for one in shown_for("distress", several)] == ["Fælles AMR", "Fælles TR", "Anden TR"]


@pytest.mark.parametrize(
    ("what", "named"),
    [
        (Said("hjælp"), True),
        (Said("mine data"), True),
        (Said(DISTRESS), True),
        (Said(BREACH), True),
        (Edited("1", DISTRESS), True),
        (Brought(BREACH), True),
        (Said("menu"), False),
        (Said("jeg ringede til en borger i går"), False),
        (Pressed("q", "good"), False),
        (Joined(), False),
    ],
)
def test_only_a_turn_that_may_name_a_contact_looks_for_the_unit(what: Event, named: bool, catalogue: Catalogue) -> None:
    assert may_name_contacts(State(greeted=True), what, catalogue) is named


def entry(**values: object) -> ContactEntry:
    return ContactEntry.model_validate(
        {"name": "Bo", "reach": "lokal 1", "for": "TR", "owner": "HR", "checked": date(2026, 6, 1)} | values
    )


def test_the_check_lists_what_nobody_keeps() -> None:
    today, complete = date(2026, 11, 26), [entry(**{"for": one}) for one in ("distress", "AMR", "TR", "HR", "DPO")]
    units = [Unit("Øst", ("øst", "ældre")), Unit("Ældre", ("ældre",))]
    assert gaps(complete, units, today, 12) == []
    assert gaps([*complete, entry(owner="")], units, today, 12) == ["TR for everybody (Bo): has no owner"]
    assert gaps([*complete, entry(checked=None)], units, today, 12) == ["TR for everybody (Bo): was never checked"]
    assert gaps([*complete, entry(checked=date(2025, 11, 25))], units, today, 12) == [
        "TR for everybody (Bo): last checked on 2025-11-25, by HR"
    ]
    assert gaps([*complete, entry(checked=date(2025, 11, 25))], units, today, 13) == []
    assert "yet to come" in gaps([*complete, entry(checked=date(2027, 1, 1))], units, today, 12)[0]
    assert gaps([*complete, entry(unit="Vest")], units, today, 12) == [
        "TR for Vest (Bo): there is no such unit in the directory"
    ]


def test_the_check_lists_who_has_nobody() -> None:
    today = date(2026, 11, 26)
    units = [Unit("Øst", ("øst", "ældre")), Unit("Teknik", ("teknik",))]
    some = [entry(**{"for": one}) for one in ("distress", "AMR", "DPO")]
    assert gaps([*some, entry(unit="ældre"), entry(unit=" ÆLDRE ", name="Bi")], units, today, 12) == [
        "TR for ældre (Bo): there is no such unit in the directory",
        "TR for ÆLDRE (Bi): there is no such unit in the directory",
        "nobody at all is named for HR",
        "Teknik: no TR",
        "people in no unit: no TR",
    ]


GOOD = '[[contact]]\nname = "Bo"\nreach = "lokal 1"\nfor = "TR"\nunit = "Ældre"\nowner = "HR"\nchecked = 2026-06-01\n'


def test_the_file_is_read_and_a_fault_in_it_is_named(tmp_path: Path) -> None:
    file = tmp_path / "contacts.toml"
    file.write_text(GOOD, encoding="utf-8")
    assert [one.contact for one in read_contacts(file)] == [Contact("Bo", "lokal 1", "TR", "ældre")]
    for spoiled, told in (
        (GOOD.replace('"TR"', '"boss"'), "contact 1, for"),
        (GOOD.replace("owner", "keeper"), "contact 1, keeper"),
        (GOOD.replace('reach = "lokal 1"', 'reach = " "'), "contact 1, reach"),
        (GOOD.replace("[[contact]]", "[[contacts]]"), "not contacts"),
        (GOOD + "oops", "cannot be read as TOML"),
    ):
        file.write_text(spoiled, encoding="utf-8")
        with pytest.raises(ContactsError, match=told):
            read_contacts(file)
    with pytest.raises(ContactsError, match="the file is missing"):
        read_contacts(tmp_path / "none.toml")


def test_production_starts_only_with_somebody_everybody_can_turn_to(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "contacts.toml"
    for name, value in {"ENVIRONMENT": "production", "APP_ID": "a", "APP_PASSWORD": "b", "TENANT_ID": "c",
                        "MUNICIPALITY": "Prøvekøbing", "LEGAL_BASIS": "artikel 6", "PRIVACY_CONTACT": "DPO",
                        "CONTACTS_FILE": str(file)}.items():  # fmt: skip
        monkeypatch.setenv(f"COACH_{name}", value)
    file.write_text(GOOD, encoding="utf-8")
    with pytest.raises(SettingsError, match="somebody to turn to in distress"):
        read_settings()  # Bo is for one unit alone
    file.write_text(GOOD.replace('unit = "Ældre"\n', ""), encoding="utf-8")
    assert [one.name for one in read_settings().everybody_to_turn_to] == ["Bo"]
    file.write_text("name", encoding="utf-8")
    with pytest.raises(SettingsError, match="cannot be read as TOML"):
        read_settings()
