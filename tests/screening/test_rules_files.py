"""The rule files: complete, sourced, dated, and refused with a clear word when wrong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import yaml

from ecm.screening import RuleBook, RuleFileError, load_rules
from ecm.screening_explain import (
    CATEGORY_WORDS,
    COVERAGE_WORDS,
    FACT_WORDS,
    OUTCOME_WORDS,
    OVERALL_WORDS,
)

ELIGIBILITY = Path(__file__).resolve().parents[2] / "eligibility"
POPULATIONS = (
    "homeless_adult",
    "homeless_family_youth",
    "avoidable_use",
    "behavioral_health",
    "justice_involved",
    "long_term_care_risk",
    "leaving_nursing_facility",
    "ccs",
    "child_welfare",
    "birth_equity",
)
EITHER = """mssp alw hcba hiv_waiver dd_waiver self_determination county_tcm complex_care_management
california_community_transitions"""
BOTH = """ccs wcm smhs_tcm smhs_icc drug_medi_cal full_service_partnership hcpcfc ihss ghpp cbas
medicare_advantage_other medicare_ffs california_wraparound regional_center cpsp black_infant_health
perinatal_equity aimss chvp calworks_home_visiting wic doula"""
EXCLUDED = "d_snp fide_snp pace family_mosaic hospice"

Edit = Callable[[str, str, str], Path]


def test_the_populations_are_those_of_the_contract_in_its_order(rules: RuleBook) -> None:
    assert tuple(population.name for population in rules.rules.populations) == POPULATIONS


def test_the_overlaps_are_those_of_the_contract(rules: RuleBook) -> None:
    expected = {
        code: category
        for category, codes in (("either", EITHER), ("both", BOTH), ("excluded", EXCLUDED))
        for code in codes.split()
    }
    assert {code: overlap.category for code, overlap in rules.overlaps.items()} == expected


def test_every_rule_names_document_edition_pages_and_a_reason_of_its_own(rules: RuleBook) -> None:
    cases = [
        case
        for population in rules.rules.populations
        for version in population.versions
        for case in version.cases
    ]
    assert all(case.source["pages"] and case.source["edition"] for case in cases)
    assert {case.source["document"] for case in cases} == {"dhcs_ecm_policy_guide"}
    assert len({case.reason for case in cases}) == len(cases)


def test_every_fact_says_what_it_means_and_where_it_comes_from(rules: RuleBook) -> None:
    assert all(fact.meaning and fact.source["pages"] for fact in rules.facts.values())


def test_every_fact_in_a_rule_is_declared_and_has_plain_words(rules: RuleBook) -> None:
    used = {
        fact
        for population in rules.rules.populations
        for version in population.versions
        for case in version.cases
        for fact in case.expression.facts
    }
    assert used <= set(rules.facts)
    assert used == set(FACT_WORDS)


def test_every_outcome_coverage_and_category_has_plain_words() -> None:
    outcomes = {"likely", "open", "possible", "not_indicated"}
    assert set(OUTCOME_WORDS) == set(OVERALL_WORDS) == outcomes
    assert set(COVERAGE_WORDS) == {"ok", "join_plan", "get_medi_cal", "check_coverage"}
    assert set(CATEGORY_WORDS) == {"both", "either", "excluded"}


def test_only_the_clinical_populations_are_capped(rules: RuleBook) -> None:
    capped = {
        case.population
        for age in (8, 40)
        for case in rules.rules.cases(age, date.max)
        if case.capped
    }
    assert capped == {"long_term_care_risk", "leaving_nursing_facility"}


def test_the_windows_for_visits_are_6_months_for_adults_and_12_for_the_young(
    rules: RuleBook,
) -> None:
    windows = {
        age: {c.population: c.window_months for c in rules.rules.cases(age, date(2026, 11, 22))}
        for age in (20, 21)
    }
    assert windows[20]["avoidable_use"] == 12
    assert windows[21]["avoidable_use"] == 6


def test_the_configured_birth_equity_groups_are_read(rules: RuleBook) -> None:
    assert rules.birth_equity_groups == (
        "black",
        "american_indian_or_alaska_native",
        "pacific_islander",
    )


def test_the_repository_rules_are_read_once() -> None:
    assert load_rules() is load_rules()


# --- wrong files ------------------------------------------------------------------------------

CCS = "populations/ccs.yml"
VISITS = "populations/avoidable_use.yml"
WRONG = [
    ("rules.yml", 'version: "2026-01.1"', "", "'version' is missing"),
    ("rules.yml", 'version: "2026-01.1"', "version: 3", "expected text, found 3"),
    ("rules.yml", "date: 2026-11-22", "date: soon", "expected a date (YYYY-MM-DD), found 'soon'"),
    ("rules.yml", "date: 2026-11-22", "date: 2026-02-30", "is no YAML"),
    ("rules.yml", "  - ccs\n", "", "populations/ccs.yml is not listed"),
    ("rules.yml", "  - ccs\n", "  - ccs\n  - ccs\n", "a value stands twice"),
    (
        "rules.yml",
        "  - ccs\n",
        "  - ccs\n  - dialysis\n",
        "populations/dialysis.yml: cannot be read",
    ),
    (CCS, "all: [ccs, ccs_extra_need]", "all: [ccs, ccs_extra]", "'ccs_extra' is not declared"),
    (CCS, "all: [ccs, ccs_extra_need]", "all: []", "the list is empty"),
    (CCS, "all: [ccs, ccs_extra_need]", "none: [ccs]", "not known here"),
    (CCS, "all: [ccs, ccs_extra_need]", "all: [ccs]\n          any: [ccs]", "expected one of: all"),
    (CCS, "all: [ccs, ccs_extra_need]", "all: [ccs, yes]", 'quote "yes" and "no"'),
    (CCS, "all: [ccs, ccs_extra_need]", "all: [er_visits]", "is a number fact"),
    (CCS, "all: [ccs, ccs_extra_need]", "all: [complex_need]", "never asked at these ages"),
    (CCS, "all: [ccs, ccs_extra_need]", "all: [ccs\n", "line "),
    (CCS, "ages: {to: 20}", "ages: {to: twenty}", "expected a whole number, found 'twenty'"),
    (CCS, "ages: {to: 20}", "ages: {to: -1}", "expected a whole number, found -1"),
    (CCS, "ages: {to: 20}", "ages: {from: 30, to: 20}", "no age lies between"),
    (CCS, "ages: {to: 20}", "age: {to: 20}", "'ages' is missing"),
    (CCS, "reason: POF7_CCS", "reason: ''", "expected text, found ''"),
    (CCS, "pages: 10-54, ", "", "'pages' is missing"),
    (CCS, "document: dhcs_ecm_policy_guide", "document: rumor", "'rumor' is not one of"),
    (CCS, "edition: January 2026", "edition: January 2025", "'January 2025' is not one of"),
    (CCS, "population: ccs", "population: wcm", "'wcm' is not one of ccs"),
    (CCS, "population: ccs", "population: ccs\npopulation: ccs", "stands twice"),
    (CCS, "from: 2026-01-01", "from: 2026-01-01 10:00:00", "expected a date"),
    (CCS, "to: null", "to: 2025-01-01", "ends before it starts"),
    (VISITS, "at_least: 5", "at_least: 0", "er_visits goes from 0 to 99"),
    (VISITS, "at_least: 5", "at_least: 100", "er_visits goes from 0 to 99"),
    (VISITS, "at_least: 5", "at_least: five", "expected a whole number"),
    (VISITS, ", at_least: 5", "", "expected at_least or includes"),
    (VISITS, "fact: er_visits", "fact: unhoused", "is a yes_no fact; expected a number"),
    (
        "populations/child_welfare.yml",
        "ages: {from: 21, to: 25}",
        "ages: {from: 21, to: 26}",
        "child_welfare is not asked at all of these ages",
    ),
    (VISITS, "ages: {to: 20}", "ages: {to: 21}", "shares an age with an earlier one"),
    ("populations/child_welfare.yml", "includes: in_care", "includes: in_jail", "'in_jail' is not"),
    (
        "populations/long_term_care_risk.yml",
        "cap: possible",
        "cap: likely",
        "'likely' is not one of",
    ),
    ("facts.yml", "subject:\n", "subjects:\n", "the fact 'subject' is missing"),
    ("facts.yml", "type: yes_no", "type: maybe", "'maybe' is not one of"),
    ("facts.yml", "asked: everyone", "asked: nobody", "'nobody' is not one of"),
    ("facts.yml", "range: [0, 99]", "range: [99, 0]", "the least and the greatest"),
    ("facts.yml", "  range: [0, 99]\n", "", "'range' is missing"),
    ("facts.yml", "  values: [self, child, other]\n", "", "'values' is missing"),
    ("facts.yml", 'ccs: ["yes", unsure]', 'cca: ["yes"]', "'cca' is not declared"),
    ("facts.yml", 'ccs: ["yes", unsure]', 'ccs: ["often"]', "cannot be answered with"),
    ("facts.yml", 'ccs: ["yes", unsure]', 'ccs_extra_need: ["yes"]', "it waits for itself"),
    ("facts.yml", 'ccs: ["yes", unsure]', 'er_visits: ["yes"]', "only yes_no facts may wait"),
    ("facts.yml", "derived_from: pregnant_or_postpartum", "derived_from: luck", "'luck' is not"),
    ("overlaps.yml", "category: either", "category: maybe", "'maybe' is not one of both, either"),
    ("overlaps.yml", "pages: 63-88", "pages: ''", "expected text"),
    ("birth_equity_groups.yml", "  - black\n", "  - {}\n", "expected text, found a mapping"),
    (
        "asking.yml",
        "ccs: [ccs, ccs_extra_need]",
        "ccs: [ccs]",
        "ccs_extra_need is asked but stands",
    ),
    ("asking.yml", "ccs: [ccs, ccs_extra_need]", "ccs: [ccs, unhoused, ccs_extra_need]", "twice"),
    ("asking.yml", "ccs: [ccs, ccs_extra_need]", "ccs: [ccs, asthma]", "'asthma' is not declared"),
    ("asking.yml", "ages: {to: 11}", "ages: {to: 10}", "age 11 needs exactly one order"),
    ("asking.yml", "ages: {to: 11}", "ages: {to: 12}", "age 12 needs exactly one order"),
    ("asking.yml", "topics: [housing, ", "topics: [", "expected each topic once"),
    ("asking.yml", "first: [subject", "first: [weather", "'weather' is not one of"),
]


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"), WRONG, ids=[f"{w[0]}: {w[3]}"[:70] for w in WRONG]
)
def test_a_wrong_file_is_refused_with_its_name_and_the_problem(
    edited: Edit, file: str, old: str, new: str, problem: str
) -> None:
    folder = edited(file, old, new)
    with pytest.raises(RuleFileError) as error:
        load_rules(folder)
    assert problem in str(error.value)
    assert file in str(error.value) or problem.startswith("populations/")
    assert error.value.code == "rule_file_error"


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(RuleFileError, match=r"rules\.yml: cannot be read"):
        load_rules(tmp_path / "nowhere")


def test_a_file_that_is_no_text_is_refused(edited: Edit) -> None:
    folder = edited(CCS, "population: ccs", "population: ccs")
    (folder / CCS).write_bytes(b"\xff\xfe\x00")
    with pytest.raises(RuleFileError, match="cannot be read"):
        load_rules(folder)


def test_yes_and_no_stand_in_quotes_so_that_every_yaml_reader_sees_words() -> None:
    for file in (*ELIGIBILITY.glob("*.yml"), *ELIGIBILITY.glob("populations/*.yml")):
        text = yaml.safe_load(file.read_text(encoding="utf-8"))
        assert not any(isinstance(value, bool) for value in _values(text)), file.name


def _values(content: object) -> list[object]:
    if isinstance(content, dict):
        return [v for k, part in content.items() for v in (k, *_values(part))]
    if isinstance(content, list):
        return [v for part in content for v in _values(part)]
    return [content]
