"""`ecm screen`: JSON in, JSON or plain words out, one clear line for wrong input."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ecm.screening import FactError, RuleBook
from ecm.screening_command import ScreenInputError, screen_command

DATE = '"date": "2026-11-22"'


def one(facts: str) -> str:
    return "{" + DATE + ', "facts": ' + facts + "}"


def test_an_object_gives_an_object(rules: RuleBook) -> None:
    printed = screen_command(one('{"age_years": 9, "child_welfare": ["in_care"]}'), False, rules)
    expected = rules.screen({"age_years": 9, "child_welfare": ["in_care"]}, date(2026, 11, 22))
    assert json.loads(printed) == expected.to_dict()


def test_a_list_gives_a_list_in_the_same_order(rules: RuleBook) -> None:
    text = "[" + one('{"age_years": 9}') + "," + one('{"age_years": 40}') + "]"
    results = json.loads(screen_command(text, False, rules))
    assert ["ccs" in result["populations"] for result in results] == [True, False]


def test_a_list_of_one_stays_a_list_and_an_empty_one_stays_empty(rules: RuleBook) -> None:
    assert len(json.loads(screen_command("[" + one('{"age_years": 9}') + "]", False, rules))) == 1
    assert screen_command("[]", False, rules) == "[]"


def test_the_file_of_vectors_can_be_screened_as_it_is(
    rules: RuleBook, vectors: list[dict[str, Any]]
) -> None:
    text = (Path(__file__).parent / "vectors.json").read_text(encoding="utf-8")
    results = json.loads(screen_command(text, False, rules))
    assert [r["overall"] for r in results] == [v["expect"]["overall"] for v in vectors]


def test_a_byte_order_mark_is_no_error(rules: RuleBook) -> None:
    assert json.loads(screen_command("\ufeff" + one('{"age_years": 9}'), False, rules))


BAD = [
    ("", "not JSON: Expecting value: line 1 column 1 (char 0)"),
    ("{", "not JSON: "),
    ("[1]", "list index 0: screening: 1 is not allowed; allowed: an object with date and facts"),
    ('"2026"', 'screening: "2026" is not allowed'),
    ("null", "screening: null is not allowed"),
    ("{}", "date: not given; needed: a date YYYY-MM-DD"),
    ('{"facts": {"age_years": 3}}', "date: not given"),
    ("{" + DATE + "}", "facts: not given; needed: an object of facts and answers"),
    ("{" + DATE + ', "facts": []}', "facts: [] is not allowed; allowed: an object of facts"),
    ('{"date": "2026-02-30", "facts": {}}', 'date: "2026-02-30" is not allowed; allowed: a date'),
    ('{"date": "20261122", "facts": {}}', 'date: "20261122" is not allowed'),
    ('{"date": "2026-11-22T00:00", "facts": {}}', "is not allowed; allowed: a date YYYY-MM-DD"),
    ('{"date": 20261122, "facts": {}}', "date: 20261122 is not allowed"),
    ('{"date": null, "facts": {}}', "date: null is not allowed"),
    (one("{}"), "birth_date: not given; needed: birth_date or age_years"),
    (one('{"age_years": NaN}'), "not JSON: NaN is no JSON number"),
    (one('{"age_years": -Infinity}'), "not JSON: -Infinity is no JSON number"),
    (one('{"age_years": 1e999}'), "age_years: Infinity is not allowed"),
    (one('{"age_years": 9.0}'), "age_years: 9.0 is not allowed; allowed: a whole number from 0"),
    (one('{"age_years": true}'), "age_years: true is not allowed"),
    (one('{"age_years": "9"}'), 'age_years: "9" is not allowed'),
    (one('{"age_years": -1}'), "age_years: -1 is not allowed"),
    (
        one('{"age_years": 121}'),
        "age_years: 121 is not allowed; allowed: a whole number from 0 to 120",
    ),
    (one('{"age_years": "unsure"}'), 'age_years: "unsure" is not allowed'),
    (one('{"age_years": 9, "age_years": 30}'), 'the key "age_years" stands twice in one object'),
    ("{" + DATE + "," + DATE + "}", 'the key "date" stands twice'),
    (one('{"age_years": ' + "9" * 5000 + "}"), "not JSON that we read: a number is too long"),
    ("[" * 100_000, "not JSON that we read: nested too deeply"),
    (
        one('{"birth_date": "2026-11-23"}'),
        'birth_date: "2026-11-23" is not allowed; allowed: a date',
    ),
    (one('{"birth_date": "1905-11-22"}'), 'birth_date: "1905-11-22" is not allowed'),
    (one('{"birth_date": "2005-02-29"}'), 'birth_date: "2005-02-29" is not allowed'),
    (one('{"birth_date": "22.11.2005"}'), 'birth_date: "22.11.2005" is not allowed'),
    (one('{"birth_date": "2005-W01-1"}'), 'birth_date: "2005-W01-1" is not allowed'),
    (one('{"birth_date": "\uff12\uff10\uff10\uff15-01-01"}'), "birth_date: "),
    (one('{"birth_date": 2005}'), "birth_date: 2005 is not allowed"),
    (
        one('{"er_visits": 100}'),
        'er_visits: 100 is not allowed; allowed: a whole number from 0 to 99, or "unsure"',
    ),
    (one('{"er_visits": "many"}'), 'er_visits: "many" is not allowed'),
    (one('{"er_visits": null}'), "er_visits: null is not allowed"),
    (
        one('{"unhoused": true}'),
        'unhoused: true is not allowed; allowed: one of "yes", "no", "unsure"',
    ),
    (one('{"unhoused": "Yes"}'), 'unhoused: "Yes" is not allowed'),
    (one('{"unhoused": ["yes"]}'), 'unhoused: ["yes"] is not allowed'),
    (one('{"subject": "unsure"}'), 'subject: "unsure" is not allowed; allowed: one of "self"'),
    (
        one('{"coverage": "medicare"}'),
        'coverage: "medicare" is not allowed; allowed: one of "plan"',
    ),
    (
        one('{"child_welfare": "in_care"}'),
        'child_welfare: "in_care" is not allowed; allowed: a list',
    ),
    (one('{"child_welfare": ["foster"]}'), 'child_welfare: ["foster"] is not allowed'),
    (one('{"child_welfare": [["in_care"]]}'), 'child_welfare: [["in_care"]] is not allowed'),
    (one('{"child_welfare": {"in_care": "yes"}}'), "child_welfare: "),
    (
        one('{"other_programs": ["golf"]}'),
        'other_programs: ["golf"] is not allowed; allowed: a list of "mssp"',
    ),
    (one('{"other_programs": "ihss"}'), 'other_programs: "ihss" is not allowed'),
    (one('{"er_visit": 3}'), 'unknown fact "er_visit" with value 3 (did you mean er_visits?)'),
    (
        one('{"weather": "fair"}'),
        'unknown fact "weather" with value "fair"; allowed: one of subject',
    ),
    (one('{"line\\nbreak": "\\ud800"}'), 'unknown fact "line\\nbreak" with value "\\ud800"'),
]


@pytest.mark.parametrize(("text", "line"), BAD, ids=[line[:60] for _, line in BAD])
def test_wrong_input_gives_one_line_that_says_what_is_wrong(
    rules: RuleBook, text: str, line: str
) -> None:
    with pytest.raises(ScreenInputError) as error:
        screen_command(text, False, rules)
    message = str(error.value)
    assert line in message
    assert message.isprintable()
    assert message.isascii()


def test_one_wrong_item_stops_the_list_and_is_named_by_its_index(rules: RuleBook) -> None:
    text = "[" + one('{"age_years": 9}') + "," + one('{"age_years": 9, "ccs": 1}') + "]"
    with pytest.raises(ScreenInputError, match=r"^list index 1: ccs: 1 is not allowed"):
        screen_command(text, False, rules)


def test_a_long_value_is_cut(rules: RuleBook) -> None:
    with pytest.raises(ScreenInputError) as error:
        screen_command(one('{"unhoused": "' + "x" * 10_000 + '"}'), False, rules)
    assert len(str(error.value)) < 200


def test_an_error_about_a_fact_keeps_the_value_out_of_what_may_be_logged(rules: RuleBook) -> None:
    with pytest.raises(FactError) as error:
        rules.check({"birth_date": "Maria 1990"})
    assert (error.value.fact, error.value.value) == ("birth_date", "Maria 1990")
    assert "Maria" not in str(error.value)
    assert "Maria" not in str(error.value.details)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"weather": "fair"}, "unknown_fact"),
        ({"er_visits": True}, "wrong_type"),
        ({"er_visits": 100}, "out_of_range"),
        ({"er_visits": 1}, "missing_fact"),
    ],
)
def test_an_error_about_a_fact_has_a_code_for_programs(
    rules: RuleBook, facts: dict[str, object], code: str
) -> None:
    with pytest.raises(FactError) as error:
        rules.screen(facts, date(2026, 11, 22))
    assert error.value.code == code
    assert error.value.allowed


def test_plain_words_name_coverage_outcomes_reasons_and_programs(rules: RuleBook) -> None:
    facts = '{"age_years": 66, "coverage": "ffs", "er_visits": 6, "other_programs": ["hospice"]}'
    lines = screen_command(one(facts), True, rules).splitlines()
    assert lines[0] == f"Screening of 2026-11-22, rules {rules.rules_version}"
    assert "Health Care Options" in lines[1]
    assert lines[2] == "Overall: likely to fit. Only the plan decides."
    assert lines[3] == "Likely to fit:"
    assert lines[4].endswith("(because of: avoidable ER visits)")
    assert lines[-2] == "Other programs:"
    assert lines[-1].startswith("  - Hospice: ECM does not go along with it.")


def test_plain_words_never_say_not_eligible(rules: RuleBook, vectors: list[dict[str, Any]]) -> None:
    words = screen_command(json.dumps(vectors), True, rules).lower()
    assert "eligible" not in words
    assert words.count("screening of") == len(vectors)
