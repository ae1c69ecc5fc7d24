"""Typed values that fill messages: dates, plans, names of messages, lists of whole sentences.

They are plain JSON, so that they travel through the store and Rasa; `Texts` puts them into words.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Mapping, Sequence


def date_value(day: date | str) -> dict[str, str]:
    """A date, shown in the person's language with the month as a word."""
    return {"kind": "date", "date": day if isinstance(day, str) else day.isoformat()}


def plan_value(plan_id: str | None) -> dict[str, str | None]:
    """A health plan by id; None shows the words for a plan that is not known."""
    return {"kind": "plan", "plan": plan_id}


def county_value(county_id: str | None) -> dict[str, str | None]:
    """A county by id; None shows the words for what is not known."""
    return {"kind": "county", "county": county_id}


def phone_value(number: str | None) -> dict[str, str | None]:
    """A phone number in E.164; None shows the words for what is not known."""
    return {"kind": "phone", "phone": number}


def language_value(tag: str) -> dict[str, str]:
    """A language by tag, shown by its own name."""
    return {"kind": "language", "language": tag}


def message_value(name: str, values: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Another message's words inside this one: a label or a whole sentence."""
    return {"kind": "message", "name": name, "values": dict(values or {})}


def sentences_value(messages: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Whole sentences in a row, each a `message_value`."""
    return {"kind": "sentences", "messages": [dict(m) for m in messages]}


def names_value(messages: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Names in a list, joined as the language joins them ("a, b and c")."""
    return {"kind": "names", "messages": [dict(m) for m in messages]}
