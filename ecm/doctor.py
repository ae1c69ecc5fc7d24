"""`ecm doctor`: what this machine has, what is missing, and every setting with its meaning."""

from __future__ import annotations

import ctypes.util
import importlib.util
import sys
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from ecm.settings import ROOT, Settings

_MODULES = ("rasa", "spacy", "flask", "sqlalchemy", "huey", "twilio", "babel", "gunicorn")


@dataclass(frozen=True)
class Check:
    """One thing looked at: whether it is well, and what to do if not."""

    name: str
    well: bool
    remedy: str
    needed: bool = True


@dataclass(frozen=True)
class Report:
    """All checks and all settings."""

    checks: tuple[Check, ...]
    settings: tuple[dict[str, str], ...]

    @property
    def healthy(self) -> bool:
        """Whether everything that is needed is well."""
        return all(check.well or not check.needed for check in self.checks)

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain JSON values."""
        return {
            "healthy": self.healthy,
            "checks": [vars(check) for check in self.checks],
            "settings": list(self.settings),
        }

    def to_text(self) -> str:
        """Return the report as lines of text."""
        lines = ["Checks"]
        for check in self.checks:
            mark = "ok  " if check.well else ("MISS" if check.needed else "note")
            lines.append(f"  {mark} {check.name}" + ("" if check.well else f": {check.remedy}"))
        lines.append("Settings")
        for setting in self.settings:
            lines.append(f"  {setting['name']:<24} {setting['value']}")
            lines.append(f"  {'':<24} {setting['meaning']}")
        return "\n".join(lines)


def check_up(settings: Settings) -> Report:
    """Look at this machine and these settings."""
    return Report(tuple(_checks(settings)), tuple(list_settings(settings)))


def list_settings(settings: Settings) -> list[dict[str, str]]:
    """Return every setting with its value; a secret's value is never shown."""
    found = []
    for entry in fields(Settings):
        value = getattr(settings, entry.name)
        shown = ("set" if value else "not set") if entry.metadata["secret"] else value or "-"
        found.append(
            {"name": entry.metadata["env"], "value": shown, "meaning": entry.metadata["meaning"]}
        )
    return found


def _checks(settings: Settings) -> list[Check]:
    version = f"Python {sys.version_info.major}.{sys.version_info.minor}"
    right = sys.version_info[:2] in ((3, 10), (3, 11))
    found = [Check(version, right, "use Python 3.11 (or 3.10)")]
    found += [
        Check(f"package {name}", importlib.util.find_spec(name) is not None, "make setup")
        for name in _MODULES
    ]
    found.append(Check("trained model", (ROOT / "models" / "ecm.tar.gz").exists(), "make train"))
    found.append(Check("data folder", _writable(settings.data_dir), "make ECM_DATA_DIR writable"))
    found.append(
        Check(
            "pango, for the referral's PDF",
            ctypes.util.find_library("pango-1.0") is not None,
            "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
        )
    )
    found.append(
        Check(
            "chromium, for browser tests",
            Path("/usr/bin/chromium").exists(),
            "apt-get install chromium",
            needed=False,
        )
    )
    return found


def _writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        probe = folder / ".probe"
        probe.touch()
        probe.unlink()
    except OSError:
        return False
    return True
