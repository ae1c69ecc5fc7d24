"""What operators and staff read from the store: referrals, alerts, threads, counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ecm.adapters import schema
from ecm.adapters.sql_base import from_text
from ecm.adapters.sql_referrals import referral_of
from ecm.records import Alert, ReferralRecord

if TYPE_CHECKING:
    from ecm.adapters.sql_store import SqlStore


class Reports:
    """Reading only: nothing here changes a row."""

    def __init__(self, store: "SqlStore") -> None:
        self._store = store

    def submitted_referrals(self, limit: int = 500) -> list[ReferralRecord]:
        """Return referrals that were submitted, newest first."""
        table = schema.referrals
        query = (
            sa.select(table)
            .where(table.c.state != "draft")
            .order_by(table.c.submitted_at.desc())
            .limit(limit)
        )
        with self._store.connect(read_only=True) as connection:
            return [referral_of(row, self._store.keyring) for row in connection.execute(query)]

    def referral_by_reference(self, reference: str) -> ReferralRecord | None:
        """Return a referral by its reference, or None."""
        table = schema.referrals
        query = sa.select(table).where(table.c.reference == reference)
        with self._store.connect(read_only=True) as connection:
            row = connection.execute(query).first()
            return referral_of(row, self._store.keyring) if row else None

    def referral_history(self, referral_id: str) -> list[dict[str, str]]:
        """Return a referral's steps, oldest first."""
        table = schema.referral_events
        query = sa.select(table).where(table.c.referral_id == referral_id).order_by(table.c.at)
        with self._store.connect(read_only=True) as connection:
            return [
                {"state": row.state, "source": row.source, "at": row.at}
                for row in connection.execute(query)
            ]

    def open_alerts(self, limit: int = 500) -> list[Alert]:
        """Return what staff has not closed yet, newest first."""
        table = schema.alerts
        query = (
            sa.select(table)
            .where(table.c.state == "open")
            .order_by(table.c.created_at.desc())
            .limit(limit)
        )
        with self._store.connect(read_only=True) as connection:
            return [self._alert(row) for row in connection.execute(query)]

    @staticmethod
    def _alert(row: Any) -> Alert:
        created = from_text(row.created_at)
        assert created is not None, "created_at is never null"
        return Alert(row.id, row.conversation_id, row.kind, row.rule, row.state, created)

    def thread(self, conversation_id: str, after: int, limit: int = 200) -> list[dict[str, Any]]:
        """Return a conversation's messages after a place: the person's and ours, in order.

        Each is `{"seq", "from", "name", "language", "text", "choices"}`.
        """
        keyring, inbox = self._store.keyring, schema.inbox
        query = (
            sa.select(inbox)
            .where(inbox.c.conversation_id == conversation_id, inbox.c.seq > after)
            .order_by(inbox.c.seq)
            .limit(limit)
        )
        with self._store.connect(read_only=True) as connection:
            said = [
                {
                    "seq": row.seq,
                    "from": "person",
                    "name": None,
                    "language": None,
                    "text": keyring.open(row.text_sealed, f"inbox.text.{row.id}"),
                    "choices": [],
                }
                for row in connection.execute(query)
            ]
            # Both in one transaction: a message between two reads would be skipped for good.
            outgoing = self._store.outbox.thread_on(connection, conversation_id, after, limit)
        ours = [
            {
                "seq": out.seq,
                "from": out.sender,
                "name": out.name,
                "language": out.language,
                "text": out.text,
                "choices": [{"value": v, "label": label} for v, label in out.choices],
            }
            for out in outgoing
        ]
        return sorted(said + ours, key=lambda message: int(str(message["seq"])))[:limit]

    def chat_head(self, address: str) -> tuple[str, str, str] | None:
        """Return id, owner and language of the web chat at an address, or None."""
        table = schema.conversations
        query = sa.select(table.c.id, table.c.owner, table.c.language).where(
            table.c.channel == "web",
            table.c.address_index == self._store.keyring.index(address),
        )
        with self._store.connect(read_only=True) as connection:
            row = connection.execute(query).first()
        return (row.id, row.owner, row.language) if row else None

    def counts(self) -> dict[str, int]:
        """Return how much waits, for metrics: inbox, outbox, deliveries, open alerts."""
        queries = {
            "inbox_new": (schema.inbox, schema.inbox.c.state == "new"),
            "outbox_queued": (schema.outbox, schema.outbox.c.state == "queued"),
            "outbox_in_doubt": (schema.outbox, schema.outbox.c.state == "attempting"),
            "deliveries_queued": (schema.deliveries, schema.deliveries.c.state == "queued"),
            "alerts_open": (schema.alerts, schema.alerts.c.state == "open"),
        }
        with self._store.connect(read_only=True) as connection:
            return {
                name: int(
                    connection.execute(
                        sa.select(sa.func.count()).select_from(table).where(condition)
                    ).scalar_one()
                )
                for name, (table, condition) in queries.items()
            }
