"""Counties and plans by the names people text."""

from __future__ import annotations

from datetime import date

import phonenumbers
import pytest

from ecm.reading.phrases import Phrases, clauses
from ecm.reading.places import held_plan, load_counties, load_plans, read_county, read_plan


@pytest.mark.parametrize(
    ("text", "county"),
    [
        ("butte", "butte"),
        ("Butte County", "butte"),
        ("Chico", "butte"),
        ("Oroville ca", "butte"),
        ("LA", "los_angeles"),
        ("L.A.", "los_angeles"),
        ("Los Ángeles", "los_angeles"),
        ("洛杉磯", "los_angeles"),
        ("in LA", "los_angeles"),
        ("Long Beach", "los_angeles"),
        ("Oakland", "alameda"),
        ("屋崙", "alameda"),
        ("San José", "santa_clara"),
        ("聖荷西", "santa_clara"),
        ("orange", "orange"),
        ("OC", "orange"),
        ("橙縣", "orange"),
        ("condado de Orange", "orange"),
        ("SF", "san_francisco"),
        ("三藩市", "san_francisco"),
        ("旧金山", "san_francisco"),
        ("san berdoo", "san_bernardino"),
        ("condado de kern", "kern"),
        ("yuba city", "sutter"),
        ("i live in chico, butte county", "butte"),
        ("we moved from fresno, now in Kern", "kern"),
        ("not LA, Kern", "kern"),
        ("Lancaster, Kern county", "kern"),
        ("vivo en Fresno", "fresno"),
        ("我住喺沙加緬度", "sacramento"),
        ("Nevada", "nevada"),
        ("vivo en la mirada", "los_angeles"),
        ("la mesa", "san_diego"),
        ("i live in la mesa", "san_diego"),
        ("santa clarita", "los_angeles"),
    ],
)
def test_a_county_is_read_from_its_names_and_towns(text: str, county: str) -> None:
    assert read_county(text) == county


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yes",
        "i don't know",
        "Las Vegas",
        "not butte",
        "i don't live in Kern",
        "los angeles or orange",
        "no vivo en Fresno",
        "唔係三藩市",
        "paradise",
        "Reno",
        "used to live in Chico",
        "king",
        "California",
        "la clinica",
    ],
)
def test_no_county_is_read_where_none_or_several_are_named(text: str) -> None:
    assert read_county(text) is None


@pytest.mark.parametrize(
    ("text", "county"),
    [
        ("i like orange juice", None),
        ("trinity is my daughter", None),
        ("the lake was nice", None),
        ("kings of leon", None),
        ("la", None),
        ("marin is sick", None),
        ("ventura", None),
        ("Orange County", "orange"),
        ("i live in Orange", "orange"),
        ("vivimos en Ventura", "ventura"),
        ("condado de Marin", "marin"),
        ("我住在橙縣", "orange"),
        ("we are from Kings County", "kings"),
        ("soy de Fresno", "fresno"),
        ("we stay in Redding", "shasta"),
    ],
)
def test_a_county_not_asked_for_must_be_said_as_a_place(text: str, county: str | None) -> None:
    assert read_county(text, strict=True) == county


@pytest.mark.parametrize(
    ("text", "plan"),
    [
        ("partnership", "partnership"),
        ("Partnership HealthPlan of California", "partnership"),
        ("parnership", "partnership"),
        ("la care", "la_care"),
        ("L.A. Care", "la_care"),
        ("LACare", "la_care"),
        ("kaiser", "kaiser"),
        ("Kiaser", "kaiser"),
        ("凱撒", "kaiser"),
        ("health net", "health_net"),
        ("HealthNet", "health_net"),
        ("cal optima", "caloptima"),
        ("CalOptima", "caloptima"),
        ("iehp", "iehp"),
        ("inland empire", "iehp"),
        ("anthem", "anthem"),
        ("Blue Cross", "anthem"),
        ("blue shield", "blue_shield_promise"),
        ("藍盾", "blue_shield_promise"),
        ("molina", "molina"),
        ("tenemos molina", "molina"),
        ("i think its partnership", "partnership"),
        ("alameda alliance", "alameda_alliance"),
        ("San Francisco Health Plan", "san_francisco_health_plan"),
        ("三藩市健康計劃", "san_francisco_health_plan"),
        ("HPSJ", "health_plan_of_san_joaquin"),
        ("kern family", "kern_family"),
        ("cal viva", "calviva"),
        ("CenCal", "cencal"),
        ("switched from health net to molina", "molina"),
        ("not kaiser, its anthem", "anthem"),
        ("mi plan es caloptima", "caloptima"),
        ("contra costa health plan", "contra_costa_health_plan"),
    ],
)
def test_a_plan_is_read_from_what_members_call_it(text: str, plan: str) -> None:
    assert read_plan(text) == plan


@pytest.mark.parametrize(
    "text",
    [
        "",
        "medi-cal",
        "no",
        "not sure",
        "la care or health net",
        "we don't have kaiser",
        "no tengo molina",
        "medicare",
        "the blue card",
        "covered california",
        "health",
        "plan",
        "什麼計劃",
        "alliance",
    ],
)
def test_no_plan_is_read_where_none_or_several_are_named(text: str) -> None:
    assert read_plan(text) is None


@pytest.mark.parametrize(
    ("text", "plan"),
    [
        ("he was born at kaiser", None),
        ("in partnership with the school", None),
        ("optima car", None),
        ("i promise", None),
        ("gold coast trip", None),
        ("community health fair", None),
        ("we have kaiser", "kaiser"),
        ("our plan is partnership", "partnership"),
        ("tengo anthem", "anthem"),
        ("iehp", "iehp"),
        ("CalOptima called me", "caloptima"),
        ("L.A. Care member", "la_care"),
        ("我有凱撒", "kaiser"),
        ("enrolled in molina", "molina"),
        ("el plan es anthem", "anthem"),
    ],
)
def test_short_plan_names_not_asked_for_need_a_word_of_having(text: str, plan: str | None) -> None:
    assert read_plan(text, strict=True) == plan


@pytest.mark.parametrize(
    ("text", "plan"),
    [
        ("we have partnership", "partnership"),
        ("LA Care", "la_care"),
        ("its Anthem", "anthem"),
        ("what's the number for LA Care", None),
        ("is my plan kaiser or molina", None),
        ("do you take kaiser", None),
        ("i don't have CalOptima", None),
        ("had iehp before", None),
        ("卡上寫 Kaiser", "kaiser"),
        ("tenemos partnership", "partnership"),
    ],
)
def test_having_a_plan_is_more_than_naming_one(text: str, plan: str | None) -> None:
    assert held_plan(clauses(text)) == plan


def test_there_are_58_counties_and_no_name_is_used_twice() -> None:
    counties = load_counties()
    assert len({county.id for county in counties}) == 58
    names = Phrases(
        (name, county.id)
        for county in counties
        for name in (county.name, *county.aliases, *county.cities, *county.whole)
    )
    for county in counties:
        for name in (county.name, *county.aliases, *county.cities):
            assert read_county(name) == county.id, name
    assert names.first_tokens


def test_every_plan_is_found_by_each_of_its_names() -> None:
    for plan in load_plans():
        for name in (plan.name, *plan.names, *plan.aliases):
            assert read_plan(name) == plan.id, name


def test_every_county_has_a_plan_and_every_plan_serves_real_counties() -> None:
    counties = {county.id for county in load_counties()}
    served = [county for plan in load_plans() for county in plan.counties]
    assert set(served) == counties


def test_member_lines_are_valid_dated_and_sourced() -> None:
    for plan in load_plans():
        assert plan.source and plan.confidence in ("seen", "general")
        assert plan.checked <= date(2026, 11, 22)
        assert set(plan.county_phones) <= set(plan.counties)
        for line in (plan.member_phone, *plan.county_phones.values()):
            assert line is None or phonenumbers.is_valid_number(phonenumbers.parse(line))
