"""Short words: what can be picked, and the names of facts and programmes."""

from __future__ import annotations

from ecm.messages.message import Message


def _labels(prefix: str, words: dict[str, str], note: str) -> tuple[Message, ...]:
    """Return one message per word."""
    return tuple(Message(f"{prefix}_{key}", word, note=note) for key, word in words.items())


_CHOICES = {
    "yes": "Yes",
    "no": "No",
    "unsure": "Not sure",
    "skip": "Skip",
    "self": "Me",
    "child": "My child",
    "other": "Someone I help",
    "same_person": "The same person",
    "new_person": "Someone new",
    "coverage_plan": "Yes, in a plan",
    "coverage_ffs": "Medi-Cal, no plan",
    "coverage_none": "No Medi-Cal",
    "in_care": "In foster care now",
    "left_care_12m": "Left it this past year",
    "aged_out": "In it at 18 or later",
    "adoption_assistance": "Adoption help (AAP)",
    "family_maintenance": "Family Maintenance",
    "none_of_these": "None of these",
    "what_is_ecm": "What is ECM?",
    "check_eligibility": "See if it fits",
    "refer": "Ask the plan for it",
    "status": "My request",
    "person": "Talk to a person",
    "languages": "Languages",
    "continue": "A few more questions",
    "later": "Not now",
    "go_on": "Go on",
    "menu": "Menu",
    "all_right": "Yes, all right",
    "change": "Change something",
    "this_phone": "Yes, this number",
    "other_phone": "Another number",
    "agree": "Yes, send it",
    "disagree": "No, do not send",
    "relation_parent": "Parent",
    "relation_grandparent": "Grandparent",
    "relation_foster_parent": "Foster parent",
    "relation_relative": "Other family",
    "relation_friend": "Friend or neighbor",
    "relation_professional": "I work with them",
}

_FACTS = {
    "subject": "Who it is for",
    "birth_date": "Date of birth or age",
    "coverage": "Health plan",
    "unhoused": "Home",
    "doubled_up": "Staying with others",
    "household_child": "Family under 21",
    "transitional_rent": "Rent help",
    "complex_need": "Health need",
    "er_visits": "ER visits",
    "hospital_stays": "Hospital stays",
    "behavioral_health": "Mental health or drug use care",
    "social_factor": "Hard daily life",
    "severe_risk": "Crisis care",
    "youth_behavioral_health": "Stress or mood",
    "recent_release": "Jail or juvenile hall",
    "release_health_need": "Health need after jail",
    "nursing_level_need": "Nursing care",
    "daily_help_need": "Daily help",
    "can_stay_home": "Staying home",
    "in_nursing_facility": "Nursing home",
    "could_leave_facility": "Leaving the nursing home",
    "ccs": "CCS",
    "ccs_extra_need": "More needs",
    "child_welfare": "Foster care",
    "pregnant_or_postpartum": "Pregnancy",
    "birth_equity_group": "Group",
    "other_programs": "Other programs",
    "member_name": "Name",
    "member_birth_date": "Date of birth",
    "representative_name": "Your own name",
    "representative_relationship": "Who you are to them",
    "contact_phone": "Phone",
    "safe_contact": "Safe contact",
    "county": "County",
    "plan": "Plan",
    "member_id": "Medi-Cal number",
}

_PROGRAMS = {
    "hospice": "hospice",
    "pace": "PACE",
    "d_snp": "Medicare Medi-Cal plan (D-SNP)",
    "fide_snp": "Medicare Medi-Cal plan (FIDE-SNP)",
    "family_mosaic": "Family Mosaic",
    "ihss": "In-Home Supportive Services (IHSS)",
    "regional_center": "Regional Center",
    "mssp": "MSSP",
    "alw": "Assisted Living Waiver",
    "hcba": "Home and Community-Based Alternatives Waiver",
    "hiv_waiver": "Medi-Cal Waiver (HIV/AIDS)",
    "dd_waiver": "Waiver for Developmental Disabilities",
    "self_determination": "Self-Determination Program",
    "county_tcm": "County Targeted Case Management",
    "complex_care_management": "Complex Care Management from the plan",
    "california_community_transitions": "California Community Transitions",
    "ccs": "CCS",
    "wcm": "Whole Child Model",
    "smhs_tcm": "Mental health case management",
    "smhs_icc": "Intensive Care Coordination",
    "drug_medi_cal": "Drug Medi-Cal",
    "full_service_partnership": "Full Service Partnership",
    "hcpcfc": "Health care program for foster children",
    "ghpp": "GHPP",
    "cbas": "Community-Based Adult Services (CBAS)",
    "medicare_advantage_other": "Medicare Advantage",
    "medicare_ffs": "Medicare",
    "california_wraparound": "California Wraparound",
    "cpsp": "CPSP",
    "black_infant_health": "Black Infant Health",
    "perinatal_equity": "Perinatal Equity Initiative",
    "aimss": "AIMSS",
    "chvp": "Home visiting (CHVP)",
    "calworks_home_visiting": "CalWORKs home visiting",
    "wic": "WIC",
    "doula": "doula care",
}

MESSAGES = (
    _labels("choice", _CHOICES, "A button, or a numbered line in a text: very short.")
    + _labels("fact", _FACTS, "Names an answer that can be changed: very short.")
    + _labels("program", _PROGRAMS, "Name of a programme; keep the official name where known.")
    + (
        Message("shown_date", "{date}", fills={"date": "September 30, 2015"}),
        Message("shown_language", "{language}", fills={"language": "Українська"}),
        Message("unknown_value", "not known", note="Stands where nothing was given."),
        Message("your_plan", "your plan", note="Stands where the plan's name is not known."),
    )
)
