"""Screening: from checked facts and dated rules to what looks likely, possible or not indicated.

A result never says "not eligible": only the plan decides. The contract is the screening design;
the rules and their sources stand in eligibility/.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from ecm import asking
from ecm.expressions import Answers
from ecm.facts import (
    Fact,
    FactError,
    FactRangeError,
    Facts,
    FactTypeError,
    MissingFactError,
    UnknownFactError,
    check_facts,
    with_derived,
)
from ecm.rules import AgeCase, Overlap, RuleFileError, Rules, read_rules

Outcome = Literal["likely", "open", "possible", "not_indicated"]
Coverage = Literal["ok", "join_plan", "get_medi_cal", "check_coverage"]

#: The best outcome of any population is the overall one, in this order.
BEST_FIRST: tuple[Outcome, ...] = ("likely", "open", "possible", "not_indicated")
#: What to do about coverage first (ECM Policy Guide, January 2026, page 10); not asked is unsure.
COVERAGE: Mapping[object, Coverage] = MappingProxyType(
    {"plan": "ok", "ffs": "join_plan", "none": "get_medi_cal", "unsure": "check_coverage"}
)


@dataclass(frozen=True)
class PopulationResult:
    """The outcome of one population, the facts behind it, and the rule's reason code."""

    outcome: Outcome
    because: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class ScreeningResult:
    """What the answers of one person say on one day under one version of the rules."""

    date: date
    rules: str
    coverage: Coverage
    overall: Outcome
    populations: Mapping[str, PopulationResult]
    overlaps: Mapping[str, str]

    def to_dict(self) -> dict[str, Any]:
        """Return the result as the contract's plain JSON values."""
        return {
            "date": self.date.isoformat(),
            "rules": self.rules,
            "coverage": self.coverage,
            "overall": self.overall,
            "populations": {
                name: {"outcome": result.outcome, "because": list(result.because)}
                for name, result in self.populations.items()
            },
            "overlaps": dict(self.overlaps),
        }

    def because_facts(self) -> tuple[str, ...]:
        """Return the facts behind the likely populations, else the possible ones, sorted."""
        for outcome in ("likely", "possible"):
            found = [r for r in self.populations.values() if r.outcome == outcome]
            if found:
                return tuple(sorted({fact for result in found for fact in result.because}))
        return ()


@dataclass(frozen=True, eq=False)
class RuleBook:
    """The rules, ready to check facts, screen, and choose questions; immutable and shareable."""

    rules: Rules

    @property
    def rules_version(self) -> str:
        """The version of the rule files."""
        return self.rules.version

    @property
    def facts(self) -> Mapping[str, Fact]:
        """The declared facts by name."""
        return self.rules.facts

    @property
    def overlaps(self) -> Mapping[str, Overlap]:
        """The other care programs by code."""
        return self.rules.overlaps

    @property
    def birth_equity_groups(self) -> tuple[str, ...]:
        """The configured groups with documented unequal outcomes around birth."""
        return self.rules.birth_equity_groups

    def check(self, facts: Mapping[str, object], on: date | None = None) -> Facts:
        """Return plain JSON facts as checked answers.

        Args:
            facts: what was answered, by fact.
            on: the screening date, against which a birth date is checked, where it is known.

        Raises:
            FactError: a fact is unknown, of the wrong type or out of range.
        """
        return check_facts(self.rules.facts, facts, on)

    def screen(self, facts: Mapping[str, object], on: date) -> ScreeningResult:
        """Return what the facts say on a day.

        Args:
            facts: what was answered, by fact, as plain JSON values.
            on: the screening date; age and the rules in force follow from it.

        Raises:
            FactError: a fact is wrong, or neither birth_date nor age_years is given.
        """
        checked, age = self._with_age(facts, on)
        answers = with_derived(self.rules.facts, checked.answers)
        populations = {c.population: _judge(c, answers) for c in self.rules.cases(age, on)}
        outcomes = {result.outcome for result in populations.values()}
        programs = checked.answers.get("other_programs")
        return ScreeningResult(
            date=on,
            rules=self.rules.version,
            coverage=COVERAGE[answers.get("coverage", "unsure")],
            overall=next((o for o in BEST_FIRST if o in outcomes), "not_indicated"),
            populations=MappingProxyType(populations),
            overlaps=MappingProxyType(
                {
                    code: overlap.category
                    for code, overlap in self.rules.overlaps.items()
                    if isinstance(programs, frozenset) and code in programs
                }
            ),
        )

    def next_question(
        self, facts: Mapping[str, object], on: date, declined: Collection[str] = ()
    ) -> str | None:
        """Return the fact to ask next, or None where no question can change the result any more.

        Never a fact that was answered or declined, nor one that is not asked of this person.
        Without an age (birth_date declined) nothing more is asked.

        Args:
            facts: what was answered so far, by fact, as plain JSON values.
            on: the screening date.
            declined: facts that the person would rather not answer; they count as unsure here,
                and should be kept as "unsure" to count so in the result.

        Raises:
            FactError: a fact is wrong.
        """
        return asking.next_question(self.rules, self.check(facts, on), on, declined)

    def close(self, facts: Mapping[str, object], on: date) -> dict[str, object]:
        """Return, as "no", the facts that are never asked of this person.

        With them, a finished screening has nothing open. They are conclusions for the engine,
        not answers: do not store or show them as the person's own.

        Args:
            facts: what was answered, by fact, as plain JSON values.
            on: the screening date.

        Raises:
            FactError: a fact is wrong, or neither birth_date nor age_years is given.
        """
        checked, age = self._with_age(facts, on)
        answers = with_derived(self.rules.facts, checked.answers)
        return dict(asking.never_asked(self.rules, age, on, answers))

    def _with_age(self, facts: Mapping[str, object], on: date) -> tuple[Facts, int]:
        checked = self.check(facts, on)
        age = checked.age_on(on)
        if age is None:
            raise MissingFactError("birth_date", None, "birth_date or age_years")
        return checked, age


def load_rules(folder: Path | None = None) -> RuleBook:
    """Return the rules of a folder.

    Args:
        folder: the folder that holds rules.yml; None is the repository's own, read once.

    Raises:
        RuleFileError: a file is missing or wrong.
    """
    return _own_rules() if folder is None else RuleBook(read_rules(folder))


@lru_cache(maxsize=1)
def _own_rules() -> RuleBook:
    return RuleBook(read_rules(Path(__file__).resolve().parent.parent / "eligibility"))


def _judge(case: AgeCase, answers: Answers) -> PopulationResult:
    """Return the outcome of one population (contract: "Outcome of one population")."""
    truth = case.expression.truth(answers)
    if truth is False:
        return PopulationResult("not_indicated", (), case.reason)
    if truth is True:
        because = case.expression.facts_behind_truth(answers)
        outcome: Outcome = "possible" if case.capped else "likely"
    else:
        because = case.expression.facts_in_favor(answers)
        outcome = "open" if case.expression.undecided_facts(answers) else "possible"
    return PopulationResult(outcome, tuple(sorted(because)), case.reason)


__all__ = [
    "Fact",
    "FactError",
    "FactRangeError",
    "FactTypeError",
    "Facts",
    "MissingFactError",
    "PopulationResult",
    "RuleBook",
    "RuleFileError",
    "ScreeningResult",
    "UnknownFactError",
    "load_rules",
]
