"""Silences third parties at the source: their warnings, telemetry, and logs of what people wrote."""

from __future__ import annotations

import logging
import os
import warnings

import structlog


def quiet_imports() -> None:
    """Run before Rasa is imported: telemetry off, warnings of old libraries filtered by module.

    Sanic asks for every library's deprecation warnings when it is imported: ours must come after.
    """
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ["LOG_LEVEL"] = "ERROR"  # what Rasa's progress bars obey
    os.environ["TQDM_DISABLE"] = "1"
    for module in (
        "rasa",
        "sanic",
        "sanic_cors",
        "sqlalchemy",
        "pkg_resources",
        "google",
        "jsonschema",
        "flatbuffers",
        "tensorflow",
        "keras",
        "networkx",
        "aiohttp",
        "randomname",
        "dask",
    ):
        warnings.filterwarnings("ignore", module=rf"{module}(\..*)?")
    import sanic

    warnings.filterwarnings("ignore", category=DeprecationWarning)
    del sanic


def quiet_logs() -> None:
    """Run after Rasa is imported: nothing below critical, no event dictionaries with texts in them.

    Rasa logs the person's words and an exception's locals in places; none of that may be written.
    """
    warnings.filterwarnings("ignore", category=DeprecationWarning)
    for name in (
        "rasa",
        "rasa_sdk",
        "sanic",
        "sanic.root",
        "sanic.error",
        "sanic.access",
        "apscheduler",
    ):
        logger = logging.getLogger(name)
        logger.setLevel(logging.CRITICAL + 1)
        logger.propagate = False
    structlog.configure(processors=[_drop], cache_logger_on_first_use=False)


def _drop(_logger: object, _method: str, _event: object) -> str:
    raise structlog.DropEvent
