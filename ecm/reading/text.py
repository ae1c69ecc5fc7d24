"""One form of a text to store and one to match against, from anything a phone can send."""

from __future__ import annotations

import re
import unicodedata

# Invisible or direction-changing characters that hide or reorder words: bidi controls, zero-width
# space and no-break space, soft hyphen, word joiner. ZWJ and ZWNJ stay: Farsi, Hindi and Khmer
# spelling and emoji need them.
_INVISIBLE = "\u00ad\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060"
_INVISIBLE += "\u2066\u2067\u2068\u2069\ufeff"
_SPACING_CONTROLS = "\t\n\v\f\r\x85"
_FULLWIDTH_OFFSET = 0xFEE0
_STRIP: dict[int, str | None] = {
    **{code: None for code in (*range(0x20), *range(0x7F, 0xA0))},
    **{ord(c): None for c in _INVISIBLE},
    **{ord(c): " " for c in _SPACING_CONTROLS},
    **{
        ord(c) + _FULLWIDTH_OFFSET: c
        for c in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    },
}
_QUOTES_AND_DASHES: dict[int, str] = {
    **{ord(c): "'" for c in "\u2018\u2019\u201a\u201b\u02bc\u2032\u00b4`"},
    **{ord(c): '"' for c in "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb"},
    **{ord(c): "-" for c in "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u301c"},
    **{code: chr(code - _FULLWIDTH_OFFSET) for code in range(0xFF01, 0xFF5F)},
}
_LATIN_WITHOUT_DECOMPOSITION = str.maketrans({"đ": "d", "ł": "l", "ø": "o", "ı": "i", "ħ": "h"})
_NATIVE_DIGIT = re.compile(r"(?![0-9])\d")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SPACES = re.compile(r"\s+")
_LATIN_WITH_MARKS = re.compile("([a-z])[\u0300-\u036f]+")


def normalise(text: str) -> str:
    """Return the text in the one form that is stored and read.

    Args:
        text: anything, lone surrogates included.

    Returns:
        NFC; without control, bidi and zero-width characters (ZWJ and ZWNJ stay); fullwidth letters
        and digits as ASCII; every run of white space as one space; trimmed.
    """
    if _SURROGATE.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    text = unicodedata.normalize("NFC", text.translate(_STRIP))
    return _SPACES.sub(" ", text).strip()


def fold(text: str) -> str:
    """Return the text as it is matched: caseless, Latin without accents, straight quotes.

    Other scripts keep their marks (they carry meaning there), and simplified and traditional
    Chinese stay what they are.

    Args:
        text: anything.
    """
    folded = normalise(text).translate(_QUOTES_AND_DASHES).casefold()
    decomposed = unicodedata.normalize("NFD", folded)
    bare = _LATIN_WITH_MARKS.sub(r"\1", decomposed).translate(_LATIN_WITHOUT_DECOMPOSITION)
    return normalise(bare)


def western_digits(text: str) -> str:
    """Return the text with every decimal digit of any script as 0–9.

    Args:
        text: anything; Chinese numerals (一二三) are words, not decimal digits, and stay.
    """
    return _NATIVE_DIGIT.sub(lambda digit: str(unicodedata.decimal(digit.group())), text)
