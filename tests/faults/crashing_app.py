"""The service, with a hand that pulls the plug at a named point: `python -m tests.faults.crashing_app`.

COACH_CRASH names a file; while it holds the name of a point, the process that gets there empties
the file and kills itself as `kill -9` would. For the negative controls COACH_FORGET takes the memory
of message ids away, and COACH_UNFENCED the lock and the fence. Nothing of this is in the product.
"""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from sqlalchemy import update
from sqlmodel import col, select

import app
import storage.unit
from bot.botframework.admission import LoopbackAdmission
from bot.botframework.door import BotFrameworkDoor
from service.turns import Coach
from storage.tables import ConversationRow
from storage.unit import UnitOfWork

POINTS = ("after verify", "after commit", "before send", "after send")
PLAN = Path(os.environ.get("COACH_CRASH", "/nonexistent"))


def crash_at(point: str) -> None:
    if point and PLAN.exists() and PLAN.read_text(encoding="utf-8") == point:
        PLAN.write_text("", encoding="utf-8")
        os.kill(os.getpid(), signal.SIGKILL)


def wrapped(owner: type, name: str, *, before: str = "", after: str = "") -> None:
    original: Callable[..., Awaitable[Any]] = getattr(owner, name)

    async def around(*args: Any, **kwargs: Any) -> Any:
        crash_at(before)
        outcome = await original(*args, **kwargs)
        crash_at(after)
        return outcome

    setattr(owner, name, around)


def main() -> None:
    wrapped(LoopbackAdmission, "admit", after="after verify")
    wrapped(Coach, "take", after="after commit")
    wrapped(BotFrameworkDoor, "show", before="before send", after="after send")
    if os.environ.get("COACH_FORGET"):
        UnitOfWork.taken = nothing  # type: ignore[method-assign, assignment]
        UnitOfWork.note_taken = nothing  # type: ignore[method-assign, assignment]
    if os.environ.get("COACH_UNFENCED"):
        storage.unit.conversation_query = unlocked
        UnitOfWork._overwrite = unfenced  # type: ignore[method-assign]
    app.main()


def unlocked(channel: str, index: str) -> Any:
    mine = (ConversationRow.channel == channel, ConversationRow.external_index == index)
    return select(ConversationRow).where(*mine)


async def unfenced(unit: UnitOfWork, row: ConversationRow, _version: int) -> None:
    await asyncio.sleep(0.05)  # long enough for another process to have read what is overwritten now
    values = row.model_dump(include={"version", "state", "address", "draft_until", "refused_at"})
    await unit.session.exec(update(ConversationRow).where(col(ConversationRow.id) == row.id).values(**values))


async def nothing(*_: Any) -> None:
    return None


if __name__ == "__main__":
    main()
