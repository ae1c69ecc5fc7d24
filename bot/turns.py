"""One turn on its way into Rasa: checked, and turned into Rasa's own message."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from rasa.core.channels.channel import OutputChannel, UserMessage

from ecm.acting import begin_turn
from ecm.errors import EcmError
from ecm.languages import LANGUAGES

LONGEST_TEXT = 1_600
_LONGEST_ID = 120
_LONGEST_BODY = 16_384
_FIELDS = frozenset(("conversation_id", "inbound_id", "text", "choice", "language", "channel"))


class TurnError(EcmError):
    """A turn that has not the shape of one."""

    code = "turn_invalid"


@dataclass(frozen=True)
class TurnMessage:
    """One message of one conversation; `acted` gathers the ids that an action answered."""

    conversation_id: str
    inbound_id: str
    text: str
    choice: str | None
    language: str
    channel: str
    acted: set[str] = field(default_factory=set)


def read_turn(body: bytes) -> TurnMessage:
    """Return the turn in a request's body.

    Raises:
        TurnError: not JSON, a field that is unknown, missing, of another type or too long.
    """
    if len(body) > _LONGEST_BODY:
        raise TurnError("too large")
    try:
        data = json.loads(body.decode("utf-8"))
    except ValueError as error:
        raise TurnError("not JSON") from error
    if not isinstance(data, dict) or not set(data) <= _FIELDS:
        raise TurnError("unknown field")
    if ("text" in data) == ("choice" in data):
        raise TurnError("text or choice")
    values = {name: data.get(name) for name in _FIELDS - {"text", "choice"}}
    if not all(isinstance(v, str) and 0 < len(v) <= _LONGEST_ID for v in values.values()):
        raise TurnError("a field is missing, no text, or too long")
    said = data.get("text", data.get("choice"))
    if not isinstance(said, str) or len(said) > LONGEST_TEXT:
        raise TurnError("text is no text or too long")
    if values["language"] not in LANGUAGES or values["channel"] not in ("sms", "web"):
        raise TurnError("unknown language or channel")
    return TurnMessage(**values, text=data.get("text", ""), choice=data.get("choice"))


def as_user_message(turn: TurnMessage, output: OutputChannel) -> UserMessage:
    """Return Rasa's message for a turn.

    A pick brings its own understanding along, so that none runs. Free text that begins with a slash
    is moved off its slash: Rasa would take it for a command.
    """
    begin_turn(turn.inbound_id, turn.acted)
    metadata: dict[str, Any] = {
        "inbound_id": turn.inbound_id,
        "language": turn.language,
        "channel": turn.channel,
        "text": turn.text,
        "choice": turn.choice,
    }
    parsed = None
    if turn.choice is not None:
        parsed = {"text": "", "intent": {"name": "choose", "confidence": 1.0}, "entities": []}
    return UserMessage(
        text=harmless(turn.text),
        output_channel=output,
        sender_id=turn.conversation_id,
        parse_data=parsed,
        input_channel="ecm",
        message_id=turn.inbound_id,
        metadata=metadata,
    )


def harmless(text: str) -> str:
    """Return the text so that Rasa cannot read it as a command."""
    stripped = text.lstrip()
    return stripped.lstrip("/").lstrip() or "." if stripped.startswith("/") else text
