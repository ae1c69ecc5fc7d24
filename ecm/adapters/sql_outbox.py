"""The outbox: what goes out, in order per conversation, and how far each text got.

A text's state only moves forward (`_RANK`), whatever the order in which the carrier's callbacks
arrive; `attempting` that outlives its sender is *in doubt* and is settled before any new try.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from ecm.adapters import schema
from ecm.adapters.sql_base import from_text, to_text
from ecm.records import Conversation, Outgoing

if TYPE_CHECKING:
    from ecm.adapters.sql_store import SqlStore

_RANK = {
    "queued": 0,
    "attempting": 1,
    "accepted": 2,
    "sent": 3,
    "undelivered": 4,
    "failed": 5,
    "delivered": 6,
}
_FINAL = ("undelivered", "failed", "delivered", "blocked", "expired")
# The carrier's words for our states (Twilio: message status values).
_CARRIER_STATES = {
    "accepted": "accepted",
    "scheduled": "accepted",
    "queued": "accepted",
    "sending": "accepted",
    "sent": "sent",
    "delivered": "delivered",
    "read": "delivered",
    "undelivered": "undelivered",
    "failed": "failed",
    "canceled": "failed",
}


class Outbox:
    """Claims texts to send and records what became of them."""

    def __init__(self, store: "SqlStore") -> None:
        self._store = store

    def next_to_send(self, conversation_id: str) -> Outgoing | None:
        """Return the conversation's oldest unsent text if its time has come, else None.

        A text that waits holds back the ones behind it: order first.
        """
        table = schema.outbox
        query = (
            sa.select(table)
            .where(
                table.c.conversation_id == conversation_id,
                table.c.state.in_(("queued", "attempting")),
            )
            .order_by(table.c.seq)
            .limit(1)
        )
        with self._store.connect(read_only=True) as connection:
            row = connection.execute(query).first()
        if row is None or (row.next_attempt_at or "") > to_text(self._store.clock.now()):
            return None
        return self._outgoing(row)

    def claim(self, outgoing: Outgoing) -> Conversation | None:
        """Mark a text as being attempted if it may still go out, else settle it and return None.

        Checked here, at the last moment: the owner's epoch, the person's consent, and whether the
        text is still of use.
        """
        with self._store.begin() as session:
            conversation = session.conversation(outgoing.conversation_id)
            if conversation is None:
                return None
            verdict = self._verdict(outgoing, conversation, session.opted_out)
            changed = self._move(session.connection, outgoing, verdict)
        return conversation if changed and verdict == "attempting" else None

    def _verdict(self, outgoing: Outgoing, conversation: Conversation, opted_out: Any) -> str:
        now = self._store.clock.now()
        if outgoing.useless_after and outgoing.useless_after < now:
            return "expired"
        if outgoing.sender == "bot" and outgoing.epoch != conversation.epoch:
            return "blocked"
        if opted_out(conversation.address_index) and not outgoing.despite_opt_out:
            return "blocked"
        return "attempting"

    def _move(self, connection: Connection, outgoing: Outgoing, state: str) -> bool:
        table = schema.outbox
        result = connection.execute(
            table.update()
            .where(
                table.c.id == outgoing.id,
                table.c.state == outgoing.state,
                table.c.attempts == outgoing.attempts,
            )
            .values(
                state=state,
                attempts=table.c.attempts + int(state == "attempting"),
                updated_at=to_text(self._store.clock.now()),
            )
        )
        return bool(result.rowcount)

    def later(self, outbox_id: str, code: int, at: datetime) -> None:
        """Put a text that the carrier did not take off until then."""
        self._settle(outbox_id, "queued", code, at)

    def in_doubt(self, outbox_id: str, at: datetime) -> None:
        """Keep a text whose fate is not known as attempted; look again at the given time.

        `updated_at` stays the moment of the attempt: the carrier's list is searched from there.
        """
        table = schema.outbox
        with self._store.connect() as connection:
            connection.execute(
                table.update()
                .where(table.c.id == outbox_id, table.c.state == "attempting")
                .values(next_attempt_at=to_text(at))
            )

    def refused(self, outbox_id: str, code: int) -> None:
        """Record that the carrier will never take this text."""
        self._settle(outbox_id, "failed", code, None)

    def _settle(self, outbox_id: str, state: str, code: int | None, at: datetime | None) -> None:
        table = schema.outbox
        with self._store.connect() as connection:
            connection.execute(
                table.update()
                .where(table.c.id == outbox_id, table.c.state == "attempting")
                .values(
                    state=state,
                    error_code=code,
                    next_attempt_at=to_text(at) if at else None,
                    updated_at=to_text(self._store.clock.now()),
                )
            )

    def record_status(
        self, outbox_id: str, carrier_id: str, status: str, error_code: int | None
    ) -> str | None:
        """Move a text forward to what the carrier says; return its conversation, None if unknown.

        An older or repeated status changes nothing; an unknown word counts as `accepted`.
        """
        table, state = schema.outbox, _CARRIER_STATES.get(status, "accepted")
        with self._store.connect(read_only=True) as connection:
            known = connection.execute(sa.select(table).where(table.c.id == outbox_id)).first()
        if known is None or _RANK.get(known.state, len(_RANK)) >= _RANK[state]:
            return known and str(known.conversation_id)
        with self._store.connect(passing=True) as connection:
            row = connection.execute(
                sa.select(table).where(table.c.id == outbox_id).with_for_update()
            ).first()
            if row is None:
                return None
            if row.state in _RANK and _RANK[state] > _RANK[row.state]:
                connection.execute(
                    table.update()
                    .where(table.c.id == outbox_id)
                    .values(
                        state=state,
                        carrier_id=carrier_id,
                        error_code=error_code,
                        next_attempt_at=None,
                        updated_at=to_text(self._store.clock.now()),
                    )
                )
        return str(row.conversation_id)

    def thread(self, conversation_id: str, after: int, limit: int = 200) -> list[Outgoing]:
        """Return our messages of a conversation after a place, in order."""
        with self._store.connect(read_only=True) as connection:
            return self.thread_on(connection, conversation_id, after, limit)

    def thread_on(
        self, connection: Connection, conversation_id: str, after: int, limit: int
    ) -> list[Outgoing]:
        """Return the same within a transaction that is open."""
        table = schema.outbox
        query = (
            sa.select(table)
            .where(table.c.conversation_id == conversation_id, table.c.seq > after)
            .order_by(table.c.seq)
            .limit(limit)
        )
        return [self._outgoing(row) for row in connection.execute(query)]

    def carrier_ids(self, conversation_id: str) -> frozenset[str]:
        """Return the carrier's ids of a conversation's texts that are settled."""
        table = schema.outbox
        query = sa.select(table.c.carrier_id).where(
            table.c.conversation_id == conversation_id, table.c.carrier_id.is_not(None)
        )
        with self._store.connect(read_only=True) as connection:
            return frozenset(row[0] for row in connection.execute(query))

    def _outgoing(self, row: Row) -> Outgoing:
        keyring = self._store.keyring
        choices = row.choices_sealed and keyring.open(
            row.choices_sealed, f"outbox.choices.{row.id}"
        )
        return Outgoing(
            id=row.id,
            conversation_id=row.conversation_id,
            seq=row.seq,
            inbound_id=row.inbound_id,
            part=row.part,
            sender=row.sender,
            name=row.name,
            language=row.language,
            text=keyring.open(row.text_sealed, f"outbox.text.{row.id}"),
            choices=tuple((value, label) for value, label in json.loads(choices or "[]")),
            state=row.state,
            epoch=row.epoch,
            carrier_id=row.carrier_id,
            error_code=row.error_code,
            attempts=row.attempts,
            created_at=from_text(row.created_at),
            updated_at=from_text(row.updated_at),
            useless_after=from_text(row.useless_after),
            despite_opt_out=row.despite_opt_out,
        )
