"""What the offline carrier knows: every text, who opted out, what went wrong."""

from __future__ import annotations

import secrets
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Literal

from sms_gateway.offline_carrier.database import Database

Direction = Literal["in", "out"]
"""As the carrier sees it: `in` from a person's phone to us, `out` from us to the phone."""

_RANK = {"queued": 0, "sending": 1, "sent": 2, "delivered": 3, "undelivered": 3, "failed": 3}
_LIST = """
SELECT * FROM messages
WHERE (:sender IS NULL OR :sender = CASE direction WHEN 'in' THEN phone ELSE ours END)
  AND (:to IS NULL OR :to = CASE direction WHEN 'in' THEN ours ELSE phone END)
  AND (:sent_from IS NULL OR sent >= :sent_from)
  AND (:sent_until IS NULL OR sent < :sent_until)
  AND (:before_n IS NULL OR n < :before_n)
ORDER BY n DESC LIMIT :limit
"""


@dataclass(frozen=True)
class Text:
    """One text, in either direction.

    Attributes:
        n: its place in the carrier's log, rising.
        phone: the person's number; `ours` is the service's.
        created: Unix time, seconds; `sent` is None while it is queued.
    """

    n: int
    sid: str
    direction: Direction
    phone: str
    ours: str
    body: str
    media: int
    status: str
    error_code: int | None
    created: float
    sent: float | None
    updated: float


@dataclass(frozen=True)
class NewText:
    """A text that the carrier is about to log."""

    direction: Direction
    phone: str
    ours: str
    body: str
    status: str
    media: int = 0
    sid: str = ""


@dataclass(frozen=True)
class Filter:
    """Which texts a list asks for; None means any. Times are Unix seconds on `sent`."""

    sender: str | None = None
    to: str | None = None
    sent_from: float | None = None
    sent_until: float | None = None
    before_n: int | None = None


def new_sid(media: int = 0) -> str:
    """Return a message id of Twilio's shape: SM (MM with media) and 32 hex digits."""
    return ("MM" if media else "SM") + secrets.token_hex(16)


class Ledger:
    """The carrier's log of texts on a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Write several things as one."""
        with self._database.transaction() as connection:
            yield connection

    def text(self, sid: str) -> Text | None:
        """Return a text by its id."""
        row = self._read("SELECT * FROM messages WHERE sid = ?", sid).fetchone()
        return _text(row) if row else None

    def texts(self, wanted: Filter, limit: int) -> list[Text]:
        """Return texts, newest first."""
        rows = self._database.connection().execute(_LIST, {**asdict(wanted), "limit": limit})
        return [_text(row) for row in rows]

    def texts_of(self, phone: str, after: int) -> list[Text]:
        """Return a phone's texts after a place in the log, oldest first."""
        rows = self._read(
            "SELECT * FROM messages WHERE phone = ? AND n > ? ORDER BY n", phone, after
        )
        return [_text(row) for row in rows]

    def is_opted_out(self, phone: str, ours: str) -> bool:
        """Say whether the phone has told the carrier to block our number."""
        found = self._read("SELECT 1 FROM opted_out WHERE phone = ? AND ours = ?", phone, ours)
        return found.fetchone() is not None

    def forget(self, phone: str) -> None:
        """Drop everything about a phone."""
        with self.transaction() as connection:
            connection.execute("DELETE FROM messages WHERE phone = ?", (phone,))
            connection.execute("DELETE FROM opted_out WHERE phone = ?", (phone,))
            connection.execute("DELETE FROM webhooks WHERE phone = ?", (phone,))

    def alert(self, sid: str, hook: str, problem: str) -> None:
        """Note a webhook that failed, as Twilio's debugger does."""
        with self.transaction() as connection:
            connection.execute(
                "INSERT INTO alerts (at, sid, hook, problem) VALUES (?, ?, ?, ?)",
                (time.time(), sid, hook, problem),
            )

    def alerts(self) -> list[dict[str, object]]:
        """Return the failed webhooks, oldest first."""
        return [dict(row) for row in self._read("SELECT * FROM alerts ORDER BY id")]

    def _read(self, sql: str, *values: object) -> sqlite3.Cursor:
        return self._database.connection().execute(sql, values)


def add_text(connection: sqlite3.Connection, new: NewText) -> Text:
    """Log a text within a transaction; one from a phone counts as sent at once."""
    now = time.time()
    cursor = connection.execute(
        "INSERT INTO messages (sid, direction, phone, ours, body, media, status, created, sent,"
        " updated) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING *",
        (
            new.sid or new_sid(new.media),
            new.direction,
            new.phone,
            new.ours,
            new.body,
            new.media,
            new.status,
            now,
            now if new.direction == "in" else None,
            now,
        ),
    )
    return _text(cursor.fetchall()[0])


def advance(connection: sqlite3.Connection, sid: str, status: str, code: int | None) -> None:
    """Move a text's status forward within a transaction; late news changes nothing."""
    row = connection.execute("SELECT status FROM messages WHERE sid = ?", (sid,)).fetchone()
    if row is None or _RANK.get(row["status"], 9) >= _RANK[status]:
        return
    now = time.time()
    connection.execute(
        "UPDATE messages SET status = ?, error_code = ?, updated = ?, sent = coalesce(sent, ?)"
        " WHERE sid = ?",
        (status, code, now, now, sid),
    )


def set_opted_out(connection: sqlite3.Connection, phone: str, ours: str, out: bool) -> None:
    """Block or unblock a pair of numbers within a transaction."""
    connection.execute("DELETE FROM opted_out WHERE phone = ? AND ours = ?", (phone, ours))
    if out:
        connection.execute("INSERT INTO opted_out VALUES (?, ?, ?)", (phone, ours, time.time()))


def _text(row: sqlite3.Row) -> Text:
    return Text(**dict(row))
