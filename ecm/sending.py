"""Empties a conversation's outbox, in order, each text exactly once as far as can be known.

A text is marked *attempting* before the carrier is called. A crash or a lost answer leaves it so: it
is in doubt, and it is settled by the carrier's callback or by the carrier's own list before it is
ever sent again (`docs/reliability.md`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from ecm.ports import Carrier, CarrierBusy, CarrierRefused, CarrierUnsure, Clock, OutboundText
from ecm.records import Conversation, Outgoing

_RETRIES_S = (2, 5, 15, 60, 300, 900)
# The carrier's callback and list need a moment; looking sooner could miss a text that was taken.
_DOUBT_SETTLES_S = 20.0
_OPTED_OUT_AT_CARRIER = 21610


@dataclass(frozen=True)
class Sending:
    """Sends what is due.

    Args:
        store: the SQL store.
        carrier: takes texts.
        clock: time.
    """

    store: Any
    carrier: Carrier
    clock: Clock

    def send_due(self, conversation_id: str) -> int:
        """Send every text of a conversation whose time has come; return how many went out."""
        sent = 0
        while True:
            outgoing = self.store.outbox.next_to_send(conversation_id)
            if outgoing is None:
                return sent
            if outgoing.state == "attempting" and not self._settled(outgoing):
                return sent
            if outgoing.state == "queued":
                sent += self._send(outgoing)

    def _send(self, outgoing: Outgoing) -> int:
        conversation = self.store.outbox.claim(outgoing)
        if conversation is None:
            return 0
        text = OutboundText(outgoing.id, conversation.address, outgoing.text)
        try:
            receipt = self.carrier.send(text)
        except CarrierRefused as refusal:
            self._refused(outgoing, conversation, refusal.code)
        except CarrierBusy as busy:
            wait = _RETRIES_S[min(outgoing.attempts, len(_RETRIES_S) - 1)]
            at = self.clock.now() + timedelta(seconds=wait)
            self.store.outbox.later(outgoing.id, busy.code, at)
        except CarrierUnsure:
            at = self.clock.now() + timedelta(seconds=_DOUBT_SETTLES_S)
            self.store.outbox.in_doubt(outgoing.id, at)
        else:
            self.store.outbox.record_status(
                outgoing.id, receipt.carrier_id, receipt.status or "queued", None
            )
            return 1
        return 0

    def _refused(self, outgoing: Outgoing, conversation: Conversation, code: int) -> None:
        self.store.outbox.refused(outgoing.id, code)
        if code == _OPTED_OUT_AT_CARRIER:
            with self.store.begin() as session:
                session.set_consent(conversation, None, "out", "carrier:21610")

    def _settled(self, outgoing: Outgoing) -> bool:
        """Settle a text in doubt if its time has come; return whether its state changed."""
        assert outgoing.updated_at is not None, "a stored text has its moments"
        since = outgoing.updated_at - timedelta(seconds=5)
        due = outgoing.updated_at + timedelta(seconds=_DOUBT_SETTLES_S)
        if self.clock.now() < due:
            self.store.outbox.in_doubt(outgoing.id, due)
            return False
        with self.store.begin() as session:
            conversation = session.conversation(outgoing.conversation_id)
        text = OutboundText(outgoing.id, conversation.address, outgoing.text)
        try:
            known = self.store.outbox.carrier_ids(outgoing.conversation_id)
            receipt = self.carrier.find(text, since, known)
        except (CarrierBusy, CarrierRefused, CarrierUnsure):
            at = self.clock.now() + timedelta(seconds=_DOUBT_SETTLES_S)
            self.store.outbox.in_doubt(outgoing.id, at)
            return False
        if receipt is None:
            self.store.outbox.later(outgoing.id, 0, self.clock.now())
        else:
            self.store.outbox.record_status(
                outgoing.id, receipt.carrier_id, receipt.status or "queued", None
            )
        return True
