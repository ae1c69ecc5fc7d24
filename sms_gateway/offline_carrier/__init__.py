"""A stateful stand-in for Twilio: its REST API, its webhooks, and phones to type on.

The service talks to it with Twilio's real client and receives signed webhooks from it, so nothing
of ours knows the difference. It serves demonstrations without an account, tests and benches; it is
refused in production.
"""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response, jsonify, request

from ecm.errors import EcmError
from ecm.settings import Settings
from sms_gateway.offline_carrier.control import Control
from sms_gateway.offline_carrier.database import Database
from sms_gateway.offline_carrier.ledger import Ledger
from sms_gateway.offline_carrier.phones import Phones
from sms_gateway.offline_carrier.rest_api import RestApi
from sms_gateway.offline_carrier.sender import WebhookSender

URL_PREFIX = "/offline-carrier"
_JSON_PATHS = ("/phones/", "/control/")


class OfflineCarrierRefused(EcmError):
    """The offline carrier was asked for where real people are served."""

    code = "offline_carrier_in_production"


def create_blueprint(state_path: Path, settings: Settings) -> Blueprint:
    """Return the offline carrier as a blueprint, mounted at `/offline-carrier`.

    Args:
        state_path: its own SQLite file; made with its folder when missing.
        settings: account, tokens and number it knows; webhooks go to the public origin.

    Raises:
        OfflineCarrierRefused: the settings are for production.
    """
    if settings.production:
        raise OfflineCarrierRefused("the offline carrier never serves in production")
    database = Database(state_path)
    ledger = Ledger(database)
    sender = WebhookSender(database, settings.carrier_tokens[0])
    blueprint = Blueprint("offline_carrier", __name__, url_prefix=URL_PREFIX)
    blueprint.before_request(_refuse_other_sites)
    # any request of the process will do: what a stopped process still owed goes out again
    blueprint.before_app_request(sender.wake)
    RestApi(ledger, settings, sender.wake).register(blueprint)
    Phones(ledger, settings, sender.wake).register(blueprint)
    Control(ledger).register(blueprint)
    return blueprint


def _refuse_other_sites() -> tuple[Response, int] | None:
    """Take only JSON where there is no password: a foreign page cannot send it unasked."""
    path = request.path.partition(URL_PREFIX)[2]
    if request.method == "POST" and path.startswith(_JSON_PATHS) and not request.is_json:
        return jsonify({"error": "json"}), 415
    return None
