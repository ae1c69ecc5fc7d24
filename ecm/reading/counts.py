"""How often a person used the emergency room or the hospital, said in passing."""

from __future__ import annotations

from functools import cache
from typing import Sequence

from ecm.reading.data import ELIGIBILITY, load, reading_order, word_set
from ecm.reading.numbers import LARGEST_COUNT, NumberSpan, number_spans
from ecm.reading.phrases import Clauses, Phrases

_HINTS = ELIGIBILITY / "hints"
_YEAR_UNITS = frozenset({"年", "years", "anos"})


def use_counts(said: Clauses, language: str) -> dict[str, int]:
    """Read counts that are said together with the place, as in "been to the ER 4 times".

    Args:
        said: the message's clauses.
        language: the person's tag.

    Returns:
        `er_visits` and `hospital_stays`, each only when exactly one count is said of it, and not
        of more than a year (the longest window of the rules, ECM Policy Guide, January 2026).
    """
    found: dict[str, set[int]] = {}
    for clause in said:
        for fact, count in _counts_in(clause, language):
            found.setdefault(fact, set()).add(count)
    return {fact: counts.pop() for fact, counts in found.items() if len(counts) == 1}


def _counts_in(clause: Sequence[str], language: str) -> list[tuple[str, int]]:
    places = _places(language).find_apart(clause)
    if not places or _guards(language).find(clause):
        return []
    spans = [s for s in number_spans(clause, language) if s.value <= LARGEST_COUNT]
    if len({place.values[0] for place in places}) != 1 or _covers_years(clause, spans):
        return []
    starts = {place.start for place in places}
    marked = {s.value for s in spans if _is_times(s, clause, starts, language)}
    return [(places[0].values[0], marked.pop())] if len(marked) == 1 else []


def _is_times(
    span: NumberSpan, clause: Sequence[str], place_starts: set[int], language: str
) -> bool:
    """Return whether a number is a count: "twice", "4 times", "4 er visits"."""
    after = clause[span.end : span.end + 1]
    times = word_set(language, "count", "times")
    return span.times or span.end in place_starts or any(token in times for token in after)


def _covers_years(clause: Sequence[str], spans: Sequence[NumberSpan]) -> bool:
    return any(
        span.value > 1 and clause[span.end : span.end + 1] and clause[span.end] in _YEAR_UNITS
        for span in spans
    )


@cache
def _places(language: str) -> Phrases[str]:
    return Phrases(
        (phrase, fact)
        for tag in reading_order(language)
        for fact, phrases in load(_HINTS / f"{tag}.yml")["counted"].items()
        for phrase in phrases
    )


@cache
def _guards(language: str) -> Phrases[bool]:
    return Phrases(
        (phrase, True)
        for tag in reading_order(language)
        for phrase in load(_HINTS / f"{tag}.yml")["guards"]["not_counted"]
    )
