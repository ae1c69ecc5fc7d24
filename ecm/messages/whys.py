"""Why each question is asked: `why_<fact>`. One sentence or two, no law, no jargon."""

from __future__ import annotations

from ecm.messages.message import Message


def _why(fact: str, english: str) -> Message:
    """Return the reason for one question."""
    return Message(f"why_{fact}", english)


MESSAGES = (
    _why("subject", "I ask so that my questions fit the right person."),
    _why("birth_date", "I ask because the rules differ for children and grown-ups."),
    _why(
        "coverage",
        "I ask because ECM comes through a Medi-Cal plan. Without one, I tell you"
        " what to do first.",
    ),
    _why(
        "unhoused",
        "I ask because people without a safe home can get ECM. It also helps with housing.",
    ),
    _why(
        "doubled_up", "I ask because people who lost their home and stay with others can get ECM."
    ),
    _why("household_child", "I ask because there is a rule just for families with children."),
    _why("transitional_rent", "I ask because a yes to that rent help also opens ECM."),
    _why(
        "complex_need",
        "I ask because for grown-ups without a home, a health need is part of the rule.",
    ),
    _why("er_visits", "I ask because many trips to the ER can mean that more help is needed."),
    _why("hospital_stays", "I ask because many hospital stays can mean that more help is needed."),
    _why(
        "behavioral_health",
        "I ask because ECM helps people who need this care, and it is kept private.",
    ),
    _why(
        "social_factor",
        "I ask because these things make it harder to get well, and ECM can help with them.",
    ),
    _why(
        "severe_risk",
        "I ask because people who had a very hard time can get more help. If you"
        " are in danger now, call or text 988.",
    ),
    _why(
        "youth_behavioral_health",
        "I ask because young people who carry a lot can get ECM. You do not need a diagnosis.",
    ),
    _why(
        "recent_release",
        "I ask because the year after jail or juvenile hall is hard, and ECM is there for it.",
    ),
    _why(
        "release_health_need",
        "I ask because for grown-ups who leave jail, a health need is part of the rule.",
    ),
    _why(
        "nursing_level_need",
        "I ask because ECM can help people get care at home and not in a nursing home.",
    ),
    _why("daily_help_need", "I ask because help with daily life can keep people safe at home."),
    _why("can_stay_home", "I ask because ECM here is for people who could stay home with help."),
    _why("in_nursing_facility", "I ask because ECM can help people move out of a nursing home."),
    _why(
        "could_leave_facility",
        "I ask because ECM plans the move with people who could live outside.",
    ),
    _why("ccs", "I ask because children in CCS who need more help can get ECM too. They keep CCS."),
    _why(
        "ccs_extra_need",
        "I ask because children in CCS get ECM when they need more than medical care.",
    ),
    _why("child_welfare", "I ask because children and young people from foster care can get ECM."),
    _why(
        "pregnant_or_postpartum",
        "I ask because there is special help before birth and in the year after.",
    ),
    _why(
        "birth_equity_group",
        "I ask because these groups often get worse care around birth, and"
        " California wants to change that. You can skip it.",
    ),
    _why(
        "other_programs",
        "I ask so that your plan does not do the same work twice. It does not stop your request.",
    ),
    _why("member_name", "I ask because the plan must know who the request is for."),
    _why("member_birth_date", "I ask because the plan finds the person by name and birth date."),
    _why("representative_name", "I ask so that the plan knows who asked for it."),
    _why("representative_relationship", "I ask so that the plan knows how you are connected."),
    _why("contact_phone", "I ask so that a care manager can reach you."),
    _why(
        "safe_contact",
        "I ask because letters or calls may reach your home. I can note a safer way.",
    ),
    _why("county", "I ask because plans work by county."),
    _why("plan", "I ask so that I send it to the right plan."),
    _why("member_id", "I ask because it helps the plan find you fast. It is fine not to know it."),
    _why("agreement", "I ask because I only send your answers to the plan if you say yes."),
)
