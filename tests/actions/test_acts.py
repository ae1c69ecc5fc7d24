"""One action per act: the rules, the domain and the code name the same ones."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa_sdk import Tracker
from rasa_sdk.executor import ActionExecutor

from actions.acts import ACTS, turn_of
from ecm import bootstrap
from ecm.acting import receipt, receipt_of
from ecm.dialogue import engine
from ecm.ports import Choice, Say, Turn
from ecm.says import say_from_json

ROOT = Path(__file__).resolve().parents[2]
DOMAIN = yaml.safe_load((ROOT / "domain.yml").read_text())
INTENTS = [next(iter(intent)) for intent in DOMAIN["intents"]]
RULES = yaml.safe_load((ROOT / "data" / "dialogue" / "rules.yml").read_text())["rules"]
NAMES = {f"action_{act}" for act in ACTS}
# Acts whose intents are named otherwise: answers, reasons, small talk, picks, the rest.
FREE = {
    f"action_{act}"
    for act in ("take_answer", "explain_why", "greet", "take_choice", "not_understood")
}


def executor() -> ActionExecutor:
    made = ActionExecutor()
    made.register_package("actions")
    return made


def call(act: str, **message: Any) -> dict[str, Any]:
    """Return what Rasa sends to run an action."""
    latest = {
        "text": "harmless",
        "intent": {"name": "ask_cost", "confidence": 0.75},
        "entities": [],
        "metadata": {
            "inbound_id": "i",
            "language": "es",
            "channel": "web",
            "text": "/cuánto",
            "choice": None,
        },
    } | message
    tracker = {
        "sender_id": "c",
        "slots": {},
        "latest_message": latest,
        "events": [],
        "latest_event_time": 1.0,
        "paused": False,
        "followup_action": None,
        "active_loop": {},
        "latest_action_name": "action_listen",
    }
    return {"next_action": f"action_{act}", "tracker": tracker, "domain": {}, "version": "3.6.21"}


def run(act: str, **message: Any) -> dict[str, Any]:
    return asyncio.run(executor().run(call(act, **message)))


def test_every_intent_has_one_rule_and_every_rule_its_intent() -> None:
    ruled = [rule["steps"][0]["intent"] for rule in RULES]
    assert sorted(ruled) == sorted(INTENTS)
    assert all(rule["rule"] == rule["steps"][0]["intent"] for rule in RULES)
    assert all(len(rule["steps"]) == 2 for rule in RULES)


def test_rules_domain_and_code_name_the_same_actions() -> None:
    ruled = {rule["steps"][1]["action"] for rule in RULES}
    assert ruled == set(DOMAIN["actions"]) == NAMES
    assert len(DOMAIN["actions"]) == len(NAMES) == len(ACTS)


def test_an_intent_leads_where_its_name_says() -> None:
    act = {rule["steps"][0]["intent"]: rule["steps"][1]["action"] for rule in RULES}
    for intent in set(INTENTS):
        if intent.startswith("crisis_") or intent == "medical_emergency":
            assert act[intent] == "action_crisis", intent
        elif intent.endswith("_ride") or intent in ("ride_not_here", "file_complaint"):
            assert act[intent] == "action_rides", intent
        elif intent.endswith("_appointment") or intent == "prepare_visit":
            assert act[intent] == "action_visits", intent
        elif intent.startswith("ask_"):
            assert act[intent] == "action_answer_question", intent
        elif intent.startswith("refer_"):
            assert act[intent] == "action_refer", intent
        elif f"action_{intent}" in NAMES:
            assert act[intent] == f"action_{intent}", intent
        else:
            assert act[intent] in FREE, intent


def test_rasa_sdk_finds_every_act_and_nothing_else() -> None:
    ours = {name for name in executor().actions if name.startswith("action_")}
    assert ours - {"action_"} == NAMES


def test_what_is_not_understood_has_one_action_whichever_way_it_comes() -> None:
    config = yaml.safe_load((ROOT / "config.yml").read_text())
    [policy] = config["policies"]
    assert policy["core_fallback_action_name"] == "action_not_understood"
    by_intent = {rule["steps"][0]["intent"]: rule["steps"][1]["action"] for rule in RULES}
    assert by_intent["nlu_fallback"] == by_intent["out_of_scope"] == "action_not_understood"


def test_no_entity_and_no_slot_decides_what_is_done() -> None:
    assert "slots" not in DOMAIN and "responses" not in DOMAIN and "forms" not in DOMAIN
    for intent in DOMAIN["intents"]:
        [(name, settings)] = intent.items()
        assert settings == {"use_entities": []}, name


def test_the_core_can_do_every_act() -> None:
    known = set(engine._ACTS) | set(engine._FIRST_ACTS)
    assert set(ACTS) - known == {"take_choice"}  # a pick is taken by what was asked


def test_the_turn_is_what_was_written_and_what_was_heard() -> None:
    sent = call("answer_question", entities=[{"entity": "age", "value": 4}])["tracker"]
    assert turn_of("answer_question", Tracker.from_dict(sent)) == Turn(
        conversation_id="c",
        inbound_id="i",
        act="answer_question",
        intent="ask_cost",
        confidence=0.75,
        text="/cuánto",
        choice=None,
        language="es",
        channel="web",
        entities={"age": 4},
    )


def test_a_message_that_did_not_come_through_our_channel_is_not_acted_on() -> None:
    with pytest.raises(KeyError):
        run("answer_question", metadata={})


@pytest.mark.parametrize("act", ACTS)
def test_an_action_hands_its_act_over_and_passes_names_on(
    act: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    says = (
        Say("answer_cost", {"n": 1}, (Choice("menu", "label_menu", {"x": "y"}),), variant="self"),
        Say("menu", numbered=False, language="en"),
    )
    heard: list[Turn] = []

    class Core:
        def respond(self, turn: Turn) -> tuple[Say, ...]:
            heard.append(turn)
            return says

    monkeypatch.setattr(bootstrap, "dialogue", Core)
    result = run(act)
    assert [turn.act for turn in heard] == [act]
    *words, last = result["responses"]
    assert tuple(say_from_json(response["say"]) for response in words) == says
    assert [response["response"] for response in words] == ["answer_cost", "menu"]
    assert not any(response["text"] for response in result["responses"])
    assert receipt_of(last["custom"]) == "i"
    assert result["events"] == []


def test_an_action_that_fails_leaves_no_receipt(monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> Any:
        raise RuntimeError("away")

    monkeypatch.setattr(bootstrap, "dialogue", away)
    with pytest.raises(RuntimeError):
        run("greet")


def test_a_receipt_is_told_from_words() -> None:
    assert receipt_of(receipt("i")) == "i"
    assert receipt_of({"rendered": {}}) is None and receipt_of({}) is None
