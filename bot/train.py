"""Trains the model: progress in lines for people, skipped when nothing changed.

    python -m bot.train [--force]

Writes `models/ecm.tar.gz`, its hash (`ecm.sha256`), and a fingerprint of all that went into it.
"""

from __future__ import annotations

import hashlib
import io
import sys
import tempfile
import time
from contextlib import redirect_stdout
from importlib.metadata import version
from pathlib import Path

from bot.lean import keep_out_tensorflow
from bot.quiet import quiet_imports, quiet_logs
from bot.split import ROOT, all_lines, held_out, write_training_files

MODELS = ROOT / "models"
MODEL = MODELS / "ecm.tar.gz"
_SOURCES = ("config.yml", "domain.yml", "data/nlu", "data/dialogue", "bot")


def fingerprint() -> str:
    """Return a hash of everything that a model is made from."""
    digest = hashlib.sha256(f"{version('rasa')} {version('scikit-learn')}".encode())
    for name in _SOURCES:
        path = ROOT / name
        files = (
            [path] if path.is_file() else sorted(path.rglob("*.yml")) + sorted(path.rglob("*.py"))
        )
        for file in files:
            digest.update(file.relative_to(ROOT).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def up_to_date() -> bool:
    """Return whether the model is there and made from what is here now."""
    stamp = MODELS / "ecm.fingerprint"
    return MODEL.exists() and stamp.exists() and stamp.read_text() == fingerprint()


def train() -> Path:
    """Train a model and return its path.

    Raises:
        SystemExit: the data is broken; one line says where.
    """
    begun = time.perf_counter()
    _say("Training: reading what people say")
    lines = list(all_lines())
    kept = sum(not held_out(line) for line in lines)
    _say(f"Training: {kept} lines to learn from, {len(lines) - kept} held out to measure with")
    quiet_imports()
    _say(f"Training: loading Rasa ({_since(begun)})")
    _load_rasa()
    from rasa.model_training import train as rasa_train

    _say(f"Training: understanding and rules ({_since(begun)})")
    printed = io.StringIO()
    with tempfile.TemporaryDirectory(prefix="ecm-train-") as folder, redirect_stdout(printed):
        result = rasa_train(
            domain=str(ROOT / "domain.yml"),
            config=str(ROOT / "config.yml"),
            training_files=[
                str(write_training_files(Path(folder))),
                str(ROOT / "data" / "dialogue"),
            ],
            output=str(MODELS),
            fixed_model_name="ecm",
            force_training=True,
        )
    if not result.model:
        raise SystemExit(f"training failed: {printed.getvalue().strip()[-2000:]}")
    (MODELS / "ecm.sha256").write_text(hashlib.sha256(MODEL.read_bytes()).hexdigest())
    (MODELS / "ecm.fingerprint").write_text(fingerprint())
    _say(f"Training: done after {_since(begun)}")
    return MODEL


def _load_rasa() -> None:
    """Import Rasa without TensorFlow but with sklearn, which training needs."""
    import sklearn.feature_extraction.text
    import sklearn.svm

    keep_out_tensorflow(keep=("sklearn",))
    import rasa.model_training

    quiet_logs()
    del sklearn, rasa


def _since(begun: float) -> str:
    return f"{time.perf_counter() - begun:.1f} s"


def _say(line: str) -> None:
    print(line, flush=True)


def main() -> int:
    """Train unless the model is up to date."""
    if "--force" not in sys.argv[1:] and up_to_date():
        _say("The model is up to date.")
        return 0
    try:
        train()
    except (ValueError, KeyError, TypeError, OSError) as error:
        print(f"training data is broken: {type(error).__name__}: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
