"""The service, with a hand that pulls the plug at a named point: `python -m tests.faults.crashing_app`.

COACH_CRASH names a file; while it holds the name of a point, the process that gets there empties
the file and kills itself as `kill -9` would. For the negative controls COACH_FORGET takes the memory
of message ids away, and COACH_UNFENCED the lock and the fence. Nothing of this is in the product.
"""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import bindparam, select, update

import app
import storage.unit
from bot.botframework.admission import LoopbackAdmission
from bot.botframework.door import BotFrameworkDoor
from service.turns import Coach
from storage.statements import conversation
from storage.unit import Conversation, UnitOfWork

POINTS = ("after verify", "after commit", "before send", "after send")
UNLOCKED = select(conversation.c.id, conversation.c.person_id, conversation.c.version, conversation.c.state).where(
    conversation.c.channel == bindparam("channel"), conversation.c.external_index == bindparam("index")
)
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
        Coach._taken_before = forgetful  # type: ignore[method-assign, assignment]
        UnitOfWork.note_taken = nothing  # type: ignore[method-assign, assignment]
    if os.environ.get("COACH_UNFENCED"):
        storage.unit.FIND_CONVERSATION = UNLOCKED
        UnitOfWork._overwrite = unfenced  # type: ignore[method-assign]
    app.main()


async def unfenced(unit: UnitOfWork, loaded: Conversation, values: Mapping[str, Any]) -> None:
    await asyncio.sleep(0.05)  # long enough for another process to have read what is overwritten now
    await unit.connection.execute(update(conversation).where(conversation.c.id == loaded.id).values(**values))


def forgetful(*_: Any) -> None:
    return None


async def nothing(*_: Any, **__: Any) -> None:
    return None


if __name__ == "__main__":
    main()
