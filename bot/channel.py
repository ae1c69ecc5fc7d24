"""The one road into Rasa: a turn with an opaque conversation id, text or a pick, on loopback.

Rasa's own REST channel hides every failure behind an empty list. This one says `handled` only when our
action answered this very message and all of its words came through.
"""

from __future__ import annotations

from typing import Any, Awaitable, Callable, Dict, List, Text

from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.turns import TurnError, TurnMessage, as_user_message, read_turn
from ecm.acting import receipt_of


class TurnOutput(OutputChannel):
    """Collects the rendered messages of one turn, and the receipt that comes behind them."""

    def __init__(self) -> None:
        self.rendered: List[Dict[Text, Any]] = []
        self.acted_on: str | None = None

    @classmethod
    def name(cls) -> Text:
        """Return the channel's name."""
        return "ecm"

    async def send_response(self, recipient_id: Text, message: Dict[Text, Any]) -> None:
        """Keep one message as our words generator rendered it."""
        payload = message.get("custom") or {}
        acted_on = receipt_of(payload)
        if acted_on is None:
            self.rendered.append(payload["rendered"])
        else:
            self.acted_on = acted_on


class EcmChannel(InputChannel):
    """Takes turns from the worker and answers with rendered messages."""

    @classmethod
    def name(cls) -> Text:
        """Return the channel's name."""
        return "ecm"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Return the channel's routes."""
        webhook = Blueprint("ecm_webhook")

        @webhook.route("/healthz", methods=["GET"])
        async def health(request: Request) -> HTTPResponse:
            agent = getattr(request.app.ctx, "agent", None)
            ready = agent is not None and agent.is_ready()
            return response.json({"ready": ready}, status=200 if ready else 503)

        @webhook.route("/messages", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            agent = getattr(request.app.ctx, "agent", None)
            if agent is None or not agent.is_ready():
                return response.json({"error": "not_ready"}, status=503)
            try:
                turn = read_turn(request.body)
            except TurnError as error:
                return response.json({"error": error.code}, status=400)
            return response.json(await run_turn(on_new_message, turn))

        return webhook


async def run_turn(
    handle: Callable[[UserMessage], Awaitable[Any]], turn: TurnMessage
) -> Dict[Text, Any]:
    """Run one turn through Rasa and return what the worker is told.

    Args:
        handle: Rasa's way to handle a message.
        turn: one message of one conversation.
    """
    output = TurnOutput()
    failed = False
    try:
        await handle(as_user_message(turn, output))
    except Exception:  # noqa: BLE001 - whatever Rasa raises, the worker must hear "not handled"; no text is logged
        failed = True
    handled = not failed and output.acted_on == turn.inbound_id
    return {
        "inbound_id": turn.inbound_id,
        "handled": handled,
        "messages": output.rendered if handled else [],
    }
