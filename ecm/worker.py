"""The worker process: handles hints from the queue, sweeps for what was missed, delivers referrals.

Started by `ecm run`; any number may run side by side, since a conversation is leased.
"""

from __future__ import annotations

import logging
import signal
import threading
from typing import Any

from ecm import bootstrap
from ecm.adapters.queue import make_consumer
from ecm.errors import EcmError
from ecm.logs import set_up_logging

_SWEEP_S = 1.0
_DELIVER_S = 2.0
_log = logging.getLogger("ecm.worker")


def main() -> None:
    """Run until told to stop; what is in hand is finished first."""
    set_up_logging("worker", bootstrap.settings().log_format)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    consumer = make_consumer(bootstrap.queue(), _drain)
    consumer.start()
    threads = [
        threading.Thread(target=_every, args=(stop, _SWEEP_S, sweep), daemon=True),
        threading.Thread(
            target=_every, args=(stop, _DELIVER_S, bootstrap.deliver_due), daemon=True
        ),
    ]
    for thread in threads:
        thread.start()
    _log.info("worker is ready")
    stop.wait()
    consumer.stop(graceful=True)
    for thread in threads:
        thread.join(timeout=5)
    _log.info("worker stopped")


def sweep() -> int:
    """Drain every conversation that waits, whether a hint came for it or not."""
    waiting = bootstrap.store().waiting_conversations()
    for conversation_id in waiting:
        _drain(conversation_id)
    return len(waiting)


def _drain(conversation_id: str) -> None:
    try:
        bootstrap.drainer().drain(conversation_id)
    except EcmError as error:
        _log.warning("draining put off: %s", error.code)


def _every(stop: threading.Event, seconds: float, work: Any) -> None:
    """Do a piece of work again and again until told to stop; a failure is logged, not fatal."""
    while not stop.wait(seconds):
        try:
            work()
        except Exception as error:  # noqa: BLE001 - a sweep must outlive any fault; the next one tries again
            _log.error("%s failed: %s", work.__name__, type(error).__name__)


if __name__ == "__main__":
    main()
