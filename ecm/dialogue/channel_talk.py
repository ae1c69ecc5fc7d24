"""Languages, stopping and starting texts, help, wrong numbers."""

from __future__ import annotations

from ecm.dialogue import choices, result_talk
from ecm.dialogue.talk import Talk
from ecm.ports import Say
from ecm.reading.language import detect_language, requested_language
from ecm.values import language_value

_RULE = "intent"


def change_language(talk: Talk) -> list[Say]:
    """Change to the language that was named, or ask which."""
    asked = talk.turn.text and requested_language(talk.turn.text)
    if not asked and talk.turn.text:
        seen = detect_language(talk.turn.text, None)
        asked = seen if seen != talk.language else None
    return switch_language(talk, asked) if asked else ask_language(talk)


def ask_language(talk: Talk) -> list[Say]:
    """Ask which language; the question that was pending comes back afterwards."""
    _put_aside(talk)
    say = Say("choose_language", choices=choices.languages(talk.tools.texts.languages()))
    return [talk.ask("language", "", say)]


def _put_aside(talk: Talk) -> None:
    pending = talk.state.pending
    if pending and pending["kind"] not in ("language", "language_offer"):
        talk.state.paused = pending


def switch_language(talk: Talk, tag: str) -> list[Say]:
    """Go on in a language if it is live, keeping the place; else say where help is."""
    if tag not in talk.tools.texts.languages():
        say = Say("language_not_live", {"language": language_value(tag)})
        return [say] + talk.ask_again()
    talk.language = tag
    if talk.state.pending and talk.state.pending["kind"] in ("language", "language_offer"):
        talk.state.pending, talk.state.paused = talk.state.paused, None
    return [Say("language_changed")] + (talk.ask_again() or result_talk.menu(talk))


def offer_switch(talk: Talk) -> list[Say]:
    """Offer the language that the person seems to write; detection never switches by itself."""
    seen = detect_language(talk.turn.text, talk.language) if talk.turn.text else None
    live = talk.tools.texts.languages()
    if seen is None or seen in (talk.language, talk.state.language_asked):
        return []
    if seen not in live:
        talk.state.language_asked = seen
        return [Say("language_not_live", {"language": language_value(seen)})]
    if talk.state.pending and talk.state.pending["kind"] in ("language", "language_offer"):
        return []
    talk.state.language_asked = seen
    _put_aside(talk)
    offered = choices.languages((seen, talk.language))
    say = Say("offer_language_switch", choices=offered, language=seen)
    return [talk.ask("language_offer", seen, say)]


def stop(talk: Talk) -> list[Say]:
    """Record that the person wants no more texts; one confirmation, then silence."""
    rule = str(talk.turn.entities.get("rule") or _RULE)
    talk.session.set_consent(talk.conversation, talk.turn.inbound_id, "out", rule)
    talk.state.quiet = False
    variant = "web" if talk.conversation.channel == "web" else ""
    return [Say("opt_out_done", {"operator": talk.tools.settings.operator}, variant=variant)]


def resume(talk: Talk) -> list[Say]:
    """Take texts up again, because the person said so."""
    rule = str(talk.turn.entities.get("rule") or _RULE)
    talk.session.set_consent(talk.conversation, talk.turn.inbound_id, "in", rule)
    again = talk.ask_again()
    return [Say("opt_in_done")] + (again or result_talk.menu(talk))


def remind_opted_out(talk: Talk) -> list[Say]:
    """Say once how to come back; after that an opted-out person is left in peace."""
    if talk.state.quiet:
        return []
    talk.state.quiet = True
    return [Say("opted_out_reminder")]


def help_keyword(talk: Talk) -> list[Say]:
    """Answer the carrier's HELP."""
    return [Say("help_keyword", {"operator": talk.tools.settings.operator})]


def wrong_number(talk: Talk) -> list[Say]:
    """Let go of everything of this thread, and never write first to this number."""
    talk.forget_screening()
    talk.state.referral = talk.state.paused = talk.state.pending = None
    talk.state.choices, talk.state.last = [], []
    talk.alert("wrong_number", "wrong_number")
    return [Say("wrong_number_done")]
