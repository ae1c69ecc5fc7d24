"""Trains the model: progress in lines for people, skipped when nothing changed.

    python -m bot.train [--force]

Writes `models/ecm.tar.gz`, its hash (`ecm.sha256`), and a fingerprint of all that went into it.
"""

from __future__ import annotations

import hashlib
import io
import re
import sys
import tempfile
import time
from contextlib import redirect_stdout
from importlib.metadata import version
from pathlib import Path

from bot.lean import keep_out_tensorflow
from bot.quiet import quiet_imports, quiet_logs
from bot.serve import model_is_ours
from bot.split import ROOT, BrokenData, all_lines, held_out, write_training_files

MODELS = ROOT / "models"
MODEL = MODELS / "ecm.tar.gz"
_SOURCES = ("config.yml", "domain.yml", "data/nlu", "data/dialogue", "bot")


def fingerprint() -> str:
    """Return a hash of everything that a model is made from."""
    versions = [version(package) for package in ("rasa", "scikit-learn", "spacy")]
    digest = hashlib.sha256(" ".join(versions).encode())
    for name in _SOURCES:
        path = ROOT / name
        files = (
            [path] if path.is_file() else sorted(path.rglob("*.yml")) + sorted(path.rglob("*.py"))
        )
        for file in files:
            digest.update(file.relative_to(ROOT).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def up_to_date() -> bool:
    """Return whether the model is there, whole, and made from what is here now."""
    stamp = MODELS / "ecm.fingerprint"
    return model_is_ours(MODEL) and stamp.exists() and stamp.read_text() == fingerprint()


def train() -> Path:
    """Train a model and return its path.

    Raises:
        BrokenData: Rasa or we cannot read the data; one line says where.
    """
    begun, made_from = time.perf_counter(), fingerprint()
    _say("Training: reading what people say")
    lines = list(all_lines())
    kept = sum(not held_out(line) for line in lines)
    _say(f"Training: {kept} lines to learn from, {len(lines) - kept} held out to measure with")
    quiet_imports()
    _say(f"Training: loading Rasa ({_since(begun)})")
    _load_rasa()
    _say(f"Training: understanding and rules ({_since(begun)})")
    with tempfile.TemporaryDirectory(prefix="ecm-train-") as folder:
        _train_rasa(write_training_files(Path(folder)))
    (MODELS / "ecm.sha256").write_text(hashlib.sha256(MODEL.read_bytes()).hexdigest())
    (MODELS / "ecm.fingerprint").write_text(made_from)
    _say(f"Training: done after {_since(begun)}")
    return MODEL


def _train_rasa(understanding: Path) -> None:
    """Let Rasa train; it raises, exits or prints what it does not like: all become one error."""
    from rasa.model_training import train as rasa_train
    from rasa.shared.exceptions import RasaException

    printed = io.StringIO()
    try:
        with redirect_stdout(printed):
            result = rasa_train(
                domain=str(ROOT / "domain.yml"),
                config=str(ROOT / "config.yml"),
                training_files=[str(understanding), str(ROOT / "data" / "dialogue")],
                output=str(MODELS),
                fixed_model_name="ecm",
                force_training=True,
            )
    except SystemExit:
        raise BrokenData(_one_line(printed.getvalue())) from None
    except (RasaException, ImportError, ValueError, KeyError, TypeError) as error:
        raise BrokenData(f"{type(error).__name__}: {_one_line(str(error))}") from error
    if not result.model:
        raise BrokenData(_one_line(printed.getvalue()))


def _load_rasa() -> None:
    """Import Rasa without TensorFlow but with sklearn, which training needs."""
    import sklearn.feature_extraction.text
    import sklearn.svm

    keep_out_tensorflow(keep=("sklearn",))
    import rasa.model_training

    quiet_logs()
    del sklearn, rasa


def _one_line(text: str) -> str:
    """Return a text without colours and line breaks."""
    return " ".join(re.sub(r"\x1b\[[0-9;]*m", "", text).split())


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
    except BrokenData as error:
        print(f"training data is broken: {error.message}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"training cannot read or write: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
