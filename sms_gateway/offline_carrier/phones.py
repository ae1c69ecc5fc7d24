"""The phone side: what the simulator page (and tests) call to type and to read texts.

`POST /phones/<number>/messages` with JSON {"body", "media"} types a text and returns {"sid"};
`GET /phones/<number>/messages?after=<n>&wait=<seconds>` reads; `DELETE /phones/<number>` forgets.
"""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, jsonify, request

from ecm.segments import MAX_CHARACTERS
from ecm.settings import Settings
from sms_gateway.offline_carrier import behaviour, shapes
from sms_gateway.offline_carrier.ledger import (
    Ledger,
    NewText,
    Text,
    add_text,
    set_opted_out,
)
from sms_gateway.offline_carrier.opt_out import TWILIO_REPLIES, OptOutType, opt_out_type
from sms_gateway.offline_carrier.webhook_queue import owe_inbound

MAX_WAIT_SECONDS = 25.0
MAX_MEDIA = 10
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_LOOK_SECONDS = 0.03
_RECENT = 50


@dataclass(frozen=True)
class Phones:
    """The routes of the simulated phones, over a ledger.

    Args:
        ledger: the carrier's log.
        settings: our number, account and public origin.
        wake: tells the sender that a webhook is owed.
    """

    ledger: Ledger
    settings: Settings
    wake: Callable[[], None]

    def register(self, blueprint: Blueprint) -> None:
        """Add the routes to a blueprint."""
        messages = "/phones/<number>/messages"
        blueprint.add_url_rule(messages, "type_text", self.type_text, methods=["POST"])
        blueprint.add_url_rule(messages, "read_texts", self.read_texts, methods=["GET"])
        blueprint.add_url_rule(
            "/phones/<number>", "forget_phone", self.forget_phone, methods=["DELETE"]
        )

    def type_text(self, number: str) -> tuple[Response, int]:
        """Take a text from a phone; the webhook follows from another thread."""
        phone, document = _e164(number), request.get_json(silent=True)
        body, media = _typed(document)
        if phone is None or body is None:
            return jsonify({"error": "number_or_body"}), 400
        with self.ledger.transaction() as connection:
            text = self._take(connection, phone, body, media)
        self.wake()
        return jsonify({"sid": text.sid, "n": text.n}), 201

    def read_texts(self, number: str) -> tuple[Response, int]:
        """Return a phone's texts after a place, waiting for one if asked to."""
        phone = _e164(number)
        if phone is None:
            return jsonify({"error": "number"}), 400
        after = request.args.get("after", 0, type=int)
        until = time.monotonic() + min(request.args.get("wait", 0.0, type=float), MAX_WAIT_SECONDS)
        texts = self.ledger.texts_of(phone, after)
        while not texts and time.monotonic() < until:
            time.sleep(_LOOK_SECONDS)
            texts = self.ledger.texts_of(phone, after)
        recent = self.ledger.texts_of(phone, max(after - _RECENT, 0))
        return jsonify(
            {
                "messages": [shapes.phone_message(text) for text in texts],
                "statuses": {str(text.n): text.status for text in recent},
                "price_basis_usd_per_segment": shapes.USD_PER_SEGMENT,
            }
        ), 200

    def forget_phone(self, number: str) -> tuple[str, int]:
        """Forget a phone: its texts, its opt-out, and what is owed for it."""
        phone = _e164(number)
        if phone is None:
            return "", 400
        self.ledger.forget(phone)
        return "", 204

    def _take(self, connection: sqlite3.Connection, phone: str, body: str, media: int) -> Text:
        ours, account = self.settings.carrier_from, self.settings.carrier_account
        manners = behaviour.load(connection)
        kind = None
        if manners.opt_out != "off":
            kind = opt_out_type(body, self.ledger.is_opted_out(phone, ours))
        text = add_text(connection, NewText("in", phone, ours, body, "received", media))
        if kind is not None:
            _act_on(connection, text, kind)
        told = kind if manners.opt_out == "advanced" else None
        form = shapes.inbound_form(text, account, told)
        url = f"{self.settings.public_origin}/sms/inbound"
        owe_inbound(connection, text, url, form, manners.inbound_repeat)
        return text


def _act_on(connection: sqlite3.Connection, text: Text, kind: OptOutType) -> None:
    """Block or unblock, and answer in the carrier's own words."""
    if kind in ("STOP", "START"):
        set_opted_out(connection, text.phone, text.ours, kind == "STOP")
    reply = NewText("out", text.phone, text.ours, TWILIO_REPLIES[kind], "delivered")
    add_text(connection, reply)


def _e164(number: str) -> str | None:
    phone = "+" + number.strip().lstrip("+")
    return phone if _E164.fullmatch(phone) else None


def _typed(document: Any) -> tuple[str | None, int]:
    """Return the text and the number of pictures; None when the JSON is not what we take."""
    if not isinstance(document, dict):
        return None, 0
    body, media = document.get("body", ""), document.get("media", 0)
    fits = isinstance(body, str) and isinstance(media, int) and 0 <= media <= MAX_MEDIA
    if not fits or len(body) > MAX_CHARACTERS or not (body or media) or not _is_text(body):
        return None, 0
    return body, media


def _is_text(body: str) -> bool:
    """Say whether a phone could send this: lone surrogates and NUL are no text."""
    return "\0" not in body and not any("\ud800" <= c <= "\udfff" for c in body)
