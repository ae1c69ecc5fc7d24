"""Texts and their rules: stopping, starting, help, wrong numbers, a person instead."""

from __future__ import annotations

from ecm.messages.message import Message

_OPERATOR = {"operator": "San Bernardino County Health"}

MESSAGES = (
    Message(
        "opt_out_done",
        "{operator} ECM helper: you will get no more texts from us. Text START to get them again."
        " In danger, call 911 or 988.",
        note="The one confirmation that the FCC rule allows. START is the carrier's own word and"
        " stays in English.",
        variants={
            "web": "OK, I will not write first. This chat stays here. Write any time you want."
        },
        fills=_OPERATOR,
    ),
    Message(
        "opted_out_reminder",
        "You asked us not to text, so I stay quiet. Text START to talk with me again.",
        note="Sent once when someone writes after opting out. START stays in English.",
    ),
    Message(
        "opt_in_done",
        "Welcome back! You will get our answers again. Text STOP to end texts.",
        note="STOP stays in English.",
    ),
    Message(
        "help_keyword",
        "{operator} ECM helper for Medi-Cal families. An automated text line. Write your"
        " question, or text STOP to end texts. Msg rates may apply. Danger: 911 or 988.",
        note="Answer to HELP (carrier rules). STOP stays in English.",
        fills=_OPERATOR,
    ),
    Message(
        "wrong_number_done",
        "Sorry about that. I forgot this number's talk with us and will not write first.",
    ),
    Message(
        "handoff_waiting",
        "I put your request for a person at the front for our staff. I cannot promise a time. For"
        " help right now, call the member line on your plan's card.",
        note="No promise that cannot be kept.",
    ),
    Message(
        "handoff_waiting_plan",
        "I put your request for a person at the front for our staff. I cannot promise a time. For"
        " help right now, call {plan}: {phone}.",
        fills={"plan": "Central California Alliance for Health", "phone": "1-800-700-3874"},
        note="The number is from eligibility/directory/plans.yml with its source and date.",
    ),
)
