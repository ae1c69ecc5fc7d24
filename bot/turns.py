"""One turn on its way into Rasa: checked, and turned into Rasa's own message."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from rasa.core.channels.channel import OutputChannel, UserMessage

from ecm.errors import EcmError
from ecm.languages import LANGUAGES

LONGEST_TEXT = 1_600
_LONGEST_ID = 120
_LONGEST_BODY = 32_768  # 1,600 emoji are 19,200 bytes of escaped JSON
# Rasa takes a text that begins with "/" for a command; the others are taken for it by people.
_SLASHES = "/\u2044\u2215\u29f8\uff0f"
_LEADING = re.compile(rf"\s*[{_SLASHES}][\s{_SLASHES}]*")
_COMMAND = re.compile(r"\w*\s*([@{].*)?", re.ASCII | re.DOTALL)
_FIELDS = frozenset(("conversation_id", "inbound_id", "text", "choice", "language", "channel"))


class TurnError(EcmError):
    """A turn that has not the shape of one."""

    code = "turn_invalid"


@dataclass(frozen=True)
class TurnMessage:
    """One message of one conversation: text or a pick."""

    conversation_id: str
    inbound_id: str
    text: str
    choice: str | None
    language: str
    channel: str


def read_turn(body: bytes) -> TurnMessage:
    """Return the turn in a request's body.

    Raises:
        TurnError: not JSON, a field that is unknown, missing, of another type or too long.
    """
    if len(body) > _LONGEST_BODY:
        raise TurnError("too large")
    try:
        data = json.loads(body.decode("utf-8"))
        json.dumps(data, ensure_ascii=False).encode("utf-8")  # an escaped half of a pair is no text
    except (ValueError, RecursionError) as error:
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

    A pick brings its own understanding along, so that none runs. Text that Rasa would take for a
    command is made harmless; the action gets it as it was typed.
    """
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
    """Return the text so that neither Rasa nor the classifier can read it as a command.

    Words behind a slash are understood as words. A lone name behind a slash, as Rasa writes commands
    (`/refer_self`), leaves nothing to understand: the classifier would know the name.
    """
    leading = _LEADING.match(text)
    if leading is None:
        return text
    words = text[leading.end() :]
    return "" if _COMMAND.fullmatch(words) else words
