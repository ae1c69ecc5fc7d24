"""Danger: fixed words, staff told, everything else paused; and the way back afterwards."""

from __future__ import annotations

from ecm.dialogue import choices
from ecm.dialogue.answer_reading import short_answer
from ecm.dialogue.talk import Talk
from ecm.ports import Say
from ecm.reading.language import likely_language

_INTENTS = {
    "crisis_self_harm": "self_harm",
    "crisis_unsafe": "unsafe",
    "medical_emergency": "medical",
}
_MESSAGES = {
    "self_harm": "crisis_self_harm",
    "unsafe": "crisis_unsafe",
    "medical": "medical_emergency",
}


def crisis(talk: Talk) -> list[Say]:
    """Answer danger: numbers first, an alert for staff, the pending question put aside."""
    kind = str(talk.turn.entities.get("crisis") or _INTENTS.get(talk.turn.intent, "self_harm"))
    talk.alert(f"crisis_{kind}", str(talk.turn.entities.get("rule") or talk.turn.intent))
    if "opt_out" in talk.turn.entities:
        rule = str(talk.turn.entities["opt_out"])
        talk.session.set_consent(talk.conversation, talk.turn.inbound_id, "out", rule)
    pending = talk.state.pending
    if pending and pending["kind"] not in ("crisis", "after_crisis"):
        talk.state.paused = pending
    talk.state.unsafe = talk.state.unsafe or kind == "unsafe"
    offered = () if kind == "medical" else choices.choices("yes", "no")
    say = Say(_MESSAGES[kind], choices=offered, language=_language_of_danger(talk))
    return [talk.ask("crisis", kind, say)]


def _language_of_danger(talk: Talk) -> str:
    """Return the language to answer danger in: the one it was written in, if we can write it."""
    seen = likely_language(talk.turn.text)
    return seen if seen in talk.tools.texts.languages() else talk.language


def answer_crisis(talk: Talk, kind: str) -> list[Say]:
    """Take the answer to our question in a crisis; whatever it is, nobody is pushed."""
    short = short_answer(talk)
    replies = {
        ("self_harm", "yes"): "crisis_can_talk",
        ("self_harm", "no"): "crisis_cannot_talk",
        ("unsafe", "yes"): "unsafe_phone_safe",
        ("unsafe", "no"): "unsafe_phone_not_safe",
    }
    name = replies.get((kind, short or ""))
    if name:
        _wait(talk)
        return [Say(name)]
    return offer_way_back(talk)


def _wait(talk: Talk) -> None:
    """Wait for the person to write again; then offer the way back."""
    talk.state.pending = {"kind": "after_crisis", "name": "", "say": None, "multi": False}
    talk.state.choices = []


def offer_way_back(talk: Talk) -> list[Say]:
    """Offer to go on where the person was, or to talk to a person."""
    offered = (
        choices.choices("go_on", "person")
        if talk.state.paused
        else choices.choices("person", "menu")
    )
    return [talk.ask("way_back", "", Say("crisis_resume_offer", choices=offered))]


def go_on(talk: Talk) -> list[Say]:
    """Bring the question back that was put aside."""
    talk.state.pending, talk.state.paused = talk.state.paused, None
    again = talk.ask_again()
    return [Say("resume_question")] + again if again else []
