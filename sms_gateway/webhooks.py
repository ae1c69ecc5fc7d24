"""The carrier's webhooks: verify, read once, commit, and only then acknowledge.

Order of the checks: size, signature present, content type, one meaning (`sms_gateway.forms`),
signature valid, account, fields. Nothing is believed before the signature holds. The answer never
depends on the dialogue: replies travel through the outbox.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Protocol

from flask import Blueprint, Request, Response, request

from ecm.conversations import InboundText
from ecm.settings import Settings
from sms_gateway.forms import MAX_FORM_BYTES, WebhookRefused, parse_form
from sms_gateway.metrics import WEBHOOK_SECONDS, WEBHOOKS
from sms_gateway.reports import check_account, is_served, read_inbound, read_status
from sms_gateway.signatures import SIGNATURE_HEADER, is_signed

_FORM_TYPE = "application/x-www-form-urlencoded"
_log = logging.getLogger(__name__)


class Conversations(Protocol):
    """The part of `ecm.conversations` that the carrier's webhooks need."""

    def receive_text(self, inbound: InboundText) -> bool:
        """Commit a person's text; False when its carrier id was there already."""

    def record_status(
        self, outbox_id: str, carrier_id: str, status: str, error_code: int | None
    ) -> bool:
        """Commit what became of one of our texts; False when the outbox id is unknown."""


def create_blueprint(conversations: Conversations, settings: Settings) -> Blueprint:
    """Return the webhooks as a blueprint: `POST /sms/inbound`, `POST /sms/status/<outbox id>`.

    Args:
        conversations: where messages are committed.
        settings: public origin, account and tokens of the carrier.
    """
    blueprint = Blueprint("sms_gateway", __name__)

    def verified_form() -> dict[str, str]:
        return _verified_form(request, settings)

    @blueprint.post("/sms/inbound")
    def inbound() -> Response:
        return _answer("inbound", lambda: _receive(verified_form(), conversations))

    @blueprint.post("/sms/status/<string(maxlength=64):outbox_id>")
    def status(outbox_id: str) -> Response:
        return _answer("status", lambda: _record(outbox_id, verified_form(), conversations))

    return blueprint


def _receive(form: dict[str, str], conversations: Conversations) -> str:
    """Commit a person's text and return the outcome's name."""
    inbound = read_inbound(form)
    if not is_served(inbound.sender):
        return "ignored_sender"
    return "committed" if conversations.receive_text(inbound) else "duplicate"


def _record(outbox_id: str, form: dict[str, str], conversations: Conversations) -> str:
    """Commit a status report and return the outcome's name."""
    report = read_status(form)
    known = conversations.record_status(
        outbox_id, report.carrier_id, report.status, report.error_code
    )
    if not known:
        _log.warning("status report for an unknown outbox id: %s", outbox_id)
    return "committed" if known else "unknown_outbox_id"


def _answer(hook: str, handle: Callable[[], str]) -> Response:
    """Handle a call and answer it; the carrier hears 200 only for what is committed."""
    with WEBHOOK_SECONDS.labels(hook).time():
        outcome, status = _outcome(hook, handle)
    WEBHOOKS.labels(hook, outcome).inc()
    return Response("<Response/>" if status == 200 else "", status, content_type="text/xml")


def _outcome(hook: str, handle: Callable[[], str]) -> tuple[str, int]:
    try:
        return handle(), 200
    except WebhookRefused as refused:
        _log.warning("%s webhook refused with %d: %s", hook, refused.status, refused.reason)
        return refused.reason, refused.status
    except Exception as error:  # noqa: BLE001
        # Whatever broke, nothing was committed, and the carrier must hear so. Only the kind is
        # logged: a database error's text holds the row it failed on.
        _log.error("%s webhook not committed: %s", hook, type(error).__name__)
        return "not_committed", 503


def _verified_form(call: Request, settings: Settings) -> dict[str, str]:
    """Return the form once its size, shape, signature and account hold."""
    if (call.content_length or 0) > MAX_FORM_BYTES:
        raise WebhookRefused(413, "too_large")
    signature = call.headers.get(SIGNATURE_HEADER, "")
    if not signature:
        raise WebhookRefused(403, "unsigned")
    if call.mimetype != _FORM_TYPE:
        raise WebhookRefused(415, "content_type")
    form = parse_form(_read_body(call))
    if not is_signed(_public_url(call, settings), form, signature, settings.carrier_tokens):
        raise WebhookRefused(403, "forged")
    check_account(form, settings.carrier_account)
    return form


def _read_body(call: Request) -> bytes:
    """Read the body, stopping one byte after the limit also when no length was declared.

    Werkzeug's own limit cuts an undeclared body off without a word, so the length is looked at.
    """
    call.max_content_length = MAX_FORM_BYTES + 1
    body = call.get_data(cache=False)
    if len(body) > MAX_FORM_BYTES:
        raise WebhookRefused(413, "too_large")
    return body


def _public_url(call: Request, settings: Settings) -> str:
    """Return the address that the carrier was given.

    Built from our own setting: `Host` and `X-Forwarded-*` are the caller's to choose.
    """
    query = call.query_string.decode("latin-1")
    return settings.public_origin + call.path + (f"?{query}" if query else "")
