"""The queue of referrals on their way to a plan."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from ecm.adapters import schema
from ecm.adapters.sql_base import to_text
from ecm.adapters.sql_referrals import referral_of
from ecm.records import Delivery, ReferralRecord

if TYPE_CHECKING:
    from ecm.adapters.sql_store import SqlStore


class DeliveryQueue:
    """What must still reach a plan, and the receipts of what did."""

    def __init__(self, store: "SqlStore") -> None:
        self._store = store

    def due(self, limit: int = 50) -> list[tuple[Delivery, ReferralRecord]]:
        """Return deliveries whose time has come, oldest first, with their referrals."""
        table, referrals = schema.deliveries, schema.referrals
        now = to_text(self._store.clock.now())
        query = (
            sa.select(table)
            .where(
                table.c.state == "queued",
                sa.or_(table.c.next_attempt_at.is_(None), table.c.next_attempt_at <= now),
            )
            .order_by(table.c.created_at)
            .limit(limit)
        )
        found = []
        with self._store.connect(read_only=True) as connection:
            for row in connection.execute(query).all():
                referral = connection.execute(
                    sa.select(referrals).where(referrals.c.id == row.referral_id)
                ).one()
                delivery = Delivery(
                    row.id,
                    row.referral_id,
                    row.port,
                    row.state,
                    row.attempts,
                    row.receipt,
                    row.problem,
                )
                found.append((delivery, referral_of(referral, self._store.keyring)))
        return found

    def delivered(self, delivery: Delivery, receipt: str) -> None:
        """Record the receipt of a delivery and the step in the referral's history, once."""
        with self._store.begin() as session:
            table = schema.deliveries
            changed = session.connection.execute(
                table.update()
                .where(table.c.id == delivery.id, table.c.state == "queued")
                .values(
                    state="delivered",
                    receipt=receipt,
                    problem=None,
                    attempts=table.c.attempts + 1,
                    updated_at=to_text(self._store.clock.now()),
                )
            )
            if changed.rowcount:
                session.add_referral_event(delivery.referral_id, "delivered", delivery.port)

    def failed(self, delivery: Delivery, problem: str, again_at: datetime) -> None:
        """Keep a delivery that did not work and set its next try; nothing is given up."""
        table = schema.deliveries
        with self._store.connect() as connection:
            connection.execute(
                table.update()
                .where(table.c.id == delivery.id, table.c.state == "queued")
                .values(
                    attempts=table.c.attempts + 1,
                    problem=problem[:80],
                    next_attempt_at=to_text(again_at),
                    updated_at=to_text(self._store.clock.now()),
                )
            )

    def of_referral(self, referral_id: str) -> list[Delivery]:
        """Return every delivery of one referral."""
        table = schema.deliveries
        query = sa.select(table).where(table.c.referral_id == referral_id).order_by(table.c.port)
        with self._store.connect(read_only=True) as connection:
            return [
                Delivery(
                    row.id,
                    row.referral_id,
                    row.port,
                    row.state,
                    row.attempts,
                    row.receipt,
                    row.problem,
                )
                for row in connection.execute(query)
            ]
