"""Logs carry ids and kinds of faults, never names, texts or tokens."""

import logging
import sys

import structlog


def configure_logs(level: str) -> None:
    """One JSON line per event on standard error. `level` is the least severe to write."""
    least = logging.getLevelNamesMapping()[level.upper()]
    logging.basicConfig(
        level=max(least, logging.WARNING), format="%(levelname)s %(name)s"
    )  # no messages: they may quote
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(least),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
    )
