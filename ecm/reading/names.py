"""A person's full name out of the answer to "what is the full name?"."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from ecm.reading.data import reading_order, words
from ecm.reading.phrases import Phrases, is_han, tokens
from ecm.reading.text import fold, normalise

LONGEST_NAME = 80  # characters
_MOST_WORDS = 7
_HAN_NAME_LENGTHS = range(2, 7)
_FEWEST_LETTERS = 2
_PARTICLES = frozenset({"de", "del", "la", "las", "los", "y"})
_PUNCTUATION = frozenset(" -'’‘ʼ.,·・‧`\u200c\u200d")
_QUESTION = re.compile("[?？¿]")
_ASIDE = re.compile(r"\s*[,;(]\s*|\s+-\s+|[，；（、。]")
_EDGES = " .,:;!\"“”'’`-·，。：；！（）()"
_WORD = re.compile(r"[^\W\d_]+")
_ORDINAL_SUFFIX = re.compile(r"\b(2nd|3rd|4th)$", re.IGNORECASE)


def read_name(text: str, language: str) -> str | None:
    """Read the name that answers "what is the person's full name?".

    Args:
        text: the whole answer.
        language: the person's tag.

    Returns:
        The name in its own script, without lead-ins ("her name is"); all-lower-case Latin names
        get capitals. None for questions, sentences, numbers, and anything over 80 characters.
    """
    answer = normalise(text)
    if _QUESTION.search(answer) or len(answer) > 2 * LONGEST_NAME:
        return None
    name = _without_edges(_without_signs(answer), language)
    if _is_name(name, language):
        return _with_capitals(name)
    first = _ASIDE.split(name, maxsplit=1)[0]
    if first != name and _is_name(first, language):
        return _with_capitals(first)  # "Ana Ruiz, she is 6"
    return None


def _is_name(name: str, language: str) -> bool:
    if not name or len(name) > LONGEST_NAME or not _has_name_characters(name):
        return False
    said = tokens(name)
    if _refused(language).find(said):
        return False
    han = [token for token in said if is_han(token)]
    if han and len(han) == len(said):
        return len(han) in _HAN_NAME_LENGTHS
    letters = sum(c.isalpha() for c in name)
    return letters >= _FEWEST_LETTERS and len(name.split()) <= _MOST_WORDS


def _has_name_characters(name: str) -> bool:
    bare = _ORDINAL_SUFFIX.sub("", name)
    return all(c in _PUNCTUATION or unicodedata.category(c)[0] in "LM" for c in bare)


def _without_signs(answer: str) -> str:
    """Return the answer without emoji and other symbols, which are never part of a name."""
    kept = "".join(
        c
        for c in answer
        if unicodedata.category(c) not in ("So", "Sk", "Sm", "Cn", "Co") and c not in "\ufe0f\u20e3"
    )
    return " ".join(kept.split())


def _without_edges(answer: str, language: str) -> str:
    name = answer.strip(_EDGES)
    shorter = _without_trailing(_without_lead_in(name, language), language)
    while shorter != name:
        name = shorter
        shorter = _without_trailing(_without_lead_in(name, language), language)
    return name


def _without_lead_in(name: str, language: str) -> str:
    folded, places = _folded_with_places(name)
    ends = [m.end() for m in (p.match(folded) for p in _lead_ins(language)) if m]
    rest = name[places[max(ends)] :].strip(_EDGES) if ends else name
    return rest or name


def _without_trailing(name: str, language: str) -> str:
    folded, places = _folded_with_places(name)
    match = _trailing(language).search(folded)
    return name[: places[match.start()]].strip(_EDGES) if match else name


def _folded_with_places(name: str) -> tuple[str, list[int]]:
    """Return the name folded, without apostrophes, and each character's place in the name."""
    pairs = [(c, at) for at, character in enumerate(name) for c in fold(character) or " "]
    kept = [(c, at) for c, at in pairs if c != "'"]
    return "".join(c for c, _ in kept), [*(at for _, at in kept), len(name)]


def _with_capitals(name: str) -> str:
    if name != name.lower() or (not name.isascii() and not _is_latin(name)):
        return name
    parts = name.split(" ")
    return " ".join(
        part if part in _PARTICLES and at > 0 else _WORD.sub(_capital, part)
        for at, part in enumerate(parts)
    )


def _capital(match: re.Match[str]) -> str:
    word = match.group()
    return word[:1].upper() + word[1:]


def _is_latin(name: str) -> bool:
    return all("LATIN" in unicodedata.name(c, "") for c in name if c.isalpha())


@cache
def _refused(language: str) -> Phrases[bool]:
    own = dict.fromkeys((reading_order(language)[0], "en", "zh-Hant"))
    return Phrases((phrase, True) for tag in own for phrase in words(tag, "names", "refuse"))


@cache
def _lead_ins(language: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(f"{p}(?![a-z])") for p in _patterns(language, "lead_ins"))


@cache
def _trailing(language: str) -> re.Pattern[str]:
    return re.compile(f"(?<![a-z])(?:{'|'.join(_patterns(language, 'trailing'))})$")


def _patterns(language: str, part: str) -> list[str]:
    """Return the templates of all languages as regular expressions."""
    return [
        template.replace("(", "(?:").replace(" ", r"\s*")
        for tag in reading_order(language)
        for template in words(tag, "names", part)
    ]
