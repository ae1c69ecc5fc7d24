"""The part of a transaction that concerns consent, alerts, screenings and referrals."""

from __future__ import annotations

import json
from typing import Any, Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from ecm.adapters import schema
from ecm.adapters.crypto import Keyring
from ecm.adapters.sql_base import from_text, new_id, to_text
from ecm.ports import Clock
from ecm.records import Conversation, ReferralRecord


class ReferralRows:
    """Rows about what a person agreed to, answered and asked for."""

    def __init__(self, connection: Connection, keyring: Keyring, clock: Clock) -> None:
        self.connection = connection
        self.keyring = keyring
        self.clock = clock

    def opted_out(self, address_index: str) -> bool:
        """Return whether the person at this address asked for no more texts."""
        table = schema.consents
        query = sa.select(table.c.state).where(
            table.c.address_index == address_index, table.c.scope == "all"
        )
        return bool(self.connection.execute(query).scalar() == "out")

    def set_consent(
        self, conversation: Conversation, inbound_id: str | None, state: str, rule: str
    ) -> None:
        """Record an opt-out (`out`) or opt-in (`in`) with the rule that fired."""
        table, now = schema.consents, to_text(self.clock.now())
        key = (table.c.address_index == conversation.address_index, table.c.scope == "all")
        changed = self.connection.execute(
            table.update().where(*key).values(state=state, updated_at=now)
        )
        if not changed.rowcount:
            self.connection.execute(
                table.insert().values(
                    address_index=conversation.address_index,
                    scope="all",
                    state=state,
                    updated_at=now,
                )
            )
        self.connection.execute(
            schema.consent_events.insert().values(
                id=new_id(),
                conversation_id=conversation.id,
                inbound_id=inbound_id,
                scope="all",
                state=state,
                rule=rule,
                at=now,
            )
        )

    def add_alert(self, conversation_id: str, inbound_id: str | None, kind: str, rule: str) -> None:
        """Record something for staff, once per message and kind."""
        table = schema.alerts
        there = sa.select(table.c.id).where(table.c.inbound_id == inbound_id, table.c.kind == kind)
        if inbound_id is not None and self.connection.execute(there).first():
            return
        self.connection.execute(
            table.insert().values(
                id=new_id(),
                conversation_id=conversation_id,
                inbound_id=inbound_id,
                kind=kind,
                rule=rule,
                state="open",
                created_at=to_text(self.clock.now()),
            )
        )

    def screening(self, screening_id: str) -> Mapping[str, Any] | None:
        """Return a screening's facts and marks, or None."""
        query = sa.select(schema.screenings.c.facts_sealed).where(
            schema.screenings.c.id == screening_id
        )
        sealed = self.connection.execute(query).scalar()
        if sealed is None:
            return None
        document: dict[str, Any] = json.loads(
            self.keyring.open(sealed, f"screenings.facts.{screening_id}")
        )
        return document

    def save_screening(
        self, conversation_id: str, screening_id: str, document: Mapping[str, Any], rules: str
    ) -> None:
        """Keep a screening's facts and marks."""
        table, now = schema.screenings, to_text(self.clock.now())
        values = {
            "facts_sealed": self.keyring.seal(
                json.dumps(document, ensure_ascii=False), f"screenings.facts.{screening_id}"
            ),
            "rules_version": rules,
            "updated_at": now,
        }
        changed = self.connection.execute(
            table.update().where(table.c.id == screening_id).values(**values)
        )
        if not changed.rowcount:
            self.connection.execute(
                table.insert().values(
                    id=screening_id, conversation_id=conversation_id, created_at=now, **values
                )
            )

    def referral(self, referral_id: str) -> ReferralRecord | None:
        """Return a referral, or None."""
        table = schema.referrals
        row = self.connection.execute(
            sa.select(table).where(table.c.id == referral_id).with_for_update()
        ).first()
        return referral_of(row, self.keyring) if row else None

    def referrals_of(self, conversation_id: str) -> list[ReferralRecord]:
        """Return a conversation's referrals, oldest first."""
        table = schema.referrals
        query = (
            sa.select(table)
            .where(table.c.conversation_id == conversation_id)
            .order_by(table.c.created_at)
        )
        return [referral_of(row, self.keyring) for row in self.connection.execute(query)]

    def save_referral(self, record: ReferralRecord) -> None:
        """Insert or update a referral that is still a draft."""
        table, now = schema.referrals, to_text(self.clock.now())
        values: dict[str, Any] = {"state": record.state, "plan": record.plan, "updated_at": now}
        values["document_sealed"] = self._sealed_document(record)
        changed = self.connection.execute(
            table.update().where(table.c.id == record.id, table.c.state == "draft").values(**values)
        )
        if not changed.rowcount:
            self.connection.execute(
                table.insert().values(
                    id=record.id,
                    conversation_id=record.conversation_id,
                    screening_id=record.screening_id,
                    created_at=now,
                    **values,
                )
            )

    def _sealed_document(self, record: ReferralRecord) -> bytes:
        return self.keyring.seal(
            json.dumps(dict(record.document), ensure_ascii=False), f"referrals.document.{record.id}"
        )

    def submit_referral(self, record: ReferralRecord, ports: Sequence[str]) -> bool:
        """Submit a draft and queue its deliveries; False when it was submitted before.

        The update's own condition makes it exactly once: of two transactions only one finds the
        draft still a draft.
        """
        table, now = schema.referrals, to_text(self.clock.now())
        changed = self.connection.execute(
            table.update()
            .where(table.c.id == record.id, table.c.state == "draft")
            .values(
                state="submitted",
                reference=record.reference,
                plan=record.plan,
                document_sealed=self._sealed_document(record),
                submitted_at=now,
                updated_at=now,
            )
        )
        if not changed.rowcount:
            return False
        self.add_referral_event(record.id, "submitted", "person")
        for port in ports:
            self.connection.execute(
                schema.deliveries.insert().values(
                    id=new_id(),
                    referral_id=record.id,
                    port=port,
                    state="queued",
                    created_at=now,
                    updated_at=now,
                )
            )
        return True

    def add_referral_event(self, referral_id: str, state: str, source: str) -> None:
        """Append one step to a referral's history."""
        self.connection.execute(
            schema.referral_events.insert().values(
                id=new_id(),
                referral_id=referral_id,
                state=state,
                source=source,
                at=to_text(self.clock.now()),
            )
        )

    def arrived(self, referral_id: str) -> bool:
        """Return whether every delivery of a referral arrived."""
        table = schema.deliveries
        query = sa.select(table.c.state).where(table.c.referral_id == referral_id)
        states = [row[0] for row in self.connection.execute(query)]
        return bool(states) and all(state == "delivered" for state in states)

    def reference_taken(self, reference: str) -> bool:
        """Return whether a reference is in use."""
        query = sa.select(schema.referrals.c.id).where(schema.referrals.c.reference == reference)
        return self.connection.execute(query).first() is not None


def referral_of(row: Row, keyring: Keyring) -> ReferralRecord:
    """Return the referral that a row of the table holds."""
    return ReferralRecord(
        id=row.id,
        conversation_id=row.conversation_id,
        screening_id=row.screening_id,
        state=row.state,
        document=json.loads(keyring.open(row.document_sealed, f"referrals.document.{row.id}")),
        reference=row.reference,
        plan=row.plan,
        submitted_at=from_text(row.submitted_at),
        created_at=from_text(row.created_at),
        updated_at=from_text(row.updated_at),
    )
