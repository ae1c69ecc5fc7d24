"""How texts travel by SMS: encodings, segments, and where a long message may be divided.

Counting follows 3GPP TS 23.038 (GSM 7-bit default alphabet and its extension table) and
TS 23.040 (concatenated messages), as Twilio bills it:
https://www.twilio.com/docs/glossary/what-sms-character-limit.
Nothing here replaces a character by a cheaper one: people read what was written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

Encoding = Literal["GSM-7", "UCS-2"]

GSM_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_EXTENSION = frozenset("\f^{}\\[~]|€")
GSM_SINGLE, GSM_JOINED = 160, 153
UCS2_SINGLE, UCS2_JOINED = 70, 67
MAX_CHARACTERS = 1600
"""What Twilio takes as one message (error 21617 above it), in UTF-16 units to be safe."""

_PARAGRAPH_GAP = "\n\n"
_SENTENCE_END = re.compile(r"(?<=[.!?…؟۔।])\s+|(?<=[。\uff01\uff1f])\s*|\n+")
_WORD_END = re.compile(r"\s+")
_ZERO_WIDTH_JOINER = "\u200d"


@dataclass(frozen=True)
class SegmentCount:
    """What a text costs on the way.

    Attributes:
        encoding: how the carrier must encode it.
        units: septets (GSM-7) or 16-bit units (UCS-2) of the text itself.
        segments: how many SMS it takes; 0 for an empty text.
    """

    encoding: Encoding
    units: int
    segments: int


def count_segments(text: str) -> SegmentCount:
    """Count the SMS segments of a text.

    A character of two units (an extension character, a surrogate pair) is never divided between
    two segments, so a border can cost one unit.

    Args:
        text: the whole text, any script.
    """
    if GSM_BASIC.union(GSM_EXTENSION).issuperset(text):
        return _count("GSM-7", [2 if c in GSM_EXTENSION else 1 for c in text])
    return _count("UCS-2", [_utf16_units(c) for c in text])


def split_for_sms(parts: Sequence[str], limit_segments: int = 2) -> list[str]:
    """Join paragraphs into as few texts as fit the limit, in order.

    A paragraph is never divided, even when it alone is above the limit, unless it is above
    `MAX_CHARACTERS`: then it is divided after a sentence, or else after a word, or else between
    two characters that do not belong together.

    Args:
        parts: paragraphs; empty ones are left out.
        limit_segments: how many segments a joined text may take, at least 1.
    """
    texts: list[str] = []
    for paragraph in parts:
        for piece in _pieces(paragraph.strip()):
            if texts and _fits(joined := texts[-1] + _PARAGRAPH_GAP + piece, limit_segments):
                texts[-1] = joined
            else:
                texts.append(piece)
    return texts


def number_choices(text: str, choices: Sequence[tuple[str, str]]) -> str:
    """Append the choices as numbered lines: "1 Label".

    Args:
        text: the question.
        choices: (value, label) in order, as in `ecm.ports.Rendered.choices`.
    """
    lines = [f"{number} {label}" for number, (_, label) in enumerate(choices, start=1)]
    return "\n".join([text, *lines] if text else lines)


def _count(encoding: Encoding, widths: Sequence[int]) -> SegmentCount:
    single, joined = (GSM_SINGLE, GSM_JOINED) if encoding == "GSM-7" else (UCS2_SINGLE, UCS2_JOINED)
    units = sum(widths)
    if units <= single:
        return SegmentCount(encoding, units, 1 if units else 0)
    segments, room = 1, joined
    for width in widths:
        if width > room:
            segments, room = segments + 1, joined
        room -= width
    return SegmentCount(encoding, units, segments)


def _utf16_units(text: str) -> int:
    return sum(2 if ord(c) > 0xFFFF else 1 for c in text)


def _fits(text: str, limit_segments: int) -> bool:
    return _utf16_units(text) <= MAX_CHARACTERS and count_segments(text).segments <= limit_segments


def _pieces(paragraph: str) -> Iterator[str]:
    """Yield the paragraph, or its pieces of at most `MAX_CHARACTERS`."""
    rest = paragraph
    while _utf16_units(rest) > MAX_CHARACTERS:
        cut = _cut(rest)
        yield rest[:cut].rstrip()
        rest = rest[cut:].lstrip()
    if rest:
        yield rest


def _cut(text: str) -> int:
    """Return the last good place to divide a text before the limit."""
    room = _index_at(text, MAX_CHARACTERS)
    borders: tuple[Callable[[str, int], int], ...] = (
        lambda t, r: _last_border(_SENTENCE_END, t, r),
        lambda t, r: _last_border(_WORD_END, t, r),
        _character_border,
    )
    return next((cut for border in borders if (cut := border(text, room)) > 0), room)


def _index_at(text: str, units: int) -> int:
    """Return how many characters of the text fit in so many UTF-16 units."""
    used = 0
    for index, character in enumerate(text):
        used += _utf16_units(character)
        if used > units:
            return index
    return len(text)


def _last_border(pattern: re.Pattern[str], text: str, room: int) -> int:
    """Return where the last border that leaves at most `room` characters begins, or 0."""
    return max((m.start() for m in pattern.finditer(text) if m.start() <= room), default=0)


def _character_border(text: str, room: int) -> int:
    """Return the last place at or before `room` that divides no cluster of characters."""
    cut = room
    while cut > 0 and (_joins(text[cut]) or text[cut - 1] == _ZERO_WIDTH_JOINER):
        cut -= 1
    return cut


def _joins(character: str) -> bool:
    """Say whether a character belongs to the one before it (marks, joiners, selectors)."""
    return unicodedata.category(character).startswith("M") or character == _ZERO_WIDTH_JOINER
