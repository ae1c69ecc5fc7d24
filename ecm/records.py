"""What the store keeps, as plain values, and the protocol that a store fulfils.

A `Session` is one database transaction. The core opens one, reads, decides, writes, and leaves:
everything in it happens or nothing does.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Mapping, Protocol, Sequence

from ecm.ports import Channel, Say, Sender


@dataclass(frozen=True)
class Conversation:
    """One person's thread on one channel, and who may speak in it."""

    id: str
    channel: Channel
    address: str
    address_index: str
    language: str
    owner: str
    epoch: int
    state: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Inbound:
    """One message from a person, as it was committed before it was acknowledged."""

    id: str
    source_id: str
    conversation_id: str
    seq: int
    text: str
    choice: str | None
    media_count: int
    opt_out_type: str | None
    received_at: datetime
    attempts: int = 0


@dataclass(frozen=True)
class Outgoing:
    """One text or chat message of ours on its way out."""

    id: str
    conversation_id: str
    seq: int
    inbound_id: str | None
    part: int
    sender: Sender
    name: str | None
    language: str
    text: str
    choices: tuple[tuple[str, str], ...]
    state: str
    epoch: int
    carrier_id: str | None = None
    error_code: int | None = None
    attempts: int = 0
    created_at: datetime | None = None
    updated_at: datetime | None = None
    useless_after: datetime | None = None
    despite_opt_out: bool = False


@dataclass(frozen=True)
class ReferralRecord:
    """A referral as stored: the document holds fields, answers, result, rules and agreement."""

    id: str
    conversation_id: str
    screening_id: str
    state: str
    document: Mapping[str, Any]
    reference: str | None = None
    plan: str | None = None
    submitted_at: datetime | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None


@dataclass(frozen=True)
class Delivery:
    """One way by which a referral goes to its plan, and how far it got."""

    id: str
    referral_id: str
    port: str
    state: str
    attempts: int
    receipt: str | None = None
    problem: str | None = None


@dataclass(frozen=True)
class Alert:
    """Something that a person on the staff must see."""

    id: str
    conversation_id: str
    kind: str
    rule: str
    state: str
    created_at: datetime


class Session(Protocol):
    """One transaction on the store."""

    def conversation(self, conversation_id: str) -> Conversation | None:
        """Return a conversation, locked for this transaction where the database can."""

    def open_conversation(
        self, channel: Channel, address: str, language: str
    ) -> tuple[Conversation, bool]:
        """Return the conversation of an address, made if there is none, and whether it is new."""

    def find_conversation(self, channel: Channel, address: str) -> Conversation | None:
        """Return the conversation of an address, or None."""

    def save_state(self, conversation_id: str, state: Mapping[str, Any], language: str) -> None:
        """Keep the dialogue's state and the person's language."""

    def retire_address(self, conversation_id: str) -> None:
        """Make a conversation unreachable by its address; its rows stay."""

    def inbound_id_of(self, source_id: str) -> str | None:
        """Return our id of a message by its source's id."""

    def arrived(self, referral_id: str) -> bool:
        """Return whether every delivery of a referral arrived."""

    def reference_taken(self, reference: str) -> bool:
        """Return whether a referral's reference is in use."""

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

    def next_inbound(self, conversation_id: str) -> Inbound | None:
        """Return the oldest message not yet handled whose turn has come, or None."""

    def inbound_done(self, inbound_id: str) -> None:
        """Mark a message as handled."""

    def inbound_later(self, inbound_id: str, at: datetime) -> None:
        """Count a failed try and put the message off until then."""

    def turn_replies(self, inbound_id: str) -> tuple[Say, ...] | None:
        """Return what this message was answered with, or None if it was not acted on yet."""

    def save_turn(self, conversation_id: str, inbound_id: str, replies: Sequence[Say]) -> None:
        """Keep what this message was answered with, together with what it changed."""

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

    def opted_out(self, address_index: str) -> bool:
        """Return whether the person at this address asked for no more texts."""

    def set_consent(
        self, conversation: Conversation, inbound_id: str | None, state: str, rule: str
    ) -> None:
        """Record an opt-out (`out`) or opt-in (`in`) with the rule that fired."""

    def add_alert(self, conversation_id: str, inbound_id: str | None, kind: str, rule: str) -> None:
        """Record something for staff, once per message and kind."""

    def screening(self, screening_id: str) -> Mapping[str, Any] | None:
        """Return a screening's facts and marks, or None."""

    def save_screening(
        self, conversation_id: str, screening_id: str, document: Mapping[str, Any], rules: str
    ) -> None:
        """Keep a screening's facts and marks."""

    def referral(self, referral_id: str) -> ReferralRecord | None:
        """Return a referral, or None."""

    def referrals_of(self, conversation_id: str) -> list[ReferralRecord]:
        """Return a conversation's referrals, oldest first."""

    def save_referral(self, record: ReferralRecord) -> None:
        """Insert or update a referral that is still a draft."""

    def submit_referral(self, record: ReferralRecord, ports: Sequence[str]) -> bool:
        """Submit a draft and queue its deliveries; False when it was submitted before."""


class Store(Protocol):
    """Where everything is kept."""

    def begin(self, passing: bool = False) -> AbstractContextManager[Session]:
        """Open a transaction for writing; commits at the end, rolls back on an exception.

        `passing` ones may wait for a later one to reach the disk.
        """
