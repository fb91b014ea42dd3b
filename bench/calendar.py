"""What a due minute costs: finding it, claiming it, composing and queueing what it says, with up to 100,000 people.

`python -m bench.calendar [sqlite|postgres …] [PEOPLE …]` prints a table; PostgreSQL is found under
COACH_TEST_POSTGRES (`tools/postgres.sh --durable`). Of all the people, the same number is due at nine
o'clock on the Monday that is measured; the others are spread over the weeks after it, as a year's
prompts are. So the time should not depend on how many are not due. The overviews of all teams are due,
each with something to show, and each team has a manager to be told.
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
from pathlib import Path
from typing import Final
from uuid import uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine
from sqlmodel import col

from bench.crowd import DUE, NINE, TEAM, ZONE, people
from catalog_data.loader import load_catalogue
from matching.types import Match
from service.calendar import Calendar, Errand
from service.closing_days import closing_days
from service.errands import errands
from service.logs import configure_logs
from service.overviews import Overviews
from service.turns import Knowledge
from service.weekly import MAKING, TELLING
from storage.database import ready_database
from storage.due import find_due
from storage.key_file import key_name
from storage.releases import Publisher
from storage.sealing import Sealer
from storage.tables import OutboxRow
from storage.team_tables import ReleaseRow
from storage.unit import Store
from texts.say import Language

PACE: Final = 10.0
"""Messages a second to Teams (COACH_TEAMS_PACE)."""
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
    telling: float
    memory: float
    """MiB at most, all of the process."""


class Unheard:
    """A matcher nobody asks."""

    def match(self, text: str, *, topic: str | None, language: Language) -> Match:
        raise AssertionError("a prompt hears nothing")

    def named(self, text: str, language: Language) -> tuple[str, ...]:
        raise AssertionError("a prompt hears nothing")


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


async def measure(kind: str, number: int) -> Measured:
    configure_logs("error")  # whoever is held is none of the figures
    knowledge = Knowledge(load_catalogue(), Unheard(), closed=closing_days())
    async with a_database(kind) as url:
        engine = await ready_database(url)
        store = Store(engine, Sealer({key_name(KEY): KEY}, key_name(KEY)))
        await people(store, number)
        if kind == "postgres":
            async with engine.begin() as connection:
                await connection.execute(text("ANALYZE"))
        finding = await _finding(store)
        known = errands(knowledge, Overviews(Publisher(knowledge.catalogue, ZoneInfo(ZONE))))
        prompts = await _looked(store, {"prompt": known["prompt"]})
        summaries = await _looked(store, {MAKING: known[MAKING]})
        telling = await _looked(store, {TELLING: known[TELLING]})
        await _check(store, number)
        await engine.dispose()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Measured(kind, number, number // TEAM, finding, prompts, summaries, telling, memory)


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
        bars = (await connection.execute(select(col(ReleaseRow.bars)))).scalars()
        made = sum(any(bar != "0" for bar in one.split()) for one in bars)
    teams, asked = number // TEAM, min(DUE, number)
    expected = (asked + teams - asked // TEAM, teams)  # a manager who was asked at nine is told the next day
    if (queued, made) != expected:
        raise RuntimeError(f"queued {queued} messages and made {made} summaries, not {expected}")


def table(runs: list[Measured]) -> str:
    rows = [
        "| database | people | find 200 due | 500 prompts | prompts/s | overviews | made/s | telling | told/s | MiB |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
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
        f"| {one.summaries:.1f} s | {one.teams / one.summaries:.0f} "
        f"| {one.telling:.1f} s | {one.teams / one.telling:.0f} | {one.memory:.0f} MiB |"
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
            run = subprocess.run(  # noqa: S603 - our own script
                command, check=True, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[1]
            )
            runs.append(Measured(**json.loads(run.stdout)))
    print(table(runs))


if __name__ == "__main__":
    main()
