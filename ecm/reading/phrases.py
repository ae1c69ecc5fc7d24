"""Finding many phrases in a text at once, the same way for spaced and unspaced scripts.

A text becomes clauses of tokens: a Latin word, a number, or one Han character each. Phrases are
kept in a trie of tokens, so the time to search does not grow with their number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Generic, Iterable, Iterator, NamedTuple, Sequence, TypeVar

from ecm.reading.data import word_tags, words
from ecm.reading.text import fold, western_digits

T = TypeVar("T")

ANY_TOKEN = "_"
_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# Vowel signs and tone marks of scripts whose marks Python's \w leaves out.
_MARKS = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0900-\u0dff\u0e30-\u0eff"
_MARKS += "\u1780-\u17ff\u200c\u200d"
_TOKEN = re.compile(rf"\d+|[{_HAN}]|(?:(?![{_HAN}])[^\W\d_]|[{_MARKS}])+|(?<=\d)\s?[-/~.:,]\s?(?=\d)")
_CLAUSE_END = re.compile(r"(?<!\d)[.,:]|[.,:](?!\d)|[;!?\n\u3002\u3001\uff64\u2026\u00a1\u00bf|]")
_INITIALS = re.compile(r"\b[a-z](?:\.[a-z])+\b\.?")
_SHORTENED = ((re.compile(r"'re\b"), " are"), (re.compile(r"'s(?= \d)"), " is"))
_HAN_CHARACTER = re.compile(f"[{_HAN}]")
_GROUP = re.compile(r"\(([^()]*)\)")


class Match(NamedTuple, Generic[T]):
    """Where a phrase stands in a clause, and what it means."""

    start: int
    end: int
    values: tuple[T, ...]


@dataclass
class _Node(Generic[T]):
    next: dict[str, "_Node[T]"] = field(default_factory=dict)
    values: tuple[T, ...] = ()


class Phrases(Generic[T]):
    """A set of phrases, each with the values it stands for.

    Args:
        entries: (template, value) pairs; see `expand` for templates. `_` is any one token.
    """

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        self._root: _Node[T] = _Node()
        for template, value in entries:
            for phrase in expand(template):
                self._add(_phrase_tokens(phrase), value)

    def _add(self, phrase: Sequence[str], value: T) -> None:
        node = self._root
        for token in phrase:
            node = node.next.setdefault(token, _Node())
        if phrase and value not in node.values:
            node.values = (*node.values, value)

    def find(self, clause: Sequence[str]) -> list[Match[T]]:
        """Return the longest match at each place of a clause.

        Args:
            clause: tokens as `clauses` gives them.
        """
        found = (self._longest(clause, start) for start in range(len(clause)))
        return [match for match in found if match is not None]

    def find_apart(self, clause: Sequence[str]) -> list[Match[T]]:
        """Return matches that do not overlap, the leftmost and longest first.

        Args:
            clause: tokens as `clauses` gives them.
        """
        apart: list[Match[T]] = []
        for match in self.find(clause):
            if not apart or match.start >= apart[-1].end:
                apart.append(match)
        return apart

    def whole(self, text: str) -> tuple[T, ...]:
        """Return the values of the phrase that is the whole text, or nothing.

        Args:
            text: anything.
        """
        message = tokens(text)
        match = self._longest(message, 0) if message else None
        return match.values if match and match.end == len(message) else ()

    def _longest(self, clause: Sequence[str], start: int) -> Match[T] | None:
        best: Match[T] | None = None
        paths = [(self._root, start)]
        while paths:
            node, at = paths.pop()
            if node.values and (best is None or at > best.end):
                best = Match(start, at, node.values)
            if at < len(clause):
                for token in (clause[at], ANY_TOKEN):
                    if token in node.next:
                        paths.append((node.next[token], at + 1))
        return best


def expand(template: str) -> list[str]:
    """Return all phrases of a template.

    Args:
        template: words with alternatives in brackets, `we (live|stay) in (a|) motel`; brackets
            may nest.
    """
    group = _GROUP.search(template)
    if group is None:
        return [template]
    before, after = template[: group.start()], template[group.end() :]
    return [
        phrase
        for choice in group.group(1).split("|")
        for phrase in expand(f"{before}{choice}{after}")
    ]


def clauses(text: str) -> list[list[str]]:
    """Split a text into clauses of tokens, folded, with Western digits, short forms spelled out.

    Args:
        text: anything.
    """
    folded = western_digits(fold(text))
    for short, full in _SHORTENED:
        folded = short.sub(full, folded)
    folded = _INITIALS.sub(lambda m: m.group().replace(".", ""), folded.replace("'", ""))
    parts = _CLAUSE_END.split(folded)
    split = ([token for word in _TOKEN.findall(part) for token in _full(word)] for part in parts)
    return [clause for clause in split if clause]


def tokens(text: str) -> list[str]:
    """Return a text's tokens without its clause boundaries.

    Args:
        text: anything.
    """
    return [token for clause in clauses(text) for token in clause]


def is_han(token: str) -> bool:
    """Return whether a token is a Han character.

    Args:
        token: one token.
    """
    return bool(_HAN_CHARACTER.match(token))


def _phrase_tokens(phrase: str) -> list[str]:
    return [
        token
        for part in phrase.split()
        for token in ([ANY_TOKEN] if part == ANY_TOKEN else tokens(part))
    ]


def _full(token: str) -> Iterator[str]:
    token = token.strip()
    if token in ("/", "~"):
        yield "-"
    else:
        yield from _short_forms().get(token, (token,))


@lru_cache(maxsize=None)
def _short_forms() -> dict[str, tuple[str, ...]]:
    """Return what contractions and text-speak stand for: "hes" is "he is", "u" is "you"."""
    table: dict[str, tuple[str, ...]] = {}
    for tag in word_tags():
        for short, full in (words(tag, "short_forms") or {}).items():
            table.setdefault(short, tuple(full.split()))
    return table
