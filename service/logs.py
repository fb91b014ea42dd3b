"""Logs carry ids and kinds of faults, never names, texts or tokens."""

import logging
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Final

import structlog
from structlog.typing import Processor

from service.redacting import redact

log = structlog.get_logger()

_STAMPED: Final[tuple[Processor, ...]] = (
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    redact,
)
_JSON: Final[Processor] = structlog.processors.JSONRenderer()
"""Plain ASCII: no sign in it can end a line."""


class _WithoutWords(logging.Formatter):
    """Other people's log lines: which library, which kind of fault, and where. Their messages and tracebacks
    may quote a request, and a request holds what somebody wrote."""

    def __init__(self, processors: Sequence[Processor]) -> None:
        super().__init__()
        self._processors = processors

    def format(self, record: logging.LogRecord) -> str:
        entry: Any = {"event": "library.spoke", "logger": record.name}
        if record.exc_info and record.exc_info[0]:
            entry |= {"fault": record.exc_info[0].__name__, "where": _where(record.exc_info[2])}
        for process in self._processors:
            entry = process(None, record.levelname.lower(), entry)
        return str(entry)


def configure_logs(level: str, *, readable: bool = False) -> None:
    """One line per event on standard error: JSON, or, for somebody who looks on, `readable`. `level` is the
    least severe to write."""
    least = logging.getLevelNamesMapping()[level.upper()]
    renderer = structlog.dev.ConsoleRenderer() if readable else _JSON
    processors: tuple[Processor, ...] = (*_STAMPED, renderer)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_WithoutWords(processors))
    logging.basicConfig(level=max(least, logging.WARNING), handlers=[handler], force=True)
    structlog.configure(
        processors=list(processors),  # structlog copies it, which a tuple cannot
        wrapper_class=structlog.make_filtering_bound_logger(least),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
    )


def keep_faults_wordless() -> None:
    """Python's own last words would be a whole traceback, with a message that may quote somebody; and a
    warning's are a line of source. For the process that serves: in a terminal they are of use."""
    logging.captureWarnings(capture=True)
    sys.excepthook = _end
    threading.excepthook = lambda fault: _note(fault.exc_type, fault.exc_traceback)
    sys.unraisablehook = lambda fault: _note(fault.exc_type, fault.exc_traceback)


def _end(kind: type[BaseException], fault: BaseException, place: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, fault, place)
    else:
        _note(kind, place)


def _note(kind: type[BaseException], place: TracebackType | None) -> None:
    log.error("process.fault", fault=kind.__name__, where=_where(place))


def _where(place: TracebackType | None) -> str:
    """The innermost line, e.g. "turn.py:42": a traceback's one useful part that quotes nobody."""
    if place is None:
        return ""
    while place.tb_next is not None:
        place = place.tb_next
    return f"{Path(place.tb_frame.f_code.co_filename).name}:{place.tb_lineno}"
