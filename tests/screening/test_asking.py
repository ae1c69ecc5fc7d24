"""Asking well: order, gates, nothing superfluous, and few questions to a first outcome."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from ecm.screening import RuleBook
from ecm.screening_effort import (
    SimulatedPerson,
    fewest_questions,
    median_questions,
    questions_asked,
)

TODAY = date(2026, 11, 22)
START = {"subject": "self", "coverage": "plan"}
#: "Median questions to a first outcome over the public vectors: at most 8" (screening design).
MOST_QUESTIONS = 8


def interview(rules: RuleBook, facts: Mapping[str, object], **answers: object) -> list[str]:
    """Return the questions asked to the very end; what is not given is answered no, 0 or none."""
    vector = {"date": TODAY.isoformat(), "facts": {**START, **facts, **answers}}
    person = SimulatedPerson(rules, vector)
    given: dict[str, object] = {**START, **facts}
    asked = []
    while (fact := rules.next_question(given, TODAY)) is not None:
        asked.append(fact)
        given |= person.answer(fact)
    return asked


def test_the_subject_comes_first_then_the_age_then_coverage(rules: RuleBook) -> None:
    assert rules.next_question({}, TODAY) == "subject"
    assert rules.next_question({"subject": "child"}, TODAY) == "birth_date"
    assert rules.next_question({"subject": "child", "age_years": 6}, TODAY) == "coverage"
    assert (
        rules.next_question({"subject": "child", "birth_date": "2020-01-01"}, TODAY) == "coverage"
    )


def test_an_answer_given_early_is_not_asked_again(rules: RuleBook) -> None:
    assert rules.next_question({"coverage": "unsure", "age_years": 6}, TODAY) == "subject"
    assert (
        rules.next_question({**START, "age_years": 6, "unhoused": "unsure"}, TODAY) == "doubled_up"
    )


def test_a_declined_question_is_passed_over(rules: RuleBook) -> None:
    assert rules.next_question({}, TODAY, ["subject"]) == "birth_date"
    facts = {**START, "age_years": 6}
    assert rules.next_question(facts, TODAY, {"unhoused"}) == "doubled_up"


def test_without_an_age_nothing_more_is_asked(rules: RuleBook) -> None:
    assert rules.next_question(START, TODAY, ["birth_date"]) is None


def test_an_adult_is_asked_in_the_default_order(rules: RuleBook) -> None:
    assert interview(rules, {"age_years": 24}) == [
        "unhoused",
        "doubled_up",
        "child_welfare",
        "pregnant_or_postpartum",
        "recent_release",
        "er_visits",
        "hospital_stays",
        "behavioral_health",
        "nursing_level_need",
        "in_nursing_facility",
    ]


def test_a_young_child_is_asked_about_ccs_early_and_about_release_last(rules: RuleBook) -> None:
    assert interview(rules, {"age_years": 6}) == [
        "unhoused",
        "doubled_up",
        "child_welfare",
        "ccs",
        "er_visits",
        "hospital_stays",
        "youth_behavioral_health",
        "recent_release",
    ]


def test_a_teenager_is_asked_first_what_one_yes_settles(rules: RuleBook) -> None:
    assert interview(rules, {"age_years": 15}) == [
        "unhoused",
        "doubled_up",
        "child_welfare",
        "recent_release",
        "youth_behavioral_health",
        "er_visits",
        "hospital_stays",
        "ccs",
        "pregnant_or_postpartum",
    ]


@pytest.mark.parametrize(
    ("fact", "ages"),
    [
        ("household_child", range(21, 121)),
        ("complex_need", range(21, 121)),
        ("behavioral_health", range(21, 121)),
        ("social_factor", range(21, 121)),
        ("severe_risk", range(21, 121)),
        ("release_health_need", range(21, 121)),
        ("nursing_level_need", range(21, 121)),
        ("daily_help_need", range(21, 121)),
        ("can_stay_home", range(21, 121)),
        ("in_nursing_facility", range(21, 121)),
        ("could_leave_facility", range(21, 121)),
        ("youth_behavioral_health", range(21)),
        ("ccs", range(21)),
        ("ccs_extra_need", range(21)),
        ("child_welfare", range(26)),
        ("pregnant_or_postpartum", range(10, 61)),
        ("birth_equity_group", range(10, 61)),
        ("er_visits", range(121)),
    ],
)
def test_a_fact_is_asked_at_its_ages_only(rules: RuleBook, fact: str, ages: range) -> None:
    unsure = {f.name: "unsure" for f in rules.facts.values() if f.kind in ("yes_no", "number")}
    for age in (0, 9, 10, 20, 21, 25, 26, 60, 61, 120):
        assert (fact in interview(rules, {"age_years": age}, **unsure)) == (age in ages), age


def test_transitional_rent_is_asked_only_after_a_housing_yes(rules: RuleBook) -> None:
    adult = {"age_years": 40}
    assert "transitional_rent" not in interview(rules, adult)
    assert "transitional_rent" not in interview(
        rules, adult, unhoused="unsure", doubled_up="unsure"
    )
    assert "transitional_rent" in interview(rules, adult, unhoused="yes")
    assert "transitional_rent" in interview(rules, adult, doubled_up="yes")


def test_transitional_rent_is_not_asked_where_housing_has_settled_all(rules: RuleBook) -> None:
    adult = {"age_years": 40}
    answers = {"unhoused": "yes", "complex_need": "yes"}
    assert "transitional_rent" not in interview(rules, adult, **answers)
    assert "transitional_rent" not in interview(rules, {"age_years": 9}, unhoused="yes")


def test_an_adult_is_asked_about_doubling_up_unless_unhoused(rules: RuleBook) -> None:
    adult = {"age_years": 40}
    assert "doubled_up" in interview(rules, adult)
    assert "doubled_up" in interview(rules, adult, unhoused="unsure")
    assert "doubled_up" not in interview(rules, adult, unhoused="yes")
    assert "doubled_up" not in interview(rules, {**adult, "household_child": "no"})


def test_an_adult_is_asked_about_children_after_a_housing_yes_or_unsure(rules: RuleBook) -> None:
    adult = {"age_years": 40}
    assert "household_child" not in interview(rules, adult)
    assert "household_child" in interview(rules, adult, unhoused="yes")
    assert "household_child" in interview(rules, adult, doubled_up="unsure")


@pytest.mark.parametrize("answer", ["yes", "unsure"])
@pytest.mark.parametrize(
    ("fact", "then", "age"),
    [
        ("ccs", "ccs_extra_need", 6),
        ("pregnant_or_postpartum", "birth_equity_group", 30),
        ("recent_release", "release_health_need", 30),
        ("behavioral_health", "social_factor", 30),
        ("in_nursing_facility", "could_leave_facility", 30),
    ],
)
def test_the_second_question_follows_a_yes_or_unsure_at_once(
    rules: RuleBook, fact: str, then: str, age: int, answer: str
) -> None:
    asked = interview(rules, {"age_years": age}, **{fact: answer})
    assert asked[asked.index(fact) + 1] == then
    assert then not in interview(rules, {"age_years": age})


def test_pregnancy_answers_the_questions_about_health_needs(rules: RuleBook) -> None:
    facts = {"age_years": 30, "pregnant_or_postpartum": "yes"}
    asked = interview(rules, facts, unhoused="yes", recent_release="yes")
    assert not {"complex_need", "release_health_need"} & set(asked)


def test_former_foster_youth_are_not_asked_for_a_health_need(rules: RuleBook) -> None:
    facts = {"age_years": 23, "child_welfare": ["aged_out"], "recent_release": "yes"}
    assert "release_health_need" not in interview(rules, facts)


def test_other_programs_and_the_bare_age_are_never_asked(rules: RuleBook) -> None:
    for age in range(0, 121, 10):
        assert not {"other_programs", "age_years"} & set(interview(rules, {"age_years": age}))


def test_housing_is_asked_where_it_alone_opens_the_way_to_transitional_rent(
    rules: RuleBook,
) -> None:
    facts = {**START, "age_years": 40, "complex_need": "no", "household_child": "no"}
    assert rules.next_question(facts, TODAY) == "unhoused"


@pytest.mark.parametrize(
    ("facts", "concluded"),
    [
        ({"age_years": 6, "unhoused": "no", "doubled_up": "no"}, {"transitional_rent"}),
        ({"age_years": 30, "pregnant_or_postpartum": "no"}, {"birth_equity_group"}),
        ({"age_years": 6, "ccs": "no"}, {"ccs_extra_need"}),
        ({"age_years": 9}, {"pregnant_or_postpartum", "birth_equity_group"}),
        ({"age_years": 61}, {"pregnant_or_postpartum", "birth_equity_group"}),
        ({"age_years": 40, "unhoused": "no", "doubled_up": "no"}, {"household_child"}),
    ],
)
def test_what_a_gate_rules_out_is_concluded_as_no(
    rules: RuleBook, facts: dict[str, object], concluded: set[str]
) -> None:
    found = rules.close(facts, TODAY)
    assert concluded <= set(found)
    assert set(found.values()) == {"no"}


def test_nothing_is_concluded_before_it_is_certain(rules: RuleBook) -> None:
    assert rules.close({"age_years": 30}, TODAY) == {}


def test_with_the_conclusions_a_finished_screening_has_nothing_open(
    rules: RuleBook, vectors: list[dict[str, Any]]
) -> None:
    for vector in vectors:
        person = SimulatedPerson(rules, vector)
        facts = dict(vector["facts"])
        while (fact := rules.next_question(facts, person.on)) is not None:
            facts |= person.answer(fact)
        result = rules.screen({**facts, **rules.close(facts, person.on)}, person.on)
        outcomes = {population.outcome for population in result.populations.values()}
        assert "open" not in outcomes, vector["name"]


def test_the_median_of_questions_to_a_first_outcome_is_at_most_eight(
    rules: RuleBook, vectors: list[dict[str, Any]]
) -> None:
    asked, fewest = median_questions(vectors, rules)
    assert fewest <= asked <= MOST_QUESTIONS


def test_the_repository_rules_are_measured_where_none_are_given(
    vectors: list[dict[str, Any]],
) -> None:
    assert median_questions(vectors[:1]) == (6.0, 4.0)


def test_no_one_is_asked_fewer_questions_than_the_fewest(
    rules: RuleBook, vectors: list[dict[str, Any]]
) -> None:
    for vector in vectors:
        person = SimulatedPerson(rules, vector)
        assert 3 < fewest_questions(person) <= len(questions_asked(person)), vector["name"]


def test_the_fewest_questions_to_the_end_are_all_that_no_answer_can_spare(rules: RuleBook) -> None:
    facts = {**START, "age_years": 6, "coverage": "plan"}
    nothing_applies = {"date": TODAY.isoformat(), "facts": facts}
    # Subject, age and coverage; then two on housing, two on hospital use, and one for each other.
    assert fewest_questions(SimulatedPerson(rules, nothing_applies)) == 3 + 2 + 2 + 4
