"""Dated versions: the one in force on the screening date is used."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from ecm.expressions import AtLeast
from ecm.screening import RuleBook, RuleFileError, load_rules

Edit = Callable[[str, str, str], Path]
VISITS = "populations/avoidable_use.yml"

LATER = """
  - from: 2027-01-01
    to: null
    cases:
      - reason: POF2_LOWER
        ages: {}
        rule: {fact: er_visits, at_least: 2}
        source: {document: dhcs_ecm_policy_guide, edition: January 2026, pages: "20"}
"""


@pytest.fixture
def two_versions(edited: Edit) -> RuleBook:
    folder = edited(VISITS, "to: null", "to: 2026-12-31")
    file = folder / VISITS
    file.write_text(file.read_text(encoding="utf-8") + LATER, encoding="utf-8")
    return load_rules(folder)


@pytest.mark.parametrize(
    ("day", "outcome"),
    [
        (date(2025, 2, 28), "possible"),
        (date(2026, 12, 31), "possible"),
        (date(2027, 1, 1), "likely"),
        (date(2040, 1, 1), "likely"),
    ],
)
def test_the_version_in_force_on_the_screening_date_is_used(
    two_versions: RuleBook, day: date, outcome: str
) -> None:
    result = two_versions.screen({"age_years": 30, "er_visits": 2, "hospital_stays": 0}, day)
    assert result.populations["avoidable_use"].outcome == outcome


def test_the_reason_code_is_that_of_the_version(two_versions: RuleBook) -> None:
    reasons = [
        two_versions.screen({"age_years": 30}, day).populations["avoidable_use"].reason
        for day in (date(2020, 1, 1), date(2027, 1, 1))
    ]
    assert reasons == ["POF2_ADULT_AVOIDABLE_USE", "POF2_LOWER"]


def test_after_its_last_version_a_population_is_no_more(edited: Edit) -> None:
    rules = load_rules(edited("populations/ccs.yml", "to: null", "to: 2026-12-31"))
    days = (date(2026, 12, 31), date(2027, 1, 1))
    held = ["ccs" in rules.screen({"age_years": 5}, day).populations for day in days]
    assert held == [True, False]


def test_a_version_may_hold_another_number(two_versions: RuleBook) -> None:
    case = two_versions.rules.populations[2].case(30, date(2027, 6, 1))
    assert case is not None
    assert case.expression.atoms == (AtLeast("er_visits", 2),)


def test_versions_must_follow_each_other_without_a_gap(edited: Edit) -> None:
    folder = edited(VISITS, "to: null", "to: 2026-12-30")
    file = folder / VISITS
    file.write_text(file.read_text(encoding="utf-8") + LATER, encoding="utf-8")
    with pytest.raises(RuleFileError, match="version 1 does not start on the day after"):
        load_rules(folder)
