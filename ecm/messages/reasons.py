"""Because you said so: one whole sentence for each fact that led to a result."""

from __future__ import annotations

from ecm.messages.message import Message


def _reason(fact: str, english: str, **extra: object) -> Message:
    """Return the sentence that names one answer as a reason."""
    return Message(f"reason_{fact}", english, note="A reason in a result.", **extra)  # type: ignore[arg-type]


_COUNT = {"count": "12"}

MESSAGES = (
    _reason("unhoused", "You told me there is no safe place to live."),
    _reason("doubled_up", "You told me about staying with others, in a motel or a shelter."),
    _reason("household_child", "You told me someone under 21 lives there too."),
    _reason("transitional_rent", "You told me the plan said yes to rent help."),
    _reason("complex_need", "You told me about a health need that is hard to handle alone."),
    _reason(
        "er_visits",
        "You told me about 1 ER visit.",
        plural="You told me about {count} ER visits.",
        fills=_COUNT,
    ),
    _reason(
        "hospital_stays",
        "You told me about 1 hospital stay.",
        plural="You told me about {count} hospital stays.",
        fills=_COUNT,
    ),
    _reason("er_visits_unsure", "You were not sure about ER visits."),
    _reason("hospital_stays_unsure", "You were not sure about hospital stays."),
    _reason("behavioral_health", "You told me about care for mental health, drugs or alcohol."),
    _reason("social_factor", "You told me that daily life is hard now."),
    _reason("severe_risk", "You told me about crisis care or high risk."),
    _reason("youth_behavioral_health", "You told me about stress, mood or hard things."),
    _reason("recent_release", "You told me about leaving jail or juvenile hall."),
    _reason("release_health_need", "You told me about a health need."),
    _reason("nursing_level_need", "You told me about needing nursing care."),
    _reason("daily_help_need", "You told me about needing help each day."),
    _reason("can_stay_home", "You told me that staying home could work with help."),
    _reason("in_nursing_facility", "You told me about wanting to leave a nursing home."),
    _reason("could_leave_facility", "You told me that living outside could work with help."),
    _reason("ccs", "You told me about CCS."),
    _reason("ccs_extra_need", "You told me that more help is needed than CCS gives."),
    _reason("child_welfare", "You told me about foster care or child welfare."),
    _reason("pregnant_or_postpartum", "You told me about a pregnancy."),
    _reason("birth_equity_group", "You told me about a group that gets worse care around birth."),
    _reason("some_unsure", "You were not sure about some things. The plan can look at them."),
)
