"""What must hold for all answers, held against a second, naive reading of the rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import chain, combinations, product
from pathlib import Path
from typing import Any

import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ecm.screening import ScreeningResult, load_rules

RULES = load_rules()
TODAY = date(2026, 11, 22)
FOLDER = Path(__file__).resolve().parents[2] / "eligibility" / "populations"
POPULATIONS = {p.stem: yaml.safe_load(p.read_text(encoding="utf-8")) for p in FOLDER.glob("*.yml")}
CODES = RULES.facts["child_welfare"].values
YES_NO = ("yes", "no", "unsure")

ANSWERS: dict[str, st.SearchStrategy[Any]] = {
    name: {
        "yes_no": st.sampled_from(YES_NO),
        "number": st.one_of(st.integers(0, 6), st.just(99), st.just("unsure")),
        "set": st.one_of(st.lists(st.sampled_from(CODES), unique=True), st.just("unsure")),
    }[fact.kind]
    for name, fact in RULES.facts.items()
    if fact.kind in ("yes_no", "number", "set")
}
AGES = st.one_of(st.integers(0, 120), st.sampled_from([9, 10, 17, 18, 20, 21, 25, 26, 60, 61]))
SOME_FACTS = st.fixed_dictionaries({"age_years": AGES}, optional=ANSWERS)
ALL_FACTS = st.fixed_dictionaries({"age_years": AGES, **ANSWERS})


def screen(facts: Mapping[str, Any]) -> ScreeningResult:
    return RULES.screen(facts, TODAY)


# --- a second reading of the rules, straight from the YAML and the contract's words ---------------


def naive_truth(rule: Any, facts: Mapping[str, Any]) -> bool | None:
    if isinstance(rule, str):
        return {"yes": True, "no": False}.get(facts.get(rule, ""))
    if "fact" in rule:
        return naive_atom(rule, facts.get(rule["fact"], "unsure"))
    parts = [naive_truth(part, facts) for part in rule.get("all", rule.get("any"))]
    decisive = "any" in rule
    if decisive in parts:
        return decisive
    return None if None in parts else not decisive


def naive_atom(rule: Mapping[str, Any], answer: Any) -> bool | None:
    if answer == "unsure":
        return None
    if "includes" in rule:
        return rule["includes"] in answer
    return True if answer >= rule["at_least"] else False if answer == 0 else None


def naive_facts(rule: Any) -> set[str]:
    if isinstance(rule, str):
        return {rule}
    if "fact" in rule:
        return {rule["fact"]}
    return set(chain.from_iterable(naive_facts(p) for p in rule.get("all", rule.get("any"))))


def every_answer(fact: str) -> list[Any]:
    kind = RULES.facts[fact].kind
    if kind == "yes_no":
        return list(YES_NO)
    if kind == "number":
        return [0, 1, 2, 3, 4, 5, 99, "unsure"]
    subsets = chain.from_iterable(combinations(CODES, n) for n in range(len(CODES) + 1))
    return [*map(list, subsets), "unsure"]


def completions(rule: Any, facts: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    unasked = sorted(naive_facts(rule) - set(facts))
    for answers in product(*(every_answer(fact) for fact in unasked)):
        yield {**facts, **dict(zip(unasked, answers, strict=True))}


def naive_case(population: str, age: int) -> dict[str, Any] | None:
    (version,) = POPULATIONS[population]["versions"]
    for case in version["cases"]:
        if case["ages"].get("from", 0) <= age <= case["ages"].get("to", 200):
            return dict(case)
    return None


def naive_outcome(case: Mapping[str, Any], facts: Mapping[str, Any]) -> str:
    rule = case["rule"]
    truth = naive_truth(rule, facts)
    if truth is not None:
        return ("possible" if "cap" in case else "likely") if truth else "not_indicated"
    settled = any(naive_truth(rule, c) is not None for c in completions(rule, facts))
    return "open" if settled else "possible"


def with_pregnancy(facts: Mapping[str, Any]) -> dict[str, Any]:
    if facts.get("pregnant_or_postpartum") != "yes":
        return dict(facts)
    return {**facts, "complex_need": "yes", "release_health_need": "yes"}


@settings(max_examples=150, deadline=None)
@given(SOME_FACTS)
def test_every_outcome_agrees_with_trying_every_way_of_answering(facts: dict[str, Any]) -> None:
    found = {name: result.outcome for name, result in screen(facts).populations.items()}
    cases = {name: naive_case(name, facts["age_years"]) for name in POPULATIONS}
    read = with_pregnancy(facts)
    assert found == {n: naive_outcome(case, read) for n, case in cases.items() if case is not None}


# --- more answers -----------------------------------------------------------------------------


@settings(max_examples=200, deadline=None)
@given(SOME_FACTS, st.sampled_from(sorted(ANSWERS)), st.data())
def test_one_more_answer_never_takes_back_what_was_settled(
    facts: dict[str, Any], fact: str, data: st.DataObject
) -> None:
    assume(fact not in facts)
    after = screen({**facts, fact: data.draw(ANSWERS[fact])}).populations
    for name, before in screen(facts).populations.items():
        if before.outcome == "likely":
            assert after[name].outcome == "likely"
        # Pregnancy alone may lift what was not indicated: it stands for two other facts.
        if before.outcome == "not_indicated" and fact != "pregnant_or_postpartum":
            assert after[name].outcome == "not_indicated"


@settings(max_examples=300, deadline=None)
@given(ALL_FACTS, st.sampled_from(sorted(ANSWERS)), st.data())
def test_only_a_no_that_a_rule_names_turns_likely_into_not_indicated(
    facts: dict[str, Any], fact: str, data: st.DataObject
) -> None:
    answer = data.draw(ANSWERS[fact])
    after = screen({**facts, fact: answer}).populations
    for name, before in screen(facts).populations.items():
        if before.outcome == "likely" and after[name].outcome == "not_indicated":
            case = naive_case(name, facts["age_years"])
            assert case is not None
            derived = fact == "pregnant_or_postpartum" and "complex_need" in before.because
            released = fact == "pregnant_or_postpartum" and "release_health_need" in before.because
            assert fact in naive_facts(case["rule"]) or derived or released
            assert answer in ("no", 0) or isinstance(answer, list) or derived or released


@settings(max_examples=200, deadline=None)
@given(SOME_FACTS)
def test_because_names_answered_facts_and_only_for_an_outcome_that_has_some(
    facts: dict[str, Any],
) -> None:
    read = with_pregnancy(facts)
    for result in screen(facts).populations.values():
        assert set(result.because) <= set(read)
        assert not any(read[fact] in ("no", 0, []) for fact in result.because)
        assert bool(result.because) or result.outcome in ("open", "not_indicated")
        assert not result.because or result.outcome != "not_indicated"


@settings(max_examples=100, deadline=None)
@given(SOME_FACTS)
def test_the_overall_outcome_is_the_best_one(facts: dict[str, Any]) -> None:
    result = screen(facts)
    outcomes = [population.outcome for population in result.populations.values()]
    order = ["likely", "open", "possible", "not_indicated"]
    assert result.overall == min(outcomes, key=order.index)


# --- asking -----------------------------------------------------------------------------------


def interview(facts: dict[str, Any], draw: Callable[[str], Any]) -> tuple[list[str], set[str]]:
    """Answer every question from `draw`, which returns None to decline; return what was asked."""
    asked: list[str] = []
    declined: set[str] = set()
    while (fact := RULES.next_question(facts, TODAY, declined)) is not None:
        assert fact not in facts
        assert fact not in declined
        asked.append(fact)
        assert len(asked) <= len(RULES.facts)
        answer = draw(fact)
        if answer is None:
            declined.add(fact)
        else:
            facts[fact] = answer
    return asked, declined


@settings(max_examples=150, deadline=None)
@given(SOME_FACTS, st.data())
def test_an_interview_ends_without_a_repeated_question_and_with_nothing_open(
    facts: dict[str, Any], data: st.DataObject
) -> None:
    facts |= {"subject": "self", "coverage": "plan"}
    asked, declined = interview(facts, lambda fact: data.draw(st.none() | ANSWERS[fact], fact))
    assert len(asked) == len(set(asked))
    facts |= dict.fromkeys(declined, "unsure")
    result = screen({**facts, **RULES.close(facts, TODAY)})
    assert "open" not in {population.outcome for population in result.populations.values()}


@settings(max_examples=150, deadline=None)
@given(SOME_FACTS)
def test_what_is_concluded_as_no_was_not_answered_and_never_asked(facts: dict[str, Any]) -> None:
    concluded = RULES.close(facts, TODAY)
    assert set(concluded.values()) <= {"no"}
    assert not set(concluded) & set(facts)
    facts |= {"subject": "self", "coverage": "plan"}
    asked, _ = interview(dict(facts), lambda fact: {"er_visits": 1}.get(fact, "unsure"))
    assert not set(concluded) & set(asked)


@settings(max_examples=100, deadline=None)
@given(SOME_FACTS)
def test_a_question_can_still_change_an_outcome(facts: dict[str, Any]) -> None:
    facts |= {"subject": "self", "coverage": "plan"}
    fact = RULES.next_question(facts, TODAY)
    assume(fact is not None)
    assert fact is not None
    read = with_pregnancy({**facts, **RULES.close(facts, TODAY)})
    cases = [naive_case(name, facts["age_years"]) for name in POPULATIONS]
    changing = set().union(*(facts_that_change(c["rule"], read) for c in cases if c is not None))
    opened = {
        other.name
        for other in RULES.facts.values()
        if any(fact in case.when for case in other.asked) and other.name in changing
    }
    assert fact in changing or opened


def facts_that_change(rule: Any, facts: Mapping[str, Any]) -> set[str]:
    """Return the facts not asked of which two answers, all else equal, give different truths."""
    unasked = sorted(naive_facts(rule) - set(facts))
    truths: dict[tuple[str, ...], set[bool | None]] = {}
    for completion in completions(rule, facts):
        for fact in unasked:
            rest = (fact, *(str(completion[other]) for other in unasked if other != fact))
            truths.setdefault(rest, set()).add(naive_truth(rule, completion))
    return {rest[0] for rest, found in truths.items() if len(found) > 1}
