"""The web process's application, for gunicorn: `ecm.web_process:application()`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecm import bootstrap
from ecm.logs import set_up_logging

if TYPE_CHECKING:
    from flask import Flask


def application() -> "Flask":
    """Return the web application with logging set up."""
    set_up_logging("web", bootstrap.settings().log_format)
    return bootstrap.make_web_app()
