"""One action per act of the dialogue rules: builds the turn, asks the core, passes names on."""

from __future__ import annotations

from typing import Any, Dict, List, Text

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from ecm import bootstrap
from ecm.acting import receipt
from ecm.ports import Turn
from ecm.says import say_to_json

ACTS = (
    "take_answer",
    "explain_why",
    "answer_question",
    "check_eligibility",
    "refer",
    "check_referral",
    "greet",
    "repeat",
    "start_over",
    "change_language",
    "talk_to_person",
    "stop_messages",
    "resume_messages",
    "wrong_number",
    "rides",
    "visits",
    "crisis",
    "take_choice",
    "not_understood",
)


def turn_of(act: str, tracker: Tracker) -> Turn:
    """Return the turn that the tracker's latest message is."""
    message = tracker.latest_message
    metadata = message.get("metadata") or {}
    intent = message.get("intent") or {}
    return Turn(
        conversation_id=tracker.sender_id,
        inbound_id=metadata["inbound_id"],
        act=act,
        intent=intent.get("name") or "",
        confidence=float(intent.get("confidence") or 0.0),
        text=metadata.get("text") or "",
        choice=metadata.get("choice"),
        language=metadata["language"],
        channel=metadata["channel"],
        entities={e["entity"]: e["value"] for e in message.get("entities") or ()},
    )


class _Act(Action):
    """Hands the turn to the core and the core's messages to Rasa."""

    act = ""

    def name(self) -> Text:
        """Return the action's name in `domain.yml`."""
        return f"action_{self.act}"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[Text, Any]
    ) -> List[Dict[Text, Any]]:
        """Answer the turn, and vouch for it behind the words."""
        turn = turn_of(self.act, tracker)
        for say in bootstrap.dialogue().respond(turn):
            dispatcher.utter_message(
                response=say.name, say=say_to_json(say), language=turn.language
            )
        dispatcher.utter_message(json_message=receipt(turn.inbound_id))
        return []


# One registered class per act: rasa-sdk finds actions by their class.
for _name in ACTS:
    globals()[f"Act_{_name}"] = type(f"Act_{_name}", (_Act,), {"act": _name, "__doc__": _name})
