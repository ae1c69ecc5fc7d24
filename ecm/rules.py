"""The rules of the eligibility folder, compiled: populations, overlaps, and where they come from.

Nothing here decides who qualifies; the YAML does. This module checks every reference in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType

from ecm.asking_rules import AskingRules, read_asking_rules
from ecm.expressions import AllOf, AnyOf, AtLeast, Expression, Includes, IsYes, Node
from ecm.fact_rules import Documents, read_ages, read_facts, read_source
from ecm.facts import AgeRange, Fact
from ecm.rule_files import Place, RuleFileError, read_rule_file

CATEGORIES = ("both", "either", "excluded")


@dataclass(frozen=True, eq=False)
class AgeCase:
    """A population's rule for an age range, with its cap, look-back window, reason and source."""

    population: str
    ages: AgeRange
    expression: Expression
    capped: bool
    window_months: int | None
    reason: str
    source: Mapping[str, str]


@dataclass(frozen=True)
class RuleVersion:
    """The cases of a population that are in force from one day to another, both included."""

    starts: date
    ends: date | None
    cases: tuple[AgeCase, ...]


@dataclass(frozen=True)
class Population:
    """A population of focus and its dated rules, oldest first."""

    name: str
    title: str
    versions: tuple[RuleVersion, ...]

    def case(self, age: int, on: date) -> AgeCase | None:
        """Return the rule for an age on a day, or None where the population does not fit.

        Args:
            age: whole years.
            on: the screening date; before the first version the first one is used.
        """
        first = self.versions[0]
        day = max(on, first.starts)
        for version in self.versions:
            if version.starts <= day and (version.ends is None or day <= version.ends):
                return next((case for case in version.cases if case.ages.holds(age)), None)
        return None


@dataclass(frozen=True)
class Overlap:
    """Another care program, and whether a person may have it together with ECM."""

    code: str
    title: str
    category: str


@dataclass(frozen=True, eq=False)
class Rules:
    """Everything that the eligibility folder says."""

    version: str
    dated: date
    documents: Documents
    facts: Mapping[str, Fact]
    populations: tuple[Population, ...]
    overlaps: Mapping[str, Overlap]
    birth_equity_groups: tuple[str, ...]
    asking: AskingRules

    def cases(self, age: int, on: date) -> tuple[AgeCase, ...]:
        """Return the rules that fit an age on a day, in the order of results."""
        found = (population.case(age, on) for population in self.populations)
        return tuple(case for case in found if case is not None)


def read_rules(folder: Path) -> Rules:
    """Return the compiled rules of a folder.

    Args:
        folder: the folder that holds rules.yml.

    Raises:
        RuleFileError: a file is missing or wrong; the error names file, place and problem.
    """
    head = read_rule_file(folder, "rules.yml").fields(
        ("version", "date", "documents", "populations")
    )
    documents = _documents(head["documents"])
    overlaps = _overlaps(read_rule_file(folder, "overlaps.yml"), documents)
    facts = read_facts(read_rule_file(folder, "facts.yml"), documents, tuple(overlaps))
    return Rules(
        version=head["version"].text(),
        dated=head["date"].day(),
        documents=documents,
        facts=facts,
        populations=_populations(folder, head["populations"], facts, documents),
        overlaps=overlaps,
        birth_equity_groups=_groups(read_rule_file(folder, "birth_equity_groups.yml"), documents),
        asking=read_asking_rules(read_rule_file(folder, "asking.yml"), facts),
    )


def _documents(place: Place) -> Documents:
    documents = {}
    for name, entry in place.entries().items():
        fields = entry.fields(("title", "publisher", "edition"))
        documents[name] = MappingProxyType({key: f.text() for key, f in fields.items()})
    return MappingProxyType(documents)


def _overlaps(place: Place, documents: Documents) -> Mapping[str, Overlap]:
    fields = place.fields(("source", "programs"))
    read_source(fields["source"], documents)
    overlaps = {}
    for code, entry in fields["programs"].entries().items():
        program = entry.fields(("category", "name"), ("note",))
        category = program["category"].one_of(CATEGORIES)
        overlaps[code] = Overlap(code, program["name"].text(), category)
    return MappingProxyType(overlaps)


def _groups(place: Place, documents: Documents) -> tuple[str, ...]:
    fields = place.fields(("groups", "source"))
    read_source(fields["source"], documents)
    return fields["groups"].texts()


def _populations(
    folder: Path, listed: Place, facts: Mapping[str, Fact], documents: Documents
) -> tuple[Population, ...]:
    names = listed.texts()
    for file in sorted((folder / "populations").glob("*.yml")):
        if file.stem not in names:
            raise listed.wrong(f"populations/{file.name} is not listed")
    files = (read_rule_file(folder, f"populations/{name}.yml") for name in names)
    return tuple(
        _population(f, name, facts, documents) for f, name in zip(files, names, strict=True)
    )


def _population(
    place: Place, name: str, facts: Mapping[str, Fact], documents: Documents
) -> Population:
    fields = place.fields(("population", "name", "versions"))
    fields["population"].one_of((name,))
    versions = []
    for item in fields["versions"].items():
        parts = item.fields(("from", "to", "cases"))
        cases = [_case(case, name, facts, documents) for case in parts["cases"].items()]
        _no_age_twice(parts["cases"], cases)
        ends = None if parts["to"].value is None else parts["to"].day()
        versions.append(RuleVersion(parts["from"].day(), ends, tuple(cases)))
    _one_after_the_other(fields["versions"], versions)
    return Population(name, fields["name"].text(), tuple(versions))


def _case(
    place: Place, population: str, facts: Mapping[str, Fact], documents: Documents
) -> AgeCase:
    fields = place.fields(("reason", "ages", "rule", "source"), ("cap", "window_months"))
    ages = read_ages(fields["ages"])
    expression = Expression(_node(fields["rule"], facts))
    for name in sorted(expression.facts):
        _check_askable(fields["rule"], facts[name], ages)
    return AgeCase(
        population=population,
        ages=ages,
        expression=expression,
        capped="cap" in fields and fields["cap"].one_of(("possible",)) == "possible",
        window_months=fields["window_months"].whole() if "window_months" in fields else None,
        reason=fields["reason"].text(),
        source=read_source(fields["source"], documents),
    )


def _check_askable(place: Place, fact: Fact, ages: AgeRange) -> None:
    """Refuse a fact that a rule needs but nobody asks for.

    Only a yes/no fact may be out of the question at some of the ages: it is then taken as "no".
    """
    if fact.kind != "yes_no" and not any(asked.ages.covers(ages) for asked in fact.asked):
        raise place.wrong(f"{fact.name} is not asked at all of these ages")
    if not any(asked.ages.meets(ages) for asked in fact.asked):
        raise place.wrong(f"{fact.name} is never asked at these ages")


def _node(place: Place, facts: Mapping[str, Fact]) -> Node:
    if not isinstance(place.value, dict):
        return IsYes(_fact(place, facts, "yes_no").name)
    if "fact" in place.value:
        return _atom(place, facts)
    fields = place.fields((), ("all", "any", "fact"))
    if len(fields) != 1:
        raise place.wrong("expected one of: all, any, fact")
    ((word, parts),) = fields.items()
    nodes = tuple(_node(part, facts) for part in parts.items())
    return AllOf(nodes) if word == "all" else AnyOf(nodes)


def _atom(place: Place, facts: Mapping[str, Fact]) -> Node:
    fields = place.fields(("fact",), ("at_least", "includes"))
    if "at_least" in fields and "includes" not in fields:
        return _at_least(fields["fact"], fields["at_least"], facts)
    if "includes" in fields and "at_least" not in fields:
        fact = _fact(fields["fact"], facts, "set")
        return Includes(fact.name, fields["includes"].one_of(fact.values))
    raise place.wrong("expected at_least or includes beside the fact")


def _at_least(name: Place, threshold: Place, facts: Mapping[str, Fact]) -> AtLeast:
    fact = _fact(name, facts, "number")
    if not fact.low < threshold.whole() <= fact.high:
        raise threshold.wrong(f"{fact.name} goes from {fact.low} to {fact.high}")
    return AtLeast(fact.name, threshold.whole())


def _fact(place: Place, facts: Mapping[str, Fact], kind: str) -> Fact:
    fact = facts.get(place.text())
    if fact is None:
        raise place.wrong(f"{place.text()!r} is not declared in facts.yml")
    if fact.kind != kind:
        raise place.wrong(f"{fact.name} is a {fact.kind} fact; expected a {kind} fact here")
    return fact


def _no_age_twice(place: Place, cases: list[AgeCase]) -> None:
    for number, case in enumerate(cases):
        if any(case.ages.meets(earlier.ages) for earlier in cases[:number]):
            raise place.wrong(f"case {number} shares an age with an earlier one")


def _one_after_the_other(place: Place, versions: list[RuleVersion]) -> None:
    for number, version in enumerate(versions):
        if version.ends is not None and version.ends < version.starts:
            raise place.wrong(f"version {number} ends before it starts")
        if number and versions[number - 1].ends != version.starts - timedelta(days=1):
            raise place.wrong(f"version {number} does not start on the day after the one before it")


__all__ = [
    "AgeCase",
    "Overlap",
    "Population",
    "RuleFileError",
    "RuleVersion",
    "Rules",
    "read_rules",
]
