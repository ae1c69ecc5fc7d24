"""Facts: what a screening may know about a person, and the check of every answer.

The kinds, values and ranges stand in eligibility/facts.yml; this module knows only what a kind is.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from ecm.errors import EcmError
from ecm.expressions import UNSURE, Answer, Answers

ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
OLDEST = 120
KINDS = ("choice", "yes_no", "number", "set", "date", "age", "programs")


class FactError(EcmError):
    """A fact that cannot be used; it names the fact, the value and what is allowed.

    The value may be personal: it stays out of the message and the details, which may be logged.
    """

    code = "fact_error"

    def __init__(self, fact: str, value: object, allowed: str) -> None:
        super().__init__(f"{fact}: allowed: {allowed}", fact=fact, allowed=allowed)
        self.fact = fact
        self.value = value
        self.allowed = allowed


class UnknownFactError(FactError):
    """A fact that no rule file declares."""

    code = "unknown_fact"


class FactTypeError(FactError):
    """A value of another type than the fact's."""

    code = "wrong_type"


class FactRangeError(FactError):
    """A value of the right type that is not one of those allowed."""

    code = "out_of_range"


class MissingFactError(FactError):
    """A fact without which no screening is possible."""

    code = "missing_fact"


@dataclass(frozen=True)
class AgeRange:
    """Whole years, both ends included; `high` None means no upper end."""

    low: int = 0
    high: int | None = None

    def holds(self, age: int) -> bool:
        """Tell whether an age lies in the range."""
        return self.low <= age and (self.high is None or age <= self.high)

    def covers(self, other: AgeRange) -> bool:
        """Tell whether every age of another range lies in this one."""
        return self.holds(other.low) and self.holds(OLDEST if other.high is None else other.high)

    def meets(self, other: AgeRange) -> bool:
        """Tell whether two ranges share an age."""
        ends = [end for end in (self.high, other.high) if end is not None]
        return max(self.low, other.low) <= min(ends, default=OLDEST)


@dataclass(frozen=True)
class AskedCase:
    """One case in which a fact is asked: an age, answers that must have been given, exceptions."""

    ages: AgeRange
    when: Mapping[str, frozenset[str]]
    unless: Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Fact:
    """A declared fact: its kind, what may be answered, and of whom it is asked."""

    name: str
    kind: str
    values: tuple[str, ...]
    low: int
    high: int
    asked: tuple[AskedCase, ...]
    derived_from: str | None
    meaning: str
    source: Mapping[str, str]

    @property
    def allowed(self) -> str:
        """What may be answered, in one line."""
        words = ", ".join(f'"{value}"' for value in self.values)
        return {
            "choice": f"one of {words}",
            "yes_no": f"one of {words}",
            "number": f'a whole number from {self.low} to {self.high}, or "unsure"',
            "age": f"a whole number from {self.low} to {self.high}",
            "set": f'a list of {words} (empty for none), or "unsure"',
            "programs": f"a list of {words}",
            "date": f"a date YYYY-MM-DD, not in the future and at most {OLDEST} years ago",
        }[self.kind]

    def check(self, value: object) -> Answer:
        """Return a plain JSON value as a checked answer.

        Raises:
            FactError: the value is of the wrong type or not allowed.
        """
        if self.kind in ("number", "set") and value == UNSURE:
            return UNSURE
        if self.kind in ("choice", "yes_no"):
            return self._one(value)
        if self.kind in ("number", "age"):
            return self._whole(value)
        return self._day(value) if self.kind == "date" else self._several(value)

    def _one(self, value: object) -> str:
        if not isinstance(value, str):
            raise FactTypeError(self.name, value, self.allowed)
        if value not in self.values:
            raise FactRangeError(self.name, value, self.allowed)
        return value

    def _whole(self, value: object) -> int:
        # JSON's true is no number, though Python's is.
        if isinstance(value, bool) or not isinstance(value, int):
            raise FactTypeError(self.name, value, self.allowed)
        if not self.low <= value <= self.high:
            raise FactRangeError(self.name, value, self.allowed)
        return value

    def _several(self, value: object) -> frozenset[str]:
        if not isinstance(value, (list, tuple)) or not all(isinstance(v, str) for v in value):
            raise FactTypeError(self.name, value, self.allowed)
        if not set(value) <= set(self.values):
            raise FactRangeError(self.name, value, self.allowed)
        return frozenset(value)

    def _day(self, value: object) -> date:
        if not isinstance(value, str) or not ISO_DAY.fullmatch(value):
            raise FactTypeError(self.name, value, self.allowed)
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise FactRangeError(self.name, value, self.allowed) from error


@dataclass(frozen=True)
class Facts:
    """Checked answers by fact; a fact that is absent was not asked."""

    answers: Answers

    def age_on(self, day: date) -> int | None:
        """Return the age in whole years, or None where neither birth date nor age is known.

        Args:
            day: the screening date.
        """
        born = self.answers.get("birth_date")
        if isinstance(born, date):
            return age_on(born, day)
        years = self.answers.get("age_years")
        return years if isinstance(years, int) else None


def age_on(born: date, day: date) -> int:
    """Return the whole years from a birth date to a day.

    A birthday counts from that day on; who is born on February 29 has it on March 1 in common
    years, which comparing month and day gives by itself.

    Args:
        born: the birth date.
        day: the day on which the age is wanted.
    """
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def check_facts(
    declared: Mapping[str, Fact], facts: Mapping[str, object], on: date | None
) -> Facts:
    """Return plain JSON facts as checked answers.

    Args:
        declared: the facts of the rule files.
        facts: what was answered, by fact.
        on: the screening date, against which a birth date is checked, where it is known.

    Raises:
        FactError: the first fact that is unknown, of the wrong type or out of range.
    """
    answers: dict[str, Answer] = {}
    for name, value in facts.items():
        if name not in declared:
            raise UnknownFactError(str(name), value, f"one of {', '.join(declared)}")
        answers[name] = declared[name].check(value)
    born = answers.get("birth_date")
    if on is not None and isinstance(born, date) and not 0 <= age_on(born, on) <= OLDEST:
        raise FactRangeError("birth_date", facts["birth_date"], declared["birth_date"].allowed)
    return Facts(MappingProxyType(answers))


def with_derived(
    declared: Mapping[str, Fact], answers: Answers, declined: Collection[str] = ()
) -> dict[str, Answer]:
    """Return the answers as rules read them: derived facts are yes, declined ones are unsure.

    Args:
        declared: the facts of the rule files.
        answers: checked answers.
        declined: facts that the person would rather not answer.
    """
    read: dict[str, Answer] = {name: UNSURE for name in declined if name in declared}
    read.update(answers)
    for fact in declared.values():
        if fact.derived_from is not None and read.get(fact.derived_from) == "yes":
            read[fact.name] = "yes"
    return read
