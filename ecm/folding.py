"""One plain form for what people type, so that rules need not list every way of typing it."""

from __future__ import annotations

import re
import unicodedata

_QUOTES = dict.fromkeys(map(ord, "\u2018\u2019\u02bc\u2032\u00b4`\uff07"), "'")
_QUOTES |= dict.fromkeys(map(ord, "\u201c\u201d\u2033"), '"')
_LATIN_ACCENT = re.compile(r"(?<=[a-z])[\u0300-\u036f]+")
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")


def fold(text: str) -> str:
    """Return the text in one plain form: "¡ＡＬＴＯ!  Nooooo" becomes "¡alto! noo".

    Full-width characters become ASCII, case and Latin accents go, curly quotes become straight,
    runs of white space become one space, letters typed three times or more are kept twice
    (digits are left alone), and invisible characters are dropped.

    Args:
        text: what a person typed, of any length.
    """
    plain = unicodedata.normalize("NFKC", text.translate(_QUOTES)).casefold()
    plain = "".join(c for c in plain if unicodedata.category(c) not in {"Cf", "Cs"})
    plain = _LATIN_ACCENT.sub("", unicodedata.normalize("NFD", plain))
    plain = unicodedata.normalize("NFC", plain)
    return _STRETCHED.sub(r"\1\1", " ".join(plain.split()))
