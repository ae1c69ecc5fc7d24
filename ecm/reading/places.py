"""California counties and Medi-Cal plans, by the names people text."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, Callable, Literal, Mapping, NamedTuple, Sequence

from ecm.reading.data import ELIGIBILITY, load, word_tags, words
from ecm.reading.phrases import Clauses, Match, Phrases, clauses, joined

DIRECTORY = ELIGIBILITY / "directory"
Confidence = Literal["seen", "general"]


@dataclass(frozen=True)
class County:
    """A county: its id, English name, other names, and its bigger towns.

    Attributes:
        whole: names that only count as the whole answer.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    cities: tuple[str, ...]
    whole: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """A Medi-Cal managed care plan as members know it.

    Attributes:
        names: mean this plan anywhere; aliases mean it when the plan was asked.
        counties: ids of the counties it serves.
        member_phone: E.164, or None when no line was found.
        county_phones: member lines that differ in a county.
        source: where the line was found; confidence says whether it was seen there.
        checked: the day the entry was last compared with its source.
    """

    id: str
    name: str
    names: tuple[str, ...]
    aliases: tuple[str, ...]
    counties: tuple[str, ...]
    member_phone: str | None
    source: str
    checked: date
    confidence: Confidence
    county_phones: Mapping[str, str] = field(default_factory=dict)


class _Named(NamedTuple):
    """What a name stands for, and whether it does so without being asked for."""

    id: str
    alone: bool


_Certain = Callable[[Sequence[str], Match[_Named]], bool]


@cache
def load_counties() -> tuple[County, ...]:
    """Return the 58 counties of California.

    Raises:
        OSError, yaml.YAMLError, KeyError: the data file is missing or malformed.
    """
    return tuple(
        County(
            row["id"],
            row["name"],
            tuple(row["aliases"]),
            tuple(row["cities"]),
            tuple(row.get("whole", ())),
        )
        for row in load(DIRECTORY / "counties.yml")["counties"]
    )


@cache
def load_plans() -> tuple[Plan, ...]:
    """Return the Medi-Cal managed care plans.

    Raises:
        OSError, yaml.YAMLError, KeyError, ValueError: the data file is missing or malformed.
    """
    return tuple(_plan(row) for row in load(DIRECTORY / "plans.yml")["plans"])


def read_county(text: str, strict: bool = False) -> str | None:
    """Read the county a person names, or the county of the town they name.

    Args:
        text: anything.
        strict: whether the name only counts as a place ("live in", "county"), because the county
            was not asked and "orange" may be a fruit.

    Returns:
        The county's id; None when none is named, or more than one.
    """
    said = clauses(text)
    whole = () if strict else _whole_county_names().whole(joined(said))
    if whole:
        return whole[0]
    found = _found(said, _county_names(), strict, "lead", _has_county_word)
    if len({named for named, _ in found}) > 1:
        found = [(named, certain) for named, certain in found if certain] or found
    ids = {named for named, _ in found}
    return ids.pop() if len(ids) == 1 else None


def read_plan(text: str, strict: bool = False) -> str | None:
    """Read the Medi-Cal plan that a person names.

    Args:
        text: anything.
        strict: whether short names ("partnership", "kaiser") only count after "we have" or "our
            plan is", because the plan was not asked.

    Returns:
        The plan's id; None when none is named, or more than one.
    """
    return plan_of(clauses(text), strict)


def plan_of(said: Clauses, strict: bool) -> str | None:
    """Read the Medi-Cal plan that clauses name; see `read_plan`.

    Args:
        said: the message's clauses.
        strict: whether the plan was not asked.
    """
    ids = {named for named, _ in _found(said, _plan_names(), strict, "plan_lead", _is_alone)}
    return ids.pop() if len(ids) == 1 else None


def held_plan(said: Clauses) -> str | None:
    """Return the plan that a message, asked nothing, says the person has.

    "We have Kaiser" does; "what is Kaiser's number?" only mentions a plan.

    Args:
        said: the message's clauses.
    """
    plan = plan_of(said, strict=False)
    if plan is None:
        return None
    whole = _plan_names().whole(joined(said))
    held = whole or _found(said, _plan_names(), True, "plan_lead", _never)
    return plan if held else None


def _found(
    said: Clauses, names: Phrases[_Named], strict: bool, lead: str, certain: _Certain
) -> list[tuple[str, bool]]:
    """Return (id, certain) for each name in a message that is not denied."""
    whole = () if strict else names.whole(joined(said))
    if whole:
        return [(named.id, True) for named in whole]
    return [
        found
        for clause in said
        for found in _found_in(clause, names, lead if strict else "", certain)
    ]


def _found_in(
    clause: Sequence[str], names: Phrases[_Named], lead: str, certain: _Certain
) -> list[tuple[str, bool]]:
    """Return (id, certain) for each name in a clause; with a lead, it or certainty is needed."""
    matches = names.find_apart(clause)
    if not matches:
        return []
    denied = _ends(clause, "not_before")
    led = _ends(clause, lead) if lead else {match.start for match in matches}
    return [
        (named.id, sure)
        for match in matches
        if match.start not in denied
        for sure in (certain(clause, match),)
        for named in match.values
        if sure or match.start in led
    ]


def _has_county_word(clause: Sequence[str], match: Match[_Named]) -> bool:
    """Return whether the name is said as a county: "Orange County", "condado de Kern", 橙縣."""
    said = {*clause[match.start : match.end + 1], *clause[max(0, match.start - 2) : match.start]}
    return bool(said & _county_words())


def _is_alone(clause: Sequence[str], match: Match[_Named]) -> bool:
    return all(named.alone for named in match.values)


def _never(clause: Sequence[str], match: Match[_Named]) -> bool:
    return False


def _ends(clause: Sequence[str], kind: str) -> set[int]:
    return {match.end for match in _phrases(kind).find(clause)}


@cache
def _county_names() -> Phrases[_Named]:
    return Phrases(
        (name, _Named(county.id, alone=False))
        for county in load_counties()
        for name in (county.name, f"{county.name} county", *county.aliases, *county.cities)
    )


@cache
def _whole_county_names() -> Phrases[str]:
    return Phrases((name, county.id) for county in load_counties() for name in county.whole)


@cache
def _plan_names() -> Phrases[_Named]:
    entries: list[tuple[str, _Named]] = []
    for plan in load_plans():
        entries += [(name, _Named(plan.id, alone=True)) for name in (plan.name, *plan.names)]
        entries += [(alias, _Named(plan.id, alone=False)) for alias in plan.aliases]
    return Phrases(entries)


@cache
def _phrases(kind: str) -> Phrases[bool]:
    return Phrases((phrase, True) for tag in word_tags() for phrase in words(tag, "places", kind))


@cache
def _county_words() -> frozenset[str]:
    return frozenset(word for tag in word_tags() for word in words(tag, "places", "county_words"))


def _plan(row: Mapping[str, Any]) -> Plan:
    return Plan(
        id=row["id"],
        name=row["name"],
        names=tuple(row["names"]),
        aliases=tuple(row["aliases"]),
        counties=tuple(row["counties"]),
        member_phone=row["member_phone"] or None,
        source=row["source"],
        checked=date.fromisoformat(row["checked"]),
        confidence=row["confidence"],
        county_phones=dict(row.get("county_phones", {})),
    )
