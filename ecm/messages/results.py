"""Screening results: what looks likely, what is possible, and what to do first."""

from __future__ import annotations

from ecm.messages.message import Message

_REASONS = {
    "reasons": "You told me about care for mental health, drugs or alcohol. You told me about"
    " staying with others, in a motel or a shelter."
}

MESSAGES = (
    Message(
        "result_likely",
        "Good news: from what you told me, you likely fit.\n\n{reasons}\n\n"
        "Only your plan can decide.",
        note="Never a verdict: the plan decides. {reasons} are whole sentences.",
        variants={
            "child": "Good news: from what you told me, your child likely fits.\n\n{reasons}\n\n"
            "Only the plan can decide.",
            "other": "Good news: from what you told me, the person likely fits.\n\n{reasons}\n\n"
            "Only the plan can decide.",
        },
        fills=_REASONS,
        critical=True,
    ),
    Message(
        "result_possible",
        "From what you told me, you may fit.\n\n{reasons}\n\n"
        "Your plan can look closer. Only the plan can decide.",
        note="Never a verdict.",
        variants={
            "child": "From what you told me, your child may fit.\n\n{reasons}\n\n"
            "The plan can look closer. Only the plan can decide.",
            "other": "From what you told me, the person may fit.\n\n{reasons}\n\n"
            "The plan can look closer. Only the plan can decide.",
        },
        fills=_REASONS,
        critical=True,
    ),
    Message(
        "result_not_indicated",
        "From what you told me, I did not find a group that fits. But I do not know everything,"
        " and I do not decide. The plan does. You can still ask for it, or talk to a person.",
        note="Never 'not eligible', never a no.",
        critical=True,
    ),
    Message(
        "result_paused",
        "We can stop here. I keep your answers. Write to me any time to go on.",
    ),
    Message(
        "next_join_plan",
        "First step: ECM comes through a Medi-Cal plan. To join one, call Health Care Options,"
        " 1-800-430-4263 (TTY 1-800-430-7077), Monday to Friday, 8 to 6. The call is free.",
        note="For Medi-Cal without a plan. Policy Guide p. 10; number from the Health Care Options"
        " FAQ, noted November 2026.",
    ),
    Message(
        "next_get_medi_cal",
        "First step: apply for Medi-Cal. Go to BenefitsCal.com or your county office. It is free."
        " Children and adults can apply at any time.",
        note="For people without Medi-Cal. BenefitsCal is California's own site.",
    ),
    Message(
        "next_check_coverage",
        "Not sure about your plan? The name is on your Medi-Cal or plan card. Or call Health Care"
        " Options, 1-800-430-4263 (TTY 1-800-430-7077), Monday to Friday, 8 to 6.",
        note="Number from the Health Care Options FAQ, noted November 2026.",
    ),
    Message(
        "offer_referral",
        "Do you want to ask for it now? I can send the request to the plan for you.",
        note="Choices: ask now, more questions, not now.",
    ),
    Message(
        "offer_more_questions",
        "A few more questions can help find the right care manager.",
        note="Said before going on after a first likely result.",
    ),
    Message(
        "overlap_both",
        "You can have ECM together with {programs}.",
        fills={"programs": "In-Home Supportive Services (IHSS)"},
    ),
    Message(
        "overlap_either",
        "With {programs} you may have to choose: that or ECM. The plan can tell you more. It does"
        " not stop your request.",
        fills={"programs": "Home and Community-Based Alternatives Waiver"},
    ),
    Message(
        "overlap_excluded",
        "There is help like ECM already from {programs}, so the plan may not add ECM. You can still"
        " ask, and the plan will tell you.",
        note="Never a no.",
        fills={"programs": "Medicare Medi-Cal plan (D-SNP)"},
    ),
)
