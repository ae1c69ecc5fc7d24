"""Serving without TensorFlow answers like serving with it, and says so when somebody needs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.parse import Parser

ROOT = Path(__file__).resolve().parents[2]
TEXTS = [
    ("en", "how much is it"),
    ("en", "whats ecm"),
    ("en", "my son hes 6 has ccs"),
    ("en", "i want to die"),
    ("en", "where is my ride its 9:50 and nobody came"),
    ("en", "can i talk to a real person"),
    ("en", "no"),
    ("en", "zzqx"),
    ("es", "es gratis?"),
    ("es", "necesito un viaje al doctor"),
    ("es", "mi esposo me pega"),
    ("es", "me llamo Rosa Díaz y mi hija tiene 4 años"),
    ("es", "no sé"),
    ("es", "cambiar mi respuesta"),
    ("zh-Hant", "要多少錢"),
    ("zh-Hant", "我想同真人傾"),
    ("zh-Hant", "我個仔6歲 有CCS"),
    ("zh-Hant", "😀"),
    ("en", ""),
    ("en", "x" * 1_600),
]
SCRIPT = """
import json, sys
from bot.parse import Parser
parser = Parser()
found = [parser.parse(text, language) for language, text in json.load(sys.stdin)]
json.dump([found, hasattr(sys.modules.get("tensorflow"), "__version__")], sys.stdout)
"""


def python(script: str, text: str = "", **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script],
        input=text,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environ},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )


def test_all_of_rasa_understands_the_same() -> None:
    done = python(SCRIPT, json.dumps(TEXTS), ECM_RASA_FULL="1")
    assert done.returncode == 0, done.stderr
    full, with_tensorflow = json.loads(done.stdout)
    assert with_tensorflow, "this was meant to be the full Rasa"
    parser = Parser()
    for (language, text), expected in zip(TEXTS, full, strict=True):
        assert parser.parse(text, language) == expected, text


def test_the_lean_process_never_loads_tensorflow() -> None:
    done = python(SCRIPT, json.dumps(TEXTS[:1]))
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)[1] is False
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("use", "says"),
    [
        ("class Layer(tf.keras.layers.Layer): pass\nLayer(5)", "Layer needs TensorFlow"),
        ("from tensorflow.keras import Model\nclass M(Model): pass\nM()", "M needs TensorFlow"),
    ],
)
def test_what_truly_needs_tensorflow_fails_loudly(use: str, says: str) -> None:
    done = python(
        "from bot.lean import keep_out_tensorflow\nkeep_out_tensorflow()\n"
        f"import tensorflow as tf\n{use}"
    )
    assert done.returncode == 1
    assert says in done.stderr and "ECM_RASA_FULL=1" in done.stderr


def test_it_keeps_out_what_it_is_told_and_no_more() -> None:
    done = python(
        "from bot.lean import keep_out_tensorflow\n"
        "print(keep_out_tensorflow(keep=('sklearn',)), keep_out_tensorflow())\n"
        "import sklearn, tensorflow, json\n"
        "print(sklearn.__version__ > '', hasattr(tensorflow, '__version__'), bool(json.dumps))\n"
    )
    assert done.stdout.split() == ["True", "True", "True", "False", "True"], done.stderr
