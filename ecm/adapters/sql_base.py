"""Database engines, moments and rows: what the SQL store's parts share."""

from __future__ import annotations

import sqlite3
import time
import uuid
from datetime import datetime, timezone
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from ecm.errors import EcmError

# The carrier waits 15 s at most and must be refused well before (reliability goal R8: 2 s).
_BUSY_MS = 2_000
_LOOK_AGAIN_MS = 8


class StoreUnavailable(EcmError):
    """The database cannot be reached or refuses to write: nothing was kept."""

    code = "store_unavailable"


def make_engine(url: str, durable: bool = True) -> Engine:
    """Return an engine for a SQLAlchemy URL, tuned for SQLite or PostgreSQL.

    Args:
        url: SQLAlchemy URL.
        durable: whether a commit must survive a power cut (SQLite's synchronous FULL); leases need
            not, and the disk's sync is most of what a small transaction costs.

    SQLite runs in WAL with synchronous FULL, so that what was acknowledged survives a power cut,
    and every transaction begins IMMEDIATE: a late upgrade from reading to writing fails at once
    in SQLite whatever the busy time-out (`docs/decisions/0003-store.md`).
    """
    if url.startswith("sqlite"):
        return _sqlite_engine(url, "FULL" if durable else "NORMAL")
    return sa.create_engine(url, future=True, pool_pre_ping=True, pool_size=16, max_overflow=32)


def _sqlite_engine(url: str, synchronous: str) -> Engine:
    engine = sa.create_engine(
        url,
        future=True,
        poolclass=sa.pool.QueuePool,
        pool_size=16,
        max_overflow=64,
        connect_args={"check_same_thread": False, "timeout": _BUSY_MS / 1000},
    )

    @sa.event.listens_for(engine, "connect")  # type: ignore[untyped-decorator]
    def _tune(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute(f"PRAGMA synchronous={synchronous}")
        connection.execute(f"PRAGMA busy_timeout={_LOOK_AGAIN_MS}")

    @sa.event.listens_for(engine, "begin")  # type: ignore[untyped-decorator]
    def _begin(connection: Any) -> None:
        if connection.get_execution_options().get("ecm_read_only"):
            connection.exec_driver_sql("BEGIN")
        else:
            _begin_writing(connection.connection.dbapi_connection)

    return engine


def _begin_writing(connection: sqlite3.Connection) -> None:
    """Take SQLite's write lock, looking again every few milliseconds.

    SQLite's own waiting backs off to a tenth of a second a look, which starves writers under load.

    Raises:
        sqlalchemy.exc.OperationalError: somebody held the lock for too long.
    """
    deadline = time.monotonic() + _BUSY_MS / 1000
    while True:
        try:
            connection.execute("BEGIN IMMEDIATE")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise sa.exc.OperationalError("BEGIN IMMEDIATE", {}, error) from error


def new_id() -> str:
    """Return an opaque id."""
    return uuid.uuid4().hex


def to_text(moment: datetime) -> str:
    """Return a moment as a sortable text in UTC, to the microsecond."""
    return moment.astimezone(timezone.utc).isoformat(timespec="microseconds")


def from_text(text: str | None) -> datetime | None:
    """Return the moment that `to_text` wrote."""
    return datetime.fromisoformat(text) if text else None
