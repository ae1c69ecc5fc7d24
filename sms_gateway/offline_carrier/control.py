"""The director's side: tests and demonstrations make the carrier misbehave here.

`POST /control/script` with JSON {"creates": [{"effect": "error", "status": 429, "code": 20429,
"times": 2}, …], "behaviour": {"callback_shuffle": true, …}}; `GET` shows what is in force;
`DELETE` returns to good behaviour; `GET /control/alerts` lists failed webhooks.
The words are those of `sms_gateway.offline_carrier.behaviour`.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from flask import Blueprint, Response, jsonify, request

from sms_gateway.offline_carrier import behaviour
from sms_gateway.offline_carrier.behaviour import Effect, ScriptInvalid
from sms_gateway.offline_carrier.ledger import Ledger

_MAX_TIMES = 10_000


@dataclass(frozen=True)
class Control:
    """The routes of the error scripts, over a ledger."""

    ledger: Ledger

    def register(self, blueprint: Blueprint) -> None:
        """Add the routes to a blueprint."""
        script = "/control/script"
        blueprint.add_url_rule(script, "add_script", self.add_script, methods=["POST"])
        blueprint.add_url_rule(script, "show_script", self.show_script, methods=["GET"])
        blueprint.add_url_rule(script, "clear_script", self.clear_script, methods=["DELETE"])
        blueprint.add_url_rule("/control/alerts", "alerts", self.alerts, methods=["GET"])
        blueprint.register_error_handler(ScriptInvalid, _answer_invalid)

    def add_script(self) -> Response:
        """Add effects for the next creates, and change the behaviour."""
        creates, changes = _read(request.get_json(silent=True))
        with self.ledger.transaction() as connection:
            for effect, times in creates:
                behaviour.queue_effect(connection, effect, times)
            if changes is not None:
                present = behaviour.load(connection)
                behaviour.save(connection, behaviour.read_behaviour(present, changes))
        return self.show_script()

    def show_script(self) -> Response:
        """Return the waiting effects and the behaviour in force."""
        with self.ledger.transaction() as connection:
            waiting = behaviour.waiting_effects(connection)
            present = asdict(behaviour.load(connection))
        return jsonify({"creates": waiting, "behaviour": present})

    def clear_script(self) -> tuple[str, int]:
        """Return to good behaviour."""
        with self.ledger.transaction() as connection:
            behaviour.clear(connection)
        return "", 204

    def alerts(self) -> Response:
        """Return the webhooks that failed, as Twilio's debugger does."""
        return jsonify({"alerts": self.ledger.alerts()})


def _read(document: Any) -> tuple[list[tuple[Effect, int]], Any]:
    if not isinstance(document, dict) or set(document) - {"creates", "behaviour"}:
        raise ScriptInvalid("a script is a JSON object with creates and behaviour")
    entries = document.get("creates", [])
    if not isinstance(entries, list):
        raise ScriptInvalid("creates is a list")
    creates = [(behaviour.read_effect(entry), _times(entry)) for entry in entries]
    return creates, document.get("behaviour")


def _times(entry: dict[str, Any]) -> int:
    times = entry.get("times", 1)
    if type(times) is not int or not 1 <= times <= _MAX_TIMES:
        raise ScriptInvalid(f"times is 1 to {_MAX_TIMES}")
    return times


def _answer_invalid(error: ScriptInvalid) -> tuple[Response, int]:
    return jsonify({"error": error.message}), 400
