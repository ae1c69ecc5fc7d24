"""Facts said in passing: believed when stated, not when denied, supposed, past or asked."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from ecm.reading.data import ELIGIBILITY, word_tags
from ecm.reading.hints import COUNT_FACTS, SET_FACTS, YES_NO_FACTS, read_facts

CHILD_6 = {"subject": "child", "age_years": 6}


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("my son is 6 and we live in a motel", {**CHILD_6, "doubled_up": "yes"}),
        ("we stay at my aunts since we lost our place", {"doubled_up": "yes"}),
        ("we sleep in our car", {"unhoused": "yes"}),
        ("We're homeless", {"unhoused": "yes"}),
        ("im living in my car with my kids", {"unhoused": "yes"}),
        ("we have nowhere to stay", {"unhoused": "yes"}),
        ("we are couch surfing", {"doubled_up": "yes"}),
        ("she is in ccs", {"ccs": "yes"}),
        ("my son is 6 and in ccs", {**CHILD_6, "ccs": "yes"}),
        ("my foster daughter needs help", {"subject": "child", "child_welfare": ["in_care"]}),
        ("foster kid", {"subject": "child", "child_welfare": ["in_care"]}),
        ("i aged out of foster care", {"child_welfare": ["aged_out"]}),
        ("i'm pregnant", {"pregnant_or_postpartum": "yes"}),
        ("i had a baby 3 months ago", {"pregnant_or_postpartum": "yes"}),
        (
            "my daughter is 16 and pregnant",
            {"subject": "child", "age_years": 16, "pregnant_or_postpartum": "yes"},
        ),
        ("got out of jail last month", {"recent_release": "yes"}),
        (
            "my son just got out of juvenile hall last week",
            {"subject": "child", "recent_release": "yes"},
        ),
        ("been to the ER 4 times", {"er_visits": 4}),
        ("went to the emergency room twice this year", {"er_visits": 2}),
        ("4 er visits", {"er_visits": 4}),
        ("hospitalized twice", {"hospital_stays": 2}),
        ("we have partnership", {"coverage": "plan"}),
        ("we have no insurance", {"coverage": "none"}),
        ("medi-cal but no plan", {"coverage": "ffs"}),
        (
            "my mom is in a nursing home and wants to come home",
            {"subject": "other", "in_nursing_facility": "yes"},
        ),
        ("he gets ihss and wic", {"other_programs": ["ihss"]}),
        (
            "sign up my son hes 8, hes in foster care",
            {"subject": "child", "age_years": 8, "child_welfare": ["in_care"]},
        ),
        ("i'm 34 and my son is 6", CHILD_6),
        ("hes 6", {"age_years": 6}),
        (
            "our plan approved us for transitional rent, we got approved for transitional rent",
            {"transitional_rent": "yes"},
        ),
    ],
)
def test_facts_stated_in_english_are_kept(text: str, facts: dict[str, Any]) -> None:
    assert read_facts(text, "en") == facts


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("mi hijo tiene 6 años y vivimos en un motel", {**CHILD_6, "doubled_up": "yes"}),
        ("vivimos en el carro", {"unhoused": "yes"}),
        ("no tenemos casa", {"unhoused": "yes"}),
        ("estamos en un albergue", {"unhoused": "yes"}),
        ("nos quedamos con mi tía porque perdimos la casa", {"doubled_up": "yes"}),
        ("mi hija está en ccs", {"subject": "child", "ccs": "yes"}),
        ("estoy embarazada", {"pregnant_or_postpartum": "yes"}),
        ("mi esposa está embarazada", {"subject": "other", "pregnant_or_postpartum": "yes"}),
        ("salí de la cárcel el mes pasado", {"recent_release": "yes"}),
        ("hemos ido 4 veces a emergencias", {"er_visits": 4}),
        ("lo han internado dos veces", {"hospital_stays": 2}),
        ("no tenemos seguro", {"coverage": "none"}),
        ("tenemos partnership", {"coverage": "plan"}),
        ("mi hijo es un niño de crianza", {"subject": "child", "child_welfare": ["in_care"]}),
        ("tiene 6 años", {"age_years": 6}),
        (
            "quiero inscribir a mi hijo tiene 8 años, esta en foster care",
            {"subject": "child", "age_years": 8, "child_welfare": ["in_care"]},
        ),
        ("tengo 5 meses de embarazo", {"pregnant_or_postpartum": "yes"}),
    ],
)
def test_facts_stated_in_spanish_are_kept(text: str, facts: dict[str, Any]) -> None:
    assert read_facts(text, "es") == facts


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("我兒子6歲 我們住在汽車旅館", {**CHILD_6, "doubled_up": "yes"}),
        ("我哋瞓車", {"unhoused": "yes"}),
        ("我們睡在車上", {"unhoused": "yes"}),
        ("冇地方住", {"unhoused": "yes"}),
        ("無家可歸", {"unhoused": "yes"}),
        ("借住朋友家", {"doubled_up": "yes"}),
        ("我個仔有CCS", {"subject": "child", "ccs": "yes"}),
        ("我懷孕了", {"pregnant_or_postpartum": "yes"}),
        ("我太太懷孕了", {"subject": "other", "pregnant_or_postpartum": "yes"}),
        ("上個月出獄", {"recent_release": "yes"}),
        ("去過急診三次", {"er_visits": 3}),
        ("住院過兩次", {"hospital_stays": 2}),
        ("我們沒有保險", {"coverage": "none"}),
        ("我孫子在寄養家庭", {"subject": "child", "child_welfare": ["in_care"]}),
        ("我們有 partnership", {"coverage": "plan"}),
        ("我兒子6歲", CHILD_6),
        ("我想幫我兒子申請 他8歲", {"subject": "child", "age_years": 8}),
    ],
)
def test_facts_stated_in_chinese_are_kept(text: str, facts: dict[str, Any]) -> None:
    assert read_facts(text, "zh-Hant") == facts


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("we don't live in a motel", "en"),
        ("we used to live in our car", "en"),
        ("do we have to live in a motel?", "en"),
        ("what if im pregnant", "en"),
        ("i'm not pregnant", "en"),
        ("can a foster kid get this", "en"),
        ("he isn't a foster kid", "en"),
        ("is he in ccs?", "en"),
        ("she is not in ccs", "en"),
        ("who is in ccs", "en"),
        ("is this for homeless people", "en"),
        ("we stay at my moms", "en"),
        ("we have medi-cal", "en"),
        ("i was a foster kid", "en"),
        ("5 er visits in 3 years", "en"),
        ("how many times can i go to the er", "en"),
        ("im 34", "en"),
        ("6", "en"),
        ("rides", "en"),
        ("food", "en"),
        ("my mom told me", "en"),
        ("i'll ask my husband", "en"),
        ("what is the number for kaiser", "en"),
        ("i dont have medi-cal card", "en"),
        ("foster care?", "en"),
        ("got out of jail", "en"),
        ("my baby shower is today", "en"),
        ("my car is in the shop", "en"),
        ("no vivimos en un motel", "es"),
        ("no estoy embarazada", "es"),
        ("ya no vivimos en el carro", "es"),
        ("que pasa si estoy embarazada", "es"),
        ("califico si estoy embarazada?", "es"),
        ("no tengo tarjeta de medi-cal", "es"),
        ("es para gente sin hogar?", "es"),
        ("transporte", "es"),
        ("me da miedo quedarme en la calle", "es"),
        ("tengo 2 hijos", "es"),
        ("我沒有懷孕", "zh-Hant"),
        ("我哋唔係住汽車旅館", "zh-Hant"),
        ("如果我懷孕了呢", "zh-Hant"),
        ("無家可歸的家庭可以嗎", "zh-Hant"),
        ("冇保險嘅人得唔得", "zh-Hant"),
        ("佢以前有CCS", "zh-Hant"),
        ("什麼是CCS", "zh-Hant"),
        ("交通", "zh-Hant"),
        ("我媽不知道", "zh-Hant"),
    ],
)
def test_what_is_not_stated_is_not_kept(text: str, language: str) -> None:
    assert read_facts(text, language) == {}


@pytest.mark.parametrize(
    ("text", "language", "asked", "value"),
    [
        ("rides are killing me honestly", "en", "ccs_extra_need", "yes"),
        ("food", "en", "ccs_extra_need", "yes"),
        ("transporte", "es", "ccs_extra_need", "yes"),
        ("los viajes al doctor me cuestan mucho", "es", "ccs_extra_need", "yes"),
        ("交通真的很麻煩", "zh-Hant", "ccs_extra_need", "yes"),
        ("no rides needed", "en", "ccs_extra_need", None),
        ("partnership", "en", "coverage", "plan"),
        ("regular medi-cal", "en", "coverage", "ffs"),
        ("no insurance", "en", "coverage", "none"),
        ("sin seguro", "es", "coverage", "none"),
        ("6", "en", "birth_date", None),
        ("hes in the foster system", "en", "child_welfare", ["in_care"]),
        ("none of these", "en", "child_welfare", []),
        ("ninguna", "es", "child_welfare", []),
        ("都沒有", "zh-Hant", "child_welfare", []),
        ("3", "en", "er_visits", 3),
        ("none", "en", "er_visits", 0),
        ("not sure", "en", "er_visits", "unsure"),
        ("dos veces", "es", "hospital_stays", 2),
        ("yes for his heart", "en", "ccs", "yes"),
        ("si por su corazon", "es", "ccs", "yes"),
        ("no, she doesnt", "en", "ccs", "no"),
        ("係，佢有心臟病", "zh-Hant", "ccs", "yes"),
        ("yes but not anymore", "en", "ccs", None),
        ("no tengo idea", "es", "ccs", None),
        ("no tengo casa", "es", "unhoused", "yes"),
        ("we rent an apartment", "en", "unhoused", "no"),
        ("in our car", "en", "unhoused", "yes"),
        ("motel", "en", "doubled_up", "yes"),
        ("just got out last month", "en", "recent_release", "yes"),
        ("rides", "en", "ccs", None),
        ("my son", "en", "subject", "child"),
        ("for me", "en", "subject", "self"),
    ],
)
def test_short_answers_count_for_the_question_that_was_asked(
    text: str, language: str, asked: str, value: object
) -> None:
    assert read_facts(text, language, asked=asked).get(asked) == value


def test_a_number_answers_the_question_about_age() -> None:
    assert read_facts("6", "en", asked="birth_date") == {"age_years": 6}


@pytest.mark.parametrize(
    ("text", "subject", "facts"),
    [
        ("i'm pregnant", "child", {}),
        ("she is pregnant", "child", {"pregnant_or_postpartum": "yes"}),
        ("i'm pregnant", "self", {"pregnant_or_postpartum": "yes"}),
        ("she is pregnant", "self", {}),
        ("my mom is pregnant", "child", {}),
        ("im 34", "child", {}),
        ("im 34", "self", {"age_years": 34}),
        ("hes 6", "child", {"age_years": 6}),
        ("we sleep in our car", "child", {"unhoused": "yes"}),
        ("my husband just got out of jail last week", "child", {}),
        ("hes 6", "self", {}),
    ],
)
def test_facts_about_somebody_else_are_left_out(
    text: str, subject: Any, facts: dict[str, Any]
) -> None:
    assert read_facts(text, "en", subject=subject) == facts


def test_a_fact_said_both_ways_is_left_out() -> None:
    assert read_facts("we rent a house, in our car", "en", asked="unhoused").get("unhoused") is None


def _hint_rows(tag: str) -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    data = yaml.safe_load((ELIGIBILITY / "hints" / f"{tag}.yml").read_text(encoding="utf-8"))
    return [(fact, row, data) for fact, rows in data["facts"].items() for row in rows]


@pytest.mark.parametrize("tag", word_tags())
def test_every_hint_states_a_known_fact_with_a_known_value(tag: str) -> None:
    for fact, row, data in _hint_rows(tag):
        assert fact in YES_NO_FACTS | SET_FACTS | {"coverage"}, fact
        assert row["of"] in ("self", "they", "household")
        assert row.get("needs", "lost_housing") in data["needed"]
        assert all(
            isinstance(p, str) for key in ("anywhere", "when_asked") for p in row.get(key, ())
        )


def test_the_facts_read_here_are_those_of_the_screening_contract() -> None:
    contract = yaml.safe_load((ELIGIBILITY / "facts.yml").read_text(encoding="utf-8"))
    yes_no = {name for name, fact in contract.items() if fact["type"] == "yes_no"}
    assert yes_no == YES_NO_FACTS
    assert SET_FACTS | COUNT_FACTS | {"subject", "age_years", "coverage"} == set(
        contract
    ) - yes_no - {"birth_date"}


@pytest.mark.parametrize("tag", word_tags())
def test_sets_hold_only_values_of_the_contract(tag: str) -> None:
    contract = yaml.safe_load((ELIGIBILITY / "facts.yml").read_text(encoding="utf-8"))
    overlaps = (ELIGIBILITY / "overlaps.yml").read_text(encoding="utf-8")
    for fact, row, _ in _hint_rows(tag):
        if fact == "other_programs":
            assert row["value"] == "none" or f"{row['value']}:" in overlaps
        else:
            allowed = contract[fact].get("values", ["yes", "no"])
            assert row["value"] in [*allowed, "none", "unsure"], (fact, row["value"])
