"""Greeting, menu, answers to questions, repeating, starting over, and not understanding."""

from __future__ import annotations

from ecm.dialogue import choices, result_talk
from ecm.dialogue.talk import Talk
from ecm.ports import Say
from ecm.reading.places import load_plans
from ecm.values import phone_value, plan_value

_RIDE_ANSWERS = {"ride_not_here": "answer_ride_not_here", "file_complaint": "answer_complaint"}
_MISSES_BEFORE_A_PERSON = 2
_OFFERS = ("menu", "offer")


def welcome(talk: Talk) -> Say:
    """Return our first words to somebody new."""
    variant = "web" if talk.conversation.channel == "web" else ""
    return Say("welcome", {"operator": talk.tools.settings.operator}, variant=variant)


def greet(talk: Talk) -> list[Say]:
    """Answer a greeting, a goodbye, thanks, or a call for the menu."""
    if talk.turn.intent == "goodbye":
        return [Say("goodbye")]
    if talk.turn.intent == "thank":
        return [Say("you_are_welcome")] + talk.ask_again()
    if talk.turn.intent == "help":
        return result_talk.menu(talk)
    if talk.state.pending and talk.state.pending["kind"] != "menu":
        return [Say("resume_later")] + talk.ask_again()
    return [talk.ask("menu", "", _first_menu(talk))]


def _first_menu(talk: Talk) -> Say:
    return Say("menu", choices=choices.MENU)


def repeat(talk: Talk) -> list[Say]:
    """Say the pending question again, or our last words."""
    from ecm.says import say_from_json

    again = talk.ask_again()
    if again:
        return again
    last = [say_from_json(data) for data in talk.state.last]
    return last or [Say("nothing_to_repeat")] + result_talk.menu(talk)


def start_over(talk: Talk) -> list[Say]:
    """Put the screening and the request in hand away and begin with the menu."""
    talk.forget_screening()
    talk.state.referral = talk.state.paused = None
    return [Say("started_over")] + result_talk.menu(talk)


def answer_question(talk: Talk) -> list[Say]:
    """Answer a question about ECM, then come back to ours."""
    topic = talk.turn.intent.removeprefix("ask_")
    says = [_plan_contact(talk) if topic == "plan_contact" else Say(f"answer_{topic}")]
    asked = talk.state.pending is not None and talk.state.pending["kind"] not in _OFFERS
    again = talk.ask_again()
    if again:
        return says + ([Say("resume_question")] if asked else []) + again
    if talk.screening.get("finished"):
        return says
    offer = Say("menu", choices=choices.MENU)
    return says + [talk.ask("menu", "", offer)]


def _plan_contact(talk: Talk) -> Say:
    line = _member_line(talk.screening.get("plan"))
    if line is None:
        return Say("answer_plan_contact")
    values = {"plan": plan_value(talk.screening["plan"]), "phone": phone_value(line)}
    return Say("answer_plan_contact_known", values)


def _member_line(plan_id: str | None) -> str | None:
    """Return a plan's member line if a source for it was seen; hearsay is not given out."""
    for plan in load_plans():
        if plan.id == plan_id and plan.confidence == "seen":
            return plan.member_phone
    return None


def explain_why(talk: Talk) -> list[Say]:
    """Say why the pending question is asked, then ask it again."""
    pending = talk.state.pending
    if not pending:
        return result_talk.menu(talk)
    name = {"agreement": "agreement"}.get(pending["kind"], pending["name"])
    name = {"child_welfare_kind": "child_welfare"}.get(name, name)
    from ecm.messages import MESSAGES

    says = [Say(f"why_{name}")] if f"why_{name}" in MESSAGES else []
    return says + talk.ask_again()


def not_understood(talk: Talk) -> list[Say]:
    """Offer choices after one miss, and a person after two."""
    talk.state.misses += 1
    if talk.state.misses < _MISSES_BEFORE_A_PERSON:
        again = talk.ask_again()
        return [Say("not_understood_choices")] + (again or result_talk.menu(talk))
    offered = choices.STUCK if talk.state.pending else choices.STUCK_MENU
    talk.state.paused = talk.state.pending or talk.state.paused
    return [talk.ask("stuck", "", Say("not_understood_person", choices=offered))]


def person(talk: Talk) -> list[Say]:
    """Ask staff for a person, and give the plan's line for help right now."""
    talk.alert("asked_for_person", "talk_to_person")
    if talk.state.pending and talk.state.pending["kind"] in ("stuck", "way_back", "age_needed"):
        talk.state.pending, talk.state.paused = talk.state.paused, None
        talk.state.choices = []
    plan_id = talk.screening.get("plan")
    line = _member_line(plan_id)
    values = {"plan": plan_value(plan_id), "phone": phone_value(line)}
    say = Say("handoff_waiting_plan", values) if line else Say("handoff_waiting")
    return [say] + talk.ask_again()


def rides(talk: Talk) -> list[Say]:
    """Say who books rides, and tell staff when one did not come or somebody complains."""
    if talk.turn.intent in _RIDE_ANSWERS:
        talk.alert(talk.turn.intent, "intent")
    return [Say(_RIDE_ANSWERS.get(talk.turn.intent, "answer_rides"))] + talk.ask_again()


def visits(talk: Talk) -> list[Say]:
    """Say who can change a visit, or help to prepare one."""
    name = "answer_prepare_visit" if talk.turn.intent == "prepare_visit" else "answer_visits"
    return [Say(name)] + talk.ask_again()


def picture(talk: Talk) -> list[Say]:
    """Say that pictures are not looked at."""
    return [Say("picture_received")] + talk.ask_again()
