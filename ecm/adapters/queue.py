"""The wake-up queue on Huey: SQLite by default, Redis by URL; rows are the truth, an entry a hint.

A lost entry costs one sweep (a second), never a message, so the queue's own file need not survive a
power cut.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any, Callable

from huey import Huey, RedisHuey, SqliteHuey

_TASK = "drain"
_LONGEST_IDLE_S = 0.03
_THREADS = 4


def make_queue(url: str, data_dir: Path) -> Huey:
    """Return the queue: Redis when a URL is given, else a SQLite file in the data folder."""
    if url:
        return RedisHuey("ecm", url=url, results=False)
    data_dir.mkdir(parents=True, exist_ok=True)
    return SqliteHuey("ecm", filename=str(data_dir / "queue.db"), results=False, fsync=False)


class HueyWaker:
    """Asks the worker to look at a conversation."""

    def __init__(self, queue: Huey) -> None:
        self._drain = queue.task(name=_TASK)(_nothing)

    def wake(self, conversation_id: str) -> None:
        """Put a hint in the queue; a queue that is away is no reason to refuse a message."""
        try:
            self._drain(conversation_id)
        except Exception as error:  # noqa: BLE001 - any driver's error: the sweep finds the row anyway
            logging.getLogger(__name__).warning("queue away: %s", type(error).__name__)


def _nothing(conversation_id: str) -> None:
    """Stand for the worker's task in processes that only enqueue."""


def make_consumer(queue: Huey, drain: Callable[[str], Any]) -> Any:
    """Return Huey's consumer that runs `drain` for every hint."""

    def task(conversation_id: str) -> None:
        drain(conversation_id)

    queue.task(name=_TASK)(task)
    return queue.create_consumer(
        workers=_THREADS,
        initial_delay=0.02,
        backoff=1.3,
        max_delay=_LONGEST_IDLE_S,
        periodic=False,
    )
