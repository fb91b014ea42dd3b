"""Does a turn cost the same with 100,000 people stored as with 100? Statements, query plans and time, side by side.

`python -m bench.flat`: two SQLite files, the same person talking in both, turn and turn about.
"""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import event, insert, text
from sqlalchemy.ext.asyncio import AsyncEngine

import app
from dialogs.events import Said
from service.door import Address, Incoming
from service.start import Service
from settings import Settings
from storage.key_tables import PersonKeyRow
from storage.tables import ConversationRow, IdentityRow, PersonRow, ReflectionRow, SeenRow, new_id

FEW, MANY = 100, 100_000
PAIRS = 10
AT_ONCE = 5_000
"""Rows inserted by one statement."""
SAID = ("hej", "start", "bare fortæl", "Jeg ringede til en borger i stedet for at skrive", "det gik godt", "menu")


@dataclass
class Watched:
    """A service, and every statement it runs."""

    service: Service
    statements: list[str] = field(default_factory=list)
    number: int = 0

    def note(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        self.statements.append(statement)

    async def turn(self) -> float:
        """Milliseconds of one turn, reply sent."""
        said = SAID[self.number % len(SAID)]
        self.number += 1
        message = Incoming(Address("bench", "c-1"), "u-1", f"m-{self.number}", Said(said))
        began = time.perf_counter()
        await self.service.coach.take(message)
        await self.service.delivery.quiet()
        return 1000 * (time.perf_counter() - began)


class Deaf:
    """A door that shows nothing to nobody, at once."""

    async def show(self, *_: Any) -> None:
        return None


@asynccontextmanager
async def a_service(folder: Path, people: int) -> AsyncIterator[Watched]:
    settings = Settings(database_url=f"sqlite+aiosqlite:///{folder}/{people}.db", key_file=folder / "key")
    service = await app.open_service(settings)
    await fill(service.engine, people)
    service.delivery.open({"bench": Deaf()})
    watched = Watched(service)
    event.listen(service.engine.sync_engine, "before_cursor_execute", watched.note)
    yield watched
    await service.close()


async def fill(engine: AsyncEngine, people: int) -> None:
    """So many people, each with a conversation, a reflection and a message."""
    now = datetime(2026, 1, 1, tzinfo=timezone.utc)
    async with engine.begin() as connection:
        for first in range(0, people, AT_ONCE):
            many = [(new_id(), new_id(), number) for number in range(first, min(first + AT_ONCE, people))]
            rows: dict[Any, list[dict[str, Any]]] = {
                PersonRow: [{"id": person, "created_at": now} for person, _, _ in many],
                PersonKeyRow: [{"person_id": person, "wrapped": b"x"} for person, _, _ in many],
                IdentityRow: [
                    {"id": new_id(), "person_id": person, "channel": "bench", "user_index": f"u{n}", "user": b"x"}
                    for person, _, n in many
                ],
                ConversationRow: [
                    {
                        "id": conversation, "person_id": person, "channel": "bench", "external_index": f"c{n}",
                        "version": 1, "state": b"x", "address": b"x",
                    }
                    for person, conversation, n in many
                ],
                ReflectionRow: [
                    {
                        "id": new_id(), "person_id": person, "code": "3.2.1", "topic": None, "perspective": "use",
                        "outcome": "good", "episode": b"x", "judgement": b"x", "learning": b"x",
                        "started_at": now, "finished_at": now,
                    }
                    for person, _, n in many
                ],
                SeenRow: [{"conversation_id": its, "message": "m", "seen_at": now} for _, its, _ in many],
            }  # fmt: skip
            for table, values in rows.items():
                await connection.execute(insert(table), values)
        await connection.execute(text("ANALYZE"))


async def scans(watched: Watched) -> list[str]:
    """Steps of the plans of what was run that read a whole table."""
    found = []
    async with watched.service.engine.connect() as connection:
        for statement in sorted(set(watched.statements)):
            if statement.split()[0] in {"SELECT", "UPDATE", "DELETE"}:
                blanks = tuple(None for _ in range(statement.count("?")))
                plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", blanks)
                steps = [str(step[-1]) for step in plan.all()]
                found += [step for step in steps if step.startswith("SCAN")]
    return found


async def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with a_service(folder, FEW) as few, a_service(folder, MANY) as many:
            for _ in SAID:  # warm up, and make the person
                await few.turn(), await many.turn()
            few.statements.clear()
            many.statements.clear()
            took = [(await few.turn(), await many.turn()) for _ in range(PAIRS * len(SAID))]
            pairs = np.array(took).reshape(PAIRS, len(SAID), 2).sum(axis=1)
            print(f"| people stored | {FEW} | {MANY} |\n|---|---|---|")
            each = [len(one.statements) / len(took) for one in (few, many)]
            print(f"| statements a turn | {each[0]:.1f} | {each[1]:.1f} |")
            print(f"| whole tables read | {len(await scans(few))} | {len(await scans(many))} |")
            print(
                f"| ms a turn, median of {PAIRS} interleaved rounds | "
                f"{np.median(pairs[:, 0]) / len(SAID):.1f} | {np.median(pairs[:, 1]) / len(SAID):.1f} |"
            )
            print(f"| ratio, median of the {PAIRS} pairs | | {np.median(pairs[:, 1] / pairs[:, 0]):.2f} |")


if __name__ == "__main__":
    asyncio.run(main())
