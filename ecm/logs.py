"""Logs: one readable line per event, or JSON; never personal data.

Nothing from outside is ever formatted into a log line by our code. As a second fence, long digit
runs are masked and third-party loggers that print what people wrote are silenced.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import time

_DIGITS = re.compile(r"\+?\d(?:[\s().-]?\d){6,}")
_QUIET = (
    "werkzeug",
    "twilio",
    "twilio.http_client",
    "urllib3",
    "rasa",
    "sanic",
    "huey",
    "fontTools",
    "weasyprint",
    "alembic",
    "apscheduler",
    "asyncio",
)


class _Line(logging.Formatter):
    """Time, process, level and event on one line; exceptions by type and place only."""

    def __init__(self, process: str, as_json: bool) -> None:
        super().__init__()
        self._process = process
        self._as_json = as_json

    def format(self, record: logging.LogRecord) -> str:
        """Return the line for one event."""
        event = _DIGITS.sub("#", record.getMessage()).replace("\n", " ")
        if record.exc_info and record.exc_info[0]:
            event += f" [{record.exc_info[0].__name__} at {_place(record)}]"
        at = time.strftime("%H:%M:%S", time.localtime(record.created))
        if self._as_json:
            entry = {"at": record.created, "process": self._process, "level": record.levelname}
            return json.dumps({**entry, "logger": record.name, "event": event})
        level = "" if record.levelno == logging.INFO else f"{record.levelname.lower()}: "
        return f"{at} {self._process:<8} {level}{event}"


def _place(record: logging.LogRecord) -> str:
    """Return where an exception arose, without its message or locals."""
    trace = record.exc_info[2] if record.exc_info else None
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return "unknown"
    return f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}"


def set_up_logging(process: str, log_format: str = "line") -> None:
    """Send this process's events to standard output, one line each.

    Args:
        process: its name, as shown in each line.
        log_format: `line` or `json`.
    """
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(_Line(process, log_format == "json"))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.ERROR)
