"""Webhooks that the carrier owes us, in the state file: a stopped process loses none."""

from __future__ import annotations

import json
import random
import sqlite3
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

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
        due: when it may go, Unix time.
        status: what the text becomes when the webhook goes out; None for a person's text.
        token: Twilio's `I-Twilio-Idempotency-Token`, the same on a retry.
        attempts: how often it was tried, this time included.
    """

    lane: str | None
    phone: str
    sid: str
    due: float
    url: str | None
    form: Mapping[str, str]
    status: str | None = None
    error_code: int | None = None
    token: str = ""
    attempts: int = 0
    id: int = 0


@dataclass(frozen=True)
class Callback:
    """Where the news of a text goes, if anywhere, and for which account."""

    url: str | None
    account: str


def owe_inbound(
    connection: sqlite3.Connection, text: Text, url: str, form: Mapping[str, str], repeat: int
) -> None:
    """Owe a person's text, in the order in which the phone sent it."""
    webhook = Webhook(f"in:{text.phone}", text.phone, text.sid, time.time(), url, form)
    for _ in range(max(repeat, 1)):
        _owe(connection, webhook)


def owe_statuses(
    connection: sqlite3.Connection,
    text: Text,
    callback: Callback,
    news: Sequence[tuple[str, int | None]],
    behaviour: Behaviour,
) -> None:
    """Owe what becomes of a text: (status, error code) in order, or shuffled on request."""
    order = [item for item in news for _ in range(max(behaviour.callback_repeat, 1))]
    if behaviour.callback_shuffle:
        random.shuffle(order)
    first = time.time() + behaviour.callback_delay_s
    lane = None if behaviour.callback_shuffle else f"out:{text.sid}"
    for place, (status, code) in enumerate(order):
        form = shapes.status_form(text, callback.account, status, code)
        due = first + place * behaviour.callback_gap_s
        webhook = Webhook(lane, text.phone, text.sid, due, callback.url, form, status, code)
        _owe(connection, webhook)


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


def _owe(connection: sqlite3.Connection, webhook: Webhook) -> None:
    connection.execute(
        "INSERT INTO webhooks (lane, phone, due, url, form, token, sid, status, error_code)"
        " VALUES (:lane, :phone, :due, :url, :form, :token, :sid, :status, :error_code)",
        {**asdict(webhook), "form": json.dumps(webhook.form), "token": str(uuid.uuid4())},
    )


def _webhook(row: sqlite3.Row) -> Webhook:
    found = dict(row)
    found.pop("lease")
    form, attempts = json.loads(found.pop("form")), found.pop("attempts") + 1
    return Webhook(**found, form=form, attempts=attempts)
