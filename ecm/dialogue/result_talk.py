"""What the answers point to, said with its reasons; what to do first; and the offer to ask for it."""

from __future__ import annotations

from typing import Any

from ecm.dialogue import choices
from ecm.dialogue.answer_reading import NUMBER_FACTS
from ecm.dialogue.talk import Talk
from ecm.ports import Say
from ecm.screening import ScreeningResult
from ecm.values import message_value, names_value, sentences_value

_FIRST_STEPS = {
    "join_plan": "next_join_plan",
    "get_medi_cal": "next_get_medi_cal",
    "check_coverage": "next_check_coverage",
}
_MOST_REASONS = 3


def menu(talk: Talk) -> list[Say]:
    """Return the menu."""
    return [talk.ask("menu", "", Say("menu", choices=choices.MENU))]


def first_likely(talk: Talk, more: bool) -> list[Say]:
    """Tell the first likely result, and offer to ask for it now or to go on."""
    talk.screening["told_likely"] = True
    if not more:
        return finish(talk)
    result = talk.tools.rules.screen(talk.facts, talk.today)
    talk.save_screening()
    return _told(talk, result) + [_offer(talk, choices.OFFER)]


def finish(talk: Talk) -> list[Say]:
    """Tell the result of a finished screening; the facts that a gate ruled out are closed."""
    talk.screening["finished"] = talk.screening["told_likely"] = True
    talk.save_screening()
    result = finished_result(talk)
    offered = choices.OFFER_FINISHED
    if result.overall == "not_indicated":
        offered = choices.choices("refer", "person", "later")
    return _told(talk, result) + [_offer(talk, offered)]


def finished_result(talk: Talk) -> ScreeningResult:
    """Return the result with the facts closed that are never asked of this person."""
    closed = talk.tools.rules.close(talk.facts, talk.today)
    return talk.tools.rules.screen(closed | talk.facts, talk.today)


def _told(talk: Talk, result: ScreeningResult) -> list[Say]:
    says = [_result(talk, result)]
    first_step = _FIRST_STEPS.get(result.coverage)
    if first_step:
        says.append(Say(first_step))
    return says + overlaps(result)


def _result(talk: Talk, result: ScreeningResult) -> Say:
    overall = "possible" if result.overall == "open" else result.overall
    if overall == "not_indicated":
        return Say("result_not_indicated")
    reasons = sentences_value(_reasons(talk, result))
    return Say(f"result_{overall}", {"reasons": reasons}, variant=talk.variant)


def _reasons(talk: Talk, result: ScreeningResult) -> list[dict[str, Any]]:
    """Return a sentence for each fact that the result rests on, at most three."""
    told, unsure = [], False
    for fact in result.because_facts():
        value = talk.facts.get(fact)
        if value == "unsure":
            unsure = True
        elif fact in NUMBER_FACTS:
            told.append(message_value(f"reason_{fact}", {"count": value}))
        else:
            told.append(message_value(f"reason_{fact}"))
    some = [message_value("reason_some_unsure")] if unsure else []
    return told[:_MOST_REASONS] + some


def _offer(talk: Talk, offered: tuple[Any, ...]) -> Say:
    return talk.ask("offer", "", Say("offer_referral", choices=offered))


def overlaps(result: ScreeningResult) -> list[Say]:
    """Explain what other programmes mean for ECM, one message per kind; none of them blocks."""
    says = []
    for category in ("excluded", "either", "both"):
        codes = [code for code, kind in result.overlaps.items() if kind == category]
        if codes:
            names = names_value([message_value(f"program_{code}") for code in codes])
            says.append(Say(f"overlap_{category}", {"programs": names}))
    return says
