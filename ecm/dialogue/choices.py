"""The choices that questions offer, in their order."""

from __future__ import annotations

from typing import Any, Mapping, Sequence

from ecm.ports import Choice
from ecm.values import date_value


def choice(value: str, label: str | None = None, values: Mapping[str, Any] | None = None) -> Choice:
    """Return a choice; its label is the message `choice_<label or value>`."""
    return Choice(value, f"choice_{label or value}", values or {})


def choices(*values: str) -> tuple[Choice, ...]:
    """Return choices whose labels carry their values' names."""
    return tuple(choice(value) for value in values)


YES_NO = choices("yes", "no", "unsure", "skip")
UNSURE_SKIP = choices("unsure", "skip")
SUBJECTS = choices("self", "child", "other")
COVERAGE = (
    choice("plan", "coverage_plan"),
    choice("ffs", "coverage_ffs"),
    choice("none", "coverage_none"),
    choice("unsure"),
)
MENU = (choice("what_is_ecm"), choice("check_eligibility"), choice("status"), choice("person"))
OFFER = choices("refer", "continue", "later")
OFFER_FINISHED = choices("refer", "later")
STUCK = choices("person", "go_on", "menu")
STUCK_MENU = choices("person", "menu")
AGREEMENT = (choice("yes", "agree"), choice("no", "disagree"))
CONFIRM = (choice("yes", "all_right"), choice("change"))
THIS_PHONE = (choice("this_phone"), choice("other_phone"))
SAME_PERSON = choices("same_person", "new_person")
RELATIONS = tuple(
    choice(f"relation_{name}")
    for name in ("parent", "grandparent", "foster_parent", "relative", "friend", "professional")
)
# Programmes asked about most; any other can be named in words (overlaps.yml).
PROGRAMS = ("ihss", "regional_center", "hospice", "pace", "d_snp", "hcba")


def program_choices() -> tuple[Choice, ...]:
    """Return the programmes that are offered by name, then none and not sure."""
    named = tuple(Choice(code, f"program_{code}") for code in PROGRAMS)
    return named + (choice("none_of_these"), choice("unsure"))


def child_welfare_choices(age: int) -> tuple[Choice, ...]:
    """Return the kinds of child welfare that can matter at an age (screening rules, W1 to W5)."""
    kinds = [("in_care", 0, 21), ("left_care_12m", 0, 21), ("aged_out", 18, 26)]
    kinds += [("adoption_assistance", 0, 18), ("family_maintenance", 0, 18)]
    fitting = [kind for kind, least, below in kinds if least <= age < below]
    return choices(*fitting, "none_of_these", "unsure")


def dates(days: Sequence[Any]) -> tuple[Choice, ...]:
    """Return dates to pick from, with the month as a word."""
    return tuple(Choice(day.isoformat(), "shown_date", {"date": date_value(day)}) for day in days)


def facts(names: Sequence[str]) -> tuple[Choice, ...]:
    """Return facts or fields to pick from by their short names."""
    return tuple(Choice(f"fact:{name}", f"fact_{name}") for name in names)


def languages(tags: Sequence[str]) -> tuple[Choice, ...]:
    """Return languages to pick from, each by its own name."""
    return tuple(
        Choice(
            f"language:{tag}", "shown_language", {"language": {"kind": "language", "language": tag}}
        )
        for tag in tags
    )
