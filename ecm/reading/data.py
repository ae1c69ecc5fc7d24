"""The readers' data files, each loaded once."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from ecm.settings import ROOT

WORDS = Path(__file__).resolve().parent / "words"
ELIGIBILITY = ROOT / "eligibility"
# Every scalar is text: in YAML 1.1 an unquoted `no` would be False, and these are lists of words.
_TextLoader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@cache
def load(path: Path) -> Any:
    """Return a YAML file's content with all scalars as text.

    Args:
        path: an existing file; it is read once per process.

    Raises:
        OSError: the file cannot be read.
        yaml.YAMLError: the file is not YAML.
    """
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_TextLoader)  # noqa: S506 - only text


@cache
def word_tags() -> tuple[str, ...]:
    """Return the language tags that have a word file, English first."""
    tags = {path.stem for path in WORDS.glob("*.yml")} - {"languages"}
    return tuple(sorted(tags, key=lambda tag: (tag != "en", tag)))


@cache
def reading_order(language: str) -> tuple[str, ...]:
    """Return the languages whose words are tried for a person, the person's own first.

    People mix languages in one message, so all are read; where a word means two things ("once" is
    1 in English and 11 in Spanish) the person's own language decides.

    Args:
        language: a tag; unknown tags read as English first.
    """
    own = "zh-Hant" if language == "zh-Hans" else language
    tags = word_tags()
    return (own, *(tag for tag in tags if tag != own)) if own in tags else tags


def words(language: str, *keys: str) -> Any:
    """Return one part of a language's word file, or an empty list where it has none.

    Args:
        language: a tag of `word_tags()`.
        keys: the path of keys inside the file.
    """
    part = load(WORDS / f"{language}.yml")
    for key in keys:
        part = part.get(key)
        if part is None:
            return []
    return part


@cache
def word_set(language: str, *keys: str) -> frozenset[str]:
    """Return a list of single words as one set over all languages of the reading order.

    Args:
        language: the person's tag.
        keys: the path of keys inside each word file.
    """
    return frozenset(word for tag in reading_order(language) for word in words(tag, *keys))
