"""Answers to what people ask: `answer_<topic>` for each `ask_<topic>`.

Basis: DHCS ECM Policy Guide, January 2026 ("Guide") and the project's founding documents; the page
stands in each note.
"""

from __future__ import annotations

from ecm.messages.message import Message


def _answer(topic: str, english: str, note: str, **extra: object) -> Message:
    """Return the answer to one topic."""
    return Message(f"answer_{topic}", english, note=note, **extra)  # type: ignore[arg-type]


MESSAGES = (
    _answer(
        "what_is_ecm",
        "ECM is free extra help from Medi-Cal plans for people with many needs. You get one care"
        " manager, a real person. They meet you and help with doctors, rides, medicine, housing"
        " and food.",
        "Guide p. 5-6, 55-62; checked November 2026.",
    ),
    _answer(
        "cost",
        "It is free. You keep your Medi-Cal and your doctors, and you can stop at any time.",
        "Guide p. 115; Children Now; checked November 2026.",
    ),
    _answer(
        "who_qualifies",
        "People in a Medi-Cal plan with high needs. For example: no stable home, many ER visits,"
        " mental health or drug use needs, CCS, foster care, pregnancy, or leaving jail.\n\n"
        "One of these can be enough. I can ask a few questions to see.",
        "Guide p. 10-11; checked November 2026.",
    ),
    _answer(
        "services",
        "A care manager makes a plan with you, finds doctors, sets up visits and rides, helps with"
        " medicine, and with housing, food and forms like CalFresh or SSI. They can come along to"
        " visits.",
        "Guide p. 55; founding documents; checked November 2026.",
    ),
    _answer(
        "care_manager",
        "The care manager is a trained person from a group near you. They mostly meet in person:"
        " at home, at a clinic, at school, or where you like. They call too.",
        "Guide p. 55-62; checked November 2026.",
    ),
    _answer(
        "choose_provider",
        "You can ask for a care manager who speaks your language or knows your culture. You"
        " can change at any time. The plan has 30 days to make the change.",
        "Guide p. 113; checked November 2026.",
    ),
    _answer(
        "keep_doctor",
        "You keep your doctors and your other care. ECM comes on top. The care manager works"
        " with your doctors.",
        "Guide p. 115; checked November 2026.",
    ),
    _answer(
        "privacy",
        "I share your answers with your plan only after you say yes. Our staff can read this chat."
        " I do not tell your family.\n\n"
        "Letters or calls from the plan may reach your home. I can note a safe way to reach you.",
        "Research section 8; a plan's letters are outside our control; checked November 2026.",
        critical=True,
    ),
    _answer(
        "immigration",
        "I do not ask about papers. Your answers go only to your plan, and only if you say yes. Rules"
        " can change, so ask a legal aid group you trust about your own case.",
        "Public-charge rules differ by benefit and change: no legal promise is made here. General"
        " knowledge, needs a lawyer's review; noted November 2026.",
        critical=True,
    ),
    _answer(
        "stop_ecm",
        "ECM is your choice. You can stop at any time, and your Medi-Cal stays. Just tell the"
        " care manager or the plan.",
        "Guide p. 114-115; checked November 2026.",
    ),
    _answer(
        "timeline",
        "The plan should decide within 5 working days, or 72 hours if it is urgent. After a yes,"
        " the plan has 10 working days to find a care manager, who then calls you.",
        "Guide p. 103-104, 112; checked November 2026.",
    ),
    _answer(
        "denied",
        "A no must come in a letter that says why and how to appeal. You can call the plan, or the"
        " Medi-Cal Ombudsman, 1-888-452-8609. You can also ask again if things change.",
        "Guide p. 104; Ombudsman number from DMHC; checked November 2026.",
        critical=True,
    ),
    _answer(
        "community_supports",
        "Community Supports are extra things a plan can offer, like help to find a home, meals"
        " made for your health, or changes at home. A care manager can ask for them.",
        "Founding documents; plans choose which to offer; checked November 2026.",
    ),
    _answer(
        "food",
        "A care manager can help with CalFresh, WIC and food near you. You can also apply for"
        " CalFresh at BenefitsCal.com, or call 211 for food today.",
        "Founding documents; 211 is general knowledge; checked November 2026.",
    ),
    _answer(
        "housing_help",
        "A care manager can help look for housing, fill in forms and ask for Community Supports."
        " For a place tonight, call 211. If you are not safe, call 911.",
        "Founding documents; 211 is general knowledge; checked November 2026.",
    ),
    _answer(
        "ccs",
        "CCS is medical care for children with serious health problems. ECM is one person who"
        " helps with all the rest. A child can have both.",
        "Guide p. 63-88 (overlap table), founding documents; checked November 2026.",
    ),
    _answer(
        "school",
        "A care manager can help you ask the school for an IEP or a 504 plan. They help you get"
        " ready for the meeting. They may come with you.",
        "Founding documents; checked November 2026.",
    ),
    _answer(
        "plan_contact",
        "Your plan's name and number are on your card. Not sure? Call Health Care Options,"
        " 1-800-430-4263 (TTY 1-800-430-7077), Monday to Friday, 8 to 6.",
        "Health Care Options FAQ; checked November 2026.",
    ),
    Message(
        "answer_plan_contact_known",
        "The member line of {plan} is {phone}. It is also on your card.",
        note="From eligibility/directory/plans.yml with source and date; only lines that were seen"
        " in a source are given.",
        fills={"plan": "Central California Alliance for Health", "phone": "1-800-700-3874"},
    ),
    _answer(
        "are_you_human",
        "I am an automated helper, not a person and not a doctor. Our staff can read this"
        " chat, and you can ask for a person at any time.",
        "SB 243, AB 489, AB 3030: automation is disclosed; checked November 2026.",
    ),
    Message(
        "answer_rides",
        "Rides to Medi-Cal visits are free. I cannot book or change one yet. Please call the member"
        " line on your plan's card, some days before the visit.",
        note="Rides are booked by the plan or its ride company. Guide and plan pages; notice"
        " differs by plan; checked November 2026.",
    ),
    Message(
        "answer_ride_not_here",
        "I am sorry you are left waiting. Call your plan's member line now and ask for another"
        " ride. Call the clinic too. I noted it for our staff.",
        note="The plan must send another ride or pay one that you arrange (CalOptima GG.1505);"
        " checked November 2026.",
    ),
    Message(
        "answer_complaint",
        "You can complain at any time, with no special words. Call your plan's member line. They"
        " must write back in 5 days and answer in 30. I noted it for our staff.",
        note="Acknowledged in 5 days, answered in 30 (CalOptima HH.1102); checked November 2026.",
    ),
    Message(
        "answer_visits",
        "I cannot see or change your visits. Please call the clinic, or the member line on your"
        " plan's card.",
    ),
    Message(
        "answer_prepare_visit",
        "Good questions for the doctor: What is going on? What should we do next? What should we"
        " watch for? Bring your list of medicines and your card.",
        note="General health literacy advice (Ask Me 3); no medical advice.",
    ),
)
