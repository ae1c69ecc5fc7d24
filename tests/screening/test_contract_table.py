"""The contract's table of rules, written a second time in plain Python, against the YAML."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ecm.screening import load_rules

RULES = load_rules()
TODAY = date(2026, 11, 22)
CODES = RULES.facts["child_welfare"].values


def contract(f: Mapping[str, Any]) -> dict[str, bool]:
    age, care = f["age_years"], f["child_welfare"]

    def y(name: str) -> bool:
        return bool(f[name] == "yes")

    housing = y("unhoused") or y("doubled_up") or y("transitional_rent")
    young = age < 21
    table: dict[str, bool] = {
        "homeless_family_youth": housing and (young or y("household_child")),
        "avoidable_use": (f["er_visits"] >= (3 if young else 5))
        or (f["hospital_stays"] >= (2 if young else 3)),
        "birth_equity": y("pregnant_or_postpartum") and y("birth_equity_group"),
    }
    if young:
        table["behavioral_health"] = (
            y("youth_behavioral_health")
            or y("unhoused")
            or y("doubled_up")
            or y("recent_release")
            or bool({"in_care", "family_maintenance"} & set(care))
        )
        table["justice_involved"] = y("recent_release")
        table["ccs"] = y("ccs") and y("ccs_extra_need")
    else:
        table["homeless_adult"] = (y("unhoused") and y("complex_need")) or y("transitional_rent")
        table["behavioral_health"] = (
            y("behavioral_health") and y("social_factor") and y("severe_risk")
        )
        table["justice_involved"] = y("recent_release") and (
            y("release_health_need") or (age <= 25 and "aged_out" in care)
        )
        table["long_term_care_risk"] = (
            y("nursing_level_need") and y("daily_help_need") and y("can_stay_home")
        )
        table["leaving_nursing_facility"] = y("in_nursing_facility") and y("could_leave_facility")
    if age < 26:
        counted = {"aged_out"}
        counted |= {"in_care", "left_care_12m"} if young else set()
        counted |= {"adoption_assistance", "family_maintenance"} if age < 18 else set()
        table["child_welfare"] = bool(counted & set(care))
    return table


SURE = {
    name: {
        "yes_no": st.sampled_from(["yes", "no"]),
        # 0, or enough at any age: what lies between is neither true nor false.
        "number": st.sampled_from([0, 5, 99]),
        "set": st.lists(st.sampled_from(CODES), unique=True),
    }[fact.kind]
    for name, fact in RULES.facts.items()
    if fact.kind in ("yes_no", "number", "set")
}


@settings(max_examples=300, deadline=None)
@given(
    st.fixed_dictionaries(
        {"age_years": st.integers(0, 120) | st.sampled_from([17, 18, 20, 21, 25, 26]), **SURE}
    )
)
def test_known_answers_give_what_the_table_of_the_contract_says(facts: dict[str, Any]) -> None:
    needs = ("complex_need", "release_health_need")
    derived = dict.fromkeys(needs, "yes") if facts["pregnant_or_postpartum"] == "yes" else {}
    capped = ("long_term_care_risk", "leaving_nursing_facility")
    expected = {
        name: ("possible" if name in capped else "likely") if true else "not_indicated"
        for name, true in contract({**facts, **derived}).items()
    }
    found = {
        name: result.outcome for name, result in RULES.screen(facts, TODAY).populations.items()
    }
    assert found == expected
