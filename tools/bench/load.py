"""Closed-loop load: conversations that each say a text, wait for the answer, and say the next."""

from __future__ import annotations

import itertools
import statistics
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Turn = Callable[[str, str], None]


@dataclass(frozen=True)
class Load:
    """What a load measured: turns per second, and latencies in milliseconds."""

    per_second: float
    p50: float
    p95: float
    turns: int


def run_load(turn: Turn, texts: Sequence[str], conversations: int, seconds: float) -> Load:
    """Talk in several conversations at once for a while.

    Args:
        turn: says a text in a conversation (its id, the text) and returns when it was answered.
        texts: said in a circle.
        conversations: how many at once.
        seconds: how long.
    """
    spans: list[float] = []
    end = time.perf_counter() + seconds
    lock = threading.Lock()

    def talk(number: int) -> None:
        said = itertools.cycle(texts[number % len(texts) :] + texts[: number % len(texts)])
        while time.perf_counter() < end:
            begun = time.perf_counter()
            turn(f"{number}", next(said))
            with lock:
                spans.append(time.perf_counter() - begun)

    started = time.perf_counter()
    threads = [threading.Thread(target=talk, args=(n,)) for n in range(conversations)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wall = time.perf_counter() - started
    return Load(len(spans) / wall, *quantiles(spans), len(spans))


def quantiles(spans: Sequence[float]) -> tuple[float, float]:
    """Return the median and the 95th percentile of seconds, in milliseconds."""
    if len(spans) < 2:
        return (spans[0] * 1000,) * 2 if spans else (0.0, 0.0)
    cuts = statistics.quantiles(spans, n=100)
    return statistics.median(spans) * 1000, cuts[94] * 1000


def growth(
    turn: Turn, texts: Sequence[str], turns: int = 205, window: int = 10
) -> tuple[float, float]:
    """Return the median of turns around the 10th and around the last, in milliseconds."""
    spans = []
    for number in range(turns):
        begun = time.perf_counter()
        turn("long", texts[number % len(texts)])
        spans.append(time.perf_counter() - begun)
    early = statistics.median(spans[5 : 5 + window]) * 1000
    late = statistics.median(spans[-window:]) * 1000
    return early, late
