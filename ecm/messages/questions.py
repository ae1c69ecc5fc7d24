"""The screening questions: `ask_<fact>` in words for oneself, a child, or somebody else.

Each asks for one fact of `eligibility/facts.yml`. Basis: DHCS ECM Policy Guide, January 2026, pages
10 to 54, put in plain words.
"""

from __future__ import annotations

from ecm.messages.message import Message


def _ask(fact: str, own: str, child: str, other: str, note: str = "", **extra: object) -> Message:
    """Return one question in its three wordings; the default is the one about somebody else."""
    return Message(
        f"ask_{fact}",
        other,
        note=note,
        variants={"self": own, "child": child},
        **extra,  # type: ignore[arg-type]
    )


_MONTHS = {"months": "12"}

MESSAGES = (
    Message(
        "screening_intro",
        "I will ask a few short questions. You can say WHY to hear why I ask, or SKIP any of them."
        " You can stop and come back later.",
        note="Before the first question. WHY and SKIP: use the words people would use.",
    ),
    Message("ask_subject", "Who is this for?"),
    Message("ask_same_person", "Is this for the same person as before, or for someone new?"),
    _ask(
        "birth_date",
        "What is your date of birth? Like May 3, 2015. Your age in years is fine too.",
        "What is your child's date of birth? Like May 3, 2015. The age in years is fine too.",
        "What is the person's date of birth? Like May 3, 2015. The age in years is fine too.",
    ),
    Message(
        "ask_birth_date_again",
        "I could not read that as a date of birth. Please write it like May 3, 2015. The age in"
        " years is fine too.",
    ),
    Message("ask_birth_date_future", "That date has not come yet. What is the date of birth?"),
    Message(
        "ask_birth_date_which",
        "I want to get the date right. Which one is it?",
        note="The choices are two dates with month names.",
    ),
    _ask(
        "coverage",
        "Are you in a Medi-Cal health plan? The plan's name is on your card.",
        "Is your child in a Medi-Cal health plan? The plan's name is on the card.",
        "Is the person in a Medi-Cal health plan? The plan's name is on the card.",
    ),
    _ask(
        "unhoused",
        "Is one of these true for you? You live in a car, a tent or a shelter. You have no safe"
        " place to stay. You will lose your home within 30 days. You are running from violence.",
        "Is one of these true for your child? Lives in a car, a tent or a shelter. Has no safe"
        " place to stay. Will lose the home within 30 days. Is running from violence.",
        "Is one of these true for the person? Lives in a car, a tent or a shelter. Has no safe"
        " place to stay. Will lose the home within 30 days. Is running from violence.",
        note="Policy Guide p. 12 ff.; six ways put in one question. Shape it so that yes and no"
        " cannot be read the other way round.",
    ),
    _ask(
        "doubled_up",
        "Is this true for you? You lost your home or the money for it. Now you stay with others, in"
        " a motel, a camp or a shelter.",
        "Is this true for your child? The family lost its home or the money for it. Now your child"
        " stays with others, in a motel, a camp or a shelter.",
        "Is this true for the person? They lost a home or the money for it. Now they stay with"
        " others, in a motel, a camp or a shelter.",
        note="One yes means both: the home was lost, and they stay somewhere else for now.",
    ),
    _ask(
        "household_child",
        "Does someone in your family under 21 live with you?",
        "Does someone else in the family under 21 live with your child?",
        "Does someone under 21 in their family live with them?",
    ),
    _ask(
        "transitional_rent",
        "Did your plan say yes to help with rent called Transitional Rent?",
        "Did the plan say yes to help with rent called Transitional Rent?",
        "Did the plan say yes to help with rent called Transitional Rent?",
        note="A Community Support, added to ECM's rules in 2026.",
    ),
    _ask(
        "complex_need",
        "Do you have a health need that is hard to handle alone? It can be of the body or mind,"
        " with drugs or alcohol, or being pregnant.",
        "Does your child have a health need that is hard to handle alone?",
        "Does the person have a health need that is hard to handle alone? It can be of the body or"
        " mind, with drugs or alcohol, or being pregnant.",
    ),
    _ask(
        "er_visits",
        "In the last {months} months, how many times did you go to the ER when care at a clinic"
        " might have helped sooner? 0 is fine.",
        "In the last {months} months, how many times did your child go to the ER when care at a"
        " clinic might have helped sooner? 0 is fine.",
        "In the last {months} months, how many times did the person go to the ER when care at a"
        " clinic might have helped sooner? 0 is fine.",
        note="Answered with a number. An ER visit that became a stay counts as a stay.",
        fills=_MONTHS,
    ),
    _ask(
        "hospital_stays",
        "In the last {months} months, how many times did you stay in a hospital or nursing home"
        " without having planned it? 0 is fine.",
        "In the last {months} months, how many times did your child stay in a hospital without it"
        " being planned? 0 is fine.",
        "In the last {months} months, how many times did the person stay in a hospital or nursing"
        " home without having planned it? 0 is fine.",
        note="Answered with a number.",
        fills=_MONTHS,
    ),
    _ask(
        "behavioral_health",
        "Do you get, or think you need, care from the county for mental health, drugs or alcohol?",
        "Does your child get, or need, care from the county for mental health, drugs or alcohol?",
        "Does the person get, or need, care from the county for mental health, drugs or alcohol?",
    ),
    _ask(
        "social_factor",
        "Is one of these hard for you now? Food, a home, or work. Trouble with police. A very hard"
        " childhood. Having been in foster care.",
        "Is one of these hard for your child now? Food, a home, or school. Trouble with police.",
        "Is one of these hard for the person now? Food, a home, or work. Trouble with police. A"
        " very hard childhood. Having been in foster care.",
    ),
    _ask(
        "severe_risk",
        "This is about mental health, drugs or alcohol. Is one of these true? You went to the ER"
        " or hospital 2 times or more in a year. You mostly get care in a crisis. You fear an"
        " overdose or harm to yourself.",
        "This is about mental health, drugs or alcohol. Is one of these true? Your child went to"
        " the ER or hospital 2 times or more in a year. Care is mostly in a crisis. You fear an"
        " overdose or self-harm.",
        "This is about mental health, drugs or alcohol. Is one of these true? They went to the ER"
        " or hospital 2 times or more in a year. They mostly get care in a crisis. You fear an"
        " overdose or self-harm.",
        note="The rule: high risk of an institution, overdose or suicide; crisis care as main"
        " care; 2 or more ER or hospital uses in 12 months. Careful, calm words.",
    ),
    _ask(
        "youth_behavioral_health",
        "Is it hard for you at home, at school or with friends? It can be from stress, bad things"
        " that happened, your mood, drugs or alcohol.",
        "Is it hard for your child at home, at school or with friends? It can be from stress, bad"
        " things that happened, mood, drugs or alcohol.",
        "Is it hard for the person at home, at school or with friends? It can be from stress, bad"
        " things that happened, mood, drugs or alcohol.",
    ),
    _ask(
        "recent_release",
        "Were you in jail, prison or juvenile hall in the last 12 months, or are you leaving it"
        " now?",
        "Was your child in juvenile hall, a camp or jail in the last 12 months, or leaving it now?",
        "Was the person in jail, prison or juvenile hall in the last 12 months, or leaving it now?",
    ),
    _ask(
        "release_health_need",
        "Do you have a health need? It can be asthma, mental health, drug use, a disability, HIV, a"
        " long illness or being pregnant.",
        "Does your child have a health need? It can be asthma, mental health, a disability or a"
        " long illness.",
        "Does the person have a health need? It can be asthma, mental health, drug use, a"
        " disability, HIV, a long illness or being pregnant.",
        note="Any lasting illness, disability or brain injury counts too.",
    ),
    _ask(
        "nursing_level_need",
        "Do you need the kind of care that people get in a nursing home?",
        "Does your child need the kind of care that people get in a nursing home?",
        "Does the person need the kind of care that people get in a nursing home?",
    ),
    _ask(
        "daily_help_need",
        "Do you need help with daily life, like washing, dressing, food or talking? Or do you live"
        " alone without enough help?",
        "Does your child need help with daily life, like washing, dressing, food or talking?",
        "Does the person need help with daily life, like washing, dressing, food or talking? Or do"
        " they live alone without enough help?",
    ),
    _ask(
        "can_stay_home",
        "With the right help, could you stay at home?",
        "With the right help, could your child stay at home?",
        "With the right help, could the person stay at home?",
    ),
    _ask(
        "in_nursing_facility",
        "Do you live in a nursing home and want to leave?",
        "Does your child live in a nursing home and want to leave?",
        "Does the person live in a nursing home and want to leave?",
    ),
    _ask(
        "could_leave_facility",
        "With help, could you live outside the nursing home and stay well?",
        "With help, could your child live outside the nursing home and stay well?",
        "With help, could the person live outside the nursing home and stay well?",
    ),
    _ask(
        "ccs",
        "Are you in California Children's Services (CCS)? In some counties it is called Whole"
        " Child Model.",
        "Is your child in California Children's Services (CCS)? In some counties it is called"
        " Whole Child Model.",
        "Is the person in California Children's Services (CCS)? In some counties it is called"
        " Whole Child Model.",
    ),
    _ask(
        "ccs_extra_need",
        "Do you need help with one of these too? Food, a home, rides, police contact, crisis care,"
        " or finding your way between doctors.",
        "Do you need help with one of these too? Food, a home, rides, police contact, crisis care,"
        " or finding your way between doctors.",
        "Does the person need help with one of these too? Food, a home, rides, police contact,"
        " crisis care, or finding the way between doctors.",
    ),
    _ask(
        "child_welfare",
        "Have you ever been in foster care, or had a case with child welfare (CPS)?",
        "Was your child ever in foster care, or is there a case with child welfare (CPS)?",
        "Was the person ever in foster care, or in a case with child welfare (CPS)?",
        note="A yes is followed by ask_child_welfare_kind.",
    ),
    _ask(
        "child_welfare_kind",
        "Which one fits? If more than one does, send the numbers, like 1 2.",
        "Which one fits? If more than one does, send the numbers, like 1 2.",
        "Which one fits? If more than one does, send the numbers, like 1 2.",
    ),
    _ask(
        "pregnant_or_postpartum",
        "Are you pregnant, or did a pregnancy end in the last 12 months, in any way?",
        "Is your child pregnant, or did a pregnancy end in the last 12 months, in any way?",
        "Is the person pregnant, or did a pregnancy end in the last 12 months, in any way?",
    ),
    _ask(
        "birth_equity_group",
        "Are you Black? Or American Indian, Alaska Native, or from the Pacific Islands? You do not"
        " have to say.",
        "Is your child Black? Or American Indian, Alaska Native, or from the Pacific Islands? You"
        " do not have to say.",
        "Is the person Black? Or American Indian, Alaska Native, or from the Pacific Islands? You"
        " do not have to say.",
        note="California found that these groups get worse care around birth, so they get more"
        " help. Policy Guide p. 51 ff.; list in eligibility/birth_equity_groups.yml.",
    ),
    Message(
        "ask_other_programs",
        "Is the person in one of these? If more than one, send the numbers, like 1 3.",
        note="Asked while the request is filled in; choices are programmes. The person is the one"
        " that the request is for.",
    ),
    Message(
        "age_needed",
        "I need the age to go on, as the rules differ by age. You can also ask the plan without"
        " it, or talk to a person.",
    ),
    Message(
        "noted_facts",
        "Got it. {facts}",
        note="{facts} are whole sentences that say what the person told us without being asked.",
        fills={
            "facts": "This is for your child. Age: 17. You told me about staying with others,"
            " in a motel or a shelter."
        },
    ),
    Message("noted_subject_self", "This is for you."),
    Message("noted_subject_child", "This is for your child."),
    Message("noted_subject_other", "This is for someone you help."),
    Message("noted_age", "Age: {age}.", fills={"age": "17"}),
    Message("noted_birth_date", "Born: {date}.", fills={"date": "September 30, 2015"}),
    Message(
        "noted_coverage_plan",
        "In a plan: {plan}.",
        fills={"plan": "Central California Alliance for Health"},
    ),
    Message("noted_coverage_none", "No Medi-Cal yet."),
    Message("noted_coverage_ffs", "Medi-Cal without a plan."),
    Message("answer_noted", "Thanks, I noted that."),
    Message("answer_unsure_ok", "That is OK. We can go on without it."),
    Message(
        "ask_number_again",
        "Please answer with a number, like 0 or 3. Not sure is fine too.",
    ),
    Message(
        "ask_which_answer",
        "No problem. Which answer should I change?",
        note="Choices: the facts answered so far.",
    ),
    Message("answer_changed", "OK, I changed that."),
)
