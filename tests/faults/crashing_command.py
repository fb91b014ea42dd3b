"""An erasure by the operator, with a hand that pulls the plug: `python -m tests.faults.crashing_command POINT people …`.

At the point it kills itself as `kill -9` would. Nothing of this is in the product.
"""

import os
import signal
import sys
from collections.abc import Awaitable, Callable
from typing import Any, Final

from sqlalchemy import event
from sqlalchemy.engine import Engine

import storage.unit
from manage import app

POINTS: Final = ("before the delete", "after the delete", "after the commit", "after the scrubbing")


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def scrubbing(point: str, scrub: Callable[..., Awaitable[bool]]) -> Callable[..., Awaitable[bool]]:
    async def around(*arguments: Any) -> bool:
        if point == "after the commit":
            die()
        await scrub(*arguments)
        die()
        return True

    return around


def main(point: str, *command: str) -> None:
    def at_statement(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith("DELETE FROM person"):
            die()

    when = {"before the delete": "before_cursor_execute", "after the delete": "after_cursor_execute"}
    if point in when:
        event.listen(Engine, when[point], at_statement)
    else:
        storage.unit.scrub = scrubbing(point, storage.unit.scrub)
    app(command)


if __name__ == "__main__":
    main(*sys.argv[1:])
