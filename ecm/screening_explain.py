"""A screening result in plain English words, for staff at a terminal.

People outside read the message catalogue instead. Never says "not eligible": only the plan decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from ecm.screening import BEST_FIRST, RuleBook, ScreeningResult

COVERAGE_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "ok": "in a Medi-Cal managed care plan.",
        "join_plan": "Medi-Cal without a plan. First join one, through Health Care Options.",
        "get_medi_cal": "no Medi-Cal. First apply, at the county or with BenefitsCal.",
        "check_coverage": "not known. First check if there is a Medi-Cal managed care plan.",
    }
)
OVERALL_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "likely": "likely to fit. Only the plan decides.",
        "open": "not settled yet. More answers could settle it.",
        "possible": "may fit. Only the plan decides.",
        "not_indicated": "the answers do not point to it. Only the plan decides.",
    }
)
OUTCOME_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "likely": "Likely to fit",
        "open": "Open, more answers could settle it",
        "possible": "May fit",
        "not_indicated": "Not pointed to by the answers",
    }
)
CATEGORY_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "both": "may be had together with ECM.",
        "either": "a choice between it and ECM. Explain the choice.",
        "excluded": "ECM does not go along with it. Explain this; a request may still be sent.",
    }
)
FACT_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "unhoused": "no regular safe place to sleep",
        "doubled_up": "doubled up, or in a motel, campground or shelter",
        "household_child": "a family member under 21",
        "transitional_rent": "Transitional Rent approved",
        "complex_need": "a need that is hard to manage alone",
        "er_visits": "avoidable ER visits",
        "hospital_stays": "unplanned hospital or short nursing stays",
        "behavioral_health": "county mental-health or drug and alcohol treatment",
        "social_factor": "social needs",
        "severe_risk": "high risk, or crisis care as main care",
        "youth_behavioral_health": "trauma, mental-health or substance-use need",
        "recent_release": "left jail, prison or a youth facility in the last 12 months",
        "release_health_need": "a health need around release",
        "nursing_level_need": "nursing-facility level of care",
        "daily_help_need": "help with daily life",
        "can_stay_home": "could stay home with help",
        "in_nursing_facility": "lives in a nursing facility and wants to leave",
        "could_leave_facility": "could live in the community",
        "ccs": "in CCS or the Whole Child Model",
        "ccs_extra_need": "more needs beside CCS",
        "child_welfare": "involved with child welfare",
        "pregnant_or_postpartum": "pregnant, or within 12 months after",
        "birth_equity_group": "in a group with unequal outcomes around birth",
    }
)


def explain(result: ScreeningResult, rules: RuleBook) -> str:
    """Return a result in plain English words, several lines.

    Args:
        result: what the screening said.
        rules: the rules that said it, for the names of populations and programs.
    """
    lines = [
        f"Screening of {result.date.isoformat()}, rules {result.rules}",
        f"Coverage: {COVERAGE_WORDS[result.coverage]}",
        f"Overall: {OVERALL_WORDS[result.overall]}",
    ]
    return "\n".join([*lines, *_populations(result, rules), *_programs(result, rules)])


def _populations(result: ScreeningResult, rules: RuleBook) -> Iterator[str]:
    titles = {population.name: population.title for population in rules.rules.populations}
    for outcome in BEST_FIRST:
        found = {n: r for n, r in result.populations.items() if r.outcome == outcome}
        if found:
            yield f"{OUTCOME_WORDS[outcome]}:"
        for name, one in found.items():
            because = "; ".join(_fact_words(fact, rules) for fact in one.because)
            yield f"  - {titles[name]}" + (f" (because of: {because})" if because else "")


def _fact_words(fact: str, rules: RuleBook) -> str:
    return FACT_WORDS.get(fact, rules.facts[fact].meaning)


def _programs(result: ScreeningResult, rules: RuleBook) -> Iterator[str]:
    if result.overlaps:
        yield "Other programs:"
    for code, category in result.overlaps.items():
        yield f"  - {rules.overlaps[code].title}: {CATEGORY_WORDS[category]}"
