"""Spelling a message one way before rules look at it: typos, text-speak, letters typed apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from ecm.folding import fold
from ecm.rule_files import RuleFileError

DATA = Path(__file__).resolve().parent.parent / "data"
"""Where the rule files of the repository are."""

LONGEST_READ = 4000
"""Characters of a longer text that are read: half from its beginning, half from its end.

Channels cap a message at 1,600 characters, so this only guards against other callers.
"""

SENTENCE_END = "."
_HAN = r"\u3400-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(rf"[{_HAN}]|[.!?;\u3002]+|[^\W_{_HAN}]+(?:['*@$]+[^\W_{_HAN}]+)*")
_DOTTED = re.compile(r"(?<=\b[a-z])\.(?=[a-z]\b)")
_LEET = str.maketrans("013457@$", "oieastas")
_LEET_INSIDE = re.compile(r"[a-z][013457@$]+[a-z]")
_LONGEST_SPELLING = 4  # words
_LONGEST_WORD = 16  # letters
_LONGEST_RUN = 60  # letters typed apart that are still looked at

# The strict loader of ecm.rule_files takes a second for these files; a test looks for double keys.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Words = tuple[str, ...]


def load_rules(folder: str, tag: str, *parts: str) -> dict[str, Any]:
    """Read the rule file of one language: `data/<folder>/<tag>.yml`.

    Args:
        folder: the folder of the rules.
        tag: the language.
        parts: what the file must hold.

    Raises:
        RuleFileError: the file is missing, is not YAML, or lacks a part.
    """
    name = f"{folder}/{tag}.yml"
    try:
        read = yaml.load((DATA / name).read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as fault:
        raise RuleFileError(name, "", f"cannot be read: {fault}") from fault
    lacking = sorted(set(parts) - set(read)) if isinstance(read, dict) else parts
    if lacking:
        raise RuleFileError(name, "", f"lacks {', '.join(lacking)}")
    return dict(read)


class Speller:
    """Spells the words of one language one way: "dont", "don't" and "do not" are the same words.

    Args:
        spellings: a spelling to the ways people type it, from `data/spellings/<tag>.yml`.
        sounds: pairs of regular expression and replacement, applied to every word, for letters
            that people swap because they sound alike (b and v in Spanish).
    """

    def __init__(
        self, spellings: Mapping[str, Sequence[str]], sounds: Sequence[Sequence[str]] = ()
    ) -> None:
        self._sounds = [(re.compile(found), put) for found, put in sounds]
        self._typed: dict[Words, Words] = {}
        for spelling, typed in spellings.items():
            words = tuple(self._plain(spelling))
            self._typed |= {tuple(self._plain(way)): words for way in (*typed, spelling)}

    def words(self, text: str, known: frozenset[str] = frozenset()) -> Words:
        """Return the text's words, spelled one way, with "." between sentences.

        Args:
            text: what a person typed; of a very long one, both ends (`LONGEST_READ`).
            known: words to look for in letters typed apart ("s u i c i d e").
        """
        half = LONGEST_READ // 2
        if len(text) > LONGEST_READ:
            text = f"{text[:half]} . {text[-half:]}"
        words = list(self._spell(self._join_letters(self._plain(text), known)))
        while words and words[-1] == SENTENCE_END:
            words.pop()
        return tuple(words)

    def _plain(self, text: str) -> list[str]:
        tokens = _TOKEN.findall(_DOTTED.sub(" ", fold(text)))
        return [self._sound(_plain_word(token)) for token in tokens]

    def _sound(self, word: str) -> str:
        if not word.isascii():
            return word
        sound = word
        for found, put in self._sounds:
            sound = found.sub(put, sound)
        return sound or word

    def _join_letters(self, words: Sequence[str], known: frozenset[str]) -> list[str]:
        """Join letters typed apart: four or more in a row, or three that are the whole message."""
        joined: list[str] = []
        at = 0
        while at < len(words):
            end = at
            while end < len(words) and len(words[end]) == 1 and "a" <= words[end] <= "z":
                end += 1
            if end - at >= 4 or (end - at == 3 and len(words) == 3):
                joined += self._split("".join(words[at:end]), known)
            else:
                end = max(end, at + 1)
                joined += words[at:end]
            at = end
        return joined

    def _split(self, run: str, known: frozenset[str]) -> list[str]:
        """Split glued words into the fewest known ones; what cannot be split stays one word."""
        if len(run) > _LONGEST_RUN:
            return [self._sound(run)]
        best: dict[int, list[str]] = {0: []}
        for end in range(1, len(run) + 1):
            for start in range(max(0, end - _LONGEST_WORD), end):
                word = self._sound(run[start:end])
                if start not in best or word not in known:
                    continue
                if end not in best or len(best[start]) + 1 < len(best[end]):
                    best[end] = [*best[start], word]
        return best.get(len(run), [self._sound(run)])

    def _spell(self, words: Sequence[str]) -> Iterator[str]:
        at = 0
        while at < len(words):
            length, spelled = self._spelling_at(words, at)
            yield from spelled
            at += length

    def _spelling_at(self, words: Sequence[str], at: int) -> tuple[int, Words]:
        for length in range(_LONGEST_SPELLING, 0, -1):
            typed = tuple(words[at : at + length])
            if typed in self._typed:
                return len(typed), self._typed[typed]
        return 1, (words[at],)


@cache
def speller(tag: str) -> Speller:
    """Return the speller of a language, from `data/spellings/<tag>.yml`.

    Raises:
        RuleFileError: the file cannot be read.
    """
    read = load_rules("spellings", tag, "spellings", "sounds")
    return Speller(read["spellings"], read["sounds"])


class Vocabulary:
    """The words that patterns are made of, and which of them a typed word stands for.

    Args:
        words: pattern words; ``word*`` stands for any word that starts so, ``word~`` for the word
            or one slip of the thumb away from it (a letter missing, added, swapped or wrong).
    """

    def __init__(self, words: Iterable[str]) -> None:
        marked = frozenset(words)
        self.exact = frozenset(word.rstrip("~") for word in marked if not word.endswith("*"))
        self._prefixes = frozenset(word for word in marked if word.endswith("*"))
        self._slips: dict[str, str] = {}
        for word in sorted(marked):
            if word.endswith("~"):
                self._slips |= dict.fromkeys(_slips(word[:-1]), word[:-1])

    def word(self, typed: str) -> str | None:
        """Return the pattern word that a typed word stands for, None for no one."""
        if typed in self.exact or typed == SENTENCE_END:
            return typed
        if len(typed) == 1:
            return None
        prefixes = (f"{typed[:length]}*" for length in range(len(typed), 0, -1))
        prefix = next((prefix for prefix in prefixes if prefix in self._prefixes), None)
        return prefix or next((self._slips[s] for s in _slips(typed) if s in self._slips), None)

    def widen(self, word: str) -> frozenset[str]:
        """Return all words of the vocabulary that a pattern word accepts."""
        if word.endswith("~"):
            return frozenset({word[:-1]})
        if not word.endswith("*"):
            return frozenset({word})
        longer = (w for w in self.exact | self._prefixes if w.startswith(word[:-1]))
        return frozenset({word, *longer})


def _slips(word: str) -> list[str]:
    """The word itself and all its forms with one letter missing; long words only."""
    if len(word) < 5:
        return [word]
    return [word, *(word[:at] + word[at + 1 :] for at in range(len(word)))]


def _plain_word(token: str) -> str:
    if not token[0].isalnum():
        return SENTENCE_END
    word = token.replace("'", "")
    if _LEET_INSIDE.search(word):
        word = word.translate(_LEET)
    return word
