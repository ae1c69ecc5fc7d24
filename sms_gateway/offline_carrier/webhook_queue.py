"""Webhooks that the carrier owes us, in the state file: a stopped process loses none."""

from __future__ import annotations

import json
import random
import sqlite3
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sms_gateway.offline_carrier import shapes
from sms_gateway.offline_carrier.behaviour import Behaviour
from sms_gateway.offline_carrier.database import Database
from sms_gateway.offline_carrier.ledger import Text, advance

LEASE_SECONDS = 60.0
"""Longer than Twilio's 15 s for a webhook; after it another process may send again."""


@dataclass(frozen=True)
class Webhook:
    """One webhook to send: a person's text, or news of one of ours (which may have no address).

    Attributes:
        lane: webhooks of one lane go in order; None goes at any time.
        token: Twilio's `I-Twilio-Idempotency-Token`, the same on a retry.
        status: what the text becomes when the webhook goes out; None for a person's text.
    """

    id: int
    lane: str | None
    phone: str
    attempts: int
    url: str | None
    form: dict[str, str]
    token: str
    sid: str
    status: str | None
    error_code: int | None


def owe_inbound(
    connection: sqlite3.Connection, text: Text, url: str, form: dict[str, str], repeat: int
) -> None:
    """Owe a person's text, in the order in which the phone sent it."""
    for _ in range(max(repeat, 1)):
        _owe(connection, text, f"in:{text.phone}", time.time(), url, form, None, None)


def owe_statuses(
    connection: sqlite3.Connection,
    text: Text,
    account: str,
    url: str | None,
    news: Sequence[tuple[str, int | None]],
    behaviour: Behaviour,
) -> None:
    """Owe what becomes of a text: (status, error code) in order, or shuffled on request."""
    order = [item for item in news for _ in range(max(behaviour.callback_repeat, 1))]
    if behaviour.callback_shuffle:
        random.shuffle(order)
    due = time.time() + behaviour.callback_delay_s
    lane = None if behaviour.callback_shuffle else f"out:{text.sid}"
    for place, (status, code) in enumerate(order):
        form = shapes.status_form(text, account, status, code)
        moment = due + place * behaviour.callback_gap_s
        _owe(connection, text, lane, moment, url, form, status, code)


def claim(database: Database, limit: int) -> list[Webhook]:
    """Claim webhooks that are due, and let their texts' statuses advance."""
    now = time.time()
    if not _some_due(database, now):
        return []
    with database.transaction() as connection:
        rows = connection.execute(
            "SELECT * FROM webhooks AS w WHERE due <= ? AND lease < ? AND NOT EXISTS (SELECT 1"
            " FROM webhooks AS e WHERE e.lane = w.lane AND e.id < w.id) ORDER BY due, id LIMIT ?",
            (now, now, limit),
        ).fetchall()
        for row in rows:
            connection.execute(
                "UPDATE webhooks SET lease = ?, attempts = attempts + 1 WHERE id = ?",
                (now + LEASE_SECONDS, row["id"]),
            )
            if row["status"]:
                advance(connection, row["sid"], row["status"], row["error_code"])
    return [_webhook(row) for row in rows]


def next_due(database: Database) -> float | None:
    """Return when the next webhook that nobody has claimed is due, as Unix time."""
    row = (
        database.connection()
        .execute(
            "SELECT min(max(due, lease)) AS due FROM webhooks AS w WHERE NOT EXISTS"
            " (SELECT 1 FROM webhooks AS e WHERE e.lane = w.lane AND e.id < w.id)"
        )
        .fetchone()
    )
    return float(row["due"]) if row["due"] is not None else None


def settled(database: Database, webhook: Webhook) -> None:
    """Drop a webhook that was sent, or given up."""
    with database.transaction() as connection:
        connection.execute("DELETE FROM webhooks WHERE id = ?", (webhook.id,))


def again(database: Database, webhook: Webhook, after_s: float) -> None:
    """Send a webhook again later."""
    with database.transaction() as connection:
        connection.execute(
            "UPDATE webhooks SET lease = 0, due = ? WHERE id = ?",
            (time.time() + after_s, webhook.id),
        )


def _some_due(database: Database, now: float) -> bool:
    found = database.connection().execute(
        "SELECT 1 FROM webhooks WHERE due <= ? AND lease < ? LIMIT 1", (now, now)
    )
    return bool(found.fetchall())


def _owe(
    connection: sqlite3.Connection,
    text: Text,
    lane: str | None,
    due: float,
    url: str | None,
    form: dict[str, str],
    status: str | None,
    code: int | None,
) -> None:
    connection.execute(
        "INSERT INTO webhooks (lane, phone, due, url, form, token, sid, status, error_code)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            lane,
            text.phone,
            due,
            url,
            json.dumps(form),
            str(uuid.uuid4()),
            text.sid,
            status,
            code,
        ),
    )


def _webhook(row: sqlite3.Row) -> Webhook:
    return Webhook(
        id=row["id"],
        lane=row["lane"],
        phone=row["phone"],
        attempts=row["attempts"] + 1,
        url=row["url"],
        form=json.loads(row["form"]),
        token=row["token"],
        sid=row["sid"],
        status=row["status"],
        error_code=row["error_code"],
    )
