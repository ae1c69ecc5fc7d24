"""How much one caller may ask for: token buckets, and places for requests that wait.

All of it is in this process's memory, light by design: it stops a script, not a family. With
several web processes each counts for itself. Behind a reverse proxy all callers share the proxy's
address, because forwarded addresses are claims that anyone can make; the bucket per address is
therefore generous, and the proxy should limit by address itself.
"""

from __future__ import annotations

import ipaddress
import threading
import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from web.refusals import Refusal

MOST_KEYS = 10_000


class TokenBuckets:
    """One bucket for each key: `burst` at once, then `per_second` on the long run.

    Args:
        burst: how many a full bucket holds.
        per_second: how many flow in each second.
        clock: seconds, monotonic.
    """

    def __init__(
        self, burst: float, per_second: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._burst = burst
        self._per_second = per_second
        self._clock = clock
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, key: str) -> None:
        """Take one from a key's bucket.

        Raises:
            Refusal: 429 with the time until the next one.
        """
        with self._lock:
            now = self._clock()
            level, since = self._levels.pop(key, (self._burst, now))
            level = min(self._burst, level + (now - since) * self._per_second)
            enough = level >= 1
            self._levels[key] = (level - 1 if enough else level, now)
            if len(self._levels) > MOST_KEYS:
                self._levels.popitem(last=False)
        if not enough:
            raise Refusal(429, "too_many", retry_after=(1 - level) / self._per_second)


class WaitingRoom:
    """Places for requests that wait for news, so that they never take every thread.

    Carrier webhooks are served by the same threads: keep `places` well below the server's number
    of threads. Who finds no place is answered at once and asks again a little later.

    Args:
        places: how many may wait in this process.
        per_key: how many of them for one chat (a person with several tabs).
    """

    def __init__(self, places: int = 24, per_key: int = 3) -> None:
        self._places = places
        self._per_key = per_key
        self._taken: Counter[str] = Counter()
        self._lock = threading.Lock()

    @contextmanager
    def place(self, key: str) -> Iterator[bool]:
        """Hold a place while the block runs; gives False when there is none."""
        with self._lock:
            free = self._taken.total() < self._places and self._taken[key] < self._per_key
            self._taken[key] += free
        try:
            yield free
        finally:
            with self._lock:
                self._taken[key] -= free
                if not self._taken[key]:
                    del self._taken[key]


@dataclass(frozen=True)
class Limits:
    """The limits of the public page and the chat API, shared by both.

    Attributes:
        chats: new chats by network address: 40 at once (a clinic's one address), then one in 2 s.
        messages: messages by chat: 30 at once, then one each second; faster than anyone types, so
            a call for help always passes.
        room: places for those who wait.
    """

    chats: TokenBuckets = field(default_factory=lambda: TokenBuckets(40, 0.5))
    messages: TokenBuckets = field(default_factory=lambda: TokenBuckets(30, 1.0))
    room: WaitingRoom = field(default_factory=WaitingRoom)


def network(address: str | None) -> str:
    """Return what counts as one caller: an IPv4 address, or an IPv6 /64 (one subscriber)."""
    try:
        found = ipaddress.ip_address(address or "")
    except ValueError:
        return "unknown"
    if isinstance(found, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)
