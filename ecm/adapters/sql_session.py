"""One transaction on the SQL store: the core's `Session`."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from ecm.adapters import schema
from ecm.adapters.crypto import Keyring
from ecm.adapters.sql_base import from_text, new_id, to_text
from ecm.adapters.sql_referrals import ReferralRows
from ecm.ports import Channel, Clock, Say, Sender
from ecm.records import Conversation, Inbound
from ecm.says import say_from_json, say_to_json


class SqlSession(ReferralRows):
    """Reads and writes in one transaction; see `ecm.records.Session`."""

    def __init__(self, connection: Connection, keyring: Keyring, clock: Clock) -> None:
        super().__init__(connection, keyring, clock)

    def conversation(self, conversation_id: str) -> Conversation | None:
        """Return a conversation, locked for this transaction where the database can."""
        table = schema.conversations
        query = sa.select(table).where(table.c.id == conversation_id).with_for_update()
        row = self.connection.execute(query).first()
        return self._conversation(row) if row else None

    def open_conversation(
        self, channel: Channel, address: str, language: str
    ) -> tuple[Conversation, bool]:
        """Return the conversation of an address, made if there is none, and whether it is new."""
        found = self.find_conversation(channel, address)
        if found:
            return found, False
        row_id, now = new_id(), to_text(self.clock.now())
        try:
            with self.connection.begin_nested():
                self.connection.execute(
                    schema.conversations.insert().values(
                        id=row_id,
                        channel=channel,
                        address_index=self.keyring.index(address),
                        address_sealed=self.keyring.seal(
                            address, f"conversations.address.{row_id}"
                        ),
                        language=language,
                        created_at=now,
                        updated_at=now,
                    )
                )
        except sa.exc.IntegrityError:
            found = self.find_conversation(channel, address)
            if found is None:
                raise
            return found, False
        made = self.conversation(row_id)
        assert made is not None, "a row just inserted is there"
        return made, True

    def find_conversation(self, channel: Channel, address: str) -> Conversation | None:
        """Return the conversation of an address, or None."""
        table = schema.conversations
        query = sa.select(table).where(
            table.c.channel == channel, table.c.address_index == self.keyring.index(address)
        )
        row = self.connection.execute(query.with_for_update()).first()
        return self._conversation(row) if row else None

    def _conversation(self, row: Row) -> Conversation:
        state = row.state_sealed and self.keyring.open(
            row.state_sealed, f"conversations.state.{row.id}"
        )
        return Conversation(
            id=row.id,
            channel=row.channel,
            address=self.keyring.open(row.address_sealed, f"conversations.address.{row.id}"),
            address_index=row.address_index,
            language=row.language,
            owner=row.owner,
            epoch=row.epoch,
            state=json.loads(state) if state else {},
        )

    def save_state(self, conversation_id: str, state: Mapping[str, Any], language: str) -> None:
        """Keep the dialogue's state and the person's language."""
        sealed = self.keyring.seal(
            json.dumps(state, ensure_ascii=False), f"conversations.state.{conversation_id}"
        )
        self._update_conversation(conversation_id, state_sealed=sealed, language=language)

    def retire_address(self, conversation_id: str) -> None:
        """Make a conversation unreachable by its address; its rows stay."""
        self._update_conversation(conversation_id, address_index=f"retired:{conversation_id}")

    def _update_conversation(self, conversation_id: str, **values: Any) -> None:
        table = schema.conversations
        self.connection.execute(
            table.update()
            .where(table.c.id == conversation_id)
            .values(updated_at=to_text(self.clock.now()), **values)
        )

    def _take_seq(self, conversation_id: str) -> int:
        """Return the conversation's next place; the row is locked by the update."""
        table = schema.conversations
        self._update_conversation(conversation_id, next_seq=table.c.next_seq + 1)
        query = sa.select(table.c.next_seq).where(table.c.id == conversation_id)
        return int(self.connection.execute(query).scalar_one()) - 1

    def add_inbound(
        self,
        conversation_id: str,
        source_id: str,
        text: str,
        choice: str | None = None,
        media_count: int = 0,
        opt_out_type: str | None = None,
    ) -> Inbound | None:
        """Commit a message to the inbox; None when this source id was there already."""
        row_id, now = new_id(), self.clock.now()
        values = {
            "id": row_id,
            "source_id": source_id,
            "conversation_id": conversation_id,
            "text_sealed": self.keyring.seal(text, f"inbox.text.{row_id}"),
            "choice": choice,
            "media_count": media_count,
            "opt_out_type": opt_out_type,
            "state": "new",
            "received_at": to_text(now),
        }
        seen = sa.select(schema.inbox.c.id).where(schema.inbox.c.source_id == source_id)
        if self.connection.execute(seen).first():
            return None
        try:
            with self.connection.begin_nested():
                seq = self._take_seq(conversation_id)
                self.connection.execute(schema.inbox.insert().values(seq=seq, **values))
        except sa.exc.IntegrityError:
            return None
        return Inbound(
            row_id, source_id, conversation_id, seq, text, choice, media_count, opt_out_type, now
        )

    def inbound_id_of(self, source_id: str) -> str | None:
        """Return our id of a message by its source's id."""
        query = sa.select(schema.inbox.c.id).where(schema.inbox.c.source_id == source_id)
        return self.connection.execute(query).scalar()  # type: ignore[no-any-return]

    def next_inbound(self, conversation_id: str) -> Inbound | None:
        """Return the oldest message not yet handled whose turn has come, or None.

        A message that waits for a later try holds back the ones behind it: order first.
        """
        table = schema.inbox
        query = (
            sa.select(table)
            .where(table.c.conversation_id == conversation_id, table.c.state == "new")
            .order_by(table.c.seq)
            .limit(1)
        )
        row = self.connection.execute(query).first()
        if row is None or (row.next_attempt_at or "") > to_text(self.clock.now()):
            return None
        received = from_text(row.received_at)
        assert received is not None, "received_at is never null"
        return Inbound(
            id=row.id,
            source_id=row.source_id,
            conversation_id=row.conversation_id,
            seq=row.seq,
            text=self.keyring.open(row.text_sealed, f"inbox.text.{row.id}"),
            choice=row.choice,
            media_count=row.media_count,
            opt_out_type=row.opt_out_type,
            received_at=received,
            attempts=row.attempts,
        )

    def inbound_done(self, inbound_id: str) -> None:
        """Mark a message as handled."""
        table = schema.inbox
        self.connection.execute(
            table.update()
            .where(table.c.id == inbound_id)
            .values(state="done", done_at=to_text(self.clock.now()))
        )

    def inbound_later(self, inbound_id: str, at: datetime) -> None:
        """Count a failed try and put the message off until then."""
        table = schema.inbox
        self.connection.execute(
            table.update()
            .where(table.c.id == inbound_id)
            .values(attempts=table.c.attempts + 1, next_attempt_at=to_text(at))
        )

    def turn_replies(self, inbound_id: str) -> tuple[Say, ...] | None:
        """Return what this message was answered with, or None if it was not acted on yet."""
        query = sa.select(schema.turns.c.replies_sealed).where(
            schema.turns.c.inbound_id == inbound_id
        )
        sealed = self.connection.execute(query).scalar()
        if sealed is None:
            return None
        replies = json.loads(self.keyring.open(sealed, f"turns.replies.{inbound_id}"))
        return tuple(say_from_json(reply) for reply in replies)

    def save_turn(self, conversation_id: str, inbound_id: str, replies: Sequence[Say]) -> None:
        """Keep what this message was answered with, together with what it changed."""
        text = json.dumps([say_to_json(reply) for reply in replies], ensure_ascii=False)
        self.connection.execute(
            schema.turns.insert().values(
                inbound_id=inbound_id,
                conversation_id=conversation_id,
                replies_sealed=self.keyring.seal(text, f"turns.replies.{inbound_id}"),
                created_at=to_text(self.clock.now()),
            )
        )

    def add_outgoing(
        self,
        conversation: Conversation,
        inbound_id: str | None,
        part: int,
        *,
        sender: Sender,
        name: str | None,
        language: str,
        text: str,
        choices: Sequence[tuple[str, str]] = (),
        state: str = "queued",
        useless_after: datetime | None = None,
        despite_opt_out: bool = False,
    ) -> bool:
        """Put one text in the outbox; False when this part of this answer is there already."""
        table, row_id, now = schema.outbox, new_id(), to_text(self.clock.now())
        there = sa.select(table.c.id).where(table.c.inbound_id == inbound_id, table.c.part == part)
        if inbound_id is not None and self.connection.execute(there).first():
            return False
        self.connection.execute(
            table.insert().values(
                id=row_id,
                conversation_id=conversation.id,
                seq=self._take_seq(conversation.id),
                inbound_id=inbound_id,
                part=part,
                sender=sender,
                name=name,
                language=language,
                text_sealed=self.keyring.seal(text, f"outbox.text.{row_id}"),
                choices_sealed=self.keyring.seal(
                    json.dumps(list(choices), ensure_ascii=False), f"outbox.choices.{row_id}"
                ),
                state=state,
                epoch=conversation.epoch,
                useless_after=to_text(useless_after) if useless_after else None,
                despite_opt_out=despite_opt_out,
                created_at=now,
                updated_at=now,
            )
        )
        return True
