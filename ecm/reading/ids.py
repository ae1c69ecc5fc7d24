"""Medi-Cal member numbers."""

from __future__ import annotations

import re

from ecm.reading.text import normalise, western_digits

# Client Index Number: eight digits and a letter. The card's number (BIC, 14 characters) begins
# with it and adds a check digit and the four-digit date of issue.
_ATTACHED = re.compile(r"(?<![A-Za-z0-9])(?<!\d[ .-])(\d{8}-?[A-Za-z])([ -]?\d{5})?(?![A-Za-z0-9])")
_SPACED = re.compile(r"((?:\d[ -]?){8}[A-Za-z])((?:[ -]?\d){5})?")
_LEAD_IN = re.compile(r"^[^\d]*?(?=\d)")


def read_member_id(text: str) -> str | None:
    """Read the one Medi-Cal Client Index Number in a text.

    Args:
        text: anything; inside a sentence the nine characters must stand together, as the whole
            answer they may be spaced. A card number's first nine are taken.

    Returns:
        Eight digits and a capital letter; None when there is none, or more than one.
    """
    plain = western_digits(normalise(text))
    found = {_compact(match.group(1)) for match in _ATTACHED.finditer(plain)}
    if not found:
        spaced = _SPACED.fullmatch(_without_lead_in(plain))
        found = {_compact(spaced.group(1))} if spaced else set()
    return found.pop() if len(found) == 1 else None


def _without_lead_in(plain: str) -> str:
    """Return an answer from its first digit on, without a closing full stop."""
    return _LEAD_IN.sub("", plain).rstrip(" .!")


def _compact(number: str) -> str:
    return re.sub("[ -]", "", number).upper()
