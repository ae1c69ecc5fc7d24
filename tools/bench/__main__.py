"""Prints every figure in one run: ours beside a stock Rasa bot on the same data.

python -m tools.bench            everything (the stock model is trained once per data: ~half an hour)
python -m tools.bench --quick    ours only
"""

from __future__ import annotations

import json
import platform
import subprocess
import sys
from collections.abc import Callable

import yaml

from ecm.settings import ROOT
from tools.bench.load import Load, Turn, growth, run_load
from tools.bench.ours import Ours, train_anew
from tools.bench.stock import EPOCHS, Stock, say

FOLDER = ROOT / "var" / "bench"
SECONDS = 15
AT_ONCE = (1, 4, 16)


def texts() -> list[str]:
    """Return what is said under load: lines of the blind sets that no model was trained on."""
    found = []
    for path in sorted((ROOT / "tests" / "nlu" / "blind").glob("*.yml")):
        lines = yaml.safe_load(path.read_text(encoding="utf-8"))
        for intent, said in lines.items():
            if not intent.startswith(("crisis", "medical", "stop_", "resume_", "change_language")):
                found += said[:2]
    return found


def measure(name: str, turn: Turn) -> dict[str, object]:
    """Return throughput, latencies and growth of one service."""
    said = texts()
    run_load(turn, said, 2, 3)  # warm
    loads = {n: run_load(turn, said, n, SECONDS) for n in AT_ONCE}
    for number, load in loads.items():
        _print_load(name, number, load)
    early, late = growth(turn, said)
    print(f"  {name:<22} turn 10: {early:6.1f} ms   turn 200: {late:6.1f} ms   x{late / early:.2f}")
    return {
        "best": max(load.per_second for load in loads.values()),
        "growth": late / early,
        "p50": loads[1].p50,
        "p95": loads[1].p95,
    }


def _print_load(name: str, number: int, load: Load) -> None:
    print(
        f"  {name:<22} {number:>2} at once: {load.per_second:6.1f} turns/s"
        f"   p50 {load.p50:7.1f} ms   p95 {load.p95:7.1f} ms",
        flush=True,
    )


def bench_ours() -> dict[str, object]:
    """Measure our service and print what was measured."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    found: dict[str, object] = {"train": train_anew(FOLDER / "ours-train.log")}
    print(f"  ours                   training {found['train']:6.1f} s", flush=True)
    ours = Ours(FOLDER / "ours")
    found["ready"] = ours.start_rasa_only()
    print(f"  ours                   Rasa ready {found['ready']:6.1f} s", flush=True)
    try:
        print(f"  ours                   whole service ready {ours.start():6.1f} s", flush=True)
        found.update(measure("ours, webhook to phone", ours.text))
        found["memory"] = ours.memory_mb()
        print(f"  ours                   memory of all processes {found['memory']:6.0f} MB")
    finally:
        ours.stop()
    return found


def bench_stock(with_action: bool) -> dict[str, object]:
    """Measure the stock bot and print what was measured."""
    from bot.split import training_examples

    name = "stock + action server" if with_action else "stock, utter only"
    folder = FOLDER / ("stock-action" if with_action else "stock")
    stock = Stock(folder, training_examples(), with_action, _stock_epochs())
    stock.write()
    found: dict[str, object] = {"train": stock.train()}
    print(f"  {name:<22} training {found['train']:6.1f} s", flush=True)
    processes, url, found["ready"] = stock.start()
    print(f"  {name:<22} ready {found['ready']:6.1f} s", flush=True)
    try:
        found.update(measure(name, lambda person, text: _said(say(url, person, text))))
        found["memory"] = sum(p.memory_mb() for p in processes)
        print(f"  {name:<22} memory {found['memory']:6.0f} MB")
    finally:
        for process in processes:
            process.stop()
    return found


def _stock_epochs() -> int:
    """Return how many epochs the stock bot trains for: its default, or what was asked for."""
    given = sys.argv[1:]
    return int(given[given.index("--stock-epochs") + 1]) if "--stock-epochs" in given else EPOCHS


def _said(answers: list[object]) -> None:
    if not answers:
        raise RuntimeError("the stock bot answered nothing")


def bench_understanding() -> None:
    """Print accuracy and confusion per language, and the number of questions asked."""
    # In a process of its own: what quiets Rasa there would quiet the stock bot's progress as well.
    subprocess.run([sys.executable, "-W", "ignore", "-m", "bot.evaluate"], cwd=ROOT, check=True)
    from ecm.screening_effort import median_questions

    vectors = json.loads((ROOT / "tests" / "screening" / "vectors.json").read_text())
    asked, oracle = median_questions(vectors)
    print(f"  questions to a first outcome, median: {asked:.1f} (an oracle needs {oracle:.1f})")


def main() -> int:
    """Run the bench."""
    print(f"Python {platform.python_version()}, {platform.machine()}")
    _section("Understanding", bench_understanding)
    ours = _section("Ours", bench_ours)
    if "--quick" in sys.argv[1:]:
        return 0
    for with_action in (False, True):
        stock = _section("Stock", lambda: bench_stock(with_action))  # noqa: B023
        _ratios(ours, stock, with_action)
    return 0


def _section(title: str, work: Callable[[], object]) -> dict[str, float]:
    print(f"\n{title}", flush=True)
    return work() or {}  # type: ignore[return-value]


def _ratios(ours: dict[str, float], stock: dict[str, float], with_action: bool) -> None:
    kind = "with an action server" if with_action else "utter only"
    print(f"\nOurs : stock ({kind})")
    print(f"  training     {ours['train'] / stock['train']:6.3f}   (aim: 0.1 or less)")
    print(f"  start        {ours['ready'] / stock['ready']:6.3f}   (aim: 0.2 or less)")
    print(f"  throughput   {ours['best'] / stock['best']:6.2f}   (aim: 2.5 or more)")
    print(f"  memory       {ours['memory'] / stock['memory']:6.2f}   (aim: 1 or less)")
    print(
        f"  turn 200 : 10, ours {ours['growth']:5.2f} (aim: 1.2 or less), stock {stock['growth']:5.2f}"
    )


if __name__ == "__main__":
    sys.exit(main())
