"""Finding many phrases in a text at once, the same way for spaced and unspaced scripts.

A text becomes clauses of tokens: a Latin word, a number, or one Han character each. Phrases are
read token by token, all at once, so the time to search does not grow with their number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Generic, Iterable, Sequence, TypeVar

from ecm.reading.data import word_tags, words
from ecm.reading.text import fold, western_digits

T = TypeVar("T")

ANY_WORD = "_"
CLAUSE_END = "$"
_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# Vowel signs and tone marks of scripts whose marks Python's \w leaves out.
_MARKS = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0900-\u0dff\u0e30-\u0eff"
_MARKS += "\u1780-\u17ff\u200c\u200d"
_LETTERS = rf"(?:(?![{_HAN}])[^\W\d_]|[{_MARKS}])+"
_TOKEN = re.compile(rf"\d+|[{_HAN}]|{_LETTERS}|(?<=\d)\s?[-/~.:,]\s?(?=\d)")
_CLAUSE_END = re.compile(r"(?<!\d)[.,:]|[.,:](?!\d)|[;!?\n\u3002\u3001\uff64\u2026\u00a1\u00bf|]")
_INITIALS = re.compile(r"\b[a-z](?:\.[a-z])+\b\.?")
_SHORTENED = (
    (re.compile(r"'re\b"), " are"),
    (re.compile(r"'s(?= \d)"), " is"),  # "my son's 6"
    (re.compile(r"(?<=\d) 1/2\b"), ""),
)
_HAN_CHARACTER = re.compile(f"[{_HAN}]")
_TEMPLATE_PART = re.compile(r"[()|]|[^()|]+")


@dataclass
class Match(Generic[T]):
    """Where a phrase stands in a clause, and what it means."""

    start: int
    end: int
    values: tuple[T, ...]


@dataclass(eq=False)
class _Node(Generic[T]):
    """A place between two tokens of a template."""

    next: dict[str, list["_Node[T]"]] = field(default_factory=dict)
    values: list[T] = field(default_factory=list)


class _State(Generic[T]):
    """All the places in templates where a text can be; what follows is worked out when needed.

    Templates would be millions of phrases if written out; this way only those that texts really
    begin are made, and a text is still read with one look-up a token.
    """

    __slots__ = ("_after", "_nodes", "tokens", "values")

    def __init__(self, nodes: Iterable[_Node[T]]) -> None:
        self._nodes = tuple(nodes)
        self._after: dict[str, _State[T] | None] = {}
        self.tokens = {token for node in self._nodes for token in node.next}
        self.values: tuple[T, ...] = tuple(
            dict.fromkeys(value for node in self._nodes for value in node.values)
        )

    def after(self, token: str) -> "_State[T] | None":
        """Return where the text is after one more token."""
        if token in self.tokens:
            return self._after[token] if token in self._after else self._work_out(token)
        if ANY_WORD in self.tokens:
            return self._after[ANY_WORD] if ANY_WORD in self._after else self._work_out(ANY_WORD)
        return None

    def _work_out(self, token: str) -> "_State[T] | None":
        following = [n for node in self._nodes for n in node.next.get(token, ())]
        if token not in (ANY_WORD, CLAUSE_END):
            following += [n for node in self._nodes for n in node.next.get(ANY_WORD, ())]
        self._after[token] = _State(dict.fromkeys(following)) if following else None
        return self._after[token]


class Phrases(Generic[T]):
    """A set of phrases, each with the values it stands for.

    Args:
        entries: (template, value) pairs. A template is words with alternatives in brackets, which
            may nest and may be empty: `we (live|stay) in (a|) motel`; `_` is any one token, `$` the
            end of the clause.
    """

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        root: _Node[T] = _Node()
        for template, value in entries:
            for end in _attach([root], _parse(template)):
                if end is not root:
                    end.values.append(value)
        self._start = _State([root])
        self.first_tokens = frozenset(self._start.tokens)
        self._begins_with_any_word = ANY_WORD in self.first_tokens

    def find(self, clause: Sequence[str]) -> list[Match[T]]:
        """Return the longest match at each place of a clause.

        Args:
            clause: tokens as `clauses` gives them.
        """
        if self._begins_with_any_word:
            starts: Iterable[int] = range(len(clause))
        elif self.first_tokens.isdisjoint(clause):
            return []
        else:
            first = self.first_tokens
            starts = [at for at, token in enumerate(clause) if token in first]
        return [match for start in starts if (match := self.at(clause, start)) is not None]

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

    def whole(self, message: Sequence[str]) -> tuple[T, ...]:
        """Return the values of the phrase that is the whole message, or nothing.

        Args:
            message: tokens.
        """
        match = self.at(message, 0)
        return match.values if match and match.end == len(message) else ()

    def at(self, clause: Sequence[str], start: int) -> Match[T] | None:
        """Return the longest match that begins at a place.

        Args:
            clause: tokens as `clauses` gives them.
            start: the place; past the end there is none.
        """
        best: Match[T] | None = None
        state = self._start
        for at in range(start, len(clause)):
            if state.values:
                best = Match(start, at, state.values)
            following = state.after(clause[at])
            if following is None:
                return best
            state = following
        ended = state.after(CLAUSE_END) if CLAUSE_END in state.tokens else None
        values = ended.values if ended else state.values
        return Match(start, len(clause), values) if values else best


@dataclass(frozen=True)
class _Choice:
    """The alternatives of one bracket, each a sequence of tokens and further choices."""

    options: tuple[tuple["str | _Choice", ...], ...]


def _parse(template: str) -> tuple[str | _Choice, ...]:
    options, rest = _parse_options(_TEMPLATE_PART.findall(template))
    if rest or len(options) != 1:
        raise ValueError(f"brackets do not match: {template}")
    return options[0]


def _parse_options(
    parts: Sequence[str],
) -> tuple[list[tuple[str | _Choice, ...]], Sequence[str]]:
    """Return the alternatives up to a closing bracket, and what follows it."""
    options: list[list[str | _Choice]] = [[]]
    while parts:
        part, parts = parts[0], parts[1:]
        if part == "(":
            inner, parts = _parse_options(parts)
            options[-1].append(_Choice(tuple(inner)))
        elif part == ")":
            break
        elif part == "|":
            options.append([])
        else:
            options[-1].extend(_phrase_tokens(part))
    return [tuple(option) for option in options], parts


def _attach(starts: list[_Node[T]], sequence: Sequence[str | _Choice]) -> list[_Node[T]]:
    """Add a sequence behind some places and return the places where it ends."""
    for part in sequence:
        if isinstance(part, _Choice):
            ends = [end for option in part.options for end in _attach(starts, option)]
            starts = list(dict.fromkeys(ends))
        else:
            node: _Node[T] = _Node()
            for start in starts:
                start.next.setdefault(part, []).append(node)
            starts = [node]
    return starts


Clauses = Sequence[Sequence[str]]


def clauses(text: str) -> list[list[str]]:
    """Split a text into clauses of tokens, folded, with Western digits, short forms spelled out.

    Args:
        text: anything.
    """
    folded = western_digits(fold(text))
    for short, full in _SHORTENED:
        folded = short.sub(full, folded)
    folded = _INITIALS.sub(lambda m: m.group().replace(".", ""), folded.replace("'", ""))
    split = (_full(_TOKEN.findall(part)) for part in _CLAUSE_END.split(folded))
    return [clause for clause in split if clause]


def tokens(text: str) -> list[str]:
    """Return a text's tokens without its clause boundaries.

    Args:
        text: anything.
    """
    return joined(clauses(text))


def joined(said: Clauses) -> list[str]:
    """Return the tokens of all clauses in one list.

    Args:
        said: clauses.
    """
    return [token for clause in said for token in clause]


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
        for token in ([part] if part in (ANY_WORD, CLAUSE_END) else tokens(part))
    ]


def _full(found: Sequence[str]) -> list[str]:
    """Return tokens with short forms spelled out and signs between numbers made alike."""
    short_forms = _short_forms()
    if short_forms.keys().isdisjoint(found):
        return list(found)
    return [token for word in found for token in short_forms.get(word, (word,))]


@cache
def _short_forms() -> dict[str, tuple[str, ...]]:
    """Return what short forms stand for ("hes" is "he is"), and signs between two numbers."""
    table: dict[str, tuple[str, ...]] = {}
    for sign in "-/~.:,":
        one = ("-",) if sign in "/~" else (sign,)
        table |= {f"{before}{sign}{after}": one for before in ("", " ") for after in ("", " ")}
    for tag in word_tags():
        for short, full in (words(tag, "short_forms") or {}).items():
            table.setdefault(short, tuple(full.split()))
    return table
