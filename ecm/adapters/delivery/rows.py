"""A referral as one flat row: for the plan's CSV list and as the base of the PDF."""

from __future__ import annotations

from typing import Any, Mapping

from ecm.reading.places import load_counties, load_plans

COLUMNS = (
    "reference",
    "submitted_at",
    "type",
    "member_name",
    "member_birth_date",
    "member_age",
    "member_id",
    "plan",
    "county",
    "contact_phone",
    "safe_contact",
    "language",
    "representative_name",
    "representative_relationship",
    "populations_likely",
    "populations_possible",
    "other_programs",
    "coverage",
    "rules_version",
    "agreement_version",
    "agreement_at",
    "channel",
)
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(value: Any) -> str:
    """Return a cell that no spreadsheet program takes for a formula (OWASP, CSV injection)."""
    text = "" if value is None else str(value)
    return "'" + text if text.startswith(_FORMULA_STARTS) else text


def csv_row(document: Mapping[str, Any]) -> dict[str, str]:
    """Return the row of one referral; unknown values are empty."""
    values = flat(document)
    return {column: safe_cell(values.get(column)) for column in COLUMNS}


def flat(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return a referral's values by column, with plan and county by name."""
    fields, screening = document["fields"], document["screening"]
    result = screening["result"] or {}
    return dict.fromkeys(COLUMNS) | {
        "reference": document["reference"],
        "submitted_at": document["submitted_at"],
        "type": document["type"],
        "language": document["language"],
        "channel": document["channel"],
        "member_age": screening["facts"].get("age_years"),
        "coverage": result.get("coverage"),
        "rules_version": result.get("rules"),
        "agreement_version": document["agreement"]["version"],
        "agreement_at": document["agreement"]["at"],
        "populations_likely": _populations(result, "likely"),
        "populations_possible": _populations(result, "possible"),
        **{name: value for name, value in fields.items() if name not in ("plan", "county")},
        "other_programs": " ".join(fields.get("other_programs") or ()),
        "plan": {plan.id: plan.name for plan in load_plans()}.get(fields.get("plan")),
        "county": {c.id: c.name for c in load_counties()}.get(fields.get("county")),
    }


def _populations(result: Mapping[str, Any], outcome: str) -> str:
    found = result.get("populations", {})
    return " ".join(name for name, value in found.items() if value["outcome"] == outcome)
