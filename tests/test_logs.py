"""Logs never carry what somebody wrote, tracebacks included."""

import logging

import pytest
import structlog

from service.logs import configure_logs


def test_other_libraries_words_and_tracebacks_stay_out(capsys: pytest.CaptureFixture[str]) -> None:
    before = logging.root.handlers[:]
    configure_logs("info")
    try:
        raise ValueError("kanariefugl")  # noqa: TRY301 - the traceback is the point
    except ValueError:
        logging.getLogger("aiohttp.server").exception("handling %s", "kanariefugl")
    finally:
        logging.root.handlers[:] = before
        structlog.reset_defaults()
    shown = capsys.readouterr().err
    assert "ERROR aiohttp.server ValueError" in shown
    assert "kanariefugl" not in shown
