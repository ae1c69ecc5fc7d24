"""The expressions of the rules: atoms about one fact, joined by all and any.

There is no negation, so more "yes" never makes an expression less true. The enumeration below
leans on that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import chain, combinations, product

from ecm.kleene import Truth, kleene_all, kleene_any

UNSURE = "unsure"

#: A checked answer: yes/no/unsure or another word, a number, a set of codes, or a date.
Answer = str | int | frozenset[str] | date
Answers = Mapping[str, Answer]


@dataclass(frozen=True)
class IsYes:
    """True where a yes/no fact is "yes"."""

    fact: str

    def truth(self, answers: Answers) -> Truth:
        """Return the truth under these answers; unsure and not asked are unknown."""
        answer = answers.get(self.fact)
        return True if answer == "yes" else False if answer == "no" else None


@dataclass(frozen=True)
class AtLeast:
    """True where a number reaches the threshold; from 1 below it unknown; 0 is false.

    Below the threshold a plan may still approve (ECM Policy Guide, January 2026, pages 19-20).
    """

    fact: str
    threshold: int

    def truth(self, answers: Answers) -> Truth:
        """Return the truth under these answers; unsure and not asked are unknown."""
        answer = answers.get(self.fact)
        if not isinstance(answer, int) or 0 < answer < self.threshold:
            return None
        return answer >= self.threshold


@dataclass(frozen=True)
class Includes:
    """True where a set fact holds the code."""

    fact: str
    code: str

    def truth(self, answers: Answers) -> Truth:
        """Return the truth under these answers; unsure and not asked are unknown."""
        answer = answers.get(self.fact)
        return self.code in answer if isinstance(answer, frozenset) else None


Atom = IsYes | AtLeast | Includes


@dataclass(frozen=True)
class AllOf:
    """True where every part is."""

    parts: tuple[Node, ...]


@dataclass(frozen=True)
class AnyOf:
    """True where one part is."""

    parts: tuple[Node, ...]


Node = IsYes | AtLeast | Includes | AllOf | AnyOf


def truth_of(node: Node, answers: Answers) -> Truth:
    """Return the Kleene truth of a node.

    Args:
        node: the expression.
        answers: checked answers by fact; a fact that is absent was not asked.
    """
    if isinstance(node, AllOf):
        return kleene_all(truth_of(part, answers) for part in node.parts)
    if isinstance(node, AnyOf):
        return kleene_any(truth_of(part, answers) for part in node.parts)
    return node.truth(answers)


def facts_behind_truth(node: Node, answers: Answers) -> frozenset[str]:
    """Return the facts that make a node true: of an any every true branch, of an all every member.

    Args:
        node: the expression.
        answers: checked answers by fact.
    """
    if truth_of(node, answers) is not True:
        return frozenset()
    if isinstance(node, (AllOf, AnyOf)):
        return frozenset().union(*(facts_behind_truth(part, answers) for part in node.parts))
    return frozenset({node.fact})


def atoms_of(node: Node) -> tuple[Atom, ...]:
    """Return the atoms of a node, in order."""
    if isinstance(node, (AllOf, AnyOf)):
        return tuple(chain.from_iterable(atoms_of(part) for part in node.parts))
    return (node,)


@dataclass(frozen=True, eq=False)
class Expression:
    """A whole rule: its tree, its atoms, and the answers that tell its facts apart."""

    root: Node
    atoms: tuple[Atom, ...] = field(init=False)
    facts: frozenset[str] = field(init=False)
    telling_answers: Mapping[str, tuple[Answer, ...]] = field(init=False)

    def __post_init__(self) -> None:
        atoms = atoms_of(self.root)
        object.__setattr__(self, "atoms", atoms)
        object.__setattr__(self, "facts", frozenset(atom.fact for atom in atoms))
        object.__setattr__(self, "telling_answers", {f: _telling(f, atoms) for f in self.facts})

    def truth(self, answers: Answers) -> Truth:
        """Return the Kleene truth under these answers."""
        return truth_of(self.root, answers)

    def facts_behind_truth(self, answers: Answers) -> frozenset[str]:
        """Return the facts that make it true; empty where it is not true."""
        return facts_behind_truth(self.root, answers)

    def facts_in_favor(self, answers: Answers) -> frozenset[str]:
        """Return the answered facts that occur in it as yes or unsure, or a number of 1 or more."""
        return frozenset(
            atom.fact
            for atom in self.atoms
            if atom.fact in answers and atom.truth(answers) is not False
        )

    def undecided_facts(self, answers: Answers) -> frozenset[str]:
        """Return the facts not asked whose answer could still change the truth.

        It is empty exactly where no way of answering what was not asked gives true or false while
        the expression is unknown, and where it is true or false already.
        """
        known = frozenset((fact, answers[fact]) for fact in self.facts if fact in answers)
        return _undecided(self, known)


def _telling(fact: str, atoms: Iterable[Atom]) -> tuple[Answer, ...]:
    """Return the answers to a fact that matter: the extremes, and every subset of its codes.

    The values between (unsure, a number below its threshold) need no trial: all and any are
    minimum and maximum, so what they could change, one of the extremes changes too.
    """
    mine = [atom for atom in atoms if atom.fact == fact]
    codes = sorted(atom.code for atom in mine if isinstance(atom, Includes))
    if codes:
        sizes = range(len(codes) + 1)
        return tuple(frozenset(c) for size in sizes for c in combinations(codes, size))
    thresholds = sorted(atom.threshold for atom in mine if isinstance(atom, AtLeast))
    return (0, *thresholds) if thresholds else ("no", "yes")


@lru_cache(maxsize=8192)
def _undecided(expression: Expression, known: frozenset[tuple[str, Answer]]) -> frozenset[str]:
    answers = dict(known)
    unasked = sorted(expression.facts - answers.keys())
    trials = product(*(expression.telling_answers[fact] for fact in unasked))
    truths = {
        t: expression.truth({**answers, **dict(zip(unasked, t, strict=True))}) for t in trials
    }
    return frozenset(fact for i, fact in enumerate(unasked) if _varies_with(truths, i))


def _varies_with(truths: Mapping[tuple[Answer, ...], Truth], place: int) -> bool:
    """Tell whether two trials that differ in one place only have different truths."""
    seen: dict[Sequence[Answer], Truth] = {}
    return any(
        seen.setdefault(trial[:place] + trial[place + 1 :], truth) is not truth
        for trial, truth in truths.items()
    )
