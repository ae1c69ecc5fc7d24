"""Which language a person writes, and which one a person asks for."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any, Sequence

import pycld2

from ecm.reading.data import WORDS, load
from ecm.reading.phrases import Phrases, clauses, joined
from ecm.reading.text import fold, normalise

_FEWEST_LATIN_WORDS = 3
_COMMON_LATIN = ("en", "es")  # the languages that Californians mix in one message
_MOST_BESIDE = 8  # words beside the name in a message that only asks for a language
_OTHERS_WITHIN = 6  # words before the name in which somebody else makes it no request
_SCRIPT_OF_ITS_OWN: tuple[tuple[str, str], ...] = (
    ("\u3041-\u30fa\u30fd-\u30ff\u31f0-\u31ff\uff66-\uff9d", "ja"),
    ("\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3", "ko"),
    ("\u1780-\u17ff", "km"),
    ("\u0e80-\u0eff", "lo"),
    ("\u0e01-\u0e3a\u0e40-\u0e5b", "th"),
    ("\u0531-\u058f", "hy"),
    ("\u0a01-\u0a75", "pa"),
    ("\u0901-\u0963\u0966-\u097f", "hi"),
)
_IN_SCRIPT = tuple((re.compile(f"[{chars}]"), tag) for chars, tag in _SCRIPT_OF_ITS_OWN)
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_UKRAINIAN = re.compile("[іїєґ]", re.IGNORECASE)
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")
_PERSIAN = re.compile("[پچژگکی]")
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_LATIN_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")


def detect_language(text: str, stored: str | None) -> str | None:
    """Return the language a text is written in.

    The script decides where it can. Latin texts of fewer than three words are left alone, unless
    they are a word nobody mistakes ("hola"): a language once chosen must not flip on "ok".

    Args:
        text: anything.
        stored: the language the person chose, a hint between languages that look alike.

    Returns:
        A tag of `docs/languages.md`; None when it is not sure.
    """
    plain = normalise(text)
    latin = _LATIN_WORD.findall(fold(plain))
    by_script = _by_script(plain, len(latin), stored)
    if by_script is not None:
        return by_script
    return _of_latin(plain, latin, stored)


def likely_language(text: str) -> str | None:
    """Return the language a text is more likely in than not, also where it is too short to be sure.

    For choosing words when there is nothing better to go by: a first text, or danger. Never for
    changing what a person chose.

    Args:
        text: anything.
    """
    sure = detect_language(text, None)
    if sure is not None:
        return sure
    latin = _LATIN_WORD.findall(fold(normalise(text)))
    counts = {tag: _common_words_in(latin, tag) for tag in _COMMON_LATIN}
    best = max(counts, key=counts.__getitem__)
    return best if counts[best] > min(counts.values()) else None


def requested_language(text: str) -> str | None:
    """Return the language that a text asks for by name.

    Args:
        text: anything: "español", "can we do this in Vietnamese?", 可以說中文嗎.

    Returns:
        A tag; None when no language is named, several are, or the name is said of somebody else
        ("a doctor who speaks Spanish").
    """
    said = clauses(text)
    stated = {m.values[0] for clause in said for m in _self_descriptions().find(clause)}
    if len(stated) == 1:
        return stated.pop()
    message = joined(said)
    names = _names().find_apart(message)
    asked = {tag for tag, _ in (name.values[0] for name in names)}
    if len(asked - {"en"}) == 1:
        asked -= {"en"}  # "my English is bad, Spanish please"
    if len(asked) != 1:
        return None
    tag = asked.pop()
    named = [name for name in names if name.values[0][0] == tag]
    if any(_is_request(message, m.start, m.end, m.values[0][1]) for m in named):
        return tag
    return None


def _is_request(message: Sequence[str], start: int, end: int, alone_ok: bool) -> bool:
    beside = [*message[:start], *message[end:]]
    if len(beside) <= _MOST_BESIDE and _beside().issuperset(beside):
        return (alone_ok or bool(beside)) and not _of_others().find(beside)
    if _of_others().find(message[max(0, start - _OTHERS_WITHIN) : end + _OTHERS_WITHIN]):
        return False
    return any(match.end == start for match in _asking().find(message))


def _by_script(plain: str, latin_words: int, stored: str | None) -> str | None:
    """Return the language that a script settles, if that script carries the text."""
    for pattern, tag in _IN_SCRIPT:
        if len(pattern.findall(plain)) > latin_words:
            return tag
    if len(_CYRILLIC.findall(plain)) > latin_words:
        return _cyrillic(plain, stored)
    if len(_ARABIC.findall(plain)) > latin_words:
        return _arabic(plain, stored)
    return _chinese(_HAN.findall(plain), latin_words, stored)


def _chinese(han: Sequence[str], latin_words: int, stored: str | None) -> str | None:
    """Return Chinese, unless the characters may be just a name in a Latin text."""
    if not han or len(han) < latin_words:
        return None
    if latin_words and set(_languages()["zh-Hant"]["common"]).isdisjoint(han):
        return None
    return stored if stored in ("zh-Hans", "ja") else "zh-Hant"


def _cyrillic(plain: str, stored: str | None) -> str:
    if _UKRAINIAN.search(plain):
        return "uk"
    return "uk" if stored == "uk" and not re.search("[ыэъё]", plain.lower()) else "ru"


def _arabic(plain: str, stored: str | None) -> str:
    if _PERSIAN.search(plain):
        return "fa"
    return "fa" if stored == "fa" else "ar"


def _of_latin(plain: str, latin: Sequence[str], stored: str | None) -> str | None:
    unmistakable = _unmistakable().whole(joined(clauses(plain)))
    if unmistakable:
        return unmistakable[0]
    if len(latin) < _FEWEST_LATIN_WORDS:
        return None
    tag = _by_statistics(plain, stored)
    if tag not in _COMMON_LATIN:
        return tag
    # Names, and words borrowed from the other language, sway the statistics.
    shared = {other: _common_words_in(latin, other) for other in _COMMON_LATIN}
    return tag if shared.pop(tag) > max(shared.values()) else None


def _common_words_in(latin: Sequence[str], tag: str) -> int:
    common = set(_languages()[tag]["common"])
    return sum(word in common for word in latin)


def _by_statistics(plain: str, stored: str | None) -> str | None:
    # pycld2 raises on control and unassigned characters; "C" keeps ZWJ and the like out as well.
    clean = "".join(c for c in plain if unicodedata.category(c)[0] != "C")
    hint = _languages()[stored]["cld2"] if stored in _languages() else ""
    try:
        reliable, _, details = pycld2.detect(clean, hintLanguage=hint or None)
    except pycld2.error:
        return None
    return _tags_by_cld2().get(details[0][1]) if reliable else None


def _languages() -> dict[str, Any]:
    languages: dict[str, Any] = load(WORDS / "languages.yml")["languages"]
    return languages


@cache
def _tags_by_cld2() -> dict[str, str]:
    return {row["cld2"]: tag for tag, row in _languages().items() if row["cld2"]}


@cache
def _unmistakable() -> Phrases[str]:
    return Phrases((p, tag) for tag, row in _languages().items() for p in row["unmistakable"])


@cache
def _names() -> Phrases[tuple[str, bool]]:
    """Return the languages' names, each with whether the name alone is a request."""
    return Phrases(
        (name, (tag, alone))
        for tag, row in _languages().items()
        for key, alone in (("names", True), ("only_in_a_request", False))
        for name in row.get(key, ())
    )


@cache
def _self_descriptions() -> Phrases[str]:
    phrases = load(WORDS / "languages.yml")["phrases"]
    return Phrases((phrase, tag) for tag, row in phrases.items() for phrase in row)


@cache
def _asking() -> Phrases[bool]:
    return Phrases((phrase, True) for phrase in load(WORDS / "languages.yml")["asking"])


@cache
def _beside() -> frozenset[str]:
    return frozenset(load(WORDS / "languages.yml")["beside"])


@cache
def _of_others() -> Phrases[bool]:
    return Phrases((phrase, True) for phrase in load(WORDS / "languages.yml")["of_others"])
