"""A chat as a page without JavaScript shows it; `static/chat.js` follows the same rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_BIDI_CONTROLS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


@dataclass(frozen=True)
class Bubble:
    """One message on the page."""

    sender: str
    language: str
    direction: str
    text: str


@dataclass(frozen=True)
class Offer:
    """Choices that can be picked now: (value, label) in order."""

    language: str
    direction: str
    buttons: tuple[tuple[str, str], ...]


def visible(text: str) -> str:
    """Return a text without the controls that reorder what stands beside it.

    U+202A to U+202E and U+2066 to U+2069 (Unicode TR 9) can make a line read as another; joiners,
    which emoji and several scripts need, stay.
    """
    return text.translate(_BIDI_CONTROLS)


def bubbles(messages: Sequence[Mapping[str, Any]]) -> list[Bubble]:
    """Return the messages as bubbles; typed text finds its own direction."""
    return [
        Bubble(
            sender=message["from"],
            language="" if message["from"] == "person" else message["language"],
            direction="auto" if message["name"] is None else message["dir"],
            text=visible(message["text"]),
        )
        for message in messages
    ]


def open_choices(messages: Sequence[Mapping[str, Any]]) -> Offer | None:
    """Return the choices that can still be picked: the newest ones since the person wrote."""
    for message in reversed(messages):
        if message["from"] == "person":
            return None
        if message["choices"]:
            buttons = tuple((c["value"], visible(c["label"])) for c in message["choices"])
            return Offer(message["language"], message["dir"], buttons)
    return None


def last_seq(messages: Sequence[Mapping[str, Any]]) -> int:
    """Return the place of the newest message, 0 in an empty chat."""
    return max((int(message["seq"]) for message in messages), default=0)
