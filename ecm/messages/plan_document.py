"""Words of the referral's PDF for the plan's staff: English only, never sent to families."""

from __future__ import annotations

from ecm.messages.message import Message

_FIELDS = {
    "member_name": "Member's name",
    "member_birth_date": "Date of birth",
    "member_age": "Age (if no birth date)",
    "member_id": "Medi-Cal number (CIN)",
    "plan": "Health plan",
    "county": "County",
    "contact_phone": "Phone to call",
    "safe_contact": "Safe way to reach the person: use this first",
    "language": "Language",
    "representative_name": "Asked for by",
    "representative_relationship": "Relationship",
    "other_programs": "Other programs",
    "agreement_version": "Agreement wording, version",
    "agreement_at": "Agreed at (UTC)",
    "rules_version": "Screening rules, version",
    "submitted_at": "Submitted at (UTC)",
    "channel": "Channel",
    "type": "Type of referral",
    "age_years": "Age in years",
}
_POPULATIONS = {
    "homeless_adult": "Adult experiencing homelessness",
    "homeless_family_youth": "Family or youth experiencing homelessness",
    "avoidable_use": "At risk of avoidable hospital or ER use",
    "behavioral_health": "Serious mental health or substance use need",
    "justice_involved": "Transitioning from incarceration",
    "long_term_care_risk": "At risk of long-term care",
    "leaving_nursing_facility": "Nursing facility resident moving to the community",
    "ccs": "CCS or Whole Child Model with additional needs",
    "child_welfare": "Involved in child welfare",
    "birth_equity": "Birth equity",
}
_OTHER = {
    "title": "Enhanced Care Management (ECM): self-referral",
    "note": "Collected by an automated helper from the person's own answers. Not a decision and not"
    " a clinical assessment: the plan decides.",
    "heading_member": "Member",
    "heading_representative": "Person who asked",
    "heading_populations": "Populations of Focus that the answers point to",
    "heading_answers": "Answers",
    "heading_agreement": "Agreement and origin",
    "not_known": "not known",
    "no_population": "None was settled by the answers; the person asks the plan to look.",
}

MESSAGES = tuple(
    Message(f"plan_{prefix}{name}", text, audience="staff")
    for prefix, words in (("field_", _FIELDS), ("population_", _POPULATIONS), ("", _OTHER))
    for name, text in words.items()
)
