"""What stands in the log in operation, at the most talkative."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr
from io import StringIO

import structlog

from service.logs import configure_logs


@contextmanager
def operating_logs() -> Iterator[StringIO]:
    """Everything written to the log inside, ours and other libraries', from DEBUG on."""
    handlers, level = logging.root.handlers[:], logging.root.level
    with redirect_stderr(StringIO()) as written:
        configure_logs("debug")
        logging.root.setLevel(logging.DEBUG)
        try:
            yield written
        finally:
            logging.root.handlers[:] = handlers
            logging.root.setLevel(level)
            structlog.reset_defaults()
