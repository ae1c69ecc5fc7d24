"""Ages in whole years, and whose they are."""

from __future__ import annotations

from bisect import bisect_right
from functools import cache
from typing import Literal, NamedTuple, Sequence

from ecm.reading.data import reading_order, word_set, words
from ecm.reading.numbers import NumberSpan, number_spans
from ecm.reading.phrases import Clauses, Phrases, clauses, joined

Who = Literal["self", "they"]
OLDEST = 120
_MONTHS_A_YEAR = 12
_GUARD_TOKENS = 3
_LONGEST_SOLE_AGE = 16  # tokens
_UNIT_KINDS = ("years", "months", "shorter")
_NOT_A_WHOLE_NUMBER_AFTER = frozenset({"-", ".", ":"})


class AgeMention(NamedTuple):
    """One age said in a text: whole years, and whether of the writer or of somebody else."""

    years: int
    who: Who | None


def read_age(text: str, language: str, bare_ok: bool = False) -> int | None:
    """Read the one age that a text gives.

    Args:
        text: anything.
        language: the person's tag.
        bare_ok: whether a number alone counts, because the age was asked.

    Returns:
        Whole years, 0–120 (months and weeks are rounded down); None when no age is given, or
        several.
    """
    said = clauses(text)
    bare = bare_age(said, language) if bare_ok else None
    if bare is not None:
        return bare
    ages = {mention.years for mention in find_ages(said, language)}
    return ages.pop() if len(ages) == 1 else None


def bare_age(said: Clauses, language: str) -> int | None:
    """Return the number that is, but for words such as "about", the whole answer.

    Args:
        said: the answer's clauses.
        language: the person's tag.
    """
    message = joined(said)
    spans = number_spans(message, language)
    if len(spans) != 1:
        return None
    end = _end(message, spans[0].end, language, "half")
    rest = {*message[: spans[0].start], *message[end:]}
    if not rest <= word_set(language, "ages", "fillers"):
        return None
    return spans[0].value if spans[0].value <= OLDEST else None


def find_ages(said: Clauses, language: str) -> list[AgeMention]:
    """Return every age that a message gives a person.

    Args:
        said: the message's clauses.
        language: the person's tag.
    """
    alone = _sole_age_with_unit(said, language)
    if alone is not None:
        return [alone]
    return [mention for clause in said for mention in _Clause(clause, language).ages()]


class _Clause:
    """One clause, with what is said of people and ages in it worked out once."""

    def __init__(self, tokens: Sequence[str], language: str) -> None:
        self.tokens = tokens
        self.language = language
        self.spans = number_spans(tokens, language)
        self._newborns = _phrases(language, "newborn").find_apart(tokens)
        if self.spans or self._newborns:
            self._leads = {match.end for match in _phrases(language, "leads").find(tokens)}
            # By end, the longest last: "a" counts for less than "i am a".
            self._people = sorted(
                (match.end, match.end - match.start, match.values[0])
                for match in _people(language).find(tokens)
            )
            self._no_months = not word_set(language, "ages", "not_with_months").isdisjoint(tokens)

    def ages(self) -> list[AgeMention]:
        """Return the ages in the clause."""
        mentions = [AgeMention(0, None) for match in self._newborns]
        neighbours = zip([None, *self.spans], self.spans, [*self.spans[1:], None], strict=False)
        for before, span, after in neighbours:
            years = None if _touch(before, span) or _touch(span, after) else self._age_at(span)
            if years is not None and years <= OLDEST:
                mentions.append(AgeMention(years, self.whose(span.start)))
        return mentions

    def whose(self, start: int) -> Who | None:
        """Return who is named nearest before a place."""
        at = bisect_right(self._people, start, key=lambda person: person[0])
        return self._people[at - 1][2] if at else None

    def in_years(self, value: int, kind: str) -> int | None:
        """Return an age in years; months beside a word of pregnancy are no age."""
        if kind == "years":
            return value
        if self._no_months:
            return None
        return value // _MONTHS_A_YEAR if kind == "months" else 0

    def unit(self, span: NumberSpan) -> tuple[str, int, int]:
        """Return the unit of time behind a number, where it begins and where it ends."""
        at = _end(self.tokens, span.end, self.language, "half")
        for kind in _UNIT_KINDS:
            end = _end(self.tokens, at, self.language, kind)
            if end > at:
                return kind, at, _end(self.tokens, end, self.language, "half")
        return "", at, at

    def _age_at(self, span: NumberSpan) -> int | None:
        lead = span.start in self._leads
        if self._is_guarded(span, lead):
            return None
        kind, at, end = self.unit(span)
        if kind == "":
            return span.value if lead and self._may_end(end) else None
        return self.in_years(span.value, kind) if self._is_said_as_age(at, end, lead) else None

    def _is_guarded(self, span: NumberSpan, lead: bool) -> bool:
        guards = word_set(self.language, "ages", "not_before")
        before = self.tokens[max(0, span.start - _GUARD_TOKENS) : span.start]
        nearest = before[-1] if before else ""
        if nearest in _NOT_A_WHOLE_NUMBER_AFTER:
            return True
        return not lead and not guards.isdisjoint(before)

    def _is_said_as_age(self, at: int, end: int, lead: bool) -> bool:
        next_token = self.tokens[end] if end < len(self.tokens) else ""
        if next_token in word_set(self.language, "ages", "not_followed"):
            return False
        if self.tokens[at] in word_set(self.language, "ages", "marked"):
            return True
        return _phrases(self.language, "old").at(self.tokens, end) is not None or (
            lead and self._may_end(end)
        )

    def _may_end(self, at: int) -> bool:
        """Return whether what follows lets "he is 6" be an age ("6 feet", "6 hours" do not)."""
        allowed = word_set(self.language, "ages", "may_follow")
        return at >= len(self.tokens) or self.tokens[at] in allowed


def _sole_age_with_unit(said: Clauses, language: str) -> AgeMention | None:
    """Read "8 months" or "6歲" as the whole message."""
    message = _Clause(joined(said)[: _LONGEST_SOLE_AGE + 1], language)
    if len(message.spans) != 1 or len(message.tokens) > _LONGEST_SOLE_AGE:
        return None
    span = message.spans[0]
    kind, _, end = message.unit(span)
    rest = {*message.tokens[: span.start], *message.tokens[end:]}
    if kind == "" or not rest <= word_set(language, "ages", "fillers"):
        return None
    years = message.in_years(span.value, kind)
    if years is None or years > OLDEST:
        return None
    return AgeMention(years, message.whose(span.start))


def _touch(first: NumberSpan | None, second: NumberSpan | None) -> bool:
    """Return whether two numbers have at most one word between them, as in "6 or 7"."""
    return first is not None and second is not None and second.start - first.end <= 1


def _end(tokens: Sequence[str], at: int, language: str, kind: str) -> int:
    """Return where a phrase of a kind ends that begins at a place, or the place."""
    match = _phrases(language, kind).at(tokens, at)
    return match.end if match else at


@cache
def _phrases(language: str, kind: str) -> Phrases[bool]:
    return Phrases(
        (phrase, True) for tag in reading_order(language) for phrase in words(tag, "ages", kind)
    )


@cache
def _people(language: str) -> Phrases[Who]:
    entries: list[tuple[str, Who]] = []
    for tag in reading_order(language):
        entries += [(phrase, "self") for phrase in words(tag, "ages", "self")]
        entries += [(phrase, "they") for phrase in words(tag, "ages", "they")]
    return Phrases(entries)
