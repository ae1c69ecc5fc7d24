"""The house stays as its documents say."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

from ecm.settings import Settings, read_settings

ROOT = Path(__file__).resolve().parents[2]
CODE = ("ecm", "actions", "bot", "sms_gateway", "web", "tools")


def test_every_setting_is_documented() -> None:
    page = (ROOT / "docs" / "operating.md").read_text()
    for setting in fields(Settings):
        name, meaning = setting.metadata["env"], setting.metadata["meaning"]
        assert f"`{name}`" in page and meaning in page, name


def test_every_environment_variable_of_ours_is_a_setting() -> None:
    known = {f.metadata["env"] for f in fields(Settings)}
    for package in CODE[:-1]:
        for path in (ROOT / package).rglob("*.py"):
            used = set(re.findall(r"environ[^\n]*[\"'](ECM_[A-Z_]+)[\"']", path.read_text()))
            assert used <= known | {"ECM_RASA_FULL"}, f"{path}: {used - known}"


def test_every_folder_has_its_place_in_the_guide() -> None:
    guide = (ROOT / "docs" / "where-things-go.md").read_text()
    ours = [p.name for p in ROOT.iterdir() if p.is_dir() and not p.name.startswith(".")]
    for name in set(ours) - {"var", "models", "__pycache__"}:
        assert f"`{name}/" in guide, name


def test_no_module_is_longer_than_it_should_be() -> None:
    for package in CODE:
        for path in (ROOT / package).rglob("*.py"):
            lines = len(path.read_text(encoding="utf-8").splitlines())
            table = path.parent.name in ("messages", "versions")
            assert lines <= 400 or table, f"{path.relative_to(ROOT)} has {lines} lines"


def test_every_module_says_what_it_is() -> None:
    for package in CODE:
        for path in (ROOT / package).rglob("*.py"):
            assert path.read_text(encoding="utf-8").lstrip().startswith('"""'), path


def test_the_make_targets_that_people_rely_on_are_there() -> None:
    text = (ROOT / "Makefile").read_text()
    for target in [
        "help",
        "setup",
        "train",
        "run",
        "test",
        "lint",
        "bench",
        "transcripts",
        "messages",
    ]:
        assert re.search(rf"^{target}:.*## ", text, re.M), target


def test_every_settings_default_can_be_read() -> None:
    assert read_settings({}).env == "demo"
