"""Logs carry ids and kinds of faults, never names, texts or tokens."""

import logging
import sys

import structlog


class _WithoutWords(logging.Formatter):
    """Other people's log lines: which library, which kind of fault. Their messages and tracebacks
    may quote a request, and a request holds what somebody wrote."""

    def format(self, record: logging.LogRecord) -> str:
        fault = record.exc_info[0] if record.exc_info else None
        return f"{record.levelname} {record.name} {fault.__name__ if fault else ''}".rstrip()


def configure_logs(level: str) -> None:
    """One JSON line per event on standard error. `level` is the least severe to write."""
    least = logging.getLevelNamesMapping()[level.upper()]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_WithoutWords())
    logging.basicConfig(level=max(least, logging.WARNING), handlers=[handler], force=True)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(least),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
    )
