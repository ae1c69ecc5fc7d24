"""Takes submitted referrals to their plans; whatever fails stays queued and is tried again."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Mapping, Protocol

from ecm.errors import EcmError
from ecm.ports import Clock
from ecm.records import ReferralRecord

_RETRIES_S = (10, 60, 300, 1800, 7200)
_log = logging.getLogger(__name__)


class DeliveryPort(Protocol):
    """One way to a plan."""

    def deliver(self, referral: ReferralRecord) -> str:
        """Deliver a referral, however often it is called; return a receipt."""


@dataclass(frozen=True)
class Delivering:
    """Delivers what is due.

    Args:
        queue: the store's delivery queue.
        ports: ways to a plan by name.
        clock: time.
    """

    queue: Any
    ports: Mapping[str, DeliveryPort]
    clock: Clock

    def deliver_due(self) -> int:
        """Deliver every referral whose time has come; return how many arrived."""
        arrived = 0
        for delivery, referral in self.queue.due():
            try:
                receipt = self.ports[delivery.port].deliver(referral)
            except EcmError as error:
                wait = _RETRIES_S[min(delivery.attempts, len(_RETRIES_S) - 1)]
                at = self.clock.now() + timedelta(seconds=wait)
                self.queue.failed(delivery, error.message, at)
                _log.warning("delivery %s waits: %s", delivery.id[:8], error.message)
            else:
                self.queue.delivered(delivery, receipt)
                arrived += 1
        return arrived
