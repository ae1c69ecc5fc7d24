"""Keeps a fifth of what people say out of training, the same fifth every time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from ecm.errors import EcmError

ROOT = Path(__file__).resolve().parent.parent
NLU = ROOT / "data" / "nlu"
BLIND = ROOT / "tests" / "nlu" / "blind"
_FIFTH = 5
_SHORT_WORDS = 3
_SHORT_CHARACTERS = {"zh-Hant": 5}
_SHORT_LATIN = 24


class BrokenData(EcmError):
    """Training data has not its shape; the message is one line and says where."""

    code = "training_data_broken"


class Line(NamedTuple):
    """One thing that somebody says."""

    language: str
    intent: str
    text: str


def held_out(line: Line) -> bool:
    """Return whether a line belongs to the fifth that training never sees.

    Decided by a hash of the line, so that adding lines moves none of the others. The shortest lines
    ("is it free") are never held out: they are what most people type, and each is its own example.
    """
    longest = _SHORT_CHARACTERS.get(line.language, _SHORT_LATIN)
    if len(line.text.split()) <= _SHORT_WORDS and len(line.text) <= longest:
        return False
    digest = hashlib.sha256(f"{line.language}\t{line.text}".encode()).digest()
    return digest[0] % _FIFTH == 0


def all_lines(folder: Path = NLU) -> Iterator[Line]:
    """Yield every line of the training data.

    Raises:
        BrokenData: a file is not YAML, or has not the shape of training data.
    """
    for path in sorted(folder.glob("*/*.yml")):
        for intent, rows in _entries(path):
            for row in rows:
                text = row.strip().removeprefix("- ").strip()
                if text:
                    yield Line(path.parent.name, intent, text)


def _entries(path: Path) -> list[tuple[str, list[str]]]:
    place = "/".join(path.parts[-3:])
    try:
        data: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
        return [(str(e["intent"]), e["examples"].splitlines()) for e in data["nlu"]]
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else "?"
        raise BrokenData(f"{place}, line {line}: {error.problem}") from error
    except (yaml.YAMLError, ValueError, KeyError, TypeError, AttributeError) as error:
        what = " ".join(str(error).split())
        raise BrokenData(f"{place}: {type(error).__name__}: {what}") from error


def blind_lines(folder: Path = BLIND) -> Iterator[Line]:
    """Yield the lines that other authors wrote without having seen the training data."""
    for path in sorted(folder.glob("*.yml")):
        for intent, texts in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            yield from (Line(path.stem, intent, str(text)) for text in texts)


def training_examples() -> dict[str, list[str]]:
    """Return the four fifths that are trained on, by intent, all languages together."""
    found: dict[str, list[str]] = {}
    for line in all_lines():
        if not held_out(line):
            found.setdefault(line.intent, []).append(line.text)
    return found


def write_training_files(folder: Path) -> Path:
    """Write the four fifths as Rasa's training files, one per language; return the folder."""
    entries: dict[str, dict[str, list[str]]] = {}
    for line in all_lines():
        if not held_out(line):
            entries.setdefault(line.language, {}).setdefault(line.intent, []).append(line.text)
    for language, intents in entries.items():
        nlu = [
            {
                "intent": intent,
                "metadata": {"language": language},
                "examples": "".join(f"- {text}\n" for text in texts),
            }
            for intent, texts in intents.items()
        ]
        content = yaml.safe_dump({"version": "3.1", "nlu": nlu}, allow_unicode=True, width=10_000)
        (folder / f"{language}.yml").write_text(content, encoding="utf-8")
    return folder
