"""Made-up people in made-up teams, for measuring what the calendar does with them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import insert

from dialogs.rhythm import Rhythm
from dialogs.state import State
from service.closing_days import closing_days
from service.weekly import summary_of
from storage.calendar_tables import DueRow, RhythmRow
from storage.due import Due
from storage.key_file import fresh_key
from storage.key_tables import PersonKeyRow
from storage.sealing import Place, Sealer, key_place
from storage.tables import ConversationRow, PersonRow, ReflectionRow, new_id
from storage.team_tables import (
    ContributionRow,
    EmployeeRow,
    ManagingRow,
    MembershipRow,
    SharingRow,
    TeamRow,
    UnitSizeRow,
)
from storage.unit import Store

ZONE: Final = "Europe/Copenhagen"
NINE: Final = datetime(2026, 11, 30, 9, 0, tzinfo=ZoneInfo(ZONE))
DUE: Final = 500
"""People due in the measured minute, however many there are."""
TEAM: Final = 10
"""People in a team, the last of whom manages it."""
WORKED: Final = 6
"""Of them, those who worked with one area in the week before."""
LONG_AGO: Final = NINE - timedelta(days=90)
Seal = Callable[[str, str, str, str], bytes]
"""Table, column, row and value → sealed."""
ROWS: Final = 2_000
"""People written at a time."""
ORDER: Final = (
    PersonRow,
    PersonKeyRow,
    TeamRow,
    ConversationRow,
    RhythmRow,
    DueRow,
    EmployeeRow,
    MembershipRow,
    ManagingRow,
    UnitSizeRow,
    SharingRow,
    ReflectionRow,
    ContributionRow,
)
"""Tables in the order in which they refer to each other."""


async def people(store: Store, number: int) -> None:
    """So many, each with a conversation, a pace and a prompt in the calendar; and their teams."""
    for start in range(0, number, ROWS):
        rows = Rows()
        for one in range(start, min(start + ROWS, number)):
            _person(store.sealer, one, rows)
        async with store.engine.begin() as connection:
            for kind in ORDER:
                if rows.by_table[kind]:
                    await connection.execute(insert(kind), rows.by_table[kind])


class Rows:
    """What is to be written, by table."""

    def __init__(self) -> None:
        self.by_table: dict[type[Any], list[dict[str, Any]]] = {kind: [] for kind in ORDER}

    def add(self, table: type[Any], /, **values: Any) -> None:
        self.by_table[table].append(values)


def _person(sealer: Sealer, number: int, rows: Rows) -> None:
    person, conversation = new_id(), new_id()
    wrapped = sealer.wrap(key_place(person), fresh_key())
    own = sealer.of(person, wrapped)

    def seal(table: str, column: str, row: str, value: str) -> bytes:
        return own.seal(Place(table, column, row), value)

    state = State(greeted=True, step="rest", turn=2, touched=NINE - timedelta(days=14))
    wall = NINE if number < DUE else NINE + timedelta(minutes=1 + number % (14 * 24 * 60))
    rows.add(PersonRow, id=person, created_at=NINE)
    rows.add(PersonKeyRow, person_id=person, wrapped=wrapped)
    rows.add(
        ConversationRow,
        id=conversation,
        person_id=person,
        channel="msteams",
        external_index=conversation,
        address=seal("conversation", "address", conversation, '{"conversation":"c","details":{}}'),
        version=state.turn,
        state=seal("conversation", "state", conversation, state.model_dump_json()),
    )
    rows.add(RhythmRow, person_id=person, settings=seal("rhythm", "settings", person, Rhythm().model_dump_json()))
    rows.add(DueRow, **_row(Due("prompt", person, wall.date().isoformat(), wall.replace(tzinfo=None), ZONE, person)))
    _member(sealer, seal, number, person, rows)


def _member(sealer: Sealer, seal: Seal, number: int, person: str, rows: Rows) -> None:
    team, employee = f"team-{number // TEAM}", new_id()
    address = sealer.seal(Place("employee", "address", employee), f"{number}@kommune.dk")
    rows.add(EmployeeRow, id=employee, address_index=employee, address=address, person_id=person)
    rows.add(MembershipRow, id=new_id(), employee_id=employee, team_id=team, position=0, since=LONG_AGO)
    rows.add(SharingRow, person_id=person, shares=True, since=LONG_AGO)
    place = number % TEAM
    if place == 0:
        rows.add(TeamRow, id=team, key=team, name=team, unit_id=team)
        rows.add(UnitSizeRow, id=new_id(), unit_id=team, members=TEAM - 1, counted_at=LONG_AGO)
        week = NINE.date() - timedelta(days=7)
        rows.add(DueRow, **_row(summary_of(team, week, NINE.time(), ZONE, closing_days())))
    if place < WORKED:
        _worked(seal, person, team, rows)
    if place == TEAM - 1:
        rows.add(ManagingRow, team_id=team, employee_id=employee)


def _worked(seal: Seal, person: str, team: str, rows: Rows) -> None:
    reflection, moment = new_id(), NINE - timedelta(days=4)
    sealed = {one: seal("reflection", one, reflection, "") for one in ("episode", "judgement", "learning")}
    rows.add(
        ReflectionRow,
        id=reflection,
        person_id=person,
        code="1.3.1",
        perspective="self",
        started_at=moment,
        finished_at=moment,
        **sealed,
    )
    its = {"person_id": person, "reflection_id": reflection, "unit_id": team, "finished_at": moment}
    rows.add(ContributionRow, id=new_id(), area="1.3", kind="reflection", **its)


def _row(due: Due) -> dict[str, Any]:
    return {
        "kind": due.kind, "scope": due.scope, "person_id": due.person, "occurrence": due.occurrence,
        "wall": due.wall.isoformat(timespec="minutes"), "zone": due.zone, "due_at": due.moment,
    }  # fmt: skip
