"""Ages in whole years, and whose they are."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple, Sequence

from ecm.reading.data import reading_order, word_set, words
from ecm.reading.numbers import NumberSpan, number_spans
from ecm.reading.phrases import Phrases, clauses
from ecm.reading.text import western_digits

Who = Literal["self", "they"]
OLDEST = 120
_MONTHS_A_YEAR = 12
_GUARD_TOKENS = 3
_AND_A_HALF = re.compile(r"(?<=\d)\s+1\s?/\s?2\b")
_UNIT_KINDS = ("years", "months", "shorter")


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
    said = _clauses(text)
    bare = _bare_age(said, language) if bare_ok else None
    ages = {mention.years for mention in find_ages(text, language)}
    if bare is not None:
        return bare
    return ages.pop() if len(ages) == 1 else None


def find_ages(text: str, language: str) -> list[AgeMention]:
    """Return every age that a text gives a person.

    Args:
        text: anything.
        language: the person's tag.
    """
    said = _clauses(text)
    alone = _sole_age_with_unit(said, language)
    if alone is not None:
        return [alone]
    return [mention for clause in said for mention in _ages_in(clause, language)]


def _clauses(text: str) -> list[list[str]]:
    return clauses(_AND_A_HALF.sub("", western_digits(text)))


def _ages_in(clause: Sequence[str], language: str) -> list[AgeMention]:
    mentions = [
        AgeMention(0, _whose(clause, match.start, language))
        for match in _phrases(language, "newborn").find_apart(clause)
    ]
    for span in number_spans(clause, language):
        years = _age_at(clause, span, language)
        if years is not None and years <= OLDEST:
            mentions.append(AgeMention(years, _whose(clause, span.start, language)))
    return mentions


def _age_at(clause: Sequence[str], span: NumberSpan, language: str) -> int | None:
    """Return the years that a number in a clause stands for, if it is an age."""
    before = clause[max(0, span.start - _GUARD_TOKENS) : span.start]
    if _is_one_of_several(clause, span, language):
        return None
    lead = _lead(clause, span.start, language)
    if not lead and set(before) & word_set(language, "ages", "not_before"):
        return None
    if before[-1:] and before[-1] in word_set(language, "ages", "not_before") | {"-", ".", ":"}:
        return None
    at = _after_half(clause, span.end, language)
    kind, end = _unit(clause, at, language)
    end = _after_half(clause, end, language)
    if kind == "":
        return span.value if lead and _may_end(clause, end, language) else None
    if not _is_said_as_age(clause, span, (at, end), lead, language):
        return None
    return _in_years(span.value, kind, clause, language)


def _is_said_as_age(
    clause: Sequence[str], span: NumberSpan, unit: tuple[int, int], lead: bool, language: str
) -> bool:
    at, end = unit
    if clause[end : end + 1] and clause[end] in word_set(language, "ages", "not_followed"):
        return False
    if clause[at] in word_set(language, "ages", "marked"):
        return True
    if any(match.start == 0 for match in _phrases(language, "old").find(clause[end : end + 2])):
        return True
    return lead and _may_end(clause, end, language)


def _in_years(value: int, kind: str, clause: Sequence[str], language: str) -> int | None:
    if kind == "years":
        return value
    if set(clause) & word_set(language, "ages", "not_with_months"):
        return None
    return value // _MONTHS_A_YEAR if kind == "months" else 0


def _unit(clause: Sequence[str], at: int, language: str) -> tuple[str, int]:
    """Return the unit of time that stands at a place, and where it ends."""
    for kind in _UNIT_KINDS:
        for match in _phrases(language, kind).find(clause[at : at + 3]):
            if match.start == 0:
                return kind, at + match.end
    return "", at


def _after_half(clause: Sequence[str], at: int, language: str) -> int:
    for match in _phrases(language, "half").find(clause[at : at + 4]):
        if match.start == 0:
            return at + match.end
    return at


def _may_end(clause: Sequence[str], at: int, language: str) -> bool:
    """Return whether what follows lets "he is 6" be an age ("6 feet", "6 hours away" do not)."""
    return at >= len(clause) or clause[at] in word_set(language, "ages", "may_follow")


def _lead(clause: Sequence[str], start: int, language: str) -> bool:
    return any(match.end == start for match in _phrases(language, "leads").find(clause))


def _whose(clause: Sequence[str], start: int, language: str) -> Who | None:
    """Return who is named nearest before a place."""
    near = [match for match in _people(language).find(clause) if match.end <= start]
    if not near:
        return None
    return max(near, key=lambda match: (match.end, match.end - match.start)).values[0]


def _is_one_of_several(clause: Sequence[str], span: NumberSpan, language: str) -> bool:
    """Return whether the number is part of "6 or 7": two numbers with one word between them."""
    return any(
        0 <= max(other.start - span.end, span.start - other.end) <= 1
        for other in (s for s in number_spans(clause, language) if s != span)
    )


def _bare_age(said: Sequence[Sequence[str]], language: str) -> int | None:
    message = [token for clause in said for token in clause]
    spans = number_spans(message, language)
    if len(spans) != 1:
        return None
    end = _after_half(message, spans[0].end, language)
    rest = {*message[: spans[0].start], *message[end:]}
    if not rest <= word_set(language, "ages", "fillers"):
        return None
    return spans[0].value if spans[0].value <= OLDEST else None


def _sole_age_with_unit(said: Sequence[Sequence[str]], language: str) -> AgeMention | None:
    """Read "8 months" or "6歲" as the whole message."""
    message = [token for clause in said for token in clause]
    spans = number_spans(message, language)
    if len(spans) != 1:
        return None
    kind, end = _unit(message, _after_half(message, spans[0].end, language), language)
    end = _after_half(message, end, language)
    rest = [*message[: spans[0].start], *message[end:]]
    allowed = word_set(language, "ages", "fillers")
    if kind == "" or not set(rest) <= allowed:
        return None
    years = _in_years(spans[0].value, kind, message, language)
    if years is None or years > OLDEST:
        return None
    return AgeMention(years, _whose(message, spans[0].start, language))


@lru_cache(maxsize=None)
def _phrases(language: str, kind: str) -> Phrases[bool]:
    return Phrases(
        (phrase, True) for tag in reading_order(language) for phrase in words(tag, "ages", kind)
    )


@lru_cache(maxsize=None)
def _people(language: str) -> Phrases[Who]:
    entries: list[tuple[str, Who]] = []
    for tag in reading_order(language):
        entries += [(phrase, "self") for phrase in words(tag, "ages", "self")]
        entries += [(phrase, "they") for phrase in words(tag, "ages", "they")]
    return Phrases(entries)
