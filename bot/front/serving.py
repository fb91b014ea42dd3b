"""Serves the application until the process is told to stop."""

import asyncio
import logging
import os
import signal
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, Final

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

STOPS: Final = (signal.SIGINT, signal.SIGTERM)


class CannotListen(Exception):
    """The address is taken, or not ours. The message is one plain sentence for the operator."""


def runner_of(app: web.Application, *, idle: float, finishing: float) -> web.AppRunner:
    """What listens for `app`. `idle`: seconds a connection may rest · `finishing`: seconds requests have at the end.

    It takes bodies as they come. Left to itself aiohttp unpacks a compressed one for whoever sends it, before
    anybody has asked who that is, and after we have refused it too: a megabyte kept the whole service for three
    seconds. No channel compresses what it sends us.
    """
    logging.getLogger("aiohttp.server").addFilter(_is_ours)
    settings: dict[str, Any] = {"auto_decompress": False, "keepalive_timeout": idle}
    return web.AppRunner(app, access_log=None, shutdown_timeout=finishing, **settings)


async def serve(made: Awaitable[web.AppRunner], host: str, port: int, announce: Callable[[str], None]) -> None:
    """Returns when the process was told to stop and what was under way is done. `announce` is told the address.
    Raises CannotListen."""
    task, loop = asyncio.current_task(), asyncio.get_running_loop()
    for one in STOPS:
        # Only the first counts: make passes on what the terminal has told us already.
        loop.add_signal_handler(one, lambda: task is not None and not task.cancelling() and task.cancel())
    with suppress(asyncio.CancelledError):
        runner = await made
        try:
            await runner.setup()
            await _listen(runner, host, port)
            name, number = runner.addresses[0][:2]
            announce(f"http://{f'[{name}]' if ':' in name else name}:{number}")
            await asyncio.Event().wait()
        finally:
            await runner.cleanup()
            for one in STOPS:
                loop.remove_signal_handler(one)  # whatever still hangs after this, a second signal ends


async def _listen(runner: web.AppRunner, host: str, port: int) -> None:
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as fault:
        reason = os.strerror(fault.errno) if fault.errno else str(fault)
        raise CannotListen(f"COACH_HOST and COACH_PORT: nothing can listen on {host}:{port}: {reason}.") from None


def _is_ours(record: logging.LogRecord) -> bool:
    """What is no HTTP is the stranger's fault who sent it, and they may send a great deal of it."""
    return not (record.exc_info and isinstance(record.exc_info[1], HttpProcessingError))
