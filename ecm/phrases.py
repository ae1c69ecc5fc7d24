"""Phrase patterns as data: read by people, found with spaCy.

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
``^`` ``$``  the beginning and the end of the message, or of a sentence
``.``        the end of a sentence
===========  ==================================================================

Words are compared as `ecm.spelling` spells them, so a pattern need not list accents, capitals,
doubled letters or the ways of typing that `data/spellings` knows. Every Han character is a word.

spaCy's ``PhraseMatcher`` finds the words and phrases of all patterns in one pass; what is left
here is their order. spaCy's ``Matcher`` takes one word a place, which Chinese patterns are not.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ecm.rule_files import RuleFileError
from ecm.spelling import SENTENCE_END, Speller, Vocabulary, Words

START, END, UNKNOWN = "^", "$", "_"
_BREAKS = frozenset({START, END, SENTENCE_END})
_GROUPS_DEEP = 5

Phrases = frozenset[Words]


class Found(NamedTuple):
    """A rule that matched, and the words of the message it matched (from, up to)."""

    rule: str
    start: int
    end: int


def overlap(one: Found, other: Found) -> bool:
    """Return whether two matches share a word."""
    return one.start < other.end and other.start < one.end


class _Element(NamedTuple):
    """One place of a pattern: the phrases that fit, or (none) a gap of up to so many words."""

    phrases: Phrases
    optional: bool
    gap: int


class _Pattern(NamedTuple):
    """A rule's pattern, and which of its elements may not be missing."""

    rule: str
    elements: tuple[_Element, ...]
    sure: tuple[Phrases, ...]


Places = Mapping[int, Sequence[int]]
"""Where something begins in a message, to where it may end."""


class Reading:
    """A message as a phrasebook reads it.

    Args:
        words: its words, between `START` and `END`.
        found: the phrases of the phrasebook that are in it, and where each begins.
    """

    def __init__(self, words: Words, found: Mapping[Words, Sequence[int]]) -> None:
        self.words = words
        self.found = found
        self._places: dict[Phrases, Places] = {}
        self.breaks = [len(words)] * (len(words) + 1)
        """For each place, the next one at or after it where a sentence ends."""
        for at in range(len(words) - 1, -1, -1):
            self.breaks[at] = at if words[at] in _BREAKS else self.breaks[at + 1]

    def places(self, phrases: Phrases) -> Places:
        """Where any of these phrases is; asked for often, so remembered."""
        if phrases not in self._places:
            ends: dict[int, list[int]] = defaultdict(list)
            for words in phrases & self.found.keys():
                for start in self.found[words]:
                    ends[start].append(start + len(words))
            self._places[phrases] = dict(ends)
        return self._places[phrases]


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
        from spacy.matcher import PhraseMatcher
        from spacy.tokens import Doc

        notation = _Notation(speller, groups)
        read = [
            (rule, list(notation.elements(pattern)))
            for rule, each in patterns.items()
            for pattern in each
        ]
        self._speller = speller
        self._vocabulary = Vocabulary(
            word for _, elements in read for e in elements for words in e.phrases for word in words
        )
        self._patterns = [self._pattern(rule, elements) for rule, elements in read]
        self._by_phrase = self._index()
        self._doc = Doc
        self._vocab = spacy.blank(blank).vocab
        self._matcher = PhraseMatcher(self._vocab)
        for words in {words for p in self._patterns for e in p.elements for words in e.phrases}:
            self._matcher.add(" ".join(words), [Doc(self._vocab, words=list(words))])

    def read(self, text: str) -> Reading:
        """Return the text as the words that the patterns are made of, unknown ones blanked.

        Blanking also keeps what people write out of spaCy's string table, which never forgets.
        """
        spelled = self._speller.words(text, self._vocabulary.exact)
        words = (START, *(self._vocabulary.word(word) or UNKNOWN for word in spelled), END)
        found: dict[Words, list[int]] = defaultdict(list)
        for _, start, end in self._matcher(self._doc(self._vocab, words=list(words))):
            found[words[start:end]].append(start)
        return Reading(words, found)

    def find(self, reading: Reading, rules: frozenset[str]) -> list[Found]:
        """Return every match of these rules, in the order of the patterns."""
        near = {at for phrase in reading.found for at in self._by_phrase.get(phrase, ())}
        likely = (self._patterns[at] for at in sorted(near))
        return [
            Found(pattern.rule, start, end)
            for pattern in likely
            if pattern.rule in rules and all(map(reading.places, pattern.sure))
            for start, end in sorted(_walk(pattern.elements, reading))
        ]

    def _pattern(self, rule: str, elements: Sequence[_Element]) -> _Pattern:
        widened = tuple(
            element._replace(phrases=self._widen(element.phrases)) for element in elements
        )
        sure = tuple(e.phrases for e in widened if e.phrases and not e.optional)
        if not sure:
            raise RuleFileError("patterns", rule, "one word of a pattern may not be missing")
        return _Pattern(rule, widened, sure)

    def _widen(self, phrases: Phrases) -> Phrases:
        widen = self._vocabulary.widen
        return frozenset((*words[:-1], last) for words in phrases for last in widen(words[-1]))

    def _index(self) -> dict[Words, list[int]]:
        """For each phrase the patterns worth trying when it is there: few, if it is rare."""
        uses = Counter(words for p in self._patterns for e in p.elements for words in e.phrases)
        index: dict[Words, list[int]] = defaultdict(list)
        for at, pattern in enumerate(self._patterns):
            for words in min(
                pattern.sure, key=lambda phrases: sum(uses[words] for words in phrases)
            ):
                index[words].append(at)
        return index


def _walk(elements: Sequence[_Element], reading: Reading) -> set[tuple[int, int]]:
    """Walk through the message element by element: pairs of first word and next place."""
    first = elements[0]
    anywhere = first.optional or first.gap
    begins = range(len(reading.words)) if anywhere else reading.places(first.phrases)
    paths = {(at, at) for at in begins}
    for element in elements:
        if element.gap:
            paths = {
                (start, further)
                for start, at in paths
                for further in range(at, min(at + element.gap, reading.breaks[at]) + 1)
            }
        else:
            places = reading.places(element.phrases)
            onward = {(start, end) for start, at in paths for end in places.get(at, ())}
            paths = onward | paths if element.optional else onward
        if not paths:
            break
    return paths


class _Notation:
    """Reads patterns: the notation of this module's first lines."""

    def __init__(self, speller: Speller, groups: Mapping[str, Sequence[str]]) -> None:
        self._speller = speller
        self._groups = groups

    def elements(self, pattern: str) -> Iterator[_Element]:
        """Read one pattern."""
        for part in pattern.split():
            if part.startswith(".."):
                yield _Element(frozenset(), optional=True, gap=int(part[2:] or 3))
                continue
            phrases = frozenset(self._alternatives(part.rstrip("?"), pattern, _GROUPS_DEEP))
            if not all(phrases):
                raise RuleFileError("patterns", pattern, "an empty alternative")
            yield _Element(phrases, part.endswith("?"), gap=0)

    def _alternatives(self, part: str, pattern: str, deep: int) -> Iterator[Words]:
        for alternative in part.split("|"):
            if alternative in {START, END}:
                yield from ((alternative,), (SENTENCE_END,))
            elif alternative == SENTENCE_END:
                yield (SENTENCE_END,)
            elif not alternative.startswith("@"):
                yield self._words(alternative)
            elif alternative[1:] in self._groups and deep:
                for member in self._groups[alternative[1:]]:
                    yield from self._alternatives(member.replace(" ", "_"), pattern, deep - 1)
            else:
                raise RuleFileError("patterns", pattern, f"no such word group: {alternative}")

    def _words(self, alternative: str) -> Words:
        mark = alternative[-1:] if alternative[-1:] in {"*", "~"} else ""
        words = self._speller.words(alternative.rstrip("*~").replace("_", " "))
        return (*words[:-1], words[-1] + mark) if words else ()
