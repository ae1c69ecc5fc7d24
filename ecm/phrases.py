"""Phrase patterns as data: read by people, matched by spaCy.

The safety and opt-out rules (`data/safety`, `data/opt_out`) are lists of word patterns in a small
notation that a translator can read and extend:

===========  ==================================================================
``word``     that word
``a|b_c``    either of these; ``_`` joins the words of one alternative
``@name``    any member of the file's word group ``name``; also ``@name|a``
``word?``    may be missing (so may ``@name?`` and ``a|b?``)
``word*``    any word that starts so
``word~``    the word, or one slip of the thumb from it (five letters or more)
``..``       up to three words of the same sentence; ``..5``: up to five
``^`` ``$``  the beginning and the end of the message
===========  ==================================================================

Words are compared as `ecm.spelling` spells them, so a pattern need not list accents, capitals,
doubled letters or the ways of typing that `data/spellings` knows. Every Han character is a word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

from ecm.spelling import SENTENCE_END, RuleFileError, Speller, Vocabulary, Words

if TYPE_CHECKING:
    from spacy.matcher import Matcher

START, END, UNKNOWN = "^", "$", "_"
_MOST_BRANCHES = 4000
_GROUPS_DEEP = 5


@dataclass(frozen=True)
class Found:
    """A rule that matched, and the words of the message it matched (from, up to)."""

    rule: str
    start: int
    end: int


@dataclass(frozen=True)
class _Element:
    """One element of a pattern: its alternatives, or a gap of up to so many words."""

    alternatives: tuple[Words, ...] = ()
    optional: bool = False
    gap: int = 0


_Branch = tuple[_Element, ...]


class Phrasebook:
    """All patterns of one language, ready to be looked for.

    Args:
        speller: spells patterns and messages the same way.
        patterns: a rule's id to its patterns, in the notation above.
        groups: the word groups that patterns name with ``@``.
        blank: the spaCy language whose blank pipeline owns the vocabulary ("en", "es", "zh").

    Raises:
        RuleFileError: a pattern is malformed or names a group that is not there.
    """

    def __init__(
        self,
        speller: Speller,
        patterns: Mapping[str, Sequence[str]],
        groups: Mapping[str, Sequence[str]],
        blank: str,
    ) -> None:
        import spacy  # takes a second to import: only processes that read messages pay for it

        self._speller = speller
        notation = _Notation(speller, groups)
        branches = {
            rule: [branch for pattern in each for branch in notation.branches(pattern)]
            for rule, each in patterns.items()
        }
        self._vocabulary = Vocabulary(_all_words(branches.values()))
        self._spacy = spacy.blank(blank).vocab
        self._matchers = {rule: self._matcher(rule, each) for rule, each in branches.items()}
        self._rules_by_word = self._index(branches)

    def words(self, text: str) -> Words:
        """Return the text as the words that the patterns are made of, unknown ones blanked.

        Blanking also keeps what people write out of spaCy's string table, which never forgets.
        """
        spelled = self._speller.words(text, self._vocabulary.exact)
        return (START, *(self._vocabulary.word(word) or UNKNOWN for word in spelled), END)

    def find(self, words: Words, rules: frozenset[str]) -> list[Found]:
        """Return every match of these rules in words that `words` gave, in the order of rules."""
        near = set[str]().union(*(self._rules_by_word.get(word, ()) for word in set(words)))
        wanted = sorted(near & rules)
        if not wanted:
            return []
        from spacy.tokens import Doc

        doc = Doc(self._spacy, words=list(words))
        return [
            Found(rule, start, end)
            for rule in wanted
            for _, start, end in self._matchers[rule](doc)
        ]

    def _matcher(self, rule: str, branches: Sequence[_Branch]) -> Matcher:
        from spacy.matcher import Matcher

        matcher = Matcher(self._spacy)
        matcher.add(rule, [[self._token(element) for element in branch] for branch in branches])
        return matcher

    def _token(self, element: _Element) -> dict[str, Any]:
        if element.gap:
            ends = [START, END, SENTENCE_END]
            return {"ORTH": {"NOT_IN": ends}, "OP": f"{{0,{element.gap}}}"}
        words = sorted(self._accepted(element))
        token: dict[str, Any] = {"ORTH": words[0] if len(words) == 1 else {"IN": words}}
        return token | {"OP": "?"} if element.optional else token

    def _accepted(self, element: _Element) -> frozenset[str]:
        widen = self._vocabulary.widen
        return frozenset().union(*(widen(word) for words in element.alternatives for word in words))

    def _index(self, branches: Mapping[str, Sequence[_Branch]]) -> dict[str, set[str]]:
        """For each word the rules worth trying when it is there: few words make a rule likely."""
        everywhere = (e for each in branches.values() for branch in each for e in branch)
        uses = Counter(word for element in everywhere for word in self._accepted(element))
        index: dict[str, set[str]] = {}
        for rule, each in branches.items():
            for branch in each:
                for word in self._rarest(branch, uses):
                    index.setdefault(word, set()).add(rule)
        return index

    def _rarest(self, branch: _Branch, uses: Counter[str]) -> frozenset[str]:
        """The words of the element that says most: without one of them there is no match."""
        sure = [self._accepted(e) for e in branch if e.alternatives and not e.optional]
        if not sure:
            raise RuleFileError("a pattern needs one word that may not be missing")
        return min(sure, key=lambda words: sum(uses[word] for word in words))


class _Notation:
    """Reads patterns: the notation of this module's first lines."""

    def __init__(self, speller: Speller, groups: Mapping[str, Sequence[str]]) -> None:
        self._speller = speller
        self._groups = groups

    def branches(self, pattern: str) -> Iterator[_Branch]:
        """Spell out alternatives of several words: spaCy's patterns have one word a place."""
        choices = [self._choices(part, pattern) for part in pattern.split()]
        if not choices:
            raise RuleFileError("an empty pattern")
        for count, chosen in enumerate(product(*choices)):
            if count >= _MOST_BRANCHES:
                raise RuleFileError("a pattern with too many alternatives", pattern=pattern)
            yield tuple(element for part in chosen for element in part)

    def _choices(self, part: str, pattern: str) -> list[_Branch]:
        if part.startswith(".."):
            return [(_Element(gap=int(part[2:] or 3)),)]
        optional = part.endswith("?")
        alternatives = tuple(self._alternatives(part.rstrip("?"), pattern, _GROUPS_DEEP))
        if not all(alternatives):
            raise RuleFileError("an empty alternative", pattern=pattern)
        single = tuple(words for words in alternatives if len(words) == 1)
        several = [words for words in alternatives if len(words) > 1]
        if not several:
            return [(_Element(single, optional),)]
        choices = [tuple(_Element(((word,),)) for word in words) for words in several]
        choices += [(_Element(single),)] if single else []
        return [*choices, ()] if optional else choices

    def _alternatives(self, part: str, pattern: str, deep: int) -> Iterator[Words]:
        for alternative in part.split("|"):
            if not alternative.startswith("@"):
                yield self._words(alternative)
            elif alternative[1:] in self._groups and deep:
                for member in self._groups[alternative[1:]]:
                    yield from self._alternatives(member.replace(" ", "_"), pattern, deep - 1)
            else:
                raise RuleFileError("no such word group", pattern=pattern, group=alternative)

    def _words(self, alternative: str) -> Words:
        if alternative in {START, END}:
            return (alternative,)
        mark = alternative[-1:] if alternative[-1:] in {"*", "~"} else ""
        words = self._speller.words(alternative.rstrip("*~").replace("_", " "))
        return (*words[:-1], words[-1] + mark) if words else ()


def _all_words(rules: Iterable[Sequence[_Branch]]) -> Iterator[str]:
    for branches in rules:
        for branch in branches:
            for element in branch:
                for words in element.alternatives:
                    yield from words
