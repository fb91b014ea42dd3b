"""What a due minute costs: finding it, claiming it, queueing what it says, with up to 100,000 people.

`python -m bench.calendar [sqlite|postgres …] [PEOPLE …]` prints a table; PostgreSQL is found under
COACH_TEST_POSTGRES (`tools/postgres.sh --durable`). Of all the people, the same number is due at nine
o'clock on the Monday that is measured; the others are spread over the weeks after it, as a year's
prompts are. So the time should not depend on how many are not due.
"""

import asyncio
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import func, insert, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine

from catalog_data.loader import load_catalogue
from dialogs.rhythm import Rhythm
from dialogs.state import State
from matching.types import Match
from service.calendar import Calendar, Errand
from service.closing_days import closing_days
from service.prompting import nudges
from service.turns import Knowledge
from service.weekly import WeeklySummary, summary_of
from storage.calendar_tables import DueRow, RhythmRow
from storage.database import ready_database
from storage.due import Due, find_due
from storage.key_file import fresh_key, key_name
from storage.key_tables import PersonKeyRow
from storage.sealing import Place, Sealer, key_place
from storage.tables import ConversationRow, OutboxRow, PersonRow, new_id
from storage.unit import Store, UnitOfWork
from texts.say import Language

ZONE: Final = "Europe/Copenhagen"
NINE: Final = datetime(2026, 11, 30, 9, 0, tzinfo=ZoneInfo(ZONE))
DUE: Final = 500
"""People due in the measured minute, however many there are."""
TEAM: Final = 10
"""People in a team."""
PACE: Final = 10.0
"""Messages a second to Teams (COACH_TEAMS_PACE)."""
ROWS: Final = 2_000
KEY: Final = bytes(range(32))


@dataclass(frozen=True, slots=True)
class Measured:
    """One run. Times are seconds."""

    database: str
    people: int
    teams: int
    finding: float
    prompts: float
    summaries: float
    memory: float
    """MiB at most, all of the process."""


class Unheard:
    """A matcher nobody asks."""

    def match(self, text: str, *, topic: str | None, language: Language) -> Match:
        raise AssertionError("a prompt hears nothing")

    def named(self, text: str, language: Language) -> tuple[str, ...]:
        raise AssertionError("a prompt hears nothing")


class Unpublished:
    """Composes nothing: what a summary costs beyond its row in the calendar is measured where it is made."""

    async def publish(self, unit: UnitOfWork, team: str, week: str, now: datetime) -> list[str]:
        return []


@asynccontextmanager
async def a_database(kind: str) -> AsyncIterator[str]:
    if kind == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite+aiosqlite:///{folder}/coach.db"
        return
    server, name = os.environ["COACH_TEST_POSTGRES"], f"bench_{uuid4().hex}"
    admin = create_async_engine(server, isolation_level="AUTOCOMMIT")
    async with admin.connect() as connection:
        await connection.execute(text(f'CREATE DATABASE "{name}"'))
    yield make_url(server).set(database=name).render_as_string(hide_password=False)
    async with admin.connect() as connection:
        await connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    await admin.dispose()


async def people(store: Store, number: int) -> None:
    """So many, each with a conversation, a pace and a prompt in the calendar; and their teams."""
    for start in range(0, number, ROWS):
        rows: dict[type[Any], list[dict[str, Any]]] = {}
        for one in range(start, min(start + ROWS, number)):
            _person(store.sealer, one, rows)
        async with store.engine.begin() as connection:
            for table, values in rows.items():
                await connection.execute(insert(table), values)


def _person(sealer: Sealer, number: int, rows: dict[type[Any], list[dict[str, Any]]]) -> None:
    person, conversation = new_id(), new_id()

    wrapped = sealer.wrap(key_place(person), fresh_key())
    own = sealer.of(person, wrapped)

    def seal(table: str, column: str, row: str, value: str) -> bytes:
        return own.seal(Place(table, column, row), value)

    state = State(greeted=True, step="rest", turn=2, touched=NINE - timedelta(days=14))
    wall = NINE if number < DUE else NINE + timedelta(minutes=1 + number % (14 * 24 * 60))
    rows.setdefault(PersonRow, []).append({"id": person, "created_at": NINE})
    rows.setdefault(PersonKeyRow, []).append({"person_id": person, "wrapped": wrapped})
    rows.setdefault(ConversationRow, []).append({
        "id": conversation, "person_id": person, "channel": "msteams", "external_index": conversation,
        "address": seal("conversation", "address", conversation, '{"conversation":"c","details":{}}'),
        "version": state.turn, "state": seal("conversation", "state", conversation, state.model_dump_json()),
    })  # fmt: skip
    settings = seal("rhythm", "settings", person, Rhythm().model_dump_json())
    rows.setdefault(RhythmRow, []).append({"person_id": person, "settings": settings})
    due = Due("prompt", person, wall.date().isoformat(), wall.replace(tzinfo=None), ZONE, person)
    rows.setdefault(DueRow, []).append(_row(due))
    if number % TEAM == 0:
        week = NINE.date() - timedelta(days=7)
        rows[DueRow].append(_row(summary_of(f"team-{number // TEAM}", week, NINE.time(), ZONE, closing_days())))


def _row(due: Due) -> dict[str, Any]:
    return {
        "kind": due.kind, "scope": due.scope, "person_id": due.person, "occurrence": due.occurrence,
        "wall": due.wall.isoformat(timespec="minutes"), "zone": due.zone, "due_at": due.moment,
    }  # fmt: skip


async def measure(kind: str, number: int) -> Measured:
    knowledge = Knowledge(load_catalogue(), Unheard(), closed=closing_days())
    async with a_database(kind) as url:
        engine = await ready_database(url)
        store = Store(engine, Sealer({key_name(KEY): KEY}, key_name(KEY)))
        await people(store, number)
        if kind == "postgres":
            async with engine.begin() as connection:
                await connection.execute(text("ANALYZE"))
        finding = await _finding(store)
        prompts = await _looked(store, nudges(knowledge))
        summaries = await _looked(store, {"weekly_summary": WeeklySummary(Unpublished(), closing_days())})
        await _check(store, number)
        await engine.dispose()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Measured(kind, number, number // TEAM, finding, prompts, summaries, memory)


async def _finding(store: Store) -> float:
    start = time.perf_counter()
    for _ in range(20):
        async with store.unit() as unit:
            await find_due(unit.session, NINE, 200)
    return (time.perf_counter() - start) / 20


async def _looked(store: Store, errands: dict[str, Errand]) -> float:
    start = time.perf_counter()
    await Calendar(store, lambda: NINE, errands, lambda *_: None).look()
    return time.perf_counter() - start


async def _check(store: Store, number: int) -> None:
    async with store.engine.connect() as connection:
        queued = (await connection.execute(select(func.count()).select_from(OutboxRow))).scalar_one()
        made = (await connection.execute(text("SELECT count(*) FROM claim WHERE kind = 'weekly_summary'"))).scalar_one()
    if (queued, made) != (min(DUE, number), number // TEAM):
        raise RuntimeError(f"queued {queued} prompts and made {made} summaries")


def table(runs: list[Measured]) -> str:
    rows = ["| database | people | finding 200 due | 500 prompts | prompts/s | summaries | summaries/s | memory |",
            "|---|---|---|---|---|---|---|---|"]  # fmt: skip
    rows.extend(_row_of(one) for one in runs)
    most = max(one.people for one in runs)
    daily = most / 10  # every other week, on ten working days
    minutes = f"{daily / PACE / 60:.0f} minutes, and {most // TEAM:,} summaries {most / TEAM / PACE / 60:.0f}"
    whom = f"{daily:,.0f} prompts (a working day of {most:,} people asked every other week)"
    return "\n".join([*rows, "", f"At {PACE:.0f} messages a second to Teams, {whom} take {minutes}."])


def _row_of(one: Measured) -> str:
    return (
        f"| {one.database} | {one.people:,} in {one.teams:,} teams | {one.finding * 1000:.1f} ms "
        f"| {one.prompts:.1f} s | {min(DUE, one.people) / one.prompts:.0f} "
        f"| {one.summaries:.1f} s | {one.teams / one.summaries:.0f} | {one.memory:.0f} MiB |"
    )


def main() -> None:
    kinds = [one for one in sys.argv[1:] if not one.isdigit()] or ["sqlite"]
    sizes = [int(one) for one in sys.argv[1:] if one.isdigit()] or [1_000, 10_000, 100_000]
    if len(kinds) == len(sizes) == 1:
        print(json.dumps(asdict(asyncio.run(measure(kinds[0], sizes[0])))))
        return
    runs = []
    for kind in kinds:
        for number in sizes:  # each in a process of its own, for its memory
            command = [sys.executable, "-m", "bench.calendar", kind, str(number)]
            run = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[1])  # noqa: S603
            runs.append(Measured(**json.loads(run.stdout)))
    print(table(runs))


if __name__ == "__main__":
    main()
