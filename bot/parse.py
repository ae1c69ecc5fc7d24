"""Understanding without servers: the same components on the same trained model, for `ecm parse`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bot.lean import keep_out_tensorflow
from bot.quiet import quiet_imports, quiet_logs
from bot.serve import model_is_ours
from bot.split import ROOT
from ecm.errors import EcmError

MODEL = ROOT / "models" / "ecm.tar.gz"


class NoModel(EcmError):
    """There is no trained model, or not the one that was trained here."""

    code = "no_model"


class Parser:
    """Understands texts with the trained model.

    Args:
        model: the model file.

    Raises:
        NoModel: it is missing or its hash is another.
    """

    def __init__(self, model: Path = MODEL) -> None:
        if not model_is_ours(model):
            raise NoModel("there is no trained model: make train")
        quiet_imports()
        keep_out_tensorflow()
        from rasa.core.processor import MessageProcessor
        from rasa.core.tracker_store import InMemoryTrackerStore
        from rasa.shared.core.domain import Domain

        quiet_logs()
        self._processor = MessageProcessor(
            str(model),
            InMemoryTrackerStore(Domain.empty()),
            None,
            None,  # type: ignore[arg-type]
        )

    def parse(self, text: str, language: str) -> dict[str, Any]:
        """Return what the service understands of one text.

        `intent` is the best guess; `accepted` says whether the service acts on it or asks again.

        Args:
            text: as typed.
            language: the tag that the person chose.
        """
        from rasa.core.channels.channel import UserMessage
        from rasa.shared.core.trackers import DialogueStateTracker

        from bot.turns import harmless

        message = UserMessage(text=harmless(text), metadata={"language": language})
        tracker = DialogueStateTracker.from_events("parse", [])
        parsed = self._processor._parse_message_with_graph(message, tracker)
        ranking = parsed.get("intent_ranking") or [parsed["intent"]]
        return {
            "intent": ranking[0]["name"],
            "confidence": round(float(ranking[0]["confidence"]), 4),
            "entities": [{"entity": e["entity"], "value": e["value"]} for e in parsed["entities"]],
            "accepted": parsed["intent"]["name"] == ranking[0]["name"],
        }
