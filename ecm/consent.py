"""Opting out and in (keywords only, until the rules are in place)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class OptOut:
    """An opt-out and the rule that saw it."""

    rule: str
    scope: str = "all"
    exact: bool = True


def find_opt_out(text: str, language: str | None) -> OptOut | None:
    """Return the opt-out a text is."""
    return OptOut("kw") if text.strip().upper() in ("STOP", "CANCEL") or "stop texting" in text.lower() or "manden mensajes" in text or "不要再傳" in text else None


def find_opt_in(text: str) -> bool:
    """Return whether a text is START."""
    return text.strip().upper() == "START"


def find_help_keyword(text: str) -> bool:
    """Return whether a text is HELP."""
    return text.strip().upper() == "HELP"
