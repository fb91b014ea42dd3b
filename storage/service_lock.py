"""One service to a SQLite file. Commands and the terminal may open it besides; they wait for their turn to write."""

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.refusal import DatabaseRefused
from storage.sqlite import file_of


@contextmanager
def only_service(url: str) -> Iterator[None]:
    """Nobody else serves the SQLite file of `url` within this block. Other databases take any number of services.

    Raises DatabaseRefused where somebody does. The lock goes with the process, however it ends.
    """
    file = file_of(url)
    if file is None:
        yield
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    # The lock file stays: whoever deleted it would let two services in.
    with lock_file(file).open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise DatabaseRefused(f"{file} is being served by {_holder(lock_file(file))}; stop that first") from None
        lock.truncate(0)
        lock.write(f"process {os.getpid()} on {socket.gethostname()}")
        lock.flush()
        yield


def lock_file(database: Path) -> Path:
    return database.with_name(database.name + ".lock")


def _holder(lock: Path) -> str:
    return lock.read_text(encoding="utf-8") or "another coach"
