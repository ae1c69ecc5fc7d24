"""The offline carrier's own SQLite file: one connection per thread, short write transactions."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_BUSY_SECONDS = 10.0

_SCHEMA = """
CREATE TABLE IF NOT EXISTS messages (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    sid TEXT NOT NULL UNIQUE,
    direction TEXT NOT NULL CHECK (direction IN ('in', 'out')),
    phone TEXT NOT NULL,
    ours TEXT NOT NULL,
    body TEXT NOT NULL,
    media INTEGER NOT NULL DEFAULT 0,
    status TEXT NOT NULL,
    error_code INTEGER,
    created REAL NOT NULL,
    sent REAL,
    updated REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS messages_by_phone ON messages (phone, n);
CREATE TABLE IF NOT EXISTS opted_out (
    phone TEXT NOT NULL, ours TEXT NOT NULL, at REAL NOT NULL, PRIMARY KEY (phone, ours)
);
CREATE TABLE IF NOT EXISTS webhooks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    lane TEXT,
    phone TEXT NOT NULL,
    due REAL NOT NULL,
    lease REAL NOT NULL DEFAULT 0,
    attempts INTEGER NOT NULL DEFAULT 0,
    url TEXT,
    form TEXT NOT NULL,
    token TEXT NOT NULL,
    sid TEXT NOT NULL,
    status TEXT,
    error_code INTEGER
);
CREATE INDEX IF NOT EXISTS webhooks_by_due ON webhooks (due);
CREATE INDEX IF NOT EXISTS webhooks_by_lane ON webhooks (lane, id);
CREATE TABLE IF NOT EXISTS effects (id INTEGER PRIMARY KEY AUTOINCREMENT, effect TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS behaviour (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS alerts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at REAL NOT NULL, sid TEXT NOT NULL, hook TEXT NOT NULL, problem TEXT NOT NULL
);
"""


class Database:
    """A SQLite file in WAL mode, shared by the threads and processes that serve it.

    Args:
        path: the file; its folder is made.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()
        self._writing = threading.Lock()
        path.parent.mkdir(parents=True, exist_ok=True)
        self.connection().executescript(_SCHEMA)

    def connection(self) -> sqlite3.Connection:
        """Return this thread's connection; a forked process opens its own."""
        if getattr(self._local, "pid", None) != os.getpid():
            self._local.connection = self._open()
            self._local.pid = os.getpid()
        connection: sqlite3.Connection = self._local.connection
        return connection

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Write: everything inside happens or nothing does."""
        connection = self.connection()
        with self._writing:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self._path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        return connection
