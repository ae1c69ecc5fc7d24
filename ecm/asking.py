"""Asking well: which question comes next, and what need not be asked any more.

The contract is "Asking well" of the screening design; the order is data in eligibility/asking.yml.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from enum import Enum
from functools import partial
from itertools import chain

from ecm.expressions import Answer, Answers
from ecm.facts import AskedCase, Facts, with_derived
from ecm.rules import Rules


class Gate(Enum):
    """Whether a fact may be asked of this person: now, after another answer, or not at all."""

    OPEN = 2
    WAITING = 1
    CLOSED = 0


def gate(rules: Rules, age: int, answers: Answers, fact: str) -> Gate:
    """Return whether a fact that was not answered may be asked: the most that one case allows.

    Args:
        rules: the compiled rules.
        age: whole years.
        answers: the answers as rules read them.
        fact: the fact's name.
    """
    gates = (_case_gate(rules, age, answers, case) for case in rules.facts[fact].asked)
    return max(gates, key=lambda gate: gate.value, default=Gate.CLOSED)


def _case_gate(rules: Rules, age: int, answers: Answers, case: AskedCase) -> Gate:
    if not case.ages.holds(age):
        return Gate.CLOSED
    if any(answers.get(name) in excluded for name, excluded in case.unless.items()):
        return Gate.CLOSED
    result = Gate.OPEN
    for name, wanted in case.when.items():
        answer = _answer_or_no(rules, age, answers, name)
        if answer is None:
            result = Gate.WAITING
        elif answer not in wanted:
            return Gate.CLOSED
    return result


def _answer_or_no(rules: Rules, age: int, answers: Answers, fact: str) -> Answer | None:
    """Return the answer, "no" for a fact that can never be asked, None for one still to come."""
    if fact in answers:
        return answers[fact]
    return "no" if gate(rules, age, answers, fact) is Gate.CLOSED else None


def never_asked(rules: Rules, age: int, on: date, answers: Answers) -> dict[str, str]:
    """Return, as "no", the facts of fitting rules that can never be asked of this person.

    Args:
        rules: the compiled rules.
        age: whole years.
        on: the screening date.
        answers: the answers as rules read them.
    """
    used = set[str]().union(*(case.expression.facts for case in rules.cases(age, on)))
    closed = partial(gate, rules, age, answers)
    return {
        name: "no"
        for name, fact in rules.facts.items()
        if name in used and name not in answers and closed(name) is Gate.CLOSED
    }


def open_questions(
    rules: Rules, facts: Facts, on: date, declined: Collection[str] = ()
) -> Mapping[str, frozenset[str]]:
    """Return, for each population still open, the facts that may be asked now to settle it.

    Args:
        rules: the compiled rules.
        facts: checked answers; without an age nothing is open yet.
        on: the screening date.
        declined: facts that the person would rather not answer; they count as unsure.
    """
    age = facts.age_on(on)
    if age is None:
        return {}
    answers = with_derived(rules.facts, facts.answers, declined)
    read: Answers = {**answers, **never_asked(rules, age, on, answers)}
    found = {}
    for case in rules.cases(age, on):
        undecided = case.expression.undecided_facts(read)
        ways = (_askable_now(rules, age, read, fact) for fact in undecided)
        found[case.population] = frozenset(name for way in ways for name in way)
    return {population: names for population, names in found.items() if names}


def _askable_now(rules: Rules, age: int, answers: Answers, fact: str) -> Iterator[str]:
    """Yield the fact if it may be asked now, else those that it waits for and that may be."""
    if fact in answers:
        return
    if gate(rules, age, answers, fact) is Gate.OPEN:
        yield fact
        return
    for case in rules.facts[fact].asked:
        if _case_gate(rules, age, answers, case) is Gate.WAITING:
            for name in case.when:
                yield from _askable_now(rules, age, answers, name)


def next_question(
    rules: Rules, facts: Facts, on: date, declined: Collection[str] = ()
) -> str | None:
    """Return the fact to ask next, or None where no question can change the result any more.

    Args:
        rules: the compiled rules.
        facts: checked answers.
        on: the screening date.
        declined: facts that the person would rather not answer.
    """
    for name in rules.asking.first:
        known = name in facts.answers or (name == "birth_date" and "age_years" in facts.answers)
        if not known and name not in declined:
            return name
    age = facts.age_on(on)
    if age is None:
        return None
    settles = Counter(chain(*open_questions(rules, facts, on, declined).values()))
    for topic in rules.asking.topics_at(age):
        if any(name in settles for name in topic):
            # `max` returns the first of equals, so the file's order decides between them.
            return max(topic, key=lambda name: settles[name])
    return None
