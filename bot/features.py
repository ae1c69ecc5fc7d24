"""What the classifier looks at: character n-grams of the raw text, and words with their neighbours.

Characters run across token borders, since Chinese writes no spaces and people leave them out.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from itertools import pairwise

LONGEST_GRAM = 4
LONGEST_TEXT = 600
_TYPOGRAPHIC = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "`": "'"})


def fold(text: str) -> str:
    """Return the text as people mean it: no capitals, no accents, one space at a time."""
    plain = unicodedata.normalize("NFKD", text.translate(_TYPOGRAPHIC).casefold())
    kept = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(kept.split())[:LONGEST_TEXT]


def character_grams(text: str) -> list[str]:
    """Return every run of 1 to 4 characters of the folded text, borders marked by a space."""
    padded = f" {fold(text)} "
    return [
        padded[at : at + length]
        for length in range(1, LONGEST_GRAM + 1)
        for at in range(len(padded) - length + 1)
    ]


def word_grams(tokens: Iterable[str]) -> list[str]:
    """Return the folded words and each pair of neighbours, marked apart from characters."""
    words = [fold(token) for token in tokens]
    words = [f"\u0001{word}" for word in words if any(c.isalnum() for c in word)]
    return words + [f"{first}{second}" for first, second in pairwise(words)]


def grams(text: str, tokens: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return both kinds of features of one text."""
    return character_grams(text), word_grams(tokens)
