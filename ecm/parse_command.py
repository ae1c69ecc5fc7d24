"""What `ecm parse` prints: intent, entities, danger and opting out, as the service decides them."""

from __future__ import annotations

from typing import Any, BinaryIO, Iterator

from ecm.consent import find_opt_out
from ecm.reading.text import normalise
from ecm.safety import find_crisis
from ecm.triage import LONGEST_TEXT

_CRISIS_INTENTS = {
    "crisis_self_harm": "self_harm",
    "crisis_unsafe": "unsafe",
    "medical_emergency": "medical",
}


def parse_lines(stream: BinaryIO, language: str) -> Iterator[dict[str, Any]]:
    """Yield what is understood of each line; bytes that are no UTF-8 are replaced, not refused.

    Args:
        stream: one text per line.
        language: the tag that the person chose.

    Raises:
        EcmError: there is no trained model.
    """
    from bot.parse import Parser

    parser = Parser()
    for line in stream:
        yield understand(parser, line.decode("utf-8", "replace").rstrip("\r\n"), language)


def understand(parser: Any, text: str, language: str) -> dict[str, Any]:
    """Return what is understood of one text."""
    clean = normalise(text)[:LONGEST_TEXT]
    parsed = parser.parse(clean, language)
    danger = find_crisis(clean, language)
    heard = _CRISIS_INTENTS.get(parsed["intent"])
    opted_out = find_opt_out(clean, language) is not None or parsed["intent"] == "stop_messages"
    return {
        "intent": parsed["intent"],
        "confidence": parsed["confidence"],
        "entities": parsed["entities"],
        "crisis": danger.kind if danger else heard,
        "opt_out": opted_out,
    }
