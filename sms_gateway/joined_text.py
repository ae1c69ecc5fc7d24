"""Undoing the base64 in which long texts sometimes arrive.

Carriers hand some concatenated texts to Twilio as a picture message whose text is base64
(observed and undone by TextIt's courier, `handlers.DecodePossibleBase64`). Decoding is
conservative: a text that a person could have typed is never changed.
"""

from __future__ import annotations

import base64
import binascii
import codecs
import re

MIN_ENCODED = 60
"""Characters below which nothing is decoded: short texts are never concatenated."""

_BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")
_LINE_BREAKS = re.compile(r"[\r\n]+")
_ALLOWED_CONTROLS = frozenset("\n\r\t")


def decode_joined_text(body: str) -> str:
    """Return the text that a base64 body stands for, or the body as it was.

    Decoded only when the body is one long run of strict base64 that yields readable UTF-8 (an
    incomplete last character, cut by the carrier, is dropped).

    Args:
        body: the message's text as the carrier gave it.
    """
    packed = _LINE_BREAKS.sub("", body.strip())
    if len(packed) < MIN_ENCODED or not _BASE64.fullmatch(packed):
        return body
    decoded = _readable(packed)
    return body if decoded is None else decoded


def _readable(packed: str) -> str | None:
    """Decode to text, or None when it is not text."""
    try:
        raw = base64.b64decode(packed, validate=True)
        text = codecs.getincrementaldecoder("utf-8")("strict").decode(raw, final=False)
    except (binascii.Error, UnicodeDecodeError):
        return None
    if not text or not all(c.isprintable() or c in _ALLOWED_CONTROLS for c in text):
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n")
