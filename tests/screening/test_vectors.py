"""The public vectors: what partners and this project agreed that a screening says."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ecm.screening import RuleBook

VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text(encoding="utf-8"))


def missing_from(expected: Any, found: Any, where: str = "") -> list[str]:
    """Return where `found` lacks what is expected; members that are not named may be anything."""
    if isinstance(expected, dict) and isinstance(found, dict):
        return [
            line
            for key, value in expected.items()
            for line in missing_from(value, found.get(key), f"{where}/{key}")
        ]
    return [] if expected == found else [f"{where}: expected {expected!r}, found {found!r}"]


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["name"] for vector in VECTORS])
def test_the_result_holds_what_the_vector_expects(rules: RuleBook, vector: dict[str, Any]) -> None:
    result = rules.screen(vector["facts"], date.fromisoformat(vector["date"])).to_dict()
    assert missing_from(vector["expect"], result) == []
    assert set(result["populations"]) == set(vector["expect"]["populations"])


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["name"] for vector in VECTORS])
def test_the_result_has_exactly_the_shape_of_the_contract(
    rules: RuleBook, vector: dict[str, Any]
) -> None:
    result = rules.screen(vector["facts"], date.fromisoformat(vector["date"])).to_dict()
    assert list(result) == ["date", "rules", "coverage", "overall", "populations", "overlaps"]
    assert result["date"] == vector["date"]
    assert result["rules"] == rules.rules_version
    for population in result["populations"].values():
        assert set(population) == {"outcome", "because"}
        assert population["because"] == sorted(population["because"])
    assert json.loads(json.dumps(result)) == result


def test_the_facts_behind_a_result_are_those_of_the_likely_populations(rules: RuleBook) -> None:
    facts = {"age_years": 16, "recent_release": "yes", "ccs": "yes", "ccs_extra_need": "unsure"}
    assert rules.screen(facts, date(2026, 11, 22)).because_facts() == ("recent_release",)


def test_without_a_likely_one_they_are_those_of_the_possible_populations(rules: RuleBook) -> None:
    facts = {"age_years": 70, "in_nursing_facility": "yes", "could_leave_facility": "yes"}
    because = rules.screen(facts, date(2026, 11, 22)).because_facts()
    assert because == ("could_leave_facility", "in_nursing_facility")


def test_with_nothing_answered_there_are_none(rules: RuleBook) -> None:
    assert rules.screen({"age_years": 70}, date(2026, 11, 22)).because_facts() == ()


@pytest.mark.parametrize(
    ("coverage", "step"),
    [("plan", "ok"), ("ffs", "join_plan"), ("none", "get_medi_cal"), ("unsure", "check_coverage")],
)
def test_coverage_says_what_to_do_first_and_hides_nothing(
    rules: RuleBook, coverage: str, step: str
) -> None:
    result = rules.screen(
        {"age_years": 8, "coverage": coverage, "unhoused": "yes"}, date(2026, 1, 2)
    )
    assert (result.coverage, result.overall) == (step, "likely")


def test_coverage_that_was_not_asked_counts_as_unsure(rules: RuleBook) -> None:
    assert rules.screen({"age_years": 8}, date(2026, 1, 2)).coverage == "check_coverage"


def test_a_birth_date_counts_before_an_age(rules: RuleBook) -> None:
    result = rules.screen({"birth_date": "2020-01-01", "age_years": 40}, date(2026, 1, 2))
    assert "ccs" in result.populations
    assert "homeless_adult" not in result.populations


def test_pregnancy_counts_as_a_complex_need_whatever_was_answered(rules: RuleBook) -> None:
    facts = {"age_years": 30, "unhoused": "yes", "complex_need": "no"}
    before = rules.screen({**facts, "transitional_rent": "no"}, date(2026, 1, 2))
    after = rules.screen({**facts, "pregnant_or_postpartum": "yes"}, date(2026, 1, 2))
    assert before.populations["homeless_adult"].outcome == "not_indicated"
    assert after.populations["homeless_adult"].outcome == "likely"
    assert after.populations["homeless_adult"].because == ("complex_need", "unhoused")


def test_former_foster_youth_need_no_health_test_until_26(rules: RuleBook) -> None:
    facts = {"child_welfare": ["aged_out"], "recent_release": "yes", "release_health_need": "no"}
    outcomes = {
        age: rules.screen({**facts, "age_years": age}, date(2026, 1, 2))
        .populations["justice_involved"]
        .outcome
        for age in (20, 21, 25, 26)
    }
    assert outcomes == {20: "likely", 21: "likely", 25: "likely", 26: "not_indicated"}


@pytest.mark.parametrize(
    ("age", "enough_visits", "enough_stays"), [(20, 3, 2), (21, 5, 3)], ids=["under 21", "21"]
)
def test_below_the_number_but_at_least_one_is_possible_and_zero_is_not_indicated(
    rules: RuleBook, age: int, enough_visits: int, enough_stays: int
) -> None:
    def outcome(er_visits: int, hospital_stays: int) -> str:
        facts = {"age_years": age, "er_visits": er_visits, "hospital_stays": hospital_stays}
        return rules.screen(facts, date(2026, 11, 22)).populations["avoidable_use"].outcome

    for er_visits in range(7):
        for hospital_stays in range(5):
            reached = er_visits >= enough_visits or hospital_stays >= enough_stays
            some = "possible" if er_visits or hospital_stays else "not_indicated"
            assert outcome(er_visits, hospital_stays) == ("likely" if reached else some)


def test_both_numbers_stand_behind_a_possible_result(rules: RuleBook) -> None:
    facts = {"age_years": 40, "er_visits": 1, "hospital_stays": 1}
    result = rules.screen(facts, date(2026, 11, 22)).populations["avoidable_use"]
    assert (result.outcome, result.because) == ("possible", ("er_visits", "hospital_stays"))


def test_only_the_numbers_reached_stand_behind_a_likely_result(rules: RuleBook) -> None:
    facts = {"age_years": 40, "er_visits": 5, "hospital_stays": 1}
    result = rules.screen(facts, date(2026, 11, 22)).populations["avoidable_use"]
    assert (result.outcome, result.because) == ("likely", ("er_visits",))


def test_every_true_branch_stands_behind_a_likely_result(rules: RuleBook) -> None:
    facts = {"age_years": 12, "unhoused": "yes", "doubled_up": "unsure", "recent_release": "yes"}
    result = rules.screen(facts, date(2026, 11, 22)).populations["behavioral_health"]
    assert result.because == ("recent_release", "unhoused")


def test_overlaps_are_explained_and_never_change_an_outcome(rules: RuleBook) -> None:
    facts = {"age_years": 66, "er_visits": 6}
    programs = {**facts, "other_programs": ["pace", "ihss", "ihss", "mssp"]}
    alone, together = (rules.screen(f, date(2026, 11, 22)) for f in (facts, programs))
    assert together.populations == alone.populations
    assert dict(together.overlaps) == {"mssp": "either", "ihss": "both", "pace": "excluded"}
