"""The self-referral: one field at a time, read back, agreed, sent."""

from __future__ import annotations

from ecm.messages.message import Message

_REF = {"reference": "W7K-M2Q"}
_PLAN = {"plan": "Central California Alliance for Health"}

MESSAGES = (
    Message(
        "referral_intro",
        "I will ask a few things so the plan can find you. It is fine not to know something.",
    ),
    Message(
        "ask_member_name",
        "What is the person's full name, as on the Medi-Cal card?",
        variants={
            "self": "What is your full name, as on your Medi-Cal card?",
            "child": "What is your child's full name, as on the Medi-Cal card?",
        },
    ),
    Message("ask_member_name_again", "Please write just the first and last name."),
    Message(
        "ask_member_birth_date",
        "What is the person's date of birth? Like May 3, 2015.",
        variants={
            "self": "What is your date of birth? Like May 3, 2015.",
            "child": "What is your child's date of birth? Like May 3, 2015.",
        },
    ),
    Message("ask_representative_name", "What is your own name?"),
    Message("ask_representative_relationship", "What are you to this person?"),
    Message(
        "ask_contact_phone",
        "Which phone number should the care manager call? With area code, please.",
    ),
    Message("ask_contact_phone_this", "Is this phone number good for the care manager to call?"),
    Message(
        "ask_contact_phone_again", "I need a US phone number with area code, like 530 555 0100."
    ),
    Message(
        "ask_safe_contact",
        "Letters or calls from the plan may reach your home. What is a safe way to reach you? A"
        " number or email only you see, a school counselor, or a clinic. You can skip this.",
        note="For young people who ask for themselves, and after talk of danger.",
        critical=True,
    ),
    Message(
        "ask_county",
        "Which California county is home? A city is fine too.",
        variants={"self": "Which California county do you live in? A city is fine too."},
    ),
    Message(
        "ask_county_again",
        "I do not know that county or city. Which California county is it? Not sure is fine.",
    ),
    Message("ask_plan", "Which Medi-Cal health plan is it? The name is on the card."),
    Message(
        "ask_plan_again",
        "I do not know that plan's name. How is it written on the card? Not sure is fine.",
    ),
    Message(
        "ask_member_id",
        "What is the Medi-Cal number on the card? 8 digits and a letter. Not knowing it is fine.",
    ),
    Message(
        "ask_member_id_again",
        "That does not look like it: 8 digits and a letter, like 91234567A. You can skip it.",
    ),
    Message(
        "confirm_referral",
        "Please check. Name: {name}. Born: {birth_date}. Phone: {phone}. County: {county}. Plan:"
        " {plan}.\n\nIs it all right?",
        note="Read back before anything is sent.",
        fills={
            "name": "Maria Guadalupe Fernandez-Villanueva",
            "birth_date": "September 30, 2015",
            "phone": "(530) 555-0100",
            "county": "San Luis Obispo",
            **_PLAN,
        },
    ),
    Message("ask_what_to_change", "What should I change?"),
    Message(
        "ask_agreement",
        "May I send your answers to {plan} so they can decide about ECM and contact you? They use"
        " them only for this. You can say no, and you can take it back later. It costs nothing.",
        note="The agreement, version 2026-11. Policy Guide p. 114: plans may not ask for consent"
        " to start ECM; this is our own privacy promise.",
        fills=_PLAN,
        critical=True,
    ),
    Message(
        "referral_submitted",
        "Done! Your request is on its way. Your number is {reference}. Please keep it.\n\n"
        "The plan should decide within 5 working days of getting it. No news by then? Write to me,"
        " or call your plan.",
        note="5 working days: Policy Guide p. 103, January 2026. Reference is spelled out.",
        fills=_REF,
        critical=True,
    ),
    Message(
        "referral_already_sent",
        "This request was sent already. Your number is {reference}. You do not need to send it"
        " again.",
        fills=_REF,
    ),
    Message(
        "referral_not_sent",
        "OK, I did not send anything. Your answers stay here. You can ask me again any time.",
    ),
    Message(
        "referral_no_plan_yet",
        "I can note your request now, but a plan must be joined first. Our staff will see it.",
        note="When there is no plan to send to.",
    ),
    Message(
        "referral_status_none",
        "I do not see a request from you yet. We can see if ECM may fit and send one.",
    ),
    Message("referral_status_draft", "Your request is not sent yet. We can finish it now."),
    Message(
        "referral_status_submitted",
        "Request {reference} from {date}: we passed it on for the plan. We have not heard back"
        " yet. The plan should decide within 5 working days of getting it.",
        note="5 working days: Policy Guide p. 103.",
        fills={**_REF, "date": "September 30, 2026"},
    ),
    Message(
        "referral_status_queued",
        "Request {reference} from {date}: it is saved and on its way to the plan.",
        fills={**_REF, "date": "September 30, 2026"},
    ),
)
