"""The rules and the public vectors, read once."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ecm.screening import RuleBook, load_rules

ELIGIBILITY = Path(__file__).resolve().parents[2] / "eligibility"
Edit = Callable[[str, str, str], Path]


@pytest.fixture
def edited(tmp_path: Path) -> Edit:
    """Return a copy of the rule files in which one piece of text is replaced."""

    def edit(file: str, old: str, new: str) -> Path:
        folder = tmp_path / "eligibility"
        if not folder.exists():
            shutil.copytree(ELIGIBILITY, folder)
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
        return folder

    return edit


@pytest.fixture(scope="session")
def rules() -> RuleBook:
    return load_rules()


@pytest.fixture(scope="session")
def vectors() -> list[dict[str, Any]]:
    path = Path(__file__).parent / "vectors.json"
    loaded: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return loaded
