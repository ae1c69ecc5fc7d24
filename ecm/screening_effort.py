"""How many questions people answer before a first outcome, and how few it could take.

A first outcome is the first `likely` population, or the end of the questions. `make bench`
reports both medians; the screening design allows at most 8.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from statistics import median
from typing import Any

from ecm.asking import open_questions
from ecm.screening import RuleBook, load_rules

#: What a simulated person answers where the vector says nothing.
DEFAULTS: Mapping[str, object] = {"yes_no": "no", "number": 0, "set": [], "choice": "unsure"}


class SimulatedPerson:
    """A person who knows the facts of a vector, and answers no, 0 or none to everything else."""

    def __init__(self, rules: RuleBook, vector: Mapping[str, Any]) -> None:
        self.rules = rules
        self.facts: Mapping[str, object] = vector["facts"]
        self.on = date.fromisoformat(vector["date"])

    def answer(self, fact: str) -> dict[str, object]:
        """Return the answer to a question; a birth date is given as an age if that is known."""
        if fact == "birth_date" and fact not in self.facts:
            return {"age_years": self.facts["age_years"]}
        return {fact: self.facts.get(fact, DEFAULTS.get(self.rules.facts[fact].kind))}

    def answers(self, asked: frozenset[str]) -> dict[str, object]:
        """Return the answers to several questions."""
        return {key: value for fact in asked for key, value in self.answer(fact).items()}

    def is_likely(self, answers: Mapping[str, object]) -> bool:
        """Tell whether these answers make a population likely."""
        return self.rules.screen(answers, self.on).overall == "likely"


def questions_asked(person: SimulatedPerson) -> list[str]:
    """Return the questions that the engine asks a person, up to a first outcome.

    Args:
        person: who answers.
    """
    answers: dict[str, object] = {}
    asked: list[str] = []
    while (fact := person.rules.next_question(answers, person.on)) is not None:
        asked.append(fact)
        answers.update(person.answer(fact))
        aged = person.rules.check(answers).age_on(person.on) is not None
        if aged and person.is_likely(answers):
            break
    return asked


def fewest_questions(person: SimulatedPerson) -> int:
    """Return the fewest questions to a first outcome, if one knew the answers beforehand.

    The questions before the rules are always asked, and a question only where its gate allows it.

    Args:
        person: who answers.
    """
    first = frozenset(person.rules.rules.asking.first)
    ending = set(questions_asked(person))
    likely = person.is_likely(person.answers(frozenset(ending | first)))
    rounds = {first}
    while not any(_is_over(person, asked, likely) for asked in rounds):
        rounds = {asked | {fact} for asked in rounds for fact in _useful(person, asked, likely)}
    return len(next(iter(rounds)))


def median_questions(
    vectors: Sequence[Mapping[str, Any]], rules: RuleBook | None = None
) -> tuple[float, float]:
    """Return the median number of questions asked, and the median of the fewest possible.

    Args:
        vectors: screenings with `date` and `facts`, as in tests/screening/vectors.json.
        rules: the rules; None is the repository's own.
    """
    book = rules if rules is not None else load_rules()
    people = [SimulatedPerson(book, vector) for vector in vectors]
    asked = median(len(questions_asked(person)) for person in people)
    return float(asked), float(median(fewest_questions(person) for person in people))


def _is_over(person: SimulatedPerson, asked: frozenset[str], likely: bool) -> bool:
    answers = person.answers(asked)
    if likely:
        return person.is_likely(answers)
    return person.rules.next_question(answers, person.on) is None


def _useful(person: SimulatedPerson, asked: frozenset[str], likely: bool) -> Iterator[str]:
    """Yield the questions worth trying next.

    Towards `likely` any may be the one. To the end every open population must be settled, in
    whatever order, so the questions of one of them are enough.
    """
    facts = person.rules.check(person.answers(asked))
    questions = open_questions(person.rules.rules, facts, person.on)
    few = frozenset().union(*questions.values()) if likely else min(questions.values(), key=len)
    yield from sorted(few)
